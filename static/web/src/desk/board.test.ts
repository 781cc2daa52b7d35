import { describe, expect, it } from 'vitest';
import { boardOf, type Stay, type Timetable } from './board';
import { parseEvents } from './events';
import { dropOn } from './places';

const stay = (stop: string, begin: string, leave: string): Stay => ({
  stop,
  leg: null,
  arrive: begin,
  begin,
  leave,
  wait: 0,
  dwell: 20,
  dwell_assumed: false,
});
const table = (people: number | null, days: readonly (readonly Stay[])[]): Timetable => ({
  start: '09:00',
  start_assumed: false,
  late: 0,
  ends: '12:00',
  people,
  groups: days.map((stops, i) => ({ group: i + 1, stops })),
  conflicts: [{ kind: 'closed', group: 2, stop: 'b', text_zh: '', text_en: '' }],
});

describe('the board of groups', () => {
  const days = [
    [stay('a', '09:00', '09:30'), stay('b', '10:00', '10:20')],
    [stay('a', '09:20', '09:50'), stay('b', '10:20', '10:40')],
    [stay('a', '09:40', '10:00')],
  ];
  it('says who meets whom, and how many are there at once at most', () => {
    const [a, b] = boardOf(table(30, days), ['a', 'b'], (stop) => (stop === 'a' ? 15 : 0));
    expect(a?.cells.map((c) => [c?.meets, c?.people, c?.over])).toEqual([
      [[2], 20, true],
      [[1, 3], 20, true], // never all three at once
      [[2], 20, true],
    ]);
    expect(b?.cells.map((c) => c && [c.place, c.meets.length, c.conflicts.length])).toEqual([
      [2, 0, 0],
      [2, 0, 1],
      undefined,
    ]);
  });
  it('counts nobody where the number of people is not known', () => {
    const [a] = boardOf(table(null, days), ['a'], () => 15);
    expect(a?.cells[1]).toMatchObject({ meets: [1, 3], over: false });
    expect(a?.cells[1]?.people).toBeUndefined();
  });
});

describe('a marker that is let go', () => {
  const line = [0, 100, 200, 300].map((x) => ({ x, y: 0 }));
  it('takes the place of the stop it lies on, or goes between the ends of a leg', () => {
    expect(dropOn(0, { x: 205, y: 8 }, line)).toBe(2);
    expect(dropOn(3, { x: 50, y: 5 }, line)).toBe(1);
    expect(dropOn(0, { x: 250, y: -5 }, line)).toBe(2);
    expect(dropOn(1, { x: 150, y: 40 }, line)).toBeUndefined();
    expect(dropOn(1, { x: 140, y: 4 }, line)).toBeUndefined(); // on its own leg: it stays
  });
  it('passes over stops of no place', () => {
    expect(dropOn(3, { x: 100, y: 0 }, [line[0], undefined, line[2], line[3]])).toBe(2);
  });
});

describe('the events of a long plan', () => {
  it('are read as they come, in pieces', () => {
    const { told, left } = parseEvents('event: progress\ndata: {"share":0.4}\n\nevent: plan\ndata: {"o');
    expect([told, left]).toEqual([[{ name: 'progress', data: { share: 0.4 } }], 'event: plan\ndata: {"o']);
  });
});
