import leven from "leven";
import { withoutInvisible } from "../../odoo/notation/visible-text.js";

// Names of records, as people write them: when two are the same, how alike they are, and what else to search for.

/** A name as names are compared: the same for two that differ in case, spaces and what nobody sees only. */
export const compared = (name: string): string =>
  withoutInvisible(name).text.normalize("NFC").replace(/\s+/g, " ").trim().toLowerCase();

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
/** Of longer names only so many characters and words are compared, for that takes time. */
const MOST = { characters: 128, words: 16 };

/** Those of the records that could be meant by a name, most alike first: as a whole, or word by word in any order. */
export function alike<Named extends { display_name: string }>(name: string, records: readonly Named[]): Named[] {
  const wanted = comparable(name);
  return records
    .map((record) => {
      const own = comparable(record.display_name);
      const [whole, byWord] = [difference(wanted.text, own.text), differenceByWord(wanted.words, own.words)];
      return { record, apart: whole + byWord, isAlike: Math.min(whole, byWord) <= ALIKE };
    })
    .filter(({ isAlike }) => isAlike)
    .sort((a, b) => a.apart - b.apart)
    .map(({ record }) => record);
}

function comparable(name: string): { text: string; words: string[] } {
  const text = compared(name.slice(0, MOST.characters));
  return { text, words: [...new Set(wordsOf(text))].slice(0, MOST.words) };
}

const difference = (a: string, b: string) => leven(a, b) / Math.max(1, a.length, b.length);

/** On average, of each word from the one that is most like it. */
function differenceByWord(wanted: readonly string[], own: readonly string[]): number {
  const apart = wanted.map((word) => Math.min(1, ...own.map((one) => difference(word, one))));
  return apart.length > 0 ? apart.reduce((sum, one) => sum + one, 0) / apart.length : 1;
}

/** A text as a pattern of `=ilike` that it alone matches, whatever its case. */
export const literalPattern = (text: string): string => text.replace(/[\\%_]/g, "\\$&");
