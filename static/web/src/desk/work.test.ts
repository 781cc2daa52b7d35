import { describe, expect, it } from 'vitest';
import type { Feature } from '../records';
import { keyOf, meetings, merged } from './merge';
import { begun, redone, stepped, undone } from './steps';
import {
  type Base,
  baseOf,
  inOrder,
  moved,
  movedOn,
  newStop,
  nextId,
  problemOf,
  type Work,
  withoutStop,
  withStop,
  withValue,
  workOf,
  writesOf,
  written,
} from './work';

const tour = (version = 1, p: object = {}): Feature => ({
  type: 'Feature',
  id: 'T1',
  geometry: null,
  properties: { zone: 'CZ', name_zh: '路线', status: 'draft', start: '09:00', version, ...p },
});
const stop = (id: string, number: number | null, p: object = {}): Feature => ({
  type: 'Feature',
  id,
  geometry: null,
  properties: { tour: 'T1', zone: 'CZ', name_zh: id, target: `centers/${id}`, number, version: 1, ...p },
});
const three = [stop('T1-S02', 2), stop('T1-S01', 1, { dwell: 30 }), stop('T1-S03', 3)];
const base = baseOf(tour(), three);
const ids = (w: Work): string => w.stops.map((s) => s.id.slice(-3)).join(' ');
const brief = (b: Base, w: Work): string[] => writesOf(b, w).map((one) => `${one.op} ${one.id}`);

describe('the work at the desk', () => {
  it('has the stops in the order of the records, those of no number last', () => {
    expect(ids(workOf(baseOf(tour(), [stop('T1-S09', null), ...three])))).toBe('S01 S02 S03 S09');
    expect(writesOf(base, workOf(base))).toEqual([]);
  });

  it('writes only what a move renumbers', () => {
    const work = moved(workOf(base), 2, 1);
    expect(ids(work)).toBe('S01 S03 S02');
    expect(writesOf(base, work).map((w) => [w.id, w.version, w.properties])).toEqual([
      ['T1-S03', 1, { number: 2 }],
      ['T1-S02', 1, { number: 3 }],
    ]);
    expect(moved(work, 1, 1)).toBe(work);
    expect(ids(inOrder(work, ['T1-S02', 'T1-S01']))).toBe('S02 S01 S03');
  });

  it('makes new records first and takes others away last, and is done when all is written', () => {
    const id = nextId('T1', ['T1-S01', 'T1-S12', 'X-S90']);
    expect([id, nextId('T'.repeat(64), []).length]).toEqual(['T1-S13', 64]);
    let work = withStop(
      withoutStop(workOf(base), 'T1-S01'),
      newStop(id, { target: 'enterprises/E1', name_zh: '甲' }),
      1,
    );
    work = withValue(work, 'T1-S03', 'dwell', '15');
    expect(brief(base, work)).toEqual(['patch T1-S02', 'create T1-S13', 'patch T1-S03', 'delete T1-S01']);
    expect(writesOf(base, work)[1]?.properties).toEqual({
      name_zh: '甲',
      target: 'enterprises/E1',
      number: 2,
      tour: 'T1',
      zone: 'CZ',
      position_class: 'unlocated',
    });
    let now = base;
    let version = 5;
    for (const one of writesOf(base, work)) now = written(now, one, version++);
    expect(brief(now, work)).toEqual([]);
    // Taken back after the save, what was taken away is made anew.
    expect(brief(now, workOf(base))).toEqual(['create T1-S01', 'patch T1-S02', 'patch T1-S03', 'delete T1-S13']);
  });

  it('asks the planner of records, and of targets where a record says more than the desk', () => {
    const work = withValue(workOf(base), 'T1-S01', 'dwell', '');
    expect(problemOf(base, work)).toEqual({
      start: '09:00',
      stops: [
        { stop: 'centers/T1-S01', as: 'T1-S01' },
        { stop: 'T1-S02', as: 'T1-S02' },
        { stop: 'T1-S03', as: 'T1-S03' },
      ],
    });
  });
});

describe('the steps', () => {
  it('are taken back and done again, and what is typed in one go is one', () => {
    let steps = begun('');
    for (const text of ['a', 'ab', 'abc']) steps = stepped(steps, 'type', text, 'field');
    steps = stepped(steps, 'move', 'abc!');
    expect(stepped(steps, 'nothing', 'abc!')).toBe(steps);
    expect(steps.past.map((s) => s.words)).toEqual(['type', 'move']);
    const back = undone(undone(steps));
    expect([back.present, back.future.map((s) => s.words)]).toEqual(['', ['type', 'move']]);
    expect(undone(back)).toBe(back);
    expect(redone(redone(back)).present).toBe('abc!');
    expect(stepped(back, 'other', 'x').future).toEqual([]);
  });
});

describe('what others changed meanwhile', () => {
  const own = moved(withValue(workOf(base), 'T1-S01', 'dwell', '40'), 2, 0);
  const now = baseOf(tour(7, { start: '08:30' }), [
    stop('T1-S01', 1, { dwell: 25, closes: '17:00', version: 6 }),
    stop('T1-S02', 3),
    stop('T1-S04', 2, { version: 8 }),
  ]);
  it('is told thing by thing, with what stands against it', () => {
    expect([movedOn(base, base), movedOn(base, now)]).toEqual([false, true]);
    expect(meetings(base, own, now).map((m) => [m.id, m.what, m.both])).toEqual([
      ['', 'start', false],
      ['T1-S01', 'dwell', true],
      ['T1-S01', 'closes', false],
      ['T1-S04', 'came', false],
      ['T1-S03', 'went', false],
    ]);
  });

  it('is kept where it meets nothing, and as was chosen where it does', () => {
    const taken = merged(base, own, now, {});
    expect(ids(taken)).toBe('S01 S04 S02');
    expect([taken.tour.start, taken.stops[0]?.values.dwell, taken.stops[0]?.values.closes]).toEqual([
      '08:30',
      '40',
      '17:00',
    ]);
    const went = meetings(base, own, now).find((m) => m.what === 'went');
    const kept = merged(base, own, now, { 'T1-S01 dwell': 'theirs', [went ? keyOf(went) : '']: 'own' });
    expect([ids(kept), kept.stops[1]?.values.dwell]).toEqual(['S03 S01 S04 S02', '25']);
    expect(brief(now, kept)).toContain('create T1-S03');
  });

  it('gives a stop another id where both made one of the same, and asks about the order if both changed it', () => {
    const mine = withStop(moved(workOf(base), 0, 2), newStop('T1-S04', { target: 'places/P1' }), 0);
    const theirs = baseOf(tour(), [
      stop('T1-S01', 2, { version: 9 }),
      stop('T1-S02', 1, { version: 9 }),
      stop('T1-S03', 3),
      stop('T1-S04', 4, { version: 9 }),
    ]);
    expect(meetings(base, mine, theirs).find((m) => m.what === 'order')?.both).toBe(true);
    expect(ids(merged(base, mine, theirs, {}))).toBe('S05 S02 S03 S04 S01');
    expect(ids(merged(base, mine, theirs, { ' order': 'theirs' }))).toBe('S05 S02 S01 S03 S04');
  });
});
