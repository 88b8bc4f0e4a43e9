import type { Outcome } from "../../src/odoo/errors/errors.js";

// What results say of calls that write, against the database. Names tell everything: a write renames, an unlink removes, a create adds.

export const KINDS = ["read", "create", "create once", "write", "unlink"] as const;
export type Kind = (typeof KINDS)[number];

export type Claim = Outcome | "done";

/** What a call was to do, and what its result said of it. */
export interface Attempt {
  call: number;
  kind: Kind;
  /** Of the record that was there before. */
  name: string;
  claim: Claim;
  error?: unknown;
}

/** What a call of the kind writes; the number of a call that is made again stands in what it sends. */
export const NAMES = {
  create: ({ name }: Pick<Attempt, "name">) => `${name} made`,
  "create once": ({ name, call }: Pick<Attempt, "name" | "call">) => `${name} #${call}# once`,
  write: ({ name }: Pick<Attempt, "name">) => `${name} written`,
};

/** Whether the database, by the names in it, says other than the result. */
export function contradicts(attempt: Attempt, state: Pick<ReadonlySet<string>, "has">): boolean {
  const { kind, name, claim } = attempt;
  if (claim === "unknown" || kind === "read") return false;
  const applied = claim === "done" || claim === "applied";
  if (kind === "unlink") return state.has(name) === applied;
  const agrees = state.has(NAMES[kind](attempt)) === applied;
  return !agrees || (kind === "write" && state.has(name) === applied);
}

/** How often each kind of call ended in which way. */
export function claimsOf(attempts: readonly Attempt[]): string {
  const claims = new Map<string, number>();
  for (const { kind, claim } of attempts) claims.set(`${kind} ${claim}`, (claims.get(`${kind} ${claim}`) ?? 0) + 1);
  const counted = [...claims].map(([name, times]) => `${name} ${times}`);
  return `${attempts.length} calls: ${counted.sort().join(", ")}`;
}
