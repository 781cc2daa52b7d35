import type { CollectionId } from './generated/schema';

/** A record as GeoJSON, as /api answers it. */
export interface Feature {
  readonly type: 'Feature';
  readonly id: string;
  readonly collection?: CollectionId;
  readonly geometry: Geometry | null;
  readonly properties: Properties;
  /** Of an enterprise that was asked for by its id. */
  readonly reason?: Reason;
  /** Of an organization that was asked for by its id. */
  readonly flags?: readonly Flag[];
}

/** What a rule says of a record. */
interface Said {
  readonly rule: string;
  readonly clause_zh: string;
  readonly clause_en: string;
  readonly text_zh: string;
  readonly text_en: string;
}

export interface Reason extends Said {
  /** Each as "collection/id". */
  readonly records: readonly string[];
}

export interface Flag extends Said {
  readonly threshold: number;
}

export interface Properties {
  readonly name_zh?: string | null;
  readonly name_en?: string | null;
  readonly zone?: string | null;
  readonly status?: string | null;
  readonly stars?: number | string | null;
  readonly position_class?: string | null;
  readonly [name: string]: unknown;
}

export type Geometry = GeoJSON.Geometry;

export interface Link {
  readonly href: string;
  readonly rel: string;
}

export interface Page {
  readonly numberMatched: number;
  readonly numberReturned: number;
  readonly features: readonly Feature[];
  readonly links: readonly Link[];
}

export interface Fact {
  readonly id: string;
  readonly zone: string;
  readonly subject: string;
  readonly indicator_zh: string;
  readonly indicator_en: string;
  readonly value: number | null;
  readonly qualifier: string | null;
  readonly unit: string | null;
  readonly period: string | null;
  readonly source: string | null;
  readonly conflicts_with: readonly string[] | string | null;
}

export interface Settings {
  readonly map_review_number: string;
  readonly class: 'public' | 'internal';
  readonly day: string;
  readonly product_version: string;
  readonly illustrative: boolean;
  readonly synthetic: boolean;
  /** There are tiles at /ground/tianditu, and this must stand beside them. */
  readonly tianditu: boolean;
  readonly tianditu_review_number: string;
}

/** Who asks, as /api/session says it. */
export interface Session {
  /** Empty for the public. */
  readonly account: string;
  readonly role: 'public' | 'viewer' | 'analyst' | 'editor' | 'administrator';
  /** In which the role holds, "*" for all. */
  readonly zones: readonly string[];
  /** An identity provider can be asked. */
  readonly oidc: boolean;
}

/** The total of the Party members of one zone or belt, as far as this reader may know it. */
export interface MemberTotal {
  readonly id: string;
  /** null if it is withheld or not known, and then there is a reason. */
  readonly total: number | null;
  readonly organizations: number;
  readonly unknown: number;
  readonly as_of: string;
  /** As it is now, for a reader with internal sight; others have it as it was published. */
  readonly exact: boolean;
  readonly reason: string | null;
  readonly reason_zh: string | null;
  readonly reason_en: string | null;
}

export interface MemberTotals {
  readonly parameters: { readonly k: number };
  readonly definition_zh: string;
  readonly definition_en: string;
  readonly zones: readonly MemberTotal[];
  readonly belts: readonly MemberTotal[];
}

export interface Count {
  readonly matched: number;
  readonly located: number;
  readonly unlocated: number;
  readonly by_status?: Readonly<Record<string, number>>;
  readonly facets?: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

export interface Counts {
  readonly collections: Readonly<Partial<Record<CollectionId, Count>>>;
  readonly as_of: string;
  readonly version: string | number;
}

export interface Hit {
  readonly collection: CollectionId;
  readonly id: string;
  readonly name_zh: string | null;
  readonly name_en: string | null;
  readonly zone: string | null;
  readonly position_class: string | null;
  readonly match: string;
}

export interface Hits {
  readonly results: readonly Hit[];
  readonly numberMatched: number;
}

export interface TileJSON {
  readonly bounds?: readonly [number, number, number, number];
  readonly tiles: readonly string[];
  readonly vector_layers?: readonly { readonly id: string }[];
}
