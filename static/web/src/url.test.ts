import { describe, expect, it } from 'vitest';
import { tiandituLayers } from './tianditu';
import { defaultLayers, formatView, parseRef, parseView } from './url';

describe('the state in the URL', () => {
  it('is empty for the view a newcomer gets', () => {
    expect(formatView(parseView(''))).toBe('');
  });

  it('comes back as it was written', () => {
    const link =
      '?c=118.3,32.31&z=4.2&zone=CZ&belts=CZ-B-SHANGHAI-ROAD&status=single&stars=5&datetime=2026-11-24&list=organizations&sel=enterprises/CZ-E-001&layers=-grids,+outline&lang=en&theme=dark';
    expect(parseView(link).layers).toEqual({ ...defaultLayers, grids: false, outline: true });
    expect(formatView(parseView(link)).replace('%2B', '+')).toBe(link.replace('118.3,32.31', '118.30,32.31'));
    expect(parseView(formatView(parseView(link)))).toEqual(parseView(link));
  });

  it('says which ground of Tianditu is shown, and none by default', () => {
    for (const shown of ['vec,cva', 'vec', 'img,cia', 'img']) {
      expect(formatView(parseView(`?tianditu=${shown}`))).toBe(`?tianditu=${shown}`);
      expect(tiandituLayers(parseView(`?tianditu=${shown}`).tianditu).join()).toBe(shown);
    }
    for (const bad of ['', 'cva', 'ter', 'on']) expect(parseView(`?tianditu=${bad}`).tianditu, bad).toBeUndefined();
    expect(parseView('?tianditu=vec,cia').tianditu).toEqual({ ground: 'vec', names: false });
  });

  it('keeps names with marks, spaces and Chinese', () => {
    const view = {
      ...parseView(''),
      filters: { industry: '电子 & 信息+#1' },
      selection: { collection: 'belts' as const, id: 'a/b?c' },
    };
    expect(parseView(formatView(view))).toEqual(view);
  });

  it('writes an area once that is measured and looked into', () => {
    const corners = [[118, 32] as const, [118.05, 32] as const, [118.05, 32.04] as const];
    const view = {
      ...parseView(''),
      coverage: { by: 'zone' as const, rate: 'work' as const, area: corners },
      analysis: { name: 'gaps' as const, ask: {}, area: { kind: 'polygon' as const, corners } },
    };
    expect(formatView(view).match(/area=/g)).toHaveLength(1);
    expect(parseView(formatView(view))).toEqual(view);
  });

  it('writes a place as precisely as its zoom needs and no more', () => {
    const at = (zoom: number) => formatView({ ...parseView(''), camera: { lon: 118.3456789, lat: 32.3456789, zoom } });
    expect(at(5)).toContain('c=118.35,32.35');
    expect(at(16)).toContain('c=118.345679,32.345679');
  });

  it('leaves out what it does not understand and refuses nothing', () => {
    const view = parseView(
      '?c=abc&z=7&list=facts&sel=nothing&theme=pink&lang=fr&layers=-nonsense,grids&zone=&unknown=1',
    );
    expect(view).toEqual(parseView(''));
    expect(parseView('?c=200,91&z=5').camera).toBeUndefined();
    expect(parseView('?c=118,32&z=NaN').camera).toBeUndefined();
  });

  it('reads a record as collection and id, the province included', () => {
    expect(parseRef('province/AH')).toEqual({ collection: 'province', id: 'AH' });
    expect(parseRef('belts/NG-B-NANSHAN')).toEqual({ collection: 'belts', id: 'NG-B-NANSHAN' });
    for (const bad of ['facts/NG-005', 'belts/', '/x', 'belts', '']) expect(parseRef(bad)).toBeUndefined();
  });
});
