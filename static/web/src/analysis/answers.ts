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
  readonly zone: string | null;
  readonly full_members: number | null;
  readonly employees: number | null;
  readonly instructors: number | null;
  readonly in_denominator: boolean;
  /** With a measure: false where it is not known whether the rate counts it. */
  readonly measure_known?: boolean;
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
  /** Of an area that was sent: enterprises without a position, which may lie in it or not. */
  readonly unlocated?: number;
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
  readonly way_unknown: number;
  readonly unlocated: number;
  readonly operation_unstated: number;
  readonly unseen: number;
  readonly passport: Passport;
}

export type Drawn = GeoJSON.FeatureCollection<Geometry>;

interface Term {
  readonly id: string;
  readonly label_zh: string;
  readonly label_en: string;
  readonly value: number;
}

interface Limit {
  readonly id: string;
  /** null if it is not known. */
  readonly met: boolean | null;
  readonly text_zh: string;
  readonly text_en: string;
}

export interface JointBranch {
  readonly place: number;
  readonly enterprises: readonly {
    readonly id: string;
    readonly name_zh: string | null;
    readonly name_en: string | null;
    readonly full_members: number | null;
    readonly point: Position;
  }[];
  readonly full_members: number;
  readonly members_unknown: number;
  readonly metres: number;
  readonly score: number;
  readonly terms: readonly Term[];
  readonly limits: readonly Limit[];
}

export interface JointBranches {
  readonly branches: readonly JointBranch[];
  readonly covered: number;
  readonly bound: number;
  readonly optimal: boolean;
  readonly candidates: number;
  readonly unlocated: number;
  readonly members_unknown: number;
  readonly without_members: number;
  readonly unseen: number;
  readonly passport: Passport;
}

export interface CenterSites {
  readonly sites: readonly {
    readonly place: number;
    readonly from: string;
    readonly id: string | null;
    readonly name_zh: string | null;
    readonly name_en: string | null;
    readonly point: Position;
    readonly gain: number | null;
    readonly served: number | null;
  }[];
  readonly existing: readonly { readonly id: string; readonly point: Position }[];
  readonly unit: string;
  readonly curve_unit: string;
  readonly objective: number | null;
  readonly bound: number | null;
  readonly gap: number | null;
  readonly optimal: boolean;
  readonly start: number | null;
  readonly curve: readonly { readonly p: number; readonly objective: number }[];
  readonly total: number;
  readonly unserved: number;
  readonly candidates: number;
  readonly enterprises: number;
  readonly unlocated: number;
  readonly employees_unknown: number;
  readonly unseen: number;
  readonly passport: Passport;
}

/** One thing that a scenario proposes; which fields it has depends on its kind. */
export interface Proposal {
  readonly kind: 'branch' | 'center' | 'instructor';
  readonly name?: string;
  readonly form?: string;
  readonly covers?: readonly string[];
  readonly point?: Position;
  readonly capacity?: number;
  readonly enterprise?: string;
  readonly count?: number;
}

/** A proposal with what becomes of it on the present facts. */
export interface Judged extends Proposal {
  readonly state: 'applies' | 'void';
  readonly reason: string;
  readonly place: Position | null;
}

export interface Scenario {
  readonly id: string | null;
  readonly name: string;
  readonly zone: string | null;
  readonly note: string | null;
  readonly count: number;
  readonly version: number;
  readonly changed: string | null;
  readonly changed_by: string | null;
  readonly proposals?: readonly Judged[];
}

export interface Rate {
  readonly numerator: number;
  readonly denominator: number;
  readonly unknown: number;
  readonly rate: number | null;
}

export const rates = ['organizational', 'single', 'work', 'effective'] as const;
export type RateName = (typeof rates)[number];
export type Figures = Readonly<Record<RateName, Rate>>;

export interface Beside {
  readonly before: Figures;
  readonly after: Figures;
  readonly with?: Figures;
}

export interface ScenarioCoverage {
  readonly scenario: Scenario;
  readonly with?: Scenario;
  readonly items: readonly (Beside & {
    readonly id: string | null;
    readonly name_zh: string | null;
    readonly name_en: string | null;
  })[];
  readonly total: Beside;
  readonly proposals: readonly Judged[];
  readonly with_proposals?: readonly Judged[];
  readonly passport: Passport;
}

interface Standing {
  readonly status: string;
  readonly marks: readonly string[];
}

export interface Changed {
  readonly id: string;
  readonly name_zh: string | null;
  readonly name_en: string | null;
  readonly point: Position | null;
  readonly before: Standing;
  readonly after: Standing;
  readonly with?: Standing;
}

export interface ScenarioDifference {
  readonly enterprises: readonly Changed[];
  readonly proposals: readonly Judged[];
  readonly with_proposals?: readonly Judged[];
  readonly passport: Passport;
}
