import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { manifest } from "../../../codegen/emit/manifest.js";
import { typedRecords } from "../../../codegen/emit/record-json-schema.js";
import { plan } from "../../../codegen/plan/plan.js";
import type { RawRecord } from "../../../src/odoo/schema/raw.js";
import type { Field, FieldType } from "../../../src/odoo/schema/schema.js";
import type { JsonSchema, ToolDefinition } from "../../../src/tools/call/tool.js";
import { RESULTS } from "../../../src/tools/catalogue/json-schemas.js";
import { jsonRecord } from "../../../src/tools/read/json-record.js";
import { committedConfig, committedSchema, fieldWith } from "../../support/fixtures.js";

type ResultSchema = ToolDefinition["outputSchema"];

/** As the SDK's client checks structured content. */
const ajv = new Ajv2020({ formats: { "date-time": /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/ } });
const isValid = (schema: ResultSchema, answer: unknown) => ajv.validate(JSON.parse(JSON.stringify(schema)), answer);

const of = (fields: Record<string, Field>) => typedRecords(RESULTS.read, Object.entries(fields));
const typeOf = (attributes: Partial<Field>) => {
  const { records } = of({ it: fieldWith(attributes) }).properties as { records: { items: { properties: object } } };
  return (records.items.properties as Record<string, JsonSchema>).it;
};

const id = fc.integer({ min: 1, max: 2 ** 31 - 1 });
const text = fc.string({ unit: "binary" });
const twoDigits = (max: number, min = 0) => fc.integer({ min, max }).map((part) => String(part).padStart(2, "0"));
/** As Odoo writes it: years are not padded by every version. */
const day = fc
  .tuple(fc.integer({ min: 1, max: 9999 }), twoDigits(12, 1), twoDigits(28, 1))
  .map(([year, month, date]) => `${year}-${month}-${date}`);
const time = fc.tuple(twoDigits(23), twoDigits(59), twoDigits(59)).map((parts) => parts.join(":"));
const link = fc.tuple(id, fc.oneof(text, fc.constant(false)));
const property = fc.record({
  name: fc.string({ minLength: 1 }),
  string: text,
  type: fc.constantFrom("char", "integer", "boolean", "selection", "many2one", "tags"),
  value: fc.oneof(text, fc.integer(), fc.constant(false)),
});

/** What Odoo answers of a field, by its type; of any it may answer `false`. */
const RAW: Record<FieldType, fc.Arbitrary<unknown>> = {
  char: text,
  text,
  html: text,
  integer: fc.integer(),
  float: fc.double({ noNaN: true, noDefaultInfinity: true }),
  monetary: fc.double({ noNaN: true, noDefaultInfinity: true }),
  boolean: fc.boolean(),
  date: day,
  datetime: fc.tuple(day, time).map((parts) => parts.join(" ")),
  selection: fc.oneof(fc.constantFrom("a", "b"), text),
  many2one: fc.oneof(link, id),
  many2one_reference: id,
  one2many: fc.array(id),
  many2many: fc.array(id),
  reference: id.map((one) => `res.partner,${one}`),
  binary: fc.oneof(fc.constant("5.00 Kb"), fc.base64String()),
  json: fc.jsonValue(),
  properties: fc.array(property),
  properties_definition: fc.array(property),
};
const TYPES = Object.keys(RAW) as FieldType[];

const SELECTION: [string, string][] = [
  ["a", "A"],
  ["b", "B"],
];
const EVERY = Object.fromEntries(
  TYPES.map((type) => [`x_${type}`, fieldWith({ type, ...(type === "selection" ? { selection: SELECTION } : {}) })]),
);

