import { describe, expect, it } from 'vitest';
import type { Judged, Proposal } from './answers';
import { usualCell } from './cells';
import { type Peer, ranked, sideBySide } from './compared';
import { bodyOf, draftOf, withProposals } from './draft';
import { circle, middleOf, star } from './overlay';
import {
  type AnalysisView,
  analysisPath,
  analysisQuestion,
  asking,
  askOf,
  formatAnalysis,
  pageAfter,
  parseAnalysis,
  pathOfLink,
  zonePath,
} from './view';
import { words } from './words';

const read = (query: string): AnalysisView | undefined => parseAnalysis(new URLSearchParams(query));

const polygon = {
  kind: 'polygon',
  corners: [
    [118, 32],
    [118.05, 32],
    [118.05, 32.04],
  ],
} as const;

describe('a link to an analysis', () => {
  it('restores what it was made from', () => {
    const views: AnalysisView[] = [
      { name: 'gaps', ask: {} },
      { name: 'gaps', area: { kind: 'belt', id: 'CZ-B-SHANGHAI-ROAD' }, ask: { status: 'eligible' } },
      { name: 'hotspots', area: { kind: 'zone', id: 'CZ' }, ask: { metres: '1000', alpha: '0.01' } },
      { name: 'sensitivity', area: polygon, ask: { minutes: '5.10' } },
      { name: 'scenarios', ask: {}, scenario: 'S-1', against: 'S-2' },
      { name: 'peers', area: { kind: 'zone', id: 'CZ' }, ask: { measure: 'work', k: '10' } },
      { name: 'matrix', area: { kind: 'zone', id: 'CZ' }, ask: { zones: 'all' } },
    ];
    for (const view of views) {
      const query = new URLSearchParams(formatAnalysis(view));
      expect(parseAnalysis(query), query.toString()).toEqual(view);
    }
  });

  it('opens a scenario by its id alone', () => {
    expect(read('scenario=S-1')).toEqual({ name: 'scenarios', ask: {}, scenario: 'S-1' });
  });

  it('passes over what it does not understand', () => {
    expect(read('')).toBeUndefined();
    expect(read('analysis=weather')).toBeUndefined();
    expect(read('analysis=gaps/moon/1')).toEqual({ name: 'gaps', ask: {} });
    expect(read('analysis=gaps/zone/CZ&ask=status-eligible,!,p')?.ask).toEqual({ status: 'eligible' });
  });

  it('asks the API only for what it takes', () => {
    const view: AnalysisView = { name: 'gaps', area: { kind: 'zone', id: 'CZ' }, ask: { status: 'eligible', p: '3' } };
    expect(analysisPath('/api/gaps', { kind: 'zone', id: 'CZ' }, askOf(view))).toBe(
      '/api/gaps?zone=CZ&status=eligible',
    );
    expect(analysisPath('/api/gaps', { kind: 'belt', id: 'B' }, {}, '2026-01-01')).toBe(
      '/api/gaps?belt=B&as_of=2026-01-01',
    );
    expect(asking(view, 'status', '').ask).toEqual({ p: '3' });
  });

  it('sends an area that was drawn, closed, and asks for its pages by the last of each', () => {
    const asked = analysisQuestion('/api/gaps', polygon, { status: 'eligible' }, '2026-01-01', 'CZ');
    expect(asked.path).toBe('/api/gaps?zone=CZ&status=eligible&as_of=2026-01-01');
    expect(JSON.parse(asked.body ?? '')).toEqual({
      type: 'Polygon',
      coordinates: [[...polygon.corners, polygon.corners[0]]],
    });
    const plain = analysisQuestion('/api/gaps', polygon, {});
    expect(pageAfter(plain, 50, 'CZ-E-1').path).toBe('/api/gaps?limit=50&after=CZ-E-1');
    expect(pageAfter(plain, 50).body).toBe(plain.body);
    const zone = { kind: 'zone', id: 'CZ' } as const;
    expect(analysisQuestion('/api/gaps', zone, {}, undefined, 'FX')).toEqual({ path: '/api/gaps?zone=CZ' });
  });

  it('is none of an area whose corners it does not hold', () => {
    expect(read('analysis=gaps/polygon')).toEqual({ name: 'gaps', ask: {} });
    expect(read('analysis=gaps/polygon&area=118,32,118')).toEqual({ name: 'gaps', ask: {} });
  });
});

