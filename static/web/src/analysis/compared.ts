import type { Rate } from '../coverage/figures';
import type { Link } from '../records';
import type { Passport } from './answers';

interface Labeled {
  readonly id: string;
  readonly label_zh: string;
  readonly label_en: string;
}

interface Named {
  readonly id: string;
  readonly name_zh: string | null;
  readonly name_en: string | null;
}

export interface StepCell {
  /** null for enterprises that state none. */
  readonly project_stage: string | null;
  readonly branch_stage: string;
  readonly enterprises: number;
  /** null where no rule decides. */
  readonly in_step: boolean | null;
  readonly rule: string | null;
}

export interface StepMatrix {
  readonly project_stages: readonly Labeled[];
  readonly branch_stages: readonly Labeled[];
  readonly cells: readonly StepCell[];
  readonly rules: readonly {
    readonly id: string;
    readonly in_step: boolean;
    readonly means: string;
    readonly clause: string;
  }[];
  readonly enterprises: number;
  readonly unseen?: number;
  readonly out_of_step?: number;
  readonly list?: readonly (Named & {
    readonly zone: string | null;
    readonly project_stage: string;
    readonly branch_stage: string;
  })[];
  readonly links: readonly Link[];
  readonly passport: Passport;
}

export interface Peer extends Named {
  readonly distance: { readonly industries: number; readonly size: number; readonly sum: number } | null;
  readonly features: { readonly denominator: number; readonly industry_stated: number };
  readonly industries: readonly { readonly industry: string; readonly enterprises: number; readonly share: number }[];
  readonly employees?: { readonly sum: number | null; readonly stated: number; readonly unstated: number };
  readonly rate: Rate;
  readonly place: number | null;
  readonly standing: 'leading' | 'between' | 'lagging' | 'unknown';
  readonly to_reach_leader: number | null;
}

export interface Peers {
  readonly measure: string;
  readonly zone: Peer;
  readonly peers: readonly Peer[];
  readonly leader: string | null;
  readonly compared: number;
  readonly unmatched: number;
  readonly gaps?: {
    readonly counting: number;
    readonly enough: boolean | null;
    readonly list: readonly (Named & { readonly status: string })[];
  };
  readonly passport: Passport;
}

export interface Term extends Labeled {
  readonly criterion: string;
  readonly known: boolean;
  /** null where nothing is known. */
  readonly count: number | null;
  /** null where it is a part of nothing. */
  readonly of: number | null;
  readonly unknown: number;
  readonly parts: readonly { readonly id: string; readonly count: number }[];
  readonly records_total: number;
  readonly records: readonly (Named & { readonly collection: string })[];
  readonly href: string;
}

export interface Readiness extends Named {
  readonly criteria: readonly Labeled[];
  readonly terms: readonly Term[];
  readonly stated: readonly { readonly id: string }[];
  readonly passport: Passport;
}

/** A zone and those like it by their places; whose rate is not known comes last. */
export const ranked = ({ zone, peers }: Pick<Peers, 'zone' | 'peers'>): readonly Peer[] =>
  [zone, ...peers].sort((a, b) => (a.place ?? Number.POSITIVE_INFINITY) - (b.place ?? Number.POSITIVE_INFINITY) || 0);

/** The lines of business of two zones side by side, the greatest of either first; null where a zone names none of it. */
export function sideBySide(
  one: Peer,
  other: Peer,
): readonly { readonly industry: string; readonly one: number | null; readonly other: number | null }[] {
  const share = (of: Peer, industry: string): number | null =>
    of.industries.find((i) => i.industry === industry)?.share ?? null;
  const names = [...new Set([...one.industries, ...other.industries].map((i) => i.industry))];
  return names
    .map((industry) => ({ industry, one: share(one, industry), other: share(other, industry) }))
    .sort((a, b) => Math.max(b.one ?? 0, b.other ?? 0) - Math.max(a.one ?? 0, a.other ?? 0));
}
