import { number } from '../format';
import { analysis, announced } from '../state';
import type { Proposal } from './answers';
import { mayPropose, scenarioDraft, withProposals } from './draft';
import { say } from './words';

/** Puts proposals into the scenario that is being made, for whom may make one. */
export function PutIn({ zone, proposals, label }: { zone: string; proposals: readonly Proposal[]; label: string }) {
  if (!mayPropose(zone) || proposals.length === 0) return null;
  return (
    <button
      type="button"
      class="put-in"
      onClick={() => {
        const next = withProposals(scenarioDraft.value, zone, proposals);
        if (next) scenarioDraft.value = next;
        announced.value = next ? say('putDone', { n: number(next.proposals.length) }) : say('otherZone');
      }}
    >
      {label}
    </button>
  );
}

/** Says what the scenario being made holds, and leads there. What is looked into is of a zone, or of any. */
export function DraftBar({ zone }: { zone: string | undefined }) {
  const draft = scenarioDraft.value;
  if (!draft || !mayPropose(draft.zone)) return null;
  return (
    <p class="draft-bar" data-testid="draft-bar">
      <span class="supposed">{say('supposedMark')}</span>
      <span>
        {zone === undefined || draft.zone === zone
          ? say('putDone', { n: number(draft.proposals.length) })
          : say('otherZone')}
      </span>
      <button
        type="button"
        class="row-link"
        data-testid="draft-open"
        onClick={() => {
          analysis.value = { name: 'scenarios', area: { kind: 'zone', id: draft.zone }, ask: {} };
        }}
      >
        {say('open')}
      </button>
    </p>
  );
}
