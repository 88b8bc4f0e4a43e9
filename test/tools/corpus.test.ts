import { describe, expect, it } from "vitest";
import { OdooError } from "../../src/odoo/errors/errors.js";
import type { WireCall } from "../../src/odoo/wires/wire.js";
import { callTool, creationOf, DESCRIBING, READING, TOOLS } from "../corpus/odoo.js";
import { type Handled, type Refused, readCorpus } from "../corpus/read.js";

const NEWEST = 19;
/** Longer messages cost an assistant more than they tell. */
const LONGEST_PROBLEM = 420;

const corpus = readCorpus();

it("is a corpus worth the name", () => {
  const entries = [...corpus.values()].flat();
  expect(entries.length).toBeGreaterThanOrEqual(170);
  expect(entries.filter(({ tool }) => !TOOLS.has(tool))).toEqual([]);
  for (const [file, calls] of corpus) {
    const names = calls.map(({ name }) => name);
    expect(
      names.filter((name, index) => names.indexOf(name) !== index),
      `names that ${file}.json has twice`,
    ).toEqual([]);
  }
});

describe.each([...corpus])("%s", (_, entries) => {
  it.each(named(entries.filter((entry) => "refused" in entry)))("refuses %s", async (_name, entry) => {
    const { result, error, asked } = await callTool(entry.tool, entry.args, entry.series ?? NEWEST);
    expect(result, "the result").toBeUndefined();
    expect(error).toBeInstanceOf(OdooError);
    checkRefusal(error as OdooError, entry);
    const writing = asked.filter(({ method }) => !DESCRIBING.has(method) && !READING.has(method));
    expect(writing.map(question), "asked of Odoo").toEqual([]);
  });

  it.each(named(entries.filter((entry) => "sent" in entry)))("takes %s", async (_name, entry) => {
    const { error, asked } = await callTool(entry.tool, entry.args, entry.series ?? NEWEST);
    expect(error).toBeUndefined();
    checkSent(asked, entry);
  });
});

function named<Entry extends { name: string }>(entries: readonly Entry[]): [string, Entry][] {
  return entries.map((entry) => [entry.name, entry]);
}

function checkRefusal(error: OdooError, { category, refused, names, field, problems = 1 }: Refused): void {
  const { message } = error;
  expect(error).toMatchObject({ category, outcome: "not_applied" });
  expect(message).toMatch(new RegExp(refused, "su"));
  expect(message).toContain(names);
  if (field !== undefined) expect(error.field).toBe(field);
  expect(sentences(message), `sentences in: ${message}`).toBeLessThanOrEqual(2 * problems);
  expect(message.length, message).toBeLessThanOrEqual(LONGEST_PROBLEM * problems);
}

/** How many sentences a message has, whatever is quoted in it. */
function sentences(message: string): number {
  const unquoted = message.replace(/"(?:[^"\\]|\\.)*?(?:"|\.\.\.)/gs, "x");
  return unquoted.match(/[.?!]+(?=\s|$)/g)?.length ?? 0;
}

function checkSent(asked: readonly WireCall[], { sent, context }: Handled): void {
  const expected = [sent].flat();
  const methods = new Set(expected.map(({ method }) => method));
  // Beside a write stand the questions that check it, and the new record's name.
  const calls = asked.filter(({ method }) => methods.has(method) || !(DESCRIBING.has(method) || READING.has(method)));
  expect(calls.map(question)).toEqual(expected);
  if (context) expect(calls.at(-1)?.context).toMatchObject(context);
}

/** A call without what only its carrier cares for, and without what is read back along with it. */
function question(call: WireCall) {
  const { model, method, ids, params } = creationOf(call);
  return { model, method, ...(ids ? { ids } : {}), ...(params ? { params } : {}) };
}
