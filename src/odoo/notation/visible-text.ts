import { LAYOUT, UNSEEN, WITHOUT_KNOWN_SHAPE } from "./unseen-characters.js";

// What is read from Odoo, without the characters that a reader does not see: a place to hide words for a model in.

/** Arabic and Syriac number signs: of the same category as format characters, but visible. */
const VISIBLE_SIGNS = "\\u0600-\\u0605\\u06dd\\u070f\\u0890\\u0891\\u08e2\\u{110bd}\\u{110cd}";

/** What is looked at, and taken out unless letters or emoji need it. */
const SUSPECT = `[[${UNSEEN}]--[${LAYOUT}${WITHOUT_KNOWN_SHAPE}${VISIBLE_SIGNS}]]`;

const RUNS = new RegExp(`${SUSPECT}+`, "gv");
const ANY = new RegExp(SUSPECT, "v");
/** The same within JSON, which escapes some of them. */
const ANY_IN_JSON = new RegExp(`\\\\(?:u00[01]|[bf])|${SUSPECT}`, "v");

export interface Removal {
  text: string;
  /** How many characters were taken out. */
  removed: number;
}

/**
 * A text without invisible characters. Line ends other than CR and LF become "\n". What letters and emoji need stays: a single
 * joiner, direction mark, soft hyphen or variation selector where it has a meaning.
 */
export function withoutInvisible(text: string): Removal {
  let removed = 0;
  const plain = text.replaceAll(RUNS, (run: string, at: number) => {
    const kept = keptOf(run, before(text, at), after(text, at + run.length));
    removed += lengthOf(run) - lengthOf(kept);
    return kept;
  });
  return { text: plain, removed };
}

/** In characters, not their halves. */
function lengthOf(text: string): number {
  let length = 0;
  for (const _ of text) length += 1;
  return length;
}

/** The same of every text of an object, names of members among them; `text` is its JSON. */
export function plainJson<Value extends object>(value: Value): Removal & { value: Value } {
  const json = JSON.stringify(value);
  if (!ANY_IN_JSON.test(json)) return { value, text: json, removed: 0 };
  let removed = 0;
  const plain = (text: string): string => {
    if (!ANY.test(text)) return text;
    const found = withoutInvisible(text);
    removed += found.removed;
    return found.text;
  };
  const walk = (item: unknown): unknown => {
    if (typeof item === "string") return plain(item);
    if (Array.isArray(item)) return item.map(walk);
    if (typeof item !== "object" || item === null) return item;
    const taken = new Set<string>();
    const entries = Object.entries(item).map(([key, inner]): [string, unknown] => {
      const name = unused(plain(key), taken);
      taken.add(name);
      return [name, walk(inner)];
    });
    return Object.fromEntries(entries);
  };
  const walked = walk(value) as Value;
  return { value: walked, text: JSON.stringify(walked), removed };
}

/** Two names may differ in what is not seen only. */
function unused(name: string, taken: ReadonlySet<string>): string {
  let free = name;
  for (let number = 2; taken.has(free); number++) free = `${name} (${number})`;
  return free;
}

const before = (text: string, at: number) => [...text.slice(Math.max(0, at - 2), at)].at(-1) ?? " ";
const after = (text: string, at: number) => [...text.slice(at, at + 2)][0] ?? " ";

const LINE_ENDS = /[\v\f\u0085\u2028\u2029]/g;
/** Zero-width non-joiner and joiner, and the marks of direction. */
const JOINERS = /^[\u200c-\u200f]$/;
const SOFT_HYPHEN = "\u00ad";
const SELECTOR = /^[\ufe00-\ufe0f\u180b-\u180d\u180f]/;
const HAN_SELECTOR = /^[\u{e0100}-\u{e01ef}]/u;

/** What stays of a run of invisible characters between two that are none. */
function keptOf(run: string, previous: string, next: string): string {
  const lines = "\n".repeat(run.match(LINE_ENDS)?.length ?? 0);
  if (lines) return lines;
  const selector = selectorOf(run, previous);
  const rest = run.slice(selector.length);
  const isWord = !/\s/.test(previous) && !/\s/.test(next);
  const joins = isWord && !(isAscii(previous) && isAscii(next));
  if (JOINERS.test(rest) && joins) return run;
  if (rest === SOFT_HYPHEN && /\p{L}/u.test(previous) && /\p{L}/u.test(next)) return run;
  return selector;
}

/** The form of the character before it, as of an emoji. */
function selectorOf(run: string, previous: string): string {
  if (/\p{Script=Han}/u.test(previous)) return (HAN_SELECTOR.exec(run) ?? SELECTOR.exec(run))?.[0] ?? "";
  const takesForm = isAscii(previous) ? /[0-9#*]/.test(previous) : !/\s/.test(previous);
  return takesForm ? (SELECTOR.exec(run)?.[0] ?? "") : "";
}

const isAscii = (character: string) => character <= "\u007f";
