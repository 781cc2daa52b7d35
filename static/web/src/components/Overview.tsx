import { countsPath } from '../api';
import { at } from '../base';
import { usualView } from '../coverage/view';
import { codeLabel, fieldOf, number, schemaOf, share } from '../format';
import { statuses } from '../generated/palette';
import { type CollectionId, collections } from '../generated/schema';
import { say, t } from '../i18n';
import { counts, coverage, dark, filters, list, quality, select, shownStatuses } from '../state';
import { AnalysisButton } from './AnalysisPanel';
import { Icon } from './Icons';
import { LayerSwatch, StatusMark } from './Mark';

/** How many records there are of each kind under the filters; a number chooses what the list shows. */
export function Overview() {
  const answer = counts.value;
  const shown = collections.filter(
    (c) => c.id !== 'facts' && c.id !== 'ground' && (answer?.collections[c.id]?.matched ?? 0) > 0,
  );
  if (!shown.some((c) => c.id === list.value)) shown.push(schemaOf(list.value));
  return (
    <section class="overview" aria-labelledby="overview-title">
      <header class="section-head">
        <h2 id="overview-title">{t('overview')}</h2>
        {answer && <p class="as-of">{t('asOfDay', { day: answer.as_of.slice(0, 10) })}</p>}
      </header>
      <StatusBar />
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms */}
      <div class="kinds" role="group" aria-label={t('listOf')} data-testid="list-collection">
        {shown.map((c) => (
          <Kind key={c.id} id={c.id} />
        ))}
      </div>
      <button
        type="button"
        class="row-link"
        data-testid="province"
        onClick={() => select({ collection: 'province', id: 'AH' })}
      >
        {t('provinceFacts')}
        <Icon name="forward" size={16} />
      </button>
      <button
        type="button"
        class="row-link"
        data-testid="coverage-open"
        onClick={() => {
          coverage.value = usualView;
        }}
      >
        {t('coverage')}
        <Icon name="forward" size={16} />
      </button>
      <button
        type="button"
        class="row-link"
        data-testid="quality-open"
        onClick={() => {
          quality.value = {};
        }}
      >
        {t('quality')}
        <Icon name="forward" size={16} />
      </button>
      <AnalysisButton />
      <a
        class="row-link"
        data-testid="counts-source"
        href={at(countsPath(filters.value))}
        target="_blank"
        rel="noopener"
      >
        {t('howMade')}
        <Icon name="forward" size={16} />
      </a>
    </section>
  );
}

function Kind({ id }: { id: CollectionId }) {
  const count = counts.value?.collections[id];
  return (
    <button
      type="button"
      data-collection={id}
      aria-pressed={list.value === id}
      onClick={() => {
        list.value = id;
      }}
    >
      <span class="kind-count">{count ? number(count.matched) : '–'}</span>
      <span class="kind-name">
        <LayerSwatch collection={id} size={14} />
        {say(schemaOf(id).label)}
      </span>
    </button>
  );
}

/** The enterprises by status as one bar, each part with its number in words. */
function StatusBar() {
  const enterprises = counts.value?.collections.enterprises;
  const parts = shownStatuses.value
    .map((name) => ({ name, n: enterprises?.by_status?.[name] ?? 0 }))
    .filter((p) => p.n > 0);
  const total = parts.reduce((sum, p) => sum + p.n, 0);
  if (total === 0) return null;
  let x = 0;
  return (
    <div class="status-bar">
      <svg width="100%" height="16" aria-hidden="true" focusable="false">
        {parts.map(({ name, n }) => {
          const from = x;
          x += (100 * n) / total;
          return (
            <rect
              key={name}
              x={`${from}%`}
              y="0"
              width={`${(100 * n) / total}%`}
              height="16"
              fill={dark.value ? statuses[name].dark : statuses[name].light}
              class="bar-part"
            />
          );
        })}
      </svg>
      <ul>
        {parts.map(({ name, n }) => {
          const label = codeLabel(fieldOf('enterprises', 'status'), name);
          return (
            <li key={name} title={t('shareOf', { label, n: number(n), total: number(total), share: share(n, total) })}>
              <StatusMark status={name} size={14} />
              {label} <b>{number(n)}</b>
              <span class="bar-share">{share(n, total)}</span>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
