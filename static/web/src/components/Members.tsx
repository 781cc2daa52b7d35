import { getMembers } from '../api';
import { number } from '../format';
import { lang, t } from '../i18n';
import { useLoad } from '../load';
import type { MemberTotal, MemberTotals } from '../records';
import { Failed } from './Failed';

/** How many Party members a zone or a belt has, as far as the server tells this reader: what it withholds is said to be, and nothing is added up here. */
export function MembersOf({ collection, id }: { collection: 'zones' | 'belts'; id: string }) {
  const loaded = useLoad(`members ${lang.value}`, getMembers);
  if (loaded.state === 'failed') return <Failed message={loaded.message} again={loaded.again} />;
  const total = loaded.value?.[collection].find((one) => one.id === id);
  if (!loaded.value || !total) return null;
  return (
    <section class="members" data-testid="members" aria-labelledby="members-title">
      <h3 id="members-title">{t('members')}</h3>
      {total.total === null ? (
        <p data-reason={total.reason}>{lang.value === 'zh' ? total.reason_zh : total.reason_en}</p>
      ) : (
        <Total total={total} n={total.total} />
      )}
      <p class="note">
        {t('membersOf', { n: number(total.organizations), unknown: number(total.unknown) })}{' '}
        {t('asOfDay', { day: total.as_of })}
      </p>
      <Definition of={loaded.value} />
    </section>
  );
}

function Total({ total, n }: { total: MemberTotal; n: number }) {
  return (
    <p>
      <b>{number(n)}</b> <span class="note">{t(total.exact ? 'membersNow' : 'membersPublished')}</span>
    </p>
  );
}

function Definition({ of }: { of: MemberTotals }) {
  return (
    <p class="note">
      {lang.value === 'zh' ? of.definition_zh : of.definition_en} {t('membersLeast', { k: number(of.parameters.k) })}
    </p>
  );
}
