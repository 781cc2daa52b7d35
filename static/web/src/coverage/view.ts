/** By what coverage is divided, in the order of the API. */
export const divisions = ['zone', 'grid', 'belt', 'industry', 'size', 'class', 'alliance'] as const;
export type Division = (typeof divisions)[number];

/** The rates of the API. */
export const rates = ['organizational', 'single', 'work', 'effective'] as const;
export type RateName = (typeof rates)[number];

export type Corner = readonly [lon: number, lat: number];

/** What of the coverage is shown. Zone and day are those of the page's filters. */
export interface CoverageView {
  readonly by: Division;
  readonly rate: RateName;
  /** With belts: who stands at most so many metres away is counted too. */
  readonly corridor?: number;
  /** The corners of an area that was drawn, without the first one again. */
  readonly area?: readonly Corner[];
}

export const usualView: CoverageView = { by: 'zone', rate: 'organizational' };

/** A link holds areas of as many corners as are drawn by hand; a server does not take endless addresses. */
const mostCorners = 100;
/** The widest corridor that the API takes, in metres. */
const widest = 20_000;

/** Reads a view from the parameters of a link; what is none opens nothing. */
export function parseCoverage(params: URLSearchParams): CoverageView | undefined {
  const by = divisions.find((known) => known === params.get('coverage'));
  if (!by) return undefined;
  const rate = rates.find((known) => known === params.get('rate')) ?? usualView.rate;
  const area = parseCorners(params.get('area'));
  const corridor = by === 'belt' ? parseCorridor(params.get('corridor')) : undefined;
  return { by, rate, ...(corridor ? { corridor } : {}), ...(area ? { area } : {}) };
}

/** The parameters of a link to a view. */
export function formatCoverage({ by, rate, corridor, area }: CoverageView): [name: string, value: string][] {
  const parts: [string, string][] = [['coverage', by]];
  if (rate !== usualView.rate) parts.push(['rate', rate]);
  if (by === 'belt' && corridor) parts.push(['corridor', String(corridor)]);
  if (area) parts.push(...formatCorners(area));
  return parts;
}

/** An area in a link; of more corners than are drawn by hand no link is made. */
export const formatCorners = (area: readonly Corner[]): [name: string, value: string][] =>
  area.length <= mostCorners ? [['area', area.map(([x, y]) => `${short(x)},${short(y)}`).join(',')]] : [];

/** An area as it is drawn and sent. */
export const polygonOf = (area: readonly Corner[]): GeoJSON.Polygon => ({
  type: 'Polygon',
  coordinates: [[...area, area[0] ?? [0, 0]].map(([lon, lat]) => [lon, lat])],
});

// About a meter: a border drawn by hand is no better.
const short = (degrees: number): number => Math.round(degrees * 1e5) / 1e5;

function parseCorridor(text: string | null): number | undefined {
  const metres = Number(text);
  return Number.isInteger(metres) && metres > 0 && metres <= widest ? metres : undefined;
}

export function parseCorners(text: string | null): readonly Corner[] | undefined {
  const numbers = (text ?? '').split(',').map((part) => (part.trim() === '' ? Number.NaN : Number(part)));
  if (numbers.length < 6 || numbers.length > 2 * mostCorners || numbers.length % 2 !== 0) return undefined;
  const corners: Corner[] = [];
  for (let i = 0; i < numbers.length; i += 2) {
    const [lon = Number.NaN, lat = Number.NaN] = numbers.slice(i, i + 2);
    if (!(Math.abs(lon) <= 180 && Math.abs(lat) <= 90)) return undefined;
    corners.push([lon, lat]);
  }
  return corners;
}

/** Divisions whose parts have a shape on the map. */
export const isDrawn = (by: Division): boolean => by === 'zone' || by === 'grid' || by === 'belt';
