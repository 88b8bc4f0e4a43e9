import leven from "leven";
import { withoutInvisible } from "../../odoo/notation/visible-text.js";

// Names of records, as people write them: when two are the same, how alike they are, and what else to search for.

/** Whether two names differ in nothing but case, spaces and what nobody sees. */
export const isSameName = (a: string, b: string): boolean => folded(a) === folded(b);

const folded = (name: string) => withoutInvisible(name).text.normalize("NFC").replace(/\s+/g, " ").trim().toLowerCase();

/**
 * A name with its end left out: up to the first bracket, comma or slash ("Alabama" of "Alabama (US)", whose state some
 * versions do not find by what they call it), else the first half of its words. Undefined where nothing is left out.
 */
export function fewerWords(name: string): string | undefined {
  const parts = name.split(/[()[\]{},;:/|]+/).filter((part) => wordsOf(part).length > 0);
  const [first = "", second] = parts;
  if (second !== undefined) return first.trim();
  const words = wordsOf(first);
  return words.length > 1 ? words.slice(0, Math.floor(words.length / 2)).join(" ") : undefined;
}

/** Shorter ones are found everywhere. */
const SHORTEST = 3;

/** How the longest word of a name begins, for one that is misspelt further on. Undefined where that is the name. */
export function beginning(name: string): string | undefined {
  const [longest = ""] = wordsOf(name).sort((a, b) => b.length - a.length);
  const letters = [...longest];
  const half = letters.slice(0, Math.max(SHORTEST, Math.ceil(letters.length / 2))).join("");
  return half === "" || half === name ? undefined : half;
}

const wordsOf = (text: string): string[] => text.match(/[\p{L}\p{M}\p{N}_]+/gu) ?? [];

/** How alike two names must be: 0 for the same, 1 for nothing in common. */
const ALIKE = 0.5;
/** Of longer names only so many characters are compared, for that takes time. */
const COMPARED = 128;

/** Those of the records that could be meant by a name, most alike first. */
export function alike<Named extends { display_name: string }>(name: string, records: readonly Named[]): Named[] {
  const wanted = folded(name).slice(0, COMPARED);
  const words = wordsOf(wanted);
  const distance = (other: string) => {
    const own = new Set(wordsOf(other));
    const missing = words.filter((word) => !own.has(word)).length / Math.max(1, words.length);
    return Math.min(missing, leven(wanted, other) / Math.max(1, wanted.length, other.length));
  };
  return records
    .map((record) => ({ record, apart: distance(folded(record.display_name).slice(0, COMPARED)) }))
    .filter(({ apart }) => apart <= ALIKE)
    .sort((a, b) => a.apart - b.apart)
    .map(({ record }) => record);
}

/** A text as a pattern of `=ilike` that it alone matches, whatever its case. */
export const literalPattern = (text: string): string => text.replace(/[\\%_]/g, "\\$&");
