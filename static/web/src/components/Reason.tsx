import type { CollectionId } from '../generated/schema';
import { lang, t } from '../i18n';
import type { Feature, Flag, Reason } from '../records';
import { RecordLinks } from './Related';

/** Why an enterprise has its status: in words, with the rule, its source and the records it rests on. */
export function WhyStatus({ feature }: { feature: Feature }) {
  const reason = feature.reason;
  if (!reason) return null;
  const [text, clause] = inLanguage(reason);
  return (
    <section class="reason" data-testid="reason" aria-label={t('reason')}>
      <p>{text}</p>
      <Source rule={reason.rule} clause={clause} />
      {[...byCollection(reason.records)].map(([collection, ids]) => (
        <RecordLinks key={collection} collection={collection} ids={ids} />
      ))}
    </section>
  );
}

/** Where an organization's form and its size differ. */
export function Flags({ feature }: { feature: Feature }) {
  const flags = feature.flags ?? [];
  if (flags.length === 0) return null;
  return (
    <section class="reason flagged" data-testid="flags" aria-label={t('sizeFlags')}>
      <p>
        <strong>{t('sizeFlags')}</strong>
      </p>
      {flags.map((flag) => {
        const [text, clause] = inLanguage(flag);
        return (
          <div key={flag.rule}>
            <p>{text}</p>
            <Source rule={flag.rule} clause={clause} />
          </div>
        );
      })}
    </section>
  );
}

function Source({ rule, clause }: { rule: string; clause: string }) {
  return (
    <p class="note">
      {t('rule')} {rule} · {clause}
    </p>
  );
}

const inLanguage = (said: Reason | Flag): readonly [string, string] =>
  lang.value === 'zh' ? [said.text_zh, said.clause_zh] : [capital(said.text_en), capital(said.clause_en)];

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** "collection/id" by collection. */
function byCollection(records: readonly string[]): Map<CollectionId, string[]> {
  const all = new Map<CollectionId, string[]>();
  for (const record of records) {
    const cut = record.indexOf('/');
    const collection = record.slice(0, cut) as CollectionId;
    all.set(collection, [...(all.get(collection) ?? []), record.slice(cut + 1)]);
  }
  return all;
}
