import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ownKeys, shown } from "../../../src/odoo/notation/checks.js";
import type { Field, FieldType, Model } from "../../../src/odoo/schema/schema.js";
import { fieldSchema, fieldSchemas, modelValues, readRecord, valuesSchema } from "../../../src/odoo/values/values.js";
import { outcome } from "../../support/outcome.js";

const none = fieldSchemas(() => Promise.reject(new Error("this model has no lines")));
const field = (type: FieldType, more: Partial<Field> = {}): Field => ({ type, string: type, ...more });
const model = (fields: Record<string, Field>): Model => ({ name: "x.model", label: "X", fields });

const DRAFT_OR_DONE = [
  ["draft", "Draft"],
  ["done", "Done"],
] as const;

/** One field of each type, by its type, and some more. */
const FIELDS = {
  char: field("char"),
  "char of 2": field("char", { size: 2 }),
  "char of 3": field("char", { size: 3 }),
  text: field("text"),
  html: field("html"),
  integer: field("integer"),
  float: field("float"),
  monetary: field("monetary"),
  boolean: field("boolean"),
  date: field("date"),
  datetime: field("datetime"),
  selection: field("selection", { selection: DRAFT_OR_DONE }),
  "selection of 30": field("selection", { selection: Array.from({ length: 30 }, (_, at) => [`k${at + 1}`, "K"]) }),
  many2one: field("many2one", { relation: "res.partner" }),
  one2many: field("one2many", { relation: "res.partner", relation_field: "parent_id" }),
  many2many: field("many2many", { relation: "res.partner" }),
  reference: field("reference", { selection: [["res.partner", "Contact"]] }),
  many2one_reference: field("many2one_reference"),
  binary: field("binary"),
  json: field("json"),
  properties: field("properties"),
};
type Name = keyof typeof FIELDS;

function write(name: Name, given: unknown) {
  const schema = fieldSchema(none, FIELDS[name]);
  if (!schema) throw new Error(`a field of type ${name} cannot be written`);
  return outcome(schema, given);
}

