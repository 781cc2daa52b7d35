import { useEffect } from 'preact/hooks';
import { figure, isCollection, period } from '../format';
import { half, lang, t } from '../i18n';
import { revision } from '../live';
import type { Fact } from '../records';
import { facts, needFacts, select } from '../state';
import { parseRef } from '../url';
import { Icon } from './Icons';
import { RecordLinks } from './Related';

/** The figures about a subject, each with qualifier, period and source; for a zone also those about what lies in it. */
export function FactsOf({ subject, zone }: { subject: string; zone?: string | undefined }) {
  useEffect(needFacts, [revision.value]);
  const all = facts.value;
  if (!all) return <p class="note">{t('loading')}</p>;
  const own = all.filter((f) => f.subject === subject);
  const others = zone ? all.filter((f) => f.zone === zone && f.subject !== subject) : [];
  return (
    <>
      <section class="facts" aria-labelledby="facts-own">
        <h3 id="facts-own">
          {t('figures')} <span class="quiet-count">{own.length}</span>
        </h3>
        {own.length === 0 ? <p class="note">{t('figuresNone')}</p> : <FactList list={own} all={all} />}
      </section>
      {others.length > 0 && (
        <section class="facts" aria-labelledby="facts-zone">
          <h3 id="facts-zone">
            {t('figuresOfZone')} <span class="quiet-count">{others.length}</span>
          </h3>
          <FactList list={others} all={all} withSubject />
        </section>
      )}
    </>
  );
}

// Figures before statements; within each the order of the data.
const ranked = (list: readonly Fact[]): Fact[] => [
  ...list.filter((f) => f.value !== null),
  ...list.filter((f) => f.value === null),
];

/** Facts with what contradicts them; where they may be of several subjects, with their subject. */
export function FactList({
  list,
  all,
  withSubject = false,
}: {
  list: readonly Fact[];
  all: readonly Fact[];
  withSubject?: boolean;
}) {
  return (
    <ul class="fact-list">
      {ranked(list).map((fact) => (
        <FactItem key={fact.id} fact={fact} all={all} withSubject={withSubject} />
      ))}
    </ul>
  );
}

const indicator = (fact: Fact): string =>
  lang.value === 'zh' ? fact.indicator_zh || fact.indicator_en : fact.indicator_en || fact.indicator_zh;

function FactItem({ fact, all, withSubject }: { fact: Fact; all: readonly Fact[]; withSubject: boolean }) {
  const against = conflicts(fact).flatMap((id) => all.find((f) => f.id === id) ?? []);
  const subject = parseRef(fact.subject);
  return (
    <li
      id={`fact-${fact.id}`}
      class={`fact ${fact.value === null ? 'statement' : ''}`}
      data-fact={fact.id}
      tabIndex={-1}
    >
      <p class="fact-head">
        <span class="fact-name">{indicator(fact)}</span>
        {fact.value !== null && <b class="fact-figure">{figure(fact)}</b>}
      </p>
      <p class="fact-foot">
        {fact.value === null && <span>{t('statement')}</span>}
        {fact.period && (
          <span>
            {t('period')} {period(fact.period)}
          </span>
        )}
        <span>{fact.id}</span>
        <span class="fact-source">
          {fact.source ? half(fact.source) : t('pair', { name: t('source'), value: t('unknown') })}
        </span>
      </p>
      {withSubject && subject && subject.collection !== 'province' && isCollection(subject.collection) && (
        <RecordLinks collection={subject.collection} ids={[subject.id]} />
      )}
      {against.map((other) => (
        <div key={other.id} class="conflict" data-testid="conflict">
          <p>
            <Icon name="warning" size={18} />
            <b>{t('conflict')}</b>
          </p>
          <p>{t('conflictWith', { value: figure(other), id: other.id })}</p>
          <button type="button" onClick={() => goTo(other)}>
            {t('goToFact', { id: other.id })}
          </button>
        </div>
      ))}
    </li>
  );
}

const conflicts = (fact: Fact): readonly string[] => {
  const other = fact.conflicts_with;
  return typeof other === 'string' ? [other] : (other ?? []);
};

/** Shows another fact: on this card if it stands there, else on its subject's. */
function goTo(fact: Fact): void {
  const show = (): boolean => {
    const element = document.getElementById(`fact-${fact.id}`);
    element?.scrollIntoView({ block: 'center' });
    element?.focus();
    return element !== null;
  };
  if (show()) return;
  const ref = parseRef(fact.subject);
  if (!ref) return;
  select(ref);
  let tries = 40;
  const timer = setInterval(() => {
    if (show() || --tries === 0) clearInterval(timer);
  }, 50);
}
