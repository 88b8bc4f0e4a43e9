import { VARIABLES } from "../../odoo/connection/variables.js";
import { isObject } from "../../odoo/notation/checks.js";
import { beginningOf, cutText } from "../call/cut-text.js";

// What an answer may be at most: clients cut longer ones, at a place of their own, or take none of them. Pure.

/** Of an answer's JSON, in characters. */
export const MOST: number = VARIABLES.ODOO_MCP_MAX_ANSWER.default;

type Json = Readonly<Record<string, unknown>>;

/** No text is cut shorter than this to make room for more rows. */
const SHORT = 2_000;

/** Kept free for what stands beside the result: the notice and `left_out`. */
const BESIDE = 1_000;

/**
 * The result in at most `most` characters of JSON. Long texts are cut and marked (`cutText`); what then has no room is left out:
 * the last rows, which are the next page's where there are pages, and of a row without room its largest members. `left_out` says
 * so, and how to get at it.
 */
export function bounded(result: Json, most = MOST): Record<string, unknown> {
  const room = most - BESIDE;
  if (sizeOf(result) <= room) return { ...result };
  if (isPartOfText(result)) return partWithin(result, room);
  for (let length = Math.floor(0.9 * room); length > SHORT; length = Math.floor(length / 2)) {
    const { value } = withTextsCut(result, length);
    if (sizeOf(value) <= room) return { ...value, left_out: CUT };
  }
  const { value, cut } = withTextsCut(result, SHORT);
  const { value: fitting, said } = withoutLargest(value, room);
  return { ...fitting, left_out: [...(cut > 0 ? [CUT] : []), ...said].join(" ") };
}

const CUT = "Long texts are cut, as marked: read_file with model, id and field reads them whole.";

const sizeOf = (value: unknown): number => JSON.stringify(value)?.length ?? 0;

/** A part of one long text, which goes on at `next_offset`. */
interface PartOfText {
  text: string;
  offset: number;
}

const isPartOfText = (result: Json): result is Json & PartOfText =>
  typeof result.text === "string" && typeof result.offset === "number" && "next_offset" in result;

function partWithin(result: Json & PartOfText, room: number): Record<string, unknown> {
  let { text } = result;
  for (let size = sizeOf(result); size > room; size = sizeOf({ ...result, text })) {
    text = beginningOf(text, Math.floor((text.length * room) / size));
  }
  return { ...result, text, next_offset: result.offset + text.length };
}

function withTextsCut<Value>(value: Value, most: number): { value: Value; cut: number } {
  let cut = 0;
  const walk = (item: unknown): unknown => {
    if (typeof item === "string") {
      if (item.length > most) cut += 1;
      return cutText(item, most);
    }
    if (Array.isArray(item)) return item.map(walk);
    if (!isObject(item)) return item;
    return Object.fromEntries(Object.entries(item as Json).map(([name, inner]) => [name, walk(inner)]));
  };
  return { value: walk(value) as Value, cut };
}

/** A value with less in it, and what is said of that. */
interface Fewer<Value> {
  value: Value;
  said: readonly string[];
}

/** The result with less in its largest lists and objects, one after the other until the rest has room. */
function withoutLargest(result: Json, room: number): Fewer<Json> {
  const names = Object.keys(result)
    .filter((name) => typeof result[name] === "object")
    .sort((one, other) => sizeOf(result[other]) - sizeOf(result[one]));
  return names.reduce<Fewer<Json>>(
    ({ value, said }, name) => {
      const over = sizeOf(value) - room;
      if (over <= 0) return { value, said };
      const own = sizeOf(value[name]) - over;
      const rows = value[name];
      if (!Array.isArray(rows)) {
        const fewer = withoutMembers(rows as Json, own, name);
        return { value: { ...value, [name]: fewer.value }, said: [...said, ...fewer.said] };
      }
      const fewer = fewerRows(rows, own, { name, page: value });
      return { value: { ...value, ...fewer.value }, said: [...said, ...fewer.said] };
    },
    { value: result, said: [] },
  );
}

/** The first rows, one at least, and where the next page begins. */
function fewerRows(all: readonly unknown[], room: number, { name, page }: { name: string; page: Json }): Fewer<Json> {
  let size = 2;
  const beyond = all.findIndex((row) => {
    size += sizeOf(row) + 1;
    return size > room;
  });
  const [first, ...others] = all.slice(0, Math.max(1, beyond));
  const only =
    beyond === 0 && isObject(first)
      ? withoutMembers(first as Json, room - 2, calledSo(first as Json, name))
      : undefined;
  const rows = [only?.value ?? first, ...others];
  const said = only?.said ?? [];
  if (rows.length === all.length) return { value: { [name]: rows }, said };
  const next = nextOf(page, rows);
  const left = `${all.length - rows.length} of ${all.length} ${name} ${whereLeft(next, rows)}.`;
  return { value: { [name]: rows, ...next }, said: [...said, left] };
}

/** The members that lead to the next page, of a result that has pages. */
function nextOf(page: Json, rows: readonly unknown[]): Json {
  if (typeof page.offset === "number" && "next_offset" in page) return { next_offset: page.offset + rows.length };
  const last = idOf(rows.at(-1));
  return last !== undefined && "next_before" in page ? { next_before: last } : {};
}

function whereLeft(next: Json, rows: readonly unknown[]): string {
  const [member] = Object.keys(next);
  if (member) return `are left for ${member}`;
  const last = idOf(rows.at(-1));
  return last === undefined ? "are left out: ask for fewer at a time" : `after id ${last} are left out: ask for them`;
}

const idOf = (row: unknown) =>
  isObject(row) && typeof (row as Json).id === "number" ? ((row as Json).id as number) : undefined;

const calledSo = (row: Json, name: string) => (idOf(row) === undefined ? `the first of ${name}` : `id ${row.id}`);

/** The most members that are said by name. */
const NAMED = 10;

function withoutMembers(row: Json, room: number, of: string): Fewer<Json> {
  const bySize = Object.entries(row)
    .map(([name, value]) => ({ name, size: sizeOf(name) + sizeOf(value) + 2 }))
    .sort((one, other) => other.size - one.size);
  let over = sizeOf(row) - room;
  const left = bySize.filter(({ name, size }) => {
    if (over <= 0 || name === "id") return false;
    over -= size;
    return true;
  });
  const out = new Set(left.map(({ name }) => name));
  const named = left.slice(0, NAMED).map(({ name, size }) => `${name} (${size} characters)`);
  const more = left.length > NAMED ? ` and ${left.length - NAMED} more` : "";
  return {
    value: Object.fromEntries(Object.entries(row).filter(([name]) => !out.has(name))),
    said:
      left.length > 0
        ? [`Left out of ${of}: ${named.join(", ")}${more}; ask for fewer fields, or search what is in them.`]
        : [],
  };
}
