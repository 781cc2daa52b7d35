/** Tianditu's ground under the records: its map or its imagery, with its Chinese names or without. */
export interface Tianditu {
  readonly ground: 'vec' | 'img';
  readonly names: boolean;
}

const namesOf = { vec: 'cva', img: 'cia' } as const;

export type TiandituLayer = 'vec' | 'img' | 'cva' | 'cia';

/** The layers of the server's tiles that show it, bottom first. */
export function tiandituLayers(shown: Tianditu | undefined): readonly TiandituLayer[] {
  if (!shown) return [];
  return shown.names ? [shown.ground, namesOf[shown.ground]] : [shown.ground];
}

/** Reads "vec", "vec,cva", "img" or "img,cia"; anything else shows nothing. */
export function parseTianditu(text: string | null | undefined): Tianditu | undefined {
  const [ground, names] = (text ?? '').split(',');
  if (ground !== 'vec' && ground !== 'img') return undefined;
  return { ground, names: names === namesOf[ground] };
}

export const formatTianditu = (shown: Tianditu | undefined): string => tiandituLayers(shown).join(',');