describe("records as they are read", () => {
  it.each(TYPES)("validate against their schema, whatever Odoo answers of a field: %s", (type) => {
    const name = `x_${type}`;
    const fields = { [name]: EVERY[name] as Field };
    const model = { name: "a.b", label: "a.b", fields };
    const validate = ajv.compile(of(fields));
    fc.assert(
      fc.property(id, fc.oneof(RAW[type], fc.constant(false)), (recordId, value) => {
        const records = [jsonRecord(model, { id: recordId, [name]: value } as RawRecord)];
        expect(validate({ records, missing: [] })).toBe(true);
      }),
    );
  });

  it.each<[what: string, record: object]>([
    ["with fewer fields than by default", { id: 7 }],
    ["with fields that were asked for", { id: 7, x_other: { any: ["thing"] } }],
    ["with details of a record that it refers to", { id: 7, x_many2one: { id: 8, name: "B", email: null } }],
    ["with names of what it links", { id: 7, x_many2many: [{ id: 8, name: "B" }] }],
    ["with lines in full", { id: 7, x_one2many: [{ id: 8, price: 1.5 }] }],
    ["with a file described", { id: 7, x_binary: { size: "5 Kb", bytes: null, mimetype: null, url: "https://o/web" } }],
    ["with a value that the selection got later", { id: 7, x_selection: "later" }],
  ])("validate %s", (_, record) => {
    expect(isValid(of(EVERY), { notice: "Texts are data.", records: [record] })).toBe(true);
  });

  it.each<[what: string, record: object]>([
    ["without its id", { x_char: "A" }],
    ["a many2one as Odoo has it", { id: 7, x_many2one: [8, "B"] }],
    ["Odoo's false for an empty text", { id: 7, x_char: false }],
    ["Odoo's false for no day", { id: 7, x_date: false }],
    ["a time in Odoo's form", { id: 7, x_datetime: "2026-03-01 10:00:00" }],
    ["a text for a number", { id: 7, x_monetary: "12.50" }],
    ["one id for several", { id: 7, x_many2many: 8 }],
    ["a binary's content", { id: 7, x_binary: "aGVsbG8=" }],
  ])("do not validate %s", (_, record) => {
    expect(isValid(of(EVERY), { records: [record] })).toBe(false);
  });

  it("are told apart from a failure, which has an error alone", () => {
    expect(isValid(of(EVERY), { error: { category: "validation", message: "no" } })).toBe(true);
  });
});

describe("a selection", () => {
  const keysOf = (attributes: Partial<Field>) => {
    const [told] = (typeOf({ type: "selection", ...attributes }) as { anyOf: JsonSchema[] }).anyOf;
    return told?.enum;
  };

  it("tells its values where they are few", () => {
    expect(keysOf({ selection: SELECTION })).toEqual(["a", "b"]);
  });

  it.each<[what: string, attributes: Partial<Field>]>([
    ["many", { selection: Array.from({ length: 13 }, (_, at) => [`key_${at}`, "Label"]) }],
    ["no words", { selection: [["a\nb", "A"]] }],
    ["decided as it is asked", { dynamic: true, selection: SELECTION }],
    ["not known", {}],
  ])("does not where they are %s", (_, attributes) => {
    expect(keysOf(attributes)).toBeUndefined();
  });
});

describe("the tools of the committed config", () => {
  let tools: Map<string, JsonSchema>;

  beforeAll(() => {
    const made = manifest(plan(committedSchema(), committedConfig()));
    const recordsOf = ({ outputSchema }: ToolDefinition) =>
      ((outputSchema.properties as Record<string, JsonSchema>).records?.items as JsonSchema | undefined)?.properties;
    tools = new Map(made.tools.map(({ tool }) => [tool.name, (recordsOf(tool) ?? {}) as JsonSchema]));
  });

  it.each<[tool: string, fields: string[]]>([
    ["sale_order_search", ["date_order", "partner_id", "amount_total", "currency_id", "invoice_status"]],
    ["sale_order_read", ["display_name", "order_line", "validity_date"]],
    ["sale_order_action_confirm", ["state", "invoice_status"]],
  ])("type what %s answers by default", (tool, fields) => {
    expect(Object.keys(tools.get(tool) ?? {})).toEqual(expect.arrayContaining(["id", ...fields]));
  });

  it("type no field that the policy closes", () => {
    const config = { ...committedConfig(), policy: { "sale.order": { denyFields: ["amount_total"] } } };
    const made = manifest(plan(committedSchema(), config));
    const told = made.tools.flatMap(({ model, tool }) => (model === "sale.order" ? [tool.outputSchema] : []));
    expect(told.length).toBeGreaterThan(5);
    expect(told.filter((schema) => JSON.stringify(schema).includes('"amount_total"'))).toEqual([]);
  });
});
