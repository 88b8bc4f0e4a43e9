import { describe, expect, it } from "vitest";
import { OdooError } from "../../src/odoo/errors/errors.js";
import type { WireCall } from "../../src/odoo/wires/wire.js";
import { callTool, DESCRIBING, READING } from "../corpus/odoo.js";
import { placed, REFUSED, TAKEN } from "../corpus/sloppy-calls.js";

// What clients and models send in another form than the schemas ask for: taken as the call that is meant, or refused.

const SERIES = 19;

/** Records that the corpus's Odoo has. */
const IDS = { partner: 5, lead: 4, order: 5, line: 8, otherLine: 9, tag: 1, otherTag: 2, product: 3 };

const named = <Call extends { what: string }>(calls: readonly Call[]) =>
  calls.map((call) => [call.what, placed(call, IDS)] as const);

const questions = (asked: readonly WireCall[]) =>
  asked.map(({ model, method, ids, params, context }) => ({ model, method, ids, params, context }));

/** What changes something, or may. */
const changing = (asked: readonly WireCall[]) =>
  asked.filter(({ method }) => !DESCRIBING.has(method) && !READING.has(method));

it("is a corpus worth the name", () => {
  const calls = [TAKEN, REFUSED].flatMap((themes) => Object.values(themes).flat());
  expect(calls.length).toBeGreaterThanOrEqual(200);
  expect(new Set(calls.map(({ tool, args }) => JSON.stringify([tool, args]))).size).toBe(calls.length);
});

describe.each(Object.entries(TAKEN))("%s", (_theme, calls) => {
  it.each(named(calls))("is taken: %s", async (_what, { tool, args, meant, writes }) => {
    const [given, plain] = await Promise.all([callTool(tool, args, SERIES), callTool(tool, meant, SERIES)]);
    expect(given.error).toBeUndefined();
    expect(given.result).toEqual(plain.result);
    expect(questions(given.asked)).toEqual(questions(plain.asked));
    const [{ params } = {}] = changing(given.asked);
    if (writes) expect(params?.vals ?? (args.dry_run ? writes : undefined)).toEqual(writes);
  });
});

describe.each(Object.entries(REFUSED))("%s", (_theme, calls) => {
  it.each(named(calls))("is refused: %s", async (_what, { tool, args, words }) => {
    const { error, asked } = await callTool(tool, args, SERIES);
    expect(error).toBeInstanceOf(OdooError);
    expect(error).toMatchObject({ category: "validation", outcome: "not_applied" });
    expect((error as OdooError).message).toContain(words);
    expect(changing(asked)).toEqual([]);
  });
});
