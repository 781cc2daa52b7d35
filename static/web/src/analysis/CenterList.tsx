import { getJSON } from '../api';
import { Failed } from '../components/Failed';
import { number } from '../format';
import { lang, nameOf, t } from '../i18n';
import { useLoad } from '../load';
import { analysis } from '../state';
import type { CenterSites, Proposal } from './answers';
import { circle, lookAt, mark, type Overlay, useOverlay } from './overlay';
import { PutIn } from './PutIn';
import { Choice, Definition, length, useReady } from './parts';
import { type AnalysisView, analysisPath, asking, askOf, type Part } from './view';
import { say } from './words';

const models = ['max_covering', 'set_cover', 'p_median', 'p_center'] as const;
type Site = CenterSites['sites'][number];

/** Sites for service centers in a zone, beside those that stand there. */
export function CenterList({ view, area }: { view: AnalysisView; area: Part }) {
  const path = analysisPath('/api/siting/centers', area, askOf(view));
  const loaded = useLoad<CenterSites>(`${path} ${lang.value}`, (signal) => getJSON(path, signal));
  const found = loaded.value;
  useReady(loaded.state !== 'loading');
  useOverlay(`${path} ${found?.passport.version}`, () => (found ? drawn(found) : []));
  return (
    <>
      <Form view={view} />
      {loaded.state === 'failed' && <Failed message={loaded.message} again={loaded.again} />}
      {!found && loaded.state === 'loading' && <p class="note">{t('loading')}</p>}
      {found && (
        <>
          <p role="status">
            {say('centersFound', {
              objective: amount(found.unit, found.objective),
              bound: amount(found.unit, found.bound),
              how: say(found.optimal ? 'optimal' : 'notProven'),
              start: amount(view.ask.model === 'set_cover' ? found.curve_unit : found.unit, found.start),
              total: number(found.total),
              unserved: number(found.unserved),
            })}
          </p>
          {found.unseen > 0 && <p class="note">{say('unseen', { n: number(found.unseen) })}</p>}
          <Sites found={found} />
          <PutIn zone={area.id} proposals={found.sites.map(proposalOf)} label={say('putInAll')} />
          <p class="analysis-means">
            {say('centersLeft', {
              candidates: number(found.candidates),
              unlocated: number(found.unlocated),
              unknown: number(found.employees_unknown),
            })}
          </p>
          {found.curve.length > 1 && <Steps found={found} />}
          <Definition passport={found.passport} path={path} />
        </>
      )}
    </>
  );
}

function Form({ view }: { view: AnalysisView }) {
  const { model = models[0], p = '3', demand = 'enterprises', capacity = '', minutes, metres } = view.ask;
  const set = (name: string, usual: string) => (value: string) => {
    analysis.value = asking(view, name, value === usual ? '' : value);
  };
  const covers = model === 'max_covering' || model === 'set_cover';
  return (
    <div class="analysis-form">
      <Choice
        label={say('model')}
        value={model}
        options={models.map((m) => [m, say(m)])}
        testid="centers-model"
        set={set('model', models[0])}
      />
      {model !== 'set_cover' && (
        <Choice
          label={say('sites')}
          value={p}
          options={['1', '2', '3', '4', '5', '8', '10', '15', '20'].map((n) => [n, n])}
          testid="centers-p"
          set={set('p', '3')}
        />
      )}
      {covers && (
        <Choice
          label={say('reach')}
          value={metres ? `metres-${metres}` : minutes ? `minutes-${minutes}` : ''}
          options={[
            ['', say('reachUsual')],
            ...['300', '500', '800', '1000', '2000'].map((m) => [`metres-${m}`, length(Number(m))] as const),
            ...['5', '10', '15', '30'].map((m) => [`minutes-${m}`, say('reachMinutes', { n: m })] as const),
          ]}
          testid="centers-reach"
          set={(value) => {
            const [unit = '', n = ''] = value.split('-');
            const neither = asking(asking(view, 'metres', ''), 'minutes', '');
            analysis.value = unit ? asking(neither, unit, n) : neither;
          }}
        />
      )}
      <Choice
        label={say('demand')}
        value={demand}
        options={[
          ['enterprises', say('byEnterprises')],
          ['employees', say('byEmployees')],
        ]}
        testid="centers-demand"
        set={set('demand', 'enterprises')}
      />
      {model === 'max_covering' && (
        <Choice
          label={say('capacity')}
          value={capacity}
          options={[['', say('capacityNone')], ...['10', '20', '50', '100', '500', '1000'].map((n) => [n, n] as const)]}
          testid="centers-capacity"
          set={set('capacity', '')}
        />
      )}
    </div>
  );
}

const units = ['enterprises', 'employees', 'sites', 'metres', 'enterprises_metres', 'employees_metres'] as const;

function amount(unit: string, n: number | null): string {
  const known = units.find((u) => u === unit);
  if (n === null || !known) return say('noData');
  return say(`unit_${known}`, { n: number(n, 0) });
}

const sources = ['places', 'grids', 'enterprises', 'given'] as const;

function placeOf(site: Site): string {
  const from = sources.find((s) => s === site.from) ?? 'given';
  const name = site.id ? nameOf({ id: site.id, name_zh: site.name_zh, name_en: site.name_en }) : '';
  return [name, say(`from_${from}`)].filter(Boolean).join(' · ');
}

function Sites({ found }: { found: CenterSites }) {
  return (
    <table class="analysis-table" data-testid="sites">
      <caption class="hidden">{say('centers')}</caption>
      <thead>
        <tr>
          <th scope="col">{say('centers')}</th>
          <th scope="col">{say('siteAt')}</th>
          <th scope="col">{say('siteGain')}</th>
        </tr>
      </thead>
      <tbody>
        {found.sites.map((site) => (
          <tr key={site.place}>
            <th scope="row">
              <button
                type="button"
                class="row-link"
                onClick={() => lookAt([mark('proposed', site.point, String(site.place))])}
              >
                {say('siteOne', { n: site.place })}
              </button>
            </th>
            <td>{placeOf(site)}</td>
            <td>{amount(found.curve_unit, site.gain)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Steps({ found }: { found: CenterSites }) {
  const most = Math.max(...found.curve.map((s) => s.objective));
  return (
    <table class="analysis-table" data-testid="sites-curve">
      <caption>{say('centersCurve')}</caption>
      <tbody>
        {found.curve.map((step) => (
          <tr key={step.p}>
            <th scope="row">{number(step.p)}</th>
            <td>
              <svg class="step-bar" width="100%" height="8" aria-hidden="true">
                <rect width={`${most > 0 ? (100 * step.objective) / most : 0}%`} height="8" rx="3" />
              </svg>
            </td>
            <td>{amount(found.curve_unit, step.objective)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const proposalOf = (site: Site): Proposal => ({ kind: 'center', name: placeOf(site), point: site.point });

function drawn(found: CenterSites): Overlay {
  const { metres } = found.passport.parameters;
  return [
    ...found.existing.map((center) => mark('standing', center.point)),
    ...found.sites.flatMap((site) => [
      ...(typeof metres === 'number' ? [circle('proposed', site.point, metres)] : []),
      mark('proposed', site.point, String(site.place)),
    ]),
  ];
}
