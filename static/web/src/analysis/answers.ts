import type { Geometry, Link } from '../records';

/** Where a figure comes from. */
export interface Passport {
  readonly definition: string;
  readonly numerator: number | null;
  readonly denominator: number | null;
  readonly unknown: number | null;
  readonly as_of: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly settings_hash: string;
  readonly rule_version: string;
  readonly version: number;
}

export type Position = readonly [lon: number, lat: number];

/** What lies nearest to an enterprise. */
export interface Near {
  readonly id: string;
  readonly name: string;
  readonly form?: string | null;
  readonly metres: number | null;
  readonly on_road: number | null;
}

export interface Gap {
  readonly id: string;
  readonly name_zh: string | null;
  readonly name_en: string | null;
  readonly full_members: number | null;
  readonly employees: number | null;
  readonly instructors: number | null;
  readonly in_denominator: boolean;
  readonly point: Position | null;
  readonly status: string;
  readonly reason: string;
  readonly nearest_organization: Near | null;
  readonly nearest_center: Near | null;
}

export interface Gaps {
  readonly gaps: readonly Gap[];
  readonly numberMatched: number;
  readonly enterprises: number;
  readonly by_status: Readonly<Record<string, number>>;
  readonly not_operating: number;
  readonly unseen: number;
  readonly passport: Passport;
  readonly links: readonly Link[];
}

export interface Hotspot {
  readonly center: Position;
  readonly radius: number;
  readonly cells: readonly string[];
  readonly enterprises: number;
  readonly gaps: number;
  readonly expected: number;
  readonly log_likelihood_ratio: number;
  readonly p: number;
}

export interface Hotspots {
  readonly hotspots: readonly Hotspot[];
  readonly cells: number;
  readonly unlocated: number;
  readonly in_no_cell: number;
  readonly unseen: number;
  readonly passport: Passport;
}

export interface Spread {
  readonly least: number;
  readonly lower_quartile: number;
  readonly median: number;
  readonly upper_quartile: number;
  readonly greatest: number;
}

export interface Scale {
  readonly by: string;
  readonly metres: number | null;
  readonly units: number;
  readonly in_no_unit: number;
  readonly numerator: number;
  readonly denominator: number;
  readonly rate: number | null;
  readonly spread: Spread | null;
}

export interface CurvePoint {
  readonly metres: number;
  readonly minutes: number | null;
  readonly organization: number;
  readonly center: number;
}

export interface Sensitivity {
  readonly scales: readonly Scale[];
  readonly curve: readonly CurvePoint[];
  readonly gaps: number;
  readonly unlocated: number;
  readonly operation_unstated: number;
  readonly unseen: number;
  readonly passport: Passport;
}

export type Drawn = GeoJSON.FeatureCollection<Geometry>;
