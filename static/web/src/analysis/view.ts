import { type Corner, formatCorners, parseCorners, polygonOf } from '../coverage/view';
import { type Question, withMore } from '../question';

/** What can be looked into beside the coverage itself, in the order of the page. */
export const analyses = [
  'gaps',
  'hotspots',
  'sensitivity',
  'branches',
  'centers',
  'scenarios',
  'matrix',
  'peers',
  'readiness',
] as const;
export type AnalysisName = (typeof analyses)[number];

/** What the API answers to everybody; the others are for viewers and above. */
export const openToAll = ['matrix', 'peers', 'readiness'] as const satisfies readonly AnalysisName[];

export const isOpenToAll = (name: AnalysisName): boolean => (openToAll as readonly AnalysisName[]).includes(name);

/** What is looked into by whole zones only. */
export const zoneOnly: ReadonlySet<AnalysisName> = new Set(['branches', 'centers', 'scenarios', ...openToAll]);

/** A part of the data that has a record. */
export interface Part {
  readonly kind: 'zone' | 'grid' | 'belt';
  readonly id: string;
}

/** An area that was drawn or typed, by its corners. */
export interface DrawnArea {
  readonly kind: 'polygon';
  readonly corners: readonly Corner[];
}

/** What an analysis is about. */
export type Area = Part | DrawnArea;

/** What of the analysis is shown: which one, of which area, with which parameters; of scenarios, which one and beside which. */
export interface AnalysisView {
  readonly name: AnalysisName;
  readonly area?: Area;
  /** Parameters of the API that are not as by default. */
  readonly ask: Readonly<Record<string, string>>;
  readonly scenario?: string;
  readonly against?: string;
}

const areaKinds = ['zone', 'grid', 'belt'] as const;
const longest = 100;

/** Reads a view from the parameters of a link; what is none opens nothing. A scenario's id alone opens the scenario. */
export function parseAnalysis(params: URLSearchParams): AnalysisView | undefined {
  const scenario = params.get('scenario')?.slice(0, longest);
  const [text = '', kind = '', ...rest] = (params.get('analysis') ?? '').split('/');
  const name = analyses.find((known) => known === text) ?? (scenario ? 'scenarios' : undefined);
  if (!name) return undefined;
  const area = parseArea(kind, rest.join('/').slice(0, longest), params);
  const against = params.get('against')?.slice(0, longest);
  return {
    name,
    ...(area ? { area } : {}),
    ask: parseAsk(params.get('ask')),
    ...(name === 'scenarios' && scenario ? { scenario } : {}),
    ...(name === 'scenarios' && scenario && against ? { against } : {}),
  };
}

// The corners stand where those of the coverage do: it is the same area.
function parseArea(kind: string, id: string, params: URLSearchParams): Area | undefined {
  if (kind === 'polygon') {
    const corners = parseCorners(params.get('area'));
    return corners && { kind, corners };
  }
  const known = areaKinds.find((k) => k === kind);
  return known && id ? { kind: known, id } : undefined;
}

/** The parameters of a link to a view. */
export function formatAnalysis(view: AnalysisView): [name: string, value: string][] {
  const parts: [string, string][] = [];
  const { area } = view;
  const where = area?.kind === 'polygon' ? area.kind : area && formatArea(area);
  if (!view.scenario) parts.push(['analysis', [view.name, ...(where ? [where] : [])].join('/')]);
  if (!view.scenario && area?.kind === 'polygon') parts.push(...formatCorners(area.corners));
  const ask = Object.entries(view.ask).map(([name, value]) => `${name}-${value}`);
  if (ask.length > 0) parts.push(['ask', ask.join(',')]);
  if (view.scenario) parts.push(['scenario', view.scenario]);
  if (view.scenario && view.against) parts.push(['against', view.against]);
  return parts;
}

/** An area's name among all. */
export const formatArea = (area: Area): string =>
  `${area.kind}/${area.kind === 'polygon' ? area.corners.join(';') : area.id}`;

// Parameters are numbers and words of the API, so that "p-3,metres-800" needs no escapes.
function parseAsk(text: string | null): Record<string, string> {
  const ask: Record<string, string> = {};
  for (const part of (text ?? '').slice(0, 400).split(',')) {
    const found = /^([a-z_]+)-([A-Za-z0-9_.]+)$/.exec(part);
    if (found?.[1] && found[2]) ask[found[1]] = found[2];
  }
  return ask;
}

/** A view with one parameter set, or as by default where there is no value. */
export function asking(view: AnalysisView, name: string, value: string): AnalysisView {
  const { [name]: _, ...ask } = view.ask;
  return { ...view, ask: value ? { ...ask, [name]: value } : ask };
}

/** The parameters that each analysis takes: a link's others are passed over. */
const taken: Readonly<Record<AnalysisName, readonly string[]>> = {
  gaps: ['status', 'measure'],
  hotspots: ['by', 'metres', 'alpha'],
  sensitivity: ['minutes'],
  branches: ['metres', 'any_industry', 'unknown', 'across'],
  centers: ['model', 'p', 'metres', 'minutes', 'demand', 'capacity'],
  scenarios: ['by'],
  matrix: ['zones'],
  peers: ['measure', 'k'],
  readiness: [],
};

export const askOf = (view: AnalysisView): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(view.ask).filter(([name]) => taken[view.name].includes(name)));

/** Where the numbers about a zone on a day come from; of all zones and today where none is named. */
export function zonePath(
  path: string,
  zone: string | undefined,
  ask: Readonly<Record<string, string>>,
  day: string | undefined,
): string {
  const query = new URLSearchParams({ ...(zone ? { zone } : {}), ...ask, ...(day ? { as_of: day } : {}) }).toString();
  return query ? `${path}?${query}` : path;
}

/** The part of an address of the API that holds wherever the page is served: the server may be known by another name outside. */
export function pathOfLink(href: string): string {
  const { pathname, search } = new URL(href, 'http://localhost');
  return pathname.slice(Math.max(0, pathname.lastIndexOf('/api/'))) + search;
}

/** Where the numbers of an analysis of a part come from, on a day where it takes one and another than today is asked for. */
export function analysisPath(path: string, part: Part, ask: Readonly<Record<string, string>>, day?: string): string {
  return `${path}?${new URLSearchParams({ [part.kind]: part.id, ...ask, ...(day ? { as_of: day } : {}) })}`;
}

/** The same of any area, as it is asked: one that was drawn is sent, of the zone alone that the page shows, if it shows one. */
export function analysisQuestion(
  path: string,
  area: Area,
  ask: Readonly<Record<string, string>>,
  day?: string,
  zone?: string,
): Question {
  if (area.kind !== 'polygon') return { path: analysisPath(path, area, ask, day) };
  return { path: zonePath(path, zone, ask, day), body: JSON.stringify(polygonOf(area.corners)) };
}

/** The question for the page of a list after one that ends with an enterprise; a link to it stands only where there is no area to send. */
export const pageAfter = (question: Question, limit: number, last?: string): Question =>
  withMore(question, { limit: String(limit), ...(last === undefined ? {} : { after: last }) });