describe("a field's value, when written", () => {
  it.each<[Name, given: unknown, sent: unknown]>([
    ["char", "Ünïcode\tand\nlines", "Ünïcode\tand\nlines"],
    ["char", "", ""],
    ["char of 3", "abc", "abc"],
    ["char of 2", "👍👍", "👍👍"],
    ["text", "two\nlines", "two\nlines"],
    ["html", "<p>Hello</p>", "<p>Hello</p>"],
    ["html", "R&D:\n1. a", "<p>R&amp;D:<br>1. a</p>"],
    ["html", "", ""],
    ["integer", 0, 0],
    ["integer", 2147483647, 2147483647],
    ["integer", -2147483648, -2147483648],
    ["float", 1.25, 1.25],
    ["float", -3, -3],
    ["monetary", 99.9, 99.9],
    ["boolean", true, true],
    ["boolean", false, false],
    ["date", "2024-02-29", "2024-02-29"],
    ["datetime", "2026-03-01T09:30:00Z", "2026-03-01 09:30:00"],
    ["datetime", "2026-03-01T09:30:00+02:00", "2026-03-01 07:30:00"],
    ["datetime", "2025-12-31T23:30:00-01:00", "2026-01-01 00:30:00"],
    ["datetime", "2026-03-01T09:30:00.999Z", "2026-03-01 09:30:00"],
    ["datetime", "2026-03-01 09:30:00", "2026-03-01 09:30:00"],
    ["selection", "draft", "draft"],
    ["many2one", 5, 5],
    ["many2one", { id: 5, name: "Azure" }, 5],
    ["many2one", { id: 5, name: null }, 5],
    ["reference", "res.partner,7", "res.partner,7"],
    ["many2one_reference", 7, 7],
    ["binary", "aGVsbG8=", "aGVsbG8="],
    ["json", { any: [1, null] }, { any: [1, null] }],
  ])("of type %s is taken: %j", async (name, given, sent) => {
    expect(await write(name, given)).toEqual({ sent });
  });

  it.each<Name>([
    "char",
    "text",
    "html",
    "date",
    "datetime",
    "selection",
    "many2one",
    "reference",
    "many2one_reference",
    "binary",
    "json",
  ])("of type %s is emptied with null, which Odoo calls false", async (name) => {
    expect(await write(name, null)).toEqual({ sent: false });
  });

  it.each<[Name, given: unknown, expected: RegExp]>([
    ["char", 5, /^: expected a text, not 5$/],
    ["char", true, /a text/],
    ["char", false, /a text/],
    ["char", ["x"], /a text/],
    ["char", "nul\u0000", /a text/],
    ["char of 3", "abcd", /a text of at most 3 characters, not "abcd"/],
    ["text", 5, /a text/],
    ["html", {}, /a text, plain or in HTML/],
    ["integer", 5.5, /a whole number .+, not 5.5/],
    ["integer", "5", /a whole number .+, not "5"/],
    ["integer", 2147483648, /between -2147483648 and 2147483647, not 2147483648/],
    ["integer", -2147483649, /between/],
    ["integer", true, /a whole number/],
    ["integer", null, /a whole number/],
    ["float", "1.5", /a number, not "1.5"/],
    ["float", Number.NaN, /a number/],
    ["float", Number.POSITIVE_INFINITY, /a number/],
    ["monetary", "9,99", /an amount as a number/],
    ["monetary", null, /an amount as a number/],
    ["boolean", "false", /true or false, not "false"/],
    ["boolean", 0, /true or false, not 0/],
    ["boolean", null, /true or false, not null/],
    ["date", "01/03/2026", /a date as "2026-03-01", not "01\/03\/2026"/],
    ["date", "2026-02-30", /a date/],
    ["date", "2026-03-01T00:00:00Z", /a date/],
    ["date", 20260301, /a date/],
    ["datetime", "2026-03-01", /"2026-03-01T09:30:00Z" \(or with an offset.+, not "2026-03-01"/],
    ["datetime", "2026-03-01T09:30:00", /with an offset/],
    ["datetime", "2026-02-30 09:30:00", /with an offset/],
    ["datetime", "2026-03-01 25:00:00", /with an offset/],
    ["datetime", "9999-12-31T23:59:59-01:00", /with an offset/],
    ["datetime", 1772357400, /with an offset/],
    ["selection", "Draft", /one of "draft", "done", not "Draft"/],
    ["selection", "", /one of "draft", "done"/],
    ["selection of 30", "Draft", /one of "k1", .+"k20", \.\.\. \(30 in all; get_fields tells them\), not "Draft"/],
    ["selection", 1, /one of "draft", "done"/],
    ["many2one", [5, "Azure"], /the id of a res.partner record, not \[5,"Azure"\]/],
    ["many2one", "5", /the id of a res.partner record, not "5"/],
    ["many2one", [5], /the id/],
    ["many2one", 5.5, /the id/],
    ["many2one", 0, /the id/],
    ["many2one", -5, /the id/],
    ["many2one", 2147483648, /the id/],
    ["many2one", false, /the id/],
    ["many2one", { id: "5" }, /the id/],
    ["many2one", { name: "Azure" }, /the id/],
    ["reference", "res.users,7", /"model,id" with one of the models res.partner, not "res.users,7"/],
    ["reference", "res.partner,0", /"model,id"/],
    ["reference", "res.partner", /"model,id"/],
    ["reference", ["res.partner,7"], /"model,id"/],
    ["reference", { toString: "hostile" }, /"model,id"/],
    ["many2one_reference", "7", /the id of a record/],
    ["many2one_reference", { id: 7 }, /the id of a record/],
    ["binary", "***", /base64, .+, not "\*\*\*"/],
    ["binary", "aGVsbG8", /base64/],
    ["binary", "", /base64/],
    ["binary", { size: "5.00 Kb" }, /base64/],
    ["date", "0000-12-31", /a date/],
    ["char", "half \ud83d", /a text without half of a surrogate pair, not /],
    ["json", { a: ["\u0000"] }, /a JSON value without the character NUL, not /],
    ["json", { "\u0000": 1 }, /a JSON value without the character NUL/],
    ["properties", { a: "\udc4d" }, /without half of a surrogate pair/],
    ["json", undefined, /a JSON value, not undefined/],
  ])("of type %s is refused: %j", async (name, given, expected) => {
    expect(await write(name, given)).toEqual({ refused: [expect.stringMatching(expected)] });
  });

  it.each([false, ""])("of nothing is null: %j is refused with that word", async (given) => {
    expect(await write("date", given)).toEqual({
      refused: [`: expected a date as "2026-03-01", or null for nothing, not ${JSON.stringify(given)}`],
    });
  });

  it.each<[Name, given: unknown]>([
    ["char", "/my?access_token=[hidden]"],
    ["text", "Pay: https://x.example/my?access_token=[hidden]"],
    ["html", '<a href="/my?a=1&amp;access_token=%5Bhidden%5D">here</a>'],
    ["json", { url: ["/my?key=[hidden]"] }],
    ["properties", { a: "/my?key=[hidden]" }],
  ])("of type %s never holds what a read put in the place of a link's secret: %j", async (name, given) => {
    const why = /without "\[hidden\]", which stands for a link's secret .+leave the field out to keep it/;
    expect(await write(name, given)).toEqual({ refused: [expect.stringMatching(why)] });
  });

  it("is shown in a refusal only as far as it is short", async () => {
    const result = await write("boolean", "x".repeat(10_000));
    expect(JSON.stringify(result).length).toBeLessThan(200);
    expect(shown(undefined)).toBe("undefined");
    expect(shown(Number.POSITIVE_INFINITY)).toBe("Infinity");
  });

  it("cannot be written: the definition of properties", () => {
    expect(fieldSchema(none, field("properties_definition"))).toBeUndefined();
  });
});

describe("readRecord", () => {
  it.each<[Name, odoo: unknown, json: unknown]>([
    ["char", "Azure", "Azure"],
    ["char", "", ""],
    ["char", false, null],
    ["text", false, null],
    ["html", "<p>x</p>", "<p>x</p>"],
    ["integer", 0, 0],
    ["integer", 3000000000, 3000000000],
    ["integer", false, null],
    ["float", 0, 0],
    ["monetary", 12.5, 12.5],
    ["monetary", false, null],
    ["boolean", true, true],
    ["boolean", false, false],
    ["date", "2026-03-01", "2026-03-01"],
    ["date", false, null],
    ["date", "1-01-01", "0001-01-01"],
    ["datetime", "999-12-31 01:02:03", "0999-12-31T01:02:03Z"],
    ["datetime", "2026-03-01 09:30:00", "2026-03-01T09:30:00Z"],
    ["datetime", false, null],
    ["selection", "draft", "draft"],
    ["selection", false, null],
    ["many2one", [5, "Azure"], { id: 5, name: "Azure" }],
    ["many2one", [5, false], { id: 5, name: null }],
    ["many2one", 5, { id: 5, name: null }],
    ["many2one", false, null],
    ["many2many", [1, 2], [1, 2]],
    ["one2many", [], []],
    ["many2many", false, []],
    ["reference", "res.partner,7", "res.partner,7"],
    ["reference", false, null],
    ["many2one_reference", 7, 7],
    ["many2one_reference", 0, null],
    ["many2one_reference", false, null],
    ["binary", "5.00 Kb", { size: "5.00 Kb" }],
    ["binary", false, null],
    ["json", { a: 1 }, { a: 1 }],
    ["json", false, null],
    ["properties", [{ name: "colour", value: "red" }], [{ name: "colour", value: "red" }]],
    ["properties", false, null],
  ])("gives what a field of type %s holds as JSON: %j", (name, odoo, json) => {
    expect(readRecord(model({ x: FIELDS[name] }), { id: 1, x: odoo })).toEqual({ id: 1, x: json });
  });

  it("gives the id once, and what it does not know as it is", () => {
    const shape = model({ id: field("integer"), name: field("char") });
    expect(readRecord(shape, { id: 3, name: false, __count: 7 })).toEqual({ id: 3, name: null, __count: 7 });
  });

  const text = fc.string({ unit: "binary" }).filter((value) => !value.includes("\u0000"));
  const int4 = { min: -(2 ** 31), max: 2 ** 31 - 1 };
  const id = fc.integer({ min: 1, max: 2 ** 31 - 1 });
  const orEmpty = (values: fc.Arbitrary<unknown>) => fc.option(values, { nil: false });
  const moment = fc.date({ min: new Date("1000-01-01"), max: new Date("9999-12-31"), noInvalidDate: true });

  it.each<[Name, odoo: fc.Arbitrary<unknown>]>([
    ["char", orEmpty(text)],
    ["text", orEmpty(text)],
    ["html", orEmpty(text.map((inside) => `<p>${inside}</p>`))],
    ["integer", fc.integer(int4)],
    ["float", fc.double({ noNaN: true, noDefaultInfinity: true })],
    ["monetary", fc.double({ noNaN: true, noDefaultInfinity: true })],
    ["boolean", fc.boolean()],
    ["date", orEmpty(moment.map((time) => time.toISOString().slice(0, 10)))],
    ["datetime", orEmpty(moment.map((time) => time.toISOString().slice(0, 19).replace("T", " ")))],
    ["selection", orEmpty(fc.constantFrom("draft", "done"))],
    ["reference", orEmpty(id.map((number) => `res.partner,${number}`))],
    ["many2one_reference", orEmpty(id)],
    ["json", fc.jsonValue().filter((value) => value !== null)],
  ])("gives what can be written back as Odoo had it, for type %s", async (name, odoo) => {
    await fc.assert(
      fc.asyncProperty(odoo, async (value) => {
        const { x } = readRecord(model({ x: FIELDS[name] }), { id: 1, x: value });
        expect(await write(name, x)).toEqual({ sent: value });
      }),
    );
  });

  it("gives a many2one and a list of ids that can be written back", async () => {
    const shape = model({ partner_id: FIELDS.many2one, partner_ids: FIELDS.many2many });
    await fc.assert(
      fc.asyncProperty(id, fc.string(), fc.array(id), async (partner, name, partners) => {
        const read = readRecord(shape, { id: 1, partner_id: [partner, name], partner_ids: partners });
        expect(await write("many2one", read.partner_id)).toEqual({ sent: partner });
        expect(await write("many2many", read.partner_ids)).toEqual({
          sent: [[6, 0, partners]],
        });
      }),
    );
  });
});

describe("valuesSchema", () => {
  const values = valuesSchema(
    { name: none.char(), partner_id: none.many2one("res.partner"), note: none.text() },
    { required: ["name"], requiredUnless: { note: ["partner_id"] } },
  );

  it("sends only what was given", async () => {
    expect(await outcome(values.update, { note: null })).toEqual({ sent: { note: false } });
    expect(await outcome(values.create, { name: "A", partner_id: 5 })).toEqual({ sent: { name: "A", partner_id: 5 } });
  });

  it("needs a required field for a new record, and not for a change", async () => {
    expect(await outcome(values.create, { note: "x" })).toEqual({ refused: [expect.stringMatching(/^name: /)] });
    expect(await outcome(values.update, { note: "x" })).toEqual({ sent: { note: "x" } });
  });

  it.each<[string, Record<string, unknown>, boolean]>([
    ["itself is given", { name: "A", note: "x" }, true],
    ["the other one is given", { name: "A", partner_id: 5 }, true],
    ["neither is given", { name: "A" }, false],
    ["the other one is given as empty", { name: "A", partner_id: null }, false],
    ["itself is given as empty", { name: "A", note: null }, false],
  ])("takes a field that is needed unless another is given, when %s", async (_, given, taken) => {
    const result = await outcome(values.create, given);
    if (taken) expect(result).toHaveProperty("sent");
    else expect(result).toEqual({ refused: ["note: is required unless partner_id is given"] });
  });

  it("refuses null for a field that a new record needs, and takes it for a change", async () => {
    expect(await outcome(values.create, { name: null, note: "x" })).toEqual({
      refused: ["name: is required and cannot be null"],
    });
    expect(await outcome(values.create, { name: "A", partner_id: 5, note: null })).toEqual({
      refused: ["note: cannot be null in a new record; leave it out or give a value"],
    });
    expect(await outcome(values.update, { name: null })).toEqual({ sent: { name: false } });
  });

  it.each(["create", "update"] as const)("refuses a field it does not know (%s)", async (use) => {
    const result = await values[use].safeParseAsync({ name: "A", note: "x", nme: "B" });
    expect(result.error?.issues).toEqual([expect.objectContaining({ code: "unrecognized_keys", keys: ["nme"] })]);
  });

  it("refuses a change of nothing, which Odoo would answer with true", async () => {
    expect(await outcome(values.update, {})).toEqual({ refused: [": expected at least one field to change"] });
  });
});

describe("a field whose name every object has", () => {
  const named = valuesSchema({ name: none.char(), constructor: none.integer() }, { required: ["name"] });

  it("is no value where it is not given", async () => {
    expect(await outcome(named.create, ownKeys({ name: "A" }))).toEqual({ sent: { name: "A" } });
    expect(await outcome(named.create, ownKeys({ name: "A", constructor: 5 }))).toEqual({
      sent: { name: "A", constructor: 5 },
    });
  });
});

describe("modelValues", () => {
  const values = modelValues(
    model({
      name: field("char", { required: true }),
      total: field("monetary", { readonly: true }),
      invoice_id: { ...FIELDS.many2one, readonly: true, needed: { reason: "onchange" } },
      props: field("properties"),
    }),
    none,
  );

  it("takes what is not readonly, and what is needed though it is", async () => {
    expect(await outcome(values.update, { name: "A", invoice_id: 5 })).toEqual({ sent: { name: "A", invoice_id: 5 } });
  });

  it("refuses a readonly field, which Odoo would store or lose in silence", async () => {
    expect(await outcome(values.update, { total: 5 })).toHaveProperty("refused");
  });

  it("takes properties for a record that exists alone: elsewhere Odoo would replace them all", async () => {
    const given = { props: { colour: "red" } };
    expect(await outcome(values.update, given)).toEqual({ sent: given });
    for (const schema of [values.create, values.createLine(undefined), values.updateLine]) {
      expect(await outcome(schema, given)).toHaveProperty("refused");
    }
    expect(await outcome(values.update, { props: [1] })).toHaveProperty("refused");
  });

  it("leaves it to Odoo to say what a new record lacks", async () => {
    expect(await outcome(values.create, {})).toEqual({ sent: {} });
  });

  it("refuses null for what is required, in a new record only", async () => {
    expect(await outcome(values.create, { name: null })).toEqual({
      refused: ["name: cannot be null in a new record; leave it out or give a value"],
    });
    expect(await outcome(values.update, { name: null })).toEqual({ sent: { name: false } });
  });
});
