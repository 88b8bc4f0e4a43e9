import type { Field, Model } from "../../odoo/schema/schema.js";
import { nearest } from "../../odoo/schema/suggest.js";
import { MODEL_WORDS } from "./model-words.js";

// Models by what people call their records. Pure.

/** A model that may be found. */
export interface Findable {
  model: string;
  label: string;
  /** Of one that has tools of its own. */
  typed?: Model;
}

export interface Found extends Findable {
  /** By which values records are what was asked for, by field: a bill is an entry of a certain type. */
  where?: Readonly<Record<string, readonly string[]>>;
}

/** The best first. */
export interface Finding {
  models: readonly Found[];
  /** Where nothing is called so, and these are the nearest. */
  note?: string;
}

/** So many are told of those that are called otherwise. */
const NEAREST = 5;

/** Models whose records are called so; where there are none the nearest, and where there are none of those the typed ones. */
export function findModels(query: string, models: readonly Findable[]): Finding {
  const known = models.map(described);
  const asked = wordsOf(query);
  const absent = absentNote(asked, models);
  const found = ranked(known, asked, (one) => likeness(one, asked, query.trim().toLowerCase()));
  if (found.length > 0) return toldAs(found, found[0] && found[0].score < SAME ? absent : "");
  const corrected = correctedWords(asked, known);
  const nothing = `No model here is called ${JSON.stringify(query)}.${absent}`;
  const meant = ranked(known, corrected, (one) => likeness(one, corrected));
  if (meant.length > 0) return toldAs(meant, `${nothing} Taken as ${JSON.stringify(corrected.join(" "))}.`);
  const near = ranked(known, corrected, (one) => overlap(one, corrected)).slice(0, NEAREST);
  if (near.length > 0) return toldAs(near, `${nothing} These are the nearest.`);
  return { models: models.filter(({ typed }) => typed), note: `${nothing} These are the models with their own tools.` };
}

const toldAs = (scored: readonly Scored[], note: string): Finding => ({
  models: scored.map(({ found }) => found),
  ...(note ? { note: note.trim() } : {}),
});

type Words = readonly string[];

/** A model with the words that people have for it. */
interface Described extends Findable {
  /** What it is called: its label, then what the table says. */
  names: readonly Words[];
  /** Of the label and the model's name. */
  own: Words;
  values: readonly { field: string; key: string; words: Words }[];
}

function described(findable: Findable): Described {
  const { model, label, typed } = findable;
  const called = wordsOf(label);
  return {
    ...findable,
    names: [called, ...(MODEL_WORDS.get(model) ?? []).map(wordsOf)],
    own: [...new Set([...called, ...wordsOf(model)])],
    values: Object.entries(typed?.fields ?? {}).flatMap(([field, attributes]) =>
      saysKind(field, attributes)
        ? (attributes.selection ?? []).map(([key, text]) => ({ field, key, words: wordsOf(text) }))
        : [],
    ),
  };
}

/** A selection whose values are what people call such records, such as `move_type`, and that can be searched by. */
const saysKind = (name: string, { closed, dynamic, searchable }: Field) =>
  /^state$|(^|_)type(_|$)/.test(name) && !closed && !dynamic && searchable !== false;

/** Of a model that is called so, and nothing else. */
const SAME = 4;

/** How well a model is called by words, or by a part of its name or label; 0 for not at all. */
function likeness({ model, label, names, own, values }: Described, words: Words, text = ""): number {
  if (text !== "" && text === model) return SAME + 1;
  const part = text !== "" && `${model} ${label}`.toLowerCase().includes(text) ? 1 : 0;
  if (words.length === 0) return part;
  if (names.some((name) => isSame(name, words))) return SAME;
  const named = [own, ...names].filter((name) => holds(name, words)).map((name) => words.length / name.length);
  if (named.length > 0) return 2 + Math.max(...named);
  return values.some((value) => holds(value.words, words)) ? 1.5 : part;
}

/** How many of the words a model is called by, at once; 0 for none. */
function overlap({ names, own, values }: Described, words: Words): number {
  const shares = [own, ...names, ...values.map((value) => value.words)].map((name) => {
    const common = words.filter((word) => name.includes(word)).length;
    return common === 0 ? 0 : common + common / name.length;
  });
  return Math.max(...shares);
}

const holds = (name: Words, words: Words) => words.every((word) => name.includes(word));
const isSame = (name: Words, words: Words) => holds(name, words) && holds(words, name);

interface Scored {
  found: Found;
  score: number;
}

const ORDER = [...MODEL_WORDS.keys()];

/** Those of a score, the best first; of the same one those with tools, then as people mean them most often. */
function ranked(known: readonly Described[], words: Words, scoreOf: (one: Described) => number): Scored[] {
  return known
    .map((one) => ({ one, score: scoreOf(one), at: (ORDER.indexOf(one.model) + ORDER.length) % ORDER.length }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || Number(!a.one.typed) - Number(!b.one.typed) || a.at - b.at)
    .map(({ one, score }) => ({ found: foundAs(one, words), score }));
}

function foundAs({ model, label, typed, names: [called = []], values }: Described, words: Words): Found {
  const found = { model, label, ...(typed ? { typed } : {}) };
  if (words.length === 0 || holds(called, words)) return found;
  const where: Record<string, string[]> = {};
  for (const { field, key } of values.filter((value) => holds(value.words, words))) {
    where[field] = [...(where[field] ?? []), key];
  }
  return Object.keys(where).length > 0 ? { ...found, where } : found;
}

/** Models of Odoo's that are called so, and that are not among those that there are. */
function absentNote(words: Words, models: readonly Findable[]): string {
  const there = new Set(models.map(({ model }) => model));
  const called = [...MODEL_WORDS].filter(([, names]) => names.some((name) => isSame(wordsOf(name), words)));
  const absent = called.map(([model]) => model);
  if (words.length === 0 || absent.length === 0 || absent.some((model) => there.has(model))) return "";
  return ` In Odoo that is ${absent.join(" or ")}, which is not installed or not open to this user.`;
}

/** The words, those that nothing is called by replaced with the nearest. */
function correctedWords(words: Words, known: readonly Described[]): Words {
  const all = new Set([
    ...known.flatMap(({ names, own, values }) => [...own, ...names.flat(), ...values.flatMap((value) => value.words)]),
    ...[...MODEL_WORDS.values()].flat().flatMap(wordsOf),
  ]);
  const real = [...all].filter((word) => word.length >= SHORTEST);
  return words.map((word) => (all.has(word) || word.length < SHORTEST ? word : (nearest(word, real)[0] ?? word)));
}

/** Shorter words are like many. */
const SHORTEST = 4;

/** Words of a name, in lower case and in the singular, without those that tell nothing. */
function wordsOf(text: string): Words {
  const plain = text.normalize("NFKD").replaceAll(/\p{M}/gu, "").toLowerCase();
  const all = (plain.match(/[\p{L}\p{N}]+/gu) ?? []).map(singular);
  return all.filter((word) => !EMPTY_WORDS.has(word));
}

const EMPTY_WORDS = new Set("a an the of for and or with all my our odoo record model".split(" "));
const IRREGULAR = new Map([["people", "person"]]);

/** By rules that need not be right, for all words go by them: "taxes" as "tax", "companies" as "company". */
function singular(word: string): string {
  const other = IRREGULAR.get(word);
  if (other !== undefined || word.length < SHORTEST || /(ss|us|is)$/.test(word)) return other ?? word;
  return word
    .replace(/ies$/, "y")
    .replace(/(x|ch|sh|ss)es$/, "$1")
    .replace(/s$/, "");
}
