import { Icon } from '../components/Icons';
import { codeLabel, fieldOf, number } from '../format';
import { langTag } from '../i18n';
import type { Judged, Proposal } from './answers';
import { say } from './words';

/** What a scenario proposes, each with what becomes of it on the present facts, as far as that was asked. */
export function Proposals({
  proposals,
  removeAt,
}: {
  proposals: readonly (Proposal | Judged)[];
  removeAt?: (i: number) => void;
}) {
  if (proposals.length === 0) return <p class="note">{say('proposalsNone')}</p>;
  return (
    <ol class="proposals" data-testid="proposals" aria-label={say('proposals')}>
      {proposals.map((p, i) => (
        <li key={i} data-state={'state' in p ? p.state : undefined}>
          <div>
            <b>{p.name || say(`kind_${p.kind}`)}</b>
            <p class="note">{[...(p.name ? [say(`kind_${p.kind}`)] : []), ...what(p)].join(' · ')}</p>
            {'state' in p && (
              <p class="note">
                {say(p.state)}
                {p.reason && ` · ${p.reason}`}
              </p>
            )}
          </div>
          {removeAt && (
            <button type="button" aria-label={say('removeOne', { n: number(i + 1) })} onClick={() => removeAt(i)}>
              <Icon name="close" size={16} />
            </button>
          )}
        </li>
      ))}
    </ol>
  );
}

function what(p: Proposal): string[] {
  if (p.kind === 'branch') {
    const form = codeLabel(fieldOf('organizations', 'form'), p.form ?? '');
    return [say('branchOf', { form, covers: (p.covers ?? []).join(langTag() === 'en' ? ', ' : '、') })];
  }
  if (p.kind === 'instructor')
    return [say('instructorAt', { enterprise: p.enterprise ?? '', n: number(p.count ?? 0) })];
  return p.point ? [p.point.map((x) => x.toFixed(5)).join(', ')] : [];
}
