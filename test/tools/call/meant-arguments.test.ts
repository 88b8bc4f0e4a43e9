import { describe, expect, it } from "vitest";
import { z } from "zod";
import { recordId, recordIds, values } from "../../../src/tools/call/arguments.js";
import { isTrue, toolArguments } from "../../../src/tools/call/meant-arguments.js";
import { aggregateArguments, readArguments, searchArguments } from "../../../src/tools/catalogue/operations.js";
import { odooError } from "../../support/fixtures.js";

const tool = z.strictObject({
  ids: recordIds.optional(),
  id: recordId.optional(),
  values: values.optional(),
  dry_run: z.boolean({ error: "expected true or false" }).optional(),
  name: z.string().optional(),
  names: z.array(z.strictObject({ model: z.string(), lang: z.string().optional() })).optional(),
});

describe("the arguments of a tool", () => {
  it.each<[what: string, schema: z.ZodObject, args: unknown, meant: object]>([
    ["a list as JSON in a text", tool, { ids: "[5, 7]" }, { ids: [5, 7] }],
    ["a list of texts that hold numbers", tool, { ids: ["5", "7"] }, { ids: [5, 7] }],
    ["one value for a list", tool, { ids: 7 }, { ids: [7] }],
    ["one value for a list, as a text", tool, { ids: "7" }, { ids: [7] }],
    ["one object for a list", tool, { names: { model: "a" } }, { names: [{ model: "a" }] }],
    ["a number as a text", tool, { id: "7" }, { id: 7 }],
    ["an object as a text", tool, { values: '{"phone": null}' }, { values: { phone: null } }],
    ["true as a text", tool, { dry_run: "true" }, { dry_run: true }],
    ["null for what is left out", tool, { ids: null, id: 7, dry_run: null, name: null }, { id: 7 }],
    ["null as a text, but for a text", tool, { ids: "null", dry_run: "null", name: "null" }, { name: "null" }],
    ["null within a list of objects", tool, { names: [{ model: "a", lang: null }] }, { names: [{ model: "a" }] }],
    [
      "the keys of a client",
      tool,
      { id: 7, sessionId: "s", action: "sendMessage", chatInput: "x", tool: "t", toolCallId: "c" },
      { id: 7 },
    ],
    ["a text that looks like JSON, where a text is asked for", tool, { name: "[5]" }, { name: "[5]" }],
    [
      "every optional argument as null",
      searchArguments,
      { domain: [], fields: null, order: null, limit: null, offset: null },
      { domain: [], limit: 50, offset: 0 },
    ],
    ["a field's name for a list of them", readArguments, { ids: 7, fields: "name" }, { ids: [7], fields: ["name"] }],
    [
      "no domain where only all can be meant",
      aggregateArguments,
      { group_by: "state", limit: "10" },
      { domain: [], group_by: ["state"], measures: [], limit: 10, offset: 0 },
    ],
  ])("may hold %s", async (_what, schema, args, meant) => {
    expect(await toolArguments(schema, args)).toEqual(meant);
  });

  it.each<[what: string, args: unknown, message: string]>([
    ["a key that no schema knows", { session: "s" }, 'Unknown argument "session"'],
    ["a client's key within an object", { names: [{ model: "a", tool: "t" }] }, 'Unknown argument "tool"'],
    ["a text that is no JSON", { ids: "five" }, "ids: expected a list of record ids"],
    ["JSON of another type", { id: '"7"' }, "id: expected a record's id"],
    ["a name for a record", { id: "Azure Interior" }, "id: expected a record's id"],
    ["a number for a truth", { dry_run: 1 }, "dry_run: expected true or false"],
    ["a list for an object", { values: "[1]" }, "values: expected an object"],
    ["a broken number", { id: "7.5" }, "id: expected a record's id"],
  ])("may not hold %s", async (_what, args, message) => {
    await expect(toolArguments(tool, args)).rejects.toThrow(odooError("validation", message));
  });

  it.each([
    ["lists of texts", { type: "array", items: { type: "string" } }],
    ["texts or lists", { anyOf: [{ type: "string" }, { type: "array", items: { type: "number" } }] }],
    ["anything", {}],
  ])("keep a domain's terms as they are, where its schema says they are %s", async (_what, items) => {
    const domain = z.unknown().meta({ type: "array", items });
    const args = { domain: ["|", "5", '["name"]', ["id", "=", "7"], ["id", "in", ["7", null]]] };
    expect(await toolArguments(z.strictObject({ domain }), args)).toEqual(args);
  });

  it.each([
    ["levels", `{"a": ${"[".repeat(30)}${"]".repeat(30)}}`, "deeper than 20 levels"],
    ["values", `{"a": [${"0,".repeat(50_000)}0]}`, "more than 50000 values"],
    ["a prototype", '{"__proto__": {"a": 1}}', '"__proto__"'],
  ])("may hold no text of more %s than arguments hold", async (_what, text, message) => {
    await expect((async () => toolArguments(tool, { values: text }))()).rejects.toThrow(
      odooError("validation", message),
    );
  });

  it.each([
    [true, true],
    ["true", true],
    ["false", false],
    ["yes", false],
    [1, false],
  ])("are true, of a tool's target: %j", (given, expected) => {
    expect(isTrue(given)).toBe(expected);
  });

  it("keep a client's key that is an argument", async () => {
    const schema = z.strictObject({ action: z.string() });
    expect(await toolArguments(schema, { action: "x" })).toEqual({ action: "x" });
  });

  it("that are none stay so", async () => {
    expect(await toolArguments(tool, undefined)).toEqual({});
    await expect(toolArguments(tool, [])).rejects.toThrow(odooError("validation", "Expected an object"));
  });
});
