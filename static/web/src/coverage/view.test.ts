import { expect, it } from 'vitest';
import { type CoverageView, formatCoverage, parseCoverage } from './view';

const parse = (text: string) => parseCoverage(new URLSearchParams(text));
const again = (view: CoverageView) => parseCoverage(new URLSearchParams(formatCoverage(view)));

it.each<CoverageView>([
  { by: 'zone', rate: 'organizational' },
  { by: 'belt', rate: 'effective' },
  { by: 'belt', rate: 'organizational', corridor: 500 },
  {
    by: 'grid',
    rate: 'single',
    area: [
      [117, 31.5],
      [118.12346, 31.5],
      [118, -33],
    ],
  },
])('a link restores %j', (view) => expect(again(view)).toEqual(view));

it.each([
  'coverage=belt&corridor=0',
  'coverage=belt&corridor=x',
  'coverage=belt&corridor=1e9',
  'coverage=zone&corridor=500',
])('asks for no corridor by %s', (text) => expect(parse(text)?.corridor).toBeUndefined());

it.each(['coverage=everything', 'coverage=', 'rate=work'])('opens nothing for %s', (text) =>
  expect(parse(text)).toBeUndefined(),
);

it.each([
  'area=117,31,118',
  'area=117,31,118,31',
  'area=117,31,118,31,400,32',
  'area=117,31,118,31,,32',
  'area=a,b,c,d,e,f',
])('leaves out what is no area: %s', (text) => expect(parse(`coverage=zone&${text}`)?.area).toBeUndefined());
