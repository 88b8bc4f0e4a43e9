import leven from "leven";
import type { Field, Model } from "./schema.js";

/** Longer ones are no slip of a pen, and comparing them takes time. */
const LONGEST = 128;
/** How alike two names must be: 0 for the same, 1 for nothing in common. */
const ALIKE = 0.4;

/** The candidates a person could have meant by `name`, best first: at most three, often none. */
export function nearest(name: string, candidates: Iterable<string>): string[] {
  if (name.length > LONGEST) return [];
  const scored: [score: number, candidate: string][] = [];
  for (const candidate of candidates) {
    const score = distance(name, candidate);
    if (score <= ALIKE) scored.push([score, candidate]);
  }
  return scored
    .sort(([a, x], [b, y]) => a - b || (x < y ? -1 : 1))
    .slice(0, 3)
    .map(([, candidate]) => candidate);
}

function distance(name: string, candidate: string): number {
  const [wanted, own] = [bare(name), bare(candidate)];
  const longer = Math.max(wanted.length, own.length);
  const contained = Math.min(wanted.length, own.length) >= 4 && (own.includes(wanted) || wanted.includes(own));
  const near = contained || hasWord(name, candidate) ? 0.3 : isSwapped(wanted, own) ? 0.2 : 1;
  return Math.min(leven(wanted, own) / longer, near);
}

/** "zip" of "zip_code". Words of two letters are too common: "id". */
const hasWord = (name: string, word: string) =>
  word.length >= 3 &&
  name
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .includes(word);

/** Whether two neighbouring letters were exchanged: "nmae". */
function isSwapped(a: string, b: string): boolean {
  const at = [...a].findIndex((letter, index) => letter !== b[index]);
  return a.length > 3 && at >= 0 && a.slice(0, at) + a.charAt(at + 1) + a.charAt(at) + a.slice(at + 2) === b;
}

/** Of fewer letters than these there are names that differ by one: "tax_ids" and "tag_ids". */
const SHORT = 7;

/**
 * Whether a name is another one but for case and separators, or two neighbours that were exchanged; but for so many letters
 * unless it is short.
 */
export function isSlip(name: string, candidate: string, letters = 1): boolean {
  if (name.length > LONGEST || name === candidate) return false;
  const [wanted, own] = [bare(name), bare(candidate)];
  return leven(wanted, own) <= (wanted.length < SHORT ? 0 : letters) || isSwapped(wanted, own);
}

/** ` Did you mean "email"?`, with its leading space, or an empty string. */
export function didYouMean(name: string, candidates: Iterable<string>): string {
  const [best, ...others] = nearest(name, candidates);
  if (best === undefined) return "";
  return ` Did you mean ${[best, ...others].map((candidate) => `"${candidate}"`).join(" or ")}?`;
}

/** As `didYouMean`, over a model's fields: by name, and by label for who wrote what the screen shows ("customer_id"). */
export function fieldHint(model: Pick<Model, "fields">, name: string): string {
  if (name.length > LONGEST) return "";
  const wanted = new Set([bare(name), bare(name.replace(/_ids?$/, ""))]);
  wanted.delete("");
  const byLabel = Object.entries(model.fields).find(([, field]) => wanted.has(bare(field.string)));
  return byLabel ? ` Did you mean "${byLabel[0]}"?` : didYouMean(name, Object.keys(model.fields));
}

/** As `didYouMean`, over a selection's values: the one whose label was given in its place, or that is spelt alike. */
export function selectionHint({ selection = [] }: Pick<Field, "selection">, given: string): string {
  const labelled = selection.find(([, label]) => label.toLowerCase() === given.toLowerCase());
  return didYouMean(
    labelled?.[0] ?? given,
    selection.map(([key]) => key),
  );
}

const bare = (text: string) => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
