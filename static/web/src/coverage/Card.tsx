import { openToAll } from '../analysis/view';
import { getJSON } from '../api';
import { Failed } from '../components/Failed';
import { Icon } from '../components/Icons';
import { RecordLinks } from '../components/Related';
import { codeLabel, fieldOf, number } from '../format';
import { lang, t } from '../i18n';
import { useLoad } from '../load';
import type { Feature } from '../records';
import { analysis, coverage, dayAsked, selection, settings } from '../state';
import { coveragePath, type Item, type Report } from './figures';
import { BesideBelt } from './Neighbors';
import { Onward } from './Onward';
import { Made, StatedFigures } from './Passport';
import { Rates } from './Rates';
import { ServiceGrids, type Services, servicePath } from './ServiceGrids';
import { usualView } from './view';
import { say } from './words';

const divisionOf = { zones: 'zone', grids: 'grid', belts: 'belt' } as const;

/** On the card of a zone, grid or belt: its rates, what the article states, and the list of what is to do. */
export function Card({ collection, feature }: { collection: keyof typeof divisionOf; feature: Feature }) {
  const by = divisionOf[collection];
  const zone = collection === 'zones' ? feature.id : (feature.properties.zone ?? undefined);
  const path = coveragePath(by, zone, dayAsked());
  const loaded = useLoad<Report>(`card ${path} ${lang.value}`, (signal) => getJSON(path, signal));
  const item: Item | undefined = loaded.value?.items.find((i) => i.id === feature.id);
  if (loaded.state === 'failed') return <Failed message={loaded.message} again={loaded.again} />;
  if (!loaded.value) return <p class="note">{t('loading')}</p>;
  if (!item) return null; // not there on the day
  return (
    <section class="coverage-card" aria-labelledby="card-coverage" data-testid="card-coverage">
      <h3 id="card-coverage">{say('coverage')}</h3>
      <p class="note">
        {t('asOfDay', { day: loaded.value.passport.as_of })}
        {item.operation_unstated > 0 && ` · ${say('unstatedAside', { n: number(item.operation_unstated) })}`}
      </p>
      <Rates figures={item} />
      <StatedFigures items={[item]} />
      {collection === 'grids' && zone && <Service zone={zone} grid={feature.id} />}
      {collection === 'zones' && <ServiceGrids zone={feature.id} />}
      {collection === 'belts' && <BesideBelt key={feature.id} belt={feature.id} />}
      <button
        type="button"
        class="row-link"
        data-testid="card-ranking"
        onClick={() => {
          selection.value = undefined;
          analysis.value = undefined;
          coverage.value = { ...usualView, by };
        }}
      >
        {say('inRanking')}
        <Icon name="forward" size={16} />
      </button>
      {collection === 'zones' &&
        openToAll.map((name) => (
          <button
            key={name}
            type="button"
            class="row-link"
            data-testid={`card-${name}`}
            onClick={() => {
              selection.value = undefined;
              analysis.value = { name, ask: {}, area: { kind: 'zone', id: feature.id } };
            }}
          >
            {say(name)}
            <Icon name="forward" size={16} />
          </button>
        ))}
      {settings.value?.class === 'internal' && <Onward area={{ kind: by, id: feature.id }} testid="card" />}
      <Made path={path} testid="card-source" />
    </section>
  );
}

/** Which center serves a grid, what it offers, and who instructs there. */
function Service({ zone, grid }: { zone: string; grid: string }) {
  const path = servicePath(zone);
  const loaded = useLoad<Services>(`service ${path} ${lang.value}`, (signal) => getJSON(path, signal));
  const found = loaded.value?.grids.find((g) => g.id === grid);
  if (loaded.state === 'failed') return <Failed message={loaded.message} again={loaded.again} />;
  if (!found) return null;
  const minutes = String(loaded.value?.passport.parameters.minutes ?? '');
  const byRoad = loaded.value?.passport.parameters.distance === 'road';
  const { center } = found;
  const menu = found.menu.map((value) => codeLabel(fieldOf('grids', 'menu'), value));
  return (
    <section data-testid="card-service" aria-labelledby="card-service">
      <h3 id="card-service">{say('service')}</h3>
      <dl class="fields">
        <div>
          <dt>{say('serviceCenter')}</dt>
          <dd>
            {center ? <RecordLinks collection="centers" ids={[center.id]} /> : say('serviceNone')}
            {center && center.minutes !== null && center.metres !== null && (
              <p class="note">
                {say(byRoad ? 'serviceByRoad' : 'serviceWithin', {
                  n: number(center.minutes, 0),
                  metres: number(center.metres, 0),
                })}{' '}
                {say(found.served ? 'serviceServed' : 'serviceNotServed', { n: minutes })}
              </p>
            )}
          </dd>
        </div>
        <div>
          <dt>{say('enterprises')}</dt>
          <dd>{say('reached', { n: number(found.within), total: number(found.enterprises), minutes })}</dd>
        </div>
        <div>
          <dt>{say('serviceMenu')}</dt>
          <dd>{menu.length > 0 ? menu.join(lang.value === 'zh' ? '、' : ', ') : t('unknown')}</dd>
        </div>
        {found.instructors !== undefined && (
          <div>
            <dt>{say('instructors')}</dt>
            <dd>{number(found.instructors)}</dd>
          </div>
        )}
      </dl>
      <Made path={path} testid="service-source" />
    </section>
  );
}
