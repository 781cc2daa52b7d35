// Reads the API's areas by the thousand beside the page, which would stand still meanwhile, and hands them over in parts it can take.
import type { Rate } from './figures';
import { type RateName, rates } from './view';

/** So many areas are a part. */
const size = 2000;

type Properties = {
  readonly id: string | null;
  readonly name_zh: string | null;
  readonly name_en: string | null;
} & Readonly<Record<RateName, Rate>>;

/** What is asked for, in which language. */
export interface Wanted {
  readonly url: string;
  readonly lang: string;
}

/** What the page is told: some areas of so many, with no more than is drawn of them, or why there are none, in the server's words if it said any. */
export type Part =
  | { readonly areas: readonly GeoJSON.Feature[]; readonly of: number; readonly last: boolean }
  | { readonly failed: string };

const page = globalThis as unknown as {
  onmessage: (event: MessageEvent<Wanted>) => void;
  postMessage: (part: Part) => void;
};

async function read({ url, lang }: Wanted): Promise<void> {
  const answer = await fetch(url, { headers: { 'Accept-Language': lang } });
  if (!answer.ok) return page.postMessage({ failed: ((await answer.json()) as { detail?: string }).detail ?? '' });
  const { features } = (await answer.json()) as {
    features: readonly { readonly geometry: GeoJSON.Geometry | null; readonly properties: Properties }[];
  };
  const areas = features.flatMap(({ geometry, properties: p }): GeoJSON.Feature[] =>
    geometry && p.id !== null
      ? [
          {
            type: 'Feature',
            geometry,
            properties: {
              id: p.id,
              name_zh: p.name_zh,
              name_en: p.name_en,
              ...Object.fromEntries(rates.map((rate) => [rate, p[rate].rate])),
            },
          },
        ]
      : [],
  );
  for (let i = 0; i === 0 || i < areas.length; i += size)
    page.postMessage({ areas: areas.slice(i, i + size), of: areas.length, last: i + size >= areas.length });
}

page.onmessage = ({ data }) => {
  read(data).catch(() => page.postMessage({ failed: '' }));
};