describe('zones that are alike', () => {
  const peer = (id: string, place: number | null, shares: readonly (readonly [string, number])[] = []): Peer => ({
    id,
    name_zh: null,
    name_en: null,
    distance: null,
    features: { denominator: 0, industry_stated: 0 },
    industries: shares.map(([industry, share]) => ({ industry, enterprises: 1, share })),
    rate: { numerator: 0, denominator: 0, unknown: 0, rate: null },
    place,
    standing: 'unknown',
    to_reach_leader: null,
  });

  it('stand by their places, those of unknown rate last and as the API has them', () => {
    const of = { zone: peer('A', 3), peers: [peer('B', null), peer('C', 1), peer('D', null), peer('E', 2)] };
    expect(ranked(of).map((p) => p.id)).toEqual(['C', 'E', 'A', 'B', 'D']);
  });

  it('have their industries side by side, and null is not 0', () => {
    const rows = sideBySide(peer('A', 1, [['家电', 0.9]]), peer('B', 2, [['汽车', 1]]));
    expect(rows).toEqual([
      { industry: '汽车', one: null, other: 1 },
      { industry: '家电', one: 0.9, other: null },
    ]);
  });
});

describe('the address of a figure', () => {
  it('asks for zone, parameters and day', () => {
    expect(zonePath('/api/peers', 'CZ', { k: '3' }, '2026-01-01')).toBe('/api/peers?zone=CZ&k=3&as_of=2026-01-01');
    expect(zonePath('/api/matrix', undefined, {}, undefined)).toBe('/api/matrix');
  });

  it('holds wherever the page is served', () => {
    expect(pathOfLink('https://map.example.cn/map/api/coverage?zone=CZ')).toBe('/api/coverage?zone=CZ');
  });
});

describe('cells of hot spots', () => {
  const square = (degrees: number) => ({
    kind: 'polygon' as const,
    corners: [
      [118, 32],
      [118 + degrees, 32],
      [118 + degrees, 32 + degrees],
      [118, 32 + degrees],
    ] as const,
  });

  it('are as wide as by default, and wider where a drawn area would have too many', () => {
    expect(usualCell({ kind: 'zone', id: 'CZ' })).toBe(500);
    expect([0.05, 0.2, 0.4, 1, 9].map((degrees) => usualCell(square(degrees)))).toEqual([
      500, 1000, 2000, 5000, 10_000,
    ]);
  });
});

describe('what is laid over the map', () => {
  it('draws a circle as wide as it says, and closed', () => {
    const { geometry, properties } = circle('hotspot', [118, 32], 1000, '1');
    if (geometry.type !== 'Polygon') throw new Error(geometry.type);
    const [ring = []] = geometry.coordinates;
    expect(ring[0]).toEqual(ring.at(-1));
    const [lon = 0, lat = 0] = ring[0] ?? [];
    expect((lon - 118) * 111_195 * Math.cos((32 * Math.PI) / 180)).toBeCloseTo(1000, 5);
    expect(lat).toBeCloseTo(32, 9);
    expect(properties.supposed).toBe(false);
  });

  it('joins the ends of what is proposed in their middle', () => {
    const ends = [
      [118, 32],
      [120, 34],
    ] as const;
    const middle = middleOf(ends);
    expect(middle).toEqual([119, 33]);
    expect(middleOf([])).toBeUndefined();
    const { geometry, properties } = star('proposed', [119, 33], ends);
    expect(geometry).toMatchObject({ type: 'MultiLineString' });
    expect(properties.supposed).toBe(true);
  });
});

describe('the sentences of the analysis', () => {
  const holes = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map((m) => m[1] ?? '').sort();
  it('stand in both languages, with the same gaps and Chinese punctuation', () => {
    for (const [key, [zh, en]] of Object.entries(words)) {
      expect(holes(zh), key).toEqual(holes(en));
      expect(en, key).not.toMatch(/\p{Script=Han}/u);
      expect(zh, key).not.toMatch(/\p{Script=Han}[,;:?()]/u);
    }
  });
});

describe('a scenario that is made', () => {
  const branch: Proposal = { kind: 'branch', form: 'joint', covers: ['A', 'B'] };

  it('takes a proposal once, and those of one zone only', () => {
    const draft = withProposals(undefined, 'CZ', [branch]);
    expect(draft?.proposals).toEqual([branch]);
    expect(withProposals(draft, 'CZ', [{ ...branch, name: 'again' }])?.proposals).toHaveLength(1);
    expect(withProposals(draft, 'CZ', [{ kind: 'instructor', enterprise: 'A', count: 1 }])?.proposals).toHaveLength(2);
    expect(withProposals(draft, 'FX', [branch])).toBeUndefined();
  });

  it('is sent as it was kept, without what was said of it', () => {
    const judged: Judged = { ...branch, state: 'applies', reason: 'it holds', place: [118, 32] };
    const kept = { id: 'S-1', name: 'N', zone: 'CZ', note: null, count: 1, version: 3, proposals: [judged] };
    const draft = draftOf({ ...kept, changed: null, changed_by: null });
    expect(draft).toMatchObject({ id: 'S-1', version: 3 });
    expect(JSON.parse(bodyOf(draft))).toEqual({ name: 'N', zone: 'CZ', note: null, proposals: [branch] });
  });
});
