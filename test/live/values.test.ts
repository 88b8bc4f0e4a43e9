import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Client, createClient } from "../../src/odoo/client.js";
import { connect } from "../../src/odoo/connection/connect.js";
import { readSettings } from "../../src/odoo/connection/settings.js";
import { OdooError } from "../../src/odoo/errors/errors.js";
import { isId } from "../../src/odoo/notation/checks.js";
import { type FieldType, fieldOf } from "../../src/odoo/schema/schema.js";
import { closeConnections } from "../../src/odoo/wires/http.js";
import { OPERATIONS } from "../../src/tools/policy/effects.js";
import type { Json } from "../support/mcp.js";
import { askingOnce, type Generated, generateFrom, openTools, type Tools, writesAmong } from "./in-process.js";
import { describeEachOdoo, itIf, ownWireOf, wiresOf } from "./odoos.js";
import { createRoundTripModel, deleteRoundTripModel, KEYS, ROUND_TRIP } from "./round-trip-model.js";

// Round trips of values of every type: what was written is read, what is read can be written, and then it stays. Or it
// is refused, with the field's name. Never does a value change in silence, but for the changes that CHANGES names.

const SEED = Number(process.env.FC_SEED ?? 20_261_122);
const RUNS = 30;
const OPTIONS = { seed: SEED, numRuns: RUNS };
/** Records that any values are written to in one call. */
const AT_ONCE = 5;

/** Records that relations and references can lead to. */
interface Others {
  partners: readonly [id: number, name: string][];
  tags: readonly number[];
}

const TAG_NAMES = ["round trip a", "round trip b", "round trip c"];

/** What Odoo, or its storage, makes of a value that it takes. Every type that is left out is read as it was written. */
const CHANGES: Partial<Record<FieldType, { why: string; read(given: unknown, others: Others): unknown }>> = {
  integer: { why: "-0 is 0", read: (given) => Number(given) + 0 },
  float: { why: "-0 is 0", read: (given) => Number(given) + 0 },
  monetary: { why: "rounded to the decimals of its currency, half away from zero", read: toCents },
  datetime: { why: "in UTC, cut to whole seconds", read: toUtc },
  many2one: { why: "read with its name", read: withName },
  many2many: {
    why: "in the other model's own order, each once, with its name",
    read: (given, { tags }) =>
      [...new Set(ids(given))].sort((a, b) => a - b).map((id) => ({ id, name: TAG_NAMES[tags.indexOf(id)] })),
  },
  json: { why: "what Python finds false is empty", read: (given) => (isFalsy(given) ? null : given) },
  // The table below says what exactly; what is read can be written back and stays.
  html: { why: "sanitised, and plain text made a paragraph", read: () => expect.toSatisfy(isTextOrNull) },
};

const isTextOrNull = (read: unknown) => read === null || typeof read === "string";
const isFalsy = (given: unknown) =>
  !given || (typeof given === "object" && given !== null && Object.keys(given).length === 0);
const ids = (given: unknown) => given as number[];

function toCents(given: unknown): number {
  const amount = Number(given);
  // Decimal digits and not a multiplication, which would itself round.
  const cents = Number(`${Math.abs(amount).toFixed(9)}e2`);
  return Math.sign(amount) * Number(`${Math.round(cents)}e-2`) + 0;
}

function toUtc(given: unknown): unknown {
  if (given === null) return null;
  const text = String(given);
  const time = new Date(/[Z+-]\S*$/.test(text.slice(10)) ? text : `${text.replace(" ", "T")}Z`);
  return `${time.toISOString().slice(0, 19)}Z`;
}

function withName(given: unknown, { partners }: Others): unknown {
  if (given === null) return null;
  const id = typeof given === "object" ? (given as { id: number }).id : given;
  return { id, name: new Map(partners).get(id as number) ?? expect.any(String) };
}

/** A value that is taken, and what is read then: as `CHANGES` says for its type, or as given here. */
interface Taken {
  given: unknown;
  read?: unknown;
  /** Over XML-RPC it is refused with this reason, for XML has no way to write it. */
  overXml?: RegExp;
}

const each = (...given: unknown[]): Taken[] => given.map((value) => ({ given: value }));
const changed = (...pairs: [given: unknown, read: unknown][]): Taken[] =>
  pairs.map(([given, read]) => ({ given, read }));
const refusedOverXml =
  (overXml: RegExp) =>
  (...given: unknown[]): Taken[] =>
    given.map((value) => ({ given: value, overXml }));
const notInXml = refusedOverXml(/^x_\w+(\.\w+)*: XML-RPC cannot carry control characters/);
const notExactInXml = refusedOverXml(/^x_\w+(\.\w+)*: XML-RPC cannot carry numbers of 2\^53 and more/);
const noNullInXml = refusedOverXml(/^x_json(\.\w+)*: XML-RPC cannot carry null inside a value/);

const TEXTS = [
  ...each(null, "", "x", " ", "\n", "  spaces around  ", "\ttabs\tand\nlines\n", "a\r\nb\rc"),
  ...each(
    "Zoë Ünïcode 東京 עברית ไทย",
    "e\u0301 is not é",
    "👍🏽 👨‍👩‍👧‍👦 🏳️‍🌈",
    "\u{10ffff}\u{1fffe}",
    "\u2028\u2029\u00a0\ufeff\u200b\u202e",
  ),
  ...each(
    "<p>\r\n</p>",
    "a\r\n&\r",
    "<b>&amp;</b>",
    "]]>",
    "<![CDATA[ ]]> & <",
    "&lt;&#65;&amp;amp;",
    "\u007f\u0085\u009f",
  ),
  ...each("%s %(name)s {x} \\n \\u0041", "'; drop table x; --", "false", "None", "0", "null", "long ".repeat(20_000)),
  ...notInXml("\u0001\u0008", "\u000b\u000c", "bell \u0007 and escape \u001b[31m", "\u001f", "\ufffe\uffff"),
];

/** Of fields that a user adds. */
const hasJson = (series: string) => Number(series) >= 17;

/** By field, in turn: each is written over the one before it. */
const taken = ({ partners, tags }: Others, own: number, series: string): Record<string, Taken[]> => {
  const [[first, name] = [0, ""], [second] = [0]] = partners;
  const [a = 0, b = 0, c = 0] = tags;
  return {
    x_name: TEXTS,
    x_text: TEXTS,
    x_sized: each("12345678", "👍".repeat(8), "é", "", null),
    x_html: [
      ...each(
        null,
        "",
        "<p>a paragraph</p>",
        "<p></p>",
        "<p>a</p>\n",
        "<ul><li>é 東京 👍</li></ul>",
        "<p>&lt;b&gt; &amp;</p>",
      ),
      ...each('<p><a href="https://example.com/?a=1&amp;b=2" target="_blank">link</a></p>'),
      ...changed(["plain", "<p>plain</p>"], ["👍", "<p>👍</p>"], ["a & b < c", "<p>a &amp; b &lt; c</p>"], [" ", ""]),
      ...changed(
        ['Steps:\n1. a<b\r\n2. R&D\n\nIt\'s "so"', `<p>Steps:<br>1. a&lt;b<br>2. R&amp;D</p><p>It's "so"</p>`],
        ["Joe <joe@example.com>", "<p>Joe &lt;joe@example.com&gt;</p>"],
        ["Dear <name>, <3", "<p>Dear &lt;name&gt;, &lt;3</p>"],
        ["a &lt; b", "<p>a &lt; b</p>"],
      ),
      ...changed(["<p>x</p><script>alert(1)</script>", "<p>x</p>"], ["<!-- hidden --><p>x</p>", "<p>x</p>"]),
      ...changed(['<p onclick="alert(1)">x</p>', "<p>x</p>"], ["<p>unclosed", "<p>unclosed</p>"]),
      { given: "<p>a\u0001b</p>", read: "<p>ab</p>", overXml: /XML-RPC cannot carry control characters/ },
    ],
    x_integer: each(1, 0, -0, -1, 2 ** 31 - 1, -(2 ** 31), 1_000_000),
    x_float: [
      ...each(1.5, 0, -0, 0.1, -0.1, 1 / 3, 0.1 + 0.2, 2 ** 31, -(2 ** 31) - 1, 2 ** 53 - 1, 1e-7, 5e-324, 1.25e-300),
      ...notExactInXml(2 ** 53, 2 ** 53 + 2, -(2 ** 60), 1e21, Number.MAX_VALUE, -Number.MAX_VALUE),
    ],
    x_monetary: each(
      1.5,
      0,
      -0,
      0.01,
      -0.01,
      0.004,
      -0.004,
      0.006,
      19.99,
      1.005,
      2.675,
      -1.005,
      1234567890.12,
      99999999999.99,
    ),
    x_boolean: each(true, false, true),
    x_date: each(
      null,
      "2026-03-29",
      "2024-02-29",
      "1970-01-01",
      "1900-02-28",
      "1582-10-15",
      "1000-01-01",
      "0999-12-31",
      "0001-01-01",
      "9999-12-31",
    ),
    x_datetime: [
      ...each(
        null,
        "2026-03-01T09:30:00Z",
        "2026-03-01 09:30:00",
        "2026-03-01T00:00:00+14:00",
        "2026-03-01T09:30:00+23:59",
      ),
      // Where the clocks of the user (Europe/Brussels) and of others are changed: hours that are not, or are twice.
      ...each("2026-03-29T00:59:59Z", "2026-03-29T01:00:00Z", "2026-03-29T02:30:00+01:00", "2026-03-08T02:30:00-05:00"),
      ...each(
        "2026-10-25T02:30:00+02:00",
        "2026-10-25T02:30:00+01:00",
        "2026-11-01T01:30:00-04:00",
        "2026-11-01 05:30:00",
      ),
      ...each("1969-12-31T23:59:59Z", "1900-01-01T00:00:00Z", "1000-01-01T00:00:00Z", "9999-12-31T23:59:59Z"),
      ...each("0001-01-01T00:00:00Z", "0099-12-31T23:59:59+01:00"),
      ...each("2024-02-29T23:59:59.999Z", "2024-02-29T23:59:59.000001-00:01", "2038-01-19T03:14:08Z"),
    ],
    x_selection: each(...KEYS, null),
    x_partner_id: [
      ...each(first, second, null, { id: first, name: "of no matter" }, { id: second }),
      { given: { id: first, name }, read: { id: first, name } },
    ],
    x_tag_ids: each([], [a], [a, b, c], [c, b, a], [b, b], []),
    x_reference: each(`res.partner,${first}`, null, `${ROUND_TRIP},${own}`, `res.partner,${second}`),
    ...(!hasJson(series)
      ? {}
      : {
          x_json: [
            ...each({ a: [1, "é 👍", 1.5, true, { "": [] }] }, [1, [2, [3]]], "text", 1.5, -7, true, 2 ** 31 - 1, null),
            ...each({}, [], "", 0, false, { zero: 0, no: false, none: {} }),
            ...each(2 ** 31, { n: -(2 ** 40) }, 2 ** 53 - 1, JSON.parse('{"__proto__": 1, "constructor": 2}'), {
              id: 5,
            }),
            ...notExactInXml(2 ** 53, 1e21),
            ...noNullInXml({ a: null }, [null], { a: [{ b: null }] }),
            ...notInXml("\u0001", { "\u0002": 1 }),
          ],
        }),
  };
};

/** By field: each is refused before Odoo is asked. */
const REFUSED: Readonly<Record<string, readonly unknown[]>> = {
  x_name: ["nul \u0000", "half \ud83d", "\udc4d", 5, true, ["x"], { a: "x" }],
  x_text: ["\u0000", 0, false],
  x_html: ["<p>\u0000</p>", 1],
  x_sized: ["123456789", "👍".repeat(9)],
  x_integer: [null, 2 ** 31, -(2 ** 31) - 1, 2 ** 53, 1e21, 1.5, "5.5", "five", true, Number.NaN],
  x_float: [null, "1,5", true, Number.NaN, Number.POSITIVE_INFINITY],
  x_monetary: [null, "", "1,50", [1]],
  x_boolean: [null, "no", "False", 0, 1],
  x_date: [
    "",
    "2025-02-29",
    "2026-3-1",
    "01/03/2026",
    "2026-03-01T00:00:00Z",
    "10000-01-01",
    "-0001-01-01",
    "0000-12-31",
    20260301,
  ],
  x_datetime: [
    "",
    "2026-03-01",
    "2026-03-01T09:30:00",
    "2026-03-01 24:00:00",
    "2026-02-30T00:00:00Z",
    "9999-12-31T23:59:59-01:00",
    "0000-12-31T23:59:59Z",
    "0001-01-01T00:00:00+01:00",
    0,
  ],
  x_selection: ["", "Draft", "DRAFT", "Option draft", 1, true],
  x_partner_id: [0, -1, 1.5, 2 ** 31, "1", "Azure", [1, "x"], [1], { name: "x" }, false, true],
  x_tag_ids: [[0], ["1"], 1, "1", [[9, 0, [1]]], { add: [1] }, { link: [1.5] }, { create: [{ nickname: "x" }] }],
  x_child_ids: [{ create: [{ x_integer: "five" }] }, { update: [{ x_integer: 5 }] }, { create: [{ x_nothing: 1 }] }],
  x_reference: [
    "res.partner",
    "res.partner,0",
    "res.partner,-1",
    "res.partner,1.5",
    "res.users,1",
    ",1",
    1,
    ["res.partner", 1],
  ],
  x_binary: ["", "***", "AA", "aGVs bG8=", "_-8=", 5, { size: "5.00 bytes" }],
  // Odoo's own, and what the model does not have.
  create_date: ["2026-03-01T09:30:00Z"],
  display_name: ["x"],
  id: [5],
  x_nothing: [1],
};

/** The last one holds every byte. */
const FILES = [
  "aGVsbG8=",
  "AA==",
  "//79",
  Buffer.from(Array.from({ length: 2048 }, (_, n) => n % 256)).toString("base64"),
];

/** What a project defines for its tasks. */
const PROPERTIES = [
  { name: "char_", string: "A text", type: "char" },
  { name: "text_", string: "A long text", type: "text" },
  { name: "boolean_", string: "Yes or no", type: "boolean" },
  { name: "integer_", string: "A count", type: "integer" },
  { name: "float_", string: "A number", type: "float" },
  { name: "date_", string: "A day", type: "date" },
  { name: "datetime_", string: "A time", type: "datetime" },
  {
    name: "selection_",
    string: "A choice",
    type: "selection",
    selection: [
      ["a", "A"],
      ["b", 'B "b"'],
    ],
  },
  {
    name: "tags_",
    string: "Some tags",
    type: "tags",
    tags: [
      ["x", "X", 1],
      ["y", "Y", 2],
    ],
  },
  { name: "many2one_", string: "A contact", type: "many2one", comodel: "res.partner" },
  { name: "many2many_", string: "Contacts", type: "many2many", comodel: "res.partner" },
];

/** Long texts are properties from 18 on. */
const isProperty = (series: string, name: string) => name !== "text_" || Number(series) >= 18;

/** What a property is read as that was never set, where another one was. */
const EMPTY: Json = { boolean: false, many2many: [] };

/** In turn: each is written over what the ones before it left. */
const propertyValues = (
  partner: number,
  name: string,
  series: string,
): [property: string, given: unknown, read?: unknown][] => [
  ["char_", "é 東京 👍 <b>&amp;</b>"],
  ["text_", "two\nlines"],
  ["boolean_", true],
  ["integer_", 7],
  ["integer_", -(2 ** 31)],
  ["float_", 0.1],
  ["date_", "2026-03-29"],
  ["datetime_", "2026-03-29T02:30:00+01:00", "2026-03-29T01:30:00Z"],
  ["selection_", "b"],
  ["tags_", ["y", "x"]],
  ["many2one_", partner, { id: partner, name }],
  ["many2many_", [partner]],
  ["boolean_", false],
  // Up to 17 an empty text or list is none.
  ["char_", "", Number(series) >= 18 ? "" : null],
  ["float_", 0],
  ["integer_", 0],
  ["float_", 2.5],
  ["integer_", 5],
  ["float_", null],
  ["integer_", null],
  ["float_", 0],
  ["float_", null],
  ["integer_", 0],
  ["integer_", null],
  ["tags_", [], Number(series) >= 18 ? [] : null],
  ["many2many_", []],
  ["tags_", null],
  ["char_", null],
  ["date_", null],
  ["datetime_", null],
  ["selection_", null],
  ["many2one_", null],
];

const WRONG_PROPERTIES: readonly [property: string, given: unknown][] = [
  ["char_", 5],
  ["boolean_", "false"],
  ["boolean_", null],
  ["integer_", 1.5],
  ["float_", "1.5"],
  ["date_", "2025-02-29"],
  ["datetime_", "2026-03-01"],
  ["selection_", "c"],
  ["tags_", ["z"]],
  ["many2one_", "Azure"],
  ["many2many_", ["1"]],
  ["char_", "nul \u0000"],
  ["text_", "half \ud83d"],
  ["integer_", 2 ** 31],
  ["nothing_", 1],
];

/** Values of every field but html and relations to many, as a client may make them up. */
function anyValues({ partners, tags }: Others, wire: string, series: string) {
  const xml = wire === "xmlrpc";
  const taken = (text: string) => !text.includes("\u0000") && !(xml && NOT_IN_XML.test(text));
  const text = fc.string({ unit: "binary", maxLength: 40 }).filter(taken);
  const day = fc.date({
    min: new Date("1000-01-02T00:00:00Z"),
    max: new Date("9999-12-30T00:00:00Z"),
    noInvalidDate: true,
  });
  const offset = fc.integer({ min: -14 * 60 + 1, max: 14 * 60 - 1 }).map((minutes) => {
    const [hours, rest] = [Math.trunc(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
    return `${minutes < 0 ? "-" : "+"}${String(hours).padStart(2, "0")}:${String(rest).padStart(2, "0")}`;
  });
  const partner = fc.constantFrom(...partners.map(([id]) => id));
  const double = fc.double({ noNaN: true, noDefaultInfinity: true });
  const fields: Record<string, fc.Arbitrary<unknown>> = {
    x_name: fc.option(text),
    x_text: fc.option(text),
    x_sized: fc.option(text.map((given) => [...given].slice(0, 8).join(""))),
    x_html: fc.option(html(taken)),
    x_integer: fc.integer(),
    x_float: xml ? double.filter((given) => !Number.isInteger(given) || Number.isSafeInteger(given)) : double,
    // More cents than these are not exact in a float, and Odoo's own rounding then is none.
    x_monetary: fc.integer({ min: -1e13, max: 1e13 }).map((thousandths) => thousandths / 1000),
    x_boolean: fc.boolean(),
    x_date: fc.option(day.map((date) => date.toISOString().slice(0, 10))),
    x_datetime: fc.option(
      fc.tuple(day, fc.oneof(fc.constant("Z"), offset)).map(([date, at]) => date.toISOString().replace("Z", at)),
    ),
    x_selection: fc.option(fc.constantFrom(...KEYS)),
    x_partner_id: fc.option(fc.oneof(partner, fc.record({ id: partner, name: text }))),
    x_tag_ids: fc.shuffledSubarray([...tags]),
    x_reference: fc.option(partner.map((id) => `res.partner,${id}`)),
    ...(!hasJson(series) ? {} : { x_json: xml ? fc.constant({ a: [1] }) : json }),
  };
  return fc.record(fields, { requiredKeys: [] }).filter((values) => Object.keys(values).length > 0);
}

const json = fc
  .jsonValue()
  // -0 is 0 in JSON as it is sent.
  .map((given) => JSON.parse(JSON.stringify(given)) as unknown)
  .filter((given) => !holdsNul(given));

const isJson = (given: unknown) => typeof given !== "number" || Number.isFinite(given);
const holdsNul = (given: unknown) => JSON.stringify(given).includes("\\u0000");

/** Behind a paragraph: Odoo 14 takes a div around all away, and makes a paragraph of the text only the next time. */
const html = (taken: (text: string) => boolean) => {
  const text = fc.string({ unit: "grapheme", maxLength: 12 }).filter(taken);
  const tag = fc.constantFrom("p", "b", "div", "ul", "h1", "span", "script", "a", "table");
  const element = fc
    .tuple(tag, text, fc.boolean())
    .map(([name, inside, closed]) => `<${name}>${inside}${closed ? `</${name}>` : ""}`);
  return fc.array(fc.oneof(text, element), { maxLength: 5 }).map((pieces) => `<p>x</p>${pieces.join("")}`);
};

/** False for lines that change nothing, ids of tags that may or may not exist, amounts that lose digits. */
function isPredictable(name: string, given: unknown): boolean {
  if (name === "x_tag_ids") return Array.isArray(given) ? !given.some(isId) : JSON.stringify(given) !== "{}";
  return name !== "x_monetary" || typeof given !== "number" || Math.abs(given) < 1e11;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters XML 1.0 does not allow
const NOT_IN_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;

/** The error of a call that must fail. */
async function refusal(call: Promise<unknown>): Promise<OdooError> {
  const thrown = await call.then(
    (done) => new Error(`It was not refused: ${JSON.stringify(done)}`),
    (error: unknown) => error,
  );
  if (thrown instanceof OdooError) return thrown;
  throw thrown;
}

describeEachOdoo("values", (instance) => {
  const { series, admin } = instance;
  const wires = wiresOf(instance);
  let administrator: Client;
  let generated: Generated;
  let others: Others;
  let project: number;
  const made: [model: string, ids: number[]][] = [];
  const properties = PROPERTIES.filter(({ name }) => isProperty(series, name));

  beforeAll(async () => {
    console.log(`Odoo ${series}: FC_SEED=${SEED}, ${RUNS} runs a property`);
    administrator = createClient(await connect(readSettings({ ...admin, ODOO_WIRE: "jsonrpc" })));
    await createRoundTripModel(administrator);
    const models = { [ROUND_TRIP]: {}, "res.partner": {}, "ir.model.data": { operations: OPERATIONS } };
    // Its texts are longer than what a person is asked about.
    const policy = { [ROUND_TRIP]: { confirm: [], confirmAbove: 100 } };
    generated = await generateFrom(administrator, JSON.stringify({ models, operations: OPERATIONS, policy }));
    const names = ["Round Trip First", "Round Trip Second & Söhne"];
    const make = async (model: string, names: readonly string[]) => {
      const ids = await administrator.create(
        model,
        names.map((name) => ({ name })),
      );
      made.push([model, ids]);
      return ids;
    };
    const partners = await make("res.partner", names);
    const tags = await make("res.partner.category", TAG_NAMES);
    if (Number(series) >= 16) {
      const values = { name: "Round trip", task_properties_definition: properties };
      const created = await administrator.create("project.project", [values]);
      made.unshift(["project.project", created]);
      project = created[0] ?? 0;
    }
    others = { partners: partners.map((id, index) => [id, names[index] ?? ""]), tags };
  });
  afterAll(async () => {
    await deleteRoundTripModel(administrator);
    for (const [model, ids] of made) await administrator.unlink(model, ids);
    await generated?.remove();
    await closeConnections();
  });

  const over = askingOnce();
  const open = new Map<string, Promise<Tools>>();
  const toolsBy = (ODOO_WIRE: string): Promise<Tools> => {
    const tools = open.get(ODOO_WIRE) ?? openTools(generated.folder, { ...admin, ODOO_WIRE }, { over });
    open.set(ODOO_WIRE, tools);
    return tools;
  };

  /** Values on their way to Odoo and back, with the tools of one wire. */
  type Trips = ReturnType<typeof tripsBy>;

  function tripsBy(tools: () => Tools) {
    const create = async (values: Json) => (await tools().call(`${ROUND_TRIP}_create`, { values })).id as number;
    const update = (id: number, values: Json) => tools().call(`${ROUND_TRIP}_update`, { ids: [id], values });
    const remove = (ids: readonly number[]) => tools().call(`${ROUND_TRIP}_delete`, { ids });
    const read = async (id: number, fields: readonly string[]): Promise<Json> => {
      const { records } = await tools().call(`${ROUND_TRIP}_read`, { ids: [id], fields });
      const { id: _, ...values } = (records as Json[])[0] ?? {};
      return values;
    };

    /** What is to be read after `values` were written. */
    async function expected(values: Json): Promise<Json> {
      const model = await tools().model(ROUND_TRIP);
      const pairs = Object.entries(values).map(([name, given]) => {
        const change = CHANGES[fieldOf(model, name)?.type ?? "char"];
        return [name, change ? change.read(given, others) : given];
      });
      return Object.fromEntries(pairs);
    }

    /** Reads, writes back what was read, and reads again. Answers what was read of `fields`: an amount brings its currency. */
    async function stays(id: number, fields: readonly string[]): Promise<Json> {
      const first = await read(id, fields);
      await update(id, first);
      expect(await read(id, fields)).toEqual(first);
      return Object.fromEntries(fields.map((name) => [name, first[name]]));
    }

    /** New lines of a record, all made in one call. */
    async function makeLines(id: number, rows: readonly Json[]): Promise<number[]> {
      await update(id, { x_child_ids: { create: rows.map((row) => ({ x_currency_id: 1, ...row })) } });
      return (await read(id, ["x_child_ids"])).x_child_ids as number[];
    }

    const writeLines = (id: number, lines: readonly number[], rows: readonly Json[]) =>
      update(id, { x_child_ids: { update: rows.map((row, at) => ({ ...row, id: lines[at] })) } });

    /** As `stays`, of lines: answers what was read of the fields of each row. */
    async function linesStay(id: number, ids: readonly number[], rows: readonly Json[]): Promise<Json[]> {
      const fields = [...new Set(rows.flatMap((row) => Object.keys(row)))];
      const held = async () => (await tools().call(`${ROUND_TRIP}_read`, { ids, fields })).records as Json[];
      const first = await held();
      await writeLines(id, ids, first);
      expect(await held()).toEqual(first);
      return rows.map((row, at) => Object.fromEntries(Object.keys(row).map((name) => [name, first[at]?.[name]])));
    }

    /** Deletes all lines of a record. */
    async function deleteLines(id: number, ids: readonly number[]): Promise<void> {
      await update(id, { x_child_ids: { delete: ids } });
      expect(await read(id, ["x_child_ids"])).toEqual({ x_child_ids: [] });
    }
    return { create, update, remove, read, expected, stays, makeLines, writeLines, linesStay, deleteLines };
  }

  // What becomes of a value is decided above the wires. So each case goes by itself over one of them, and over the others all go at once.
  describe.each(wires)("over %s", (wire) => {
    const isOwn = wire === ownWireOf(instance);
    const itOwn = itIf(isOwn);
    const itOther = itIf(!isOwn);
    let tools: Tools;
    let record: number;

    const { create, update, remove, read, expected, stays, ...ofLines } = tripsBy(() => tools);
    const { makeLines, linesStay, deleteLines } = ofLines;

    beforeAll(async () => {
      tools = await toolsBy(wire);
      // Amounts are rounded to the decimals of their currency, and not at all without one.
      record = await create({ x_name: "round trip", x_currency_id: 1 });
    });
    afterAll(async () => {
      await remove([record]);
    });

    /** Values of all fields of the tables, and what is read of them. */
    async function rows(): Promise<{ values: Json; read: Json }[]> {
      const table = Object.entries(taken(others, record, series)).map(([name, cases]): [string, Taken[]] => [
        name,
        cases.filter(({ overXml }) => wire !== "xmlrpc" || !overXml),
      ]);
      const longest = Math.max(...table.map(([, cases]) => cases.length));
      return Promise.all(
        Array.from({ length: longest }, async (_, turn) => {
          const row = table.flatMap(([name, cases]) => cases.slice(turn, turn + 1).map((one) => ({ name, ...one })));
          const values = Object.fromEntries(row.map(({ name, given }) => [name, given]));
          const own = Object.fromEntries(row.flatMap((one) => ("read" in one ? [[one.name, one.read]] : [])));
          return { values, read: { ...(await expected(values)), ...own } };
        }),
      );
    }

    itOwn("keeps every value of the tables, written with others and written back", async () => {
      for (const { values, read } of await rows()) {
        await update(record, values);
        expect(await stays(record, Object.keys(values))).toEqual(read);
      }
    });

    itOther("keeps every value of the tables, all written in one call and written back in another", async () => {
      const table = await rows();
      const values = table.map((row) => row.values);
      const lines = await makeLines(record, values);
      expect(await linesStay(record, lines, values)).toEqual(table.map(({ read }) => read));
      await deleteLines(record, lines);
    });

    if (wire === "xmlrpc") {
      it("says of every value of the tables that XML cannot hold why it is refused", async () => {
        const table = Object.entries(taken(others, record, series)).flatMap(([name, cases]) =>
          cases.flatMap(({ given, overXml }) => (overXml ? [{ name, given, overXml }] : [])),
        );
        expect(table.length).toBeGreaterThan(5);
        const names = [...new Set(table.map(({ name }) => name))];
        const before = await read(record, names);
        for (const { name, given, overXml } of table) {
          const error = await refusal(update(record, { [name]: given }));
          expect(error, `${name} ${JSON.stringify(given)}`).toMatchObject({
            category: "validation",
            outcome: "not_applied",
          });
          expect(error.message).toMatch(overXml);
        }
        expect(await read(record, names)).toEqual(before);
      });
    }

    itOwn("refuses what it does not take by the field's name, and asks Odoo nothing", async () => {
      const fields = Object.keys(await tools.model(ROUND_TRIP).then(({ fields }) => fields));
      const untouched = fields.filter((name) => name !== "write_date" && name !== "__last_update");
      const before = await read(record, untouched);
      const asked = tools.asked.length;
      for (const [name, values] of Object.entries(REFUSED)) {
        for (const given of values) {
          const error = await refusal(update(record, { [name]: given }));
          expect(error.message, JSON.stringify(given)).toContain(name);
          expect(error).toMatchObject({ category: "validation", outcome: "not_applied", field: name });
          // In a new record null is no value.
          if (given !== null) await refusal(create({ [name]: given }));
        }
      }
      expect(writesAmong(tools.asked.slice(asked))).toEqual([]);
      expect(await read(record, untouched)).toEqual(before);
    });

    it("keeps the content of files, and refuses their size for it", async () => {
      for (const file of isOwn ? FILES : FILES.slice(-1)) {
        await update(record, { x_binary: file });
        const content = () => tools.client.read(ROUND_TRIP, [record], ["x_binary"]);
        expect(await content()).toEqual([{ id: record, x_binary: file }]);
        const told = await read(record, ["x_binary"]);
        const url = `${administrator.url}/web/content/${ROUND_TRIP}/${record}/x_binary`;
        const size = expect.stringMatching(/^\d+\.\d\d (bytes|Kb)$/);
        const bytes = series === "14" ? null : Buffer.from(file, "base64").length;
        const mimetype = series === "14" ? null : expect.any(String);
        expect(told).toEqual({ x_binary: { size, bytes, mimetype, url } });
        expect((await refusal(update(record, told))).message).toContain("x_binary");
        expect(await content()).toEqual([{ id: record, x_binary: file }]);
      }
      await update(record, { x_binary: null });
      expect(await stays(record, ["x_binary"])).toEqual({ x_binary: null });
    });

    itOwn("keeps lines, made, changed, taken away, linked and deleted", async () => {
      const lines = async () => {
        const { x_child_ids } = await stays(record, ["x_child_ids"]);
        const found = x_child_ids as number[];
        if (found.length === 0) return {};
        const { records } = await tools.call(`${ROUND_TRIP}_read`, { ids: found, fields: ["x_name"] });
        return Object.fromEntries((records as { id: number; x_name: string }[]).map(({ id, x_name }) => [x_name, id]));
      };
      await update(record, { x_child_ids: { create: [{ x_name: "one" }, { x_name: "two 👍", x_tag_ids: [] }] } });
      const { one = 0, "two 👍": two = 0 } = await lines();
      await update(record, { x_child_ids: { update: [{ id: one, x_name: "first" }], unlink: [two] } });
      expect(await lines()).toEqual({ first: one });
      await update(record, { x_child_ids: { link: [two] } });
      expect(await lines()).toEqual({ first: one, "two 👍": two });
      expect(await read(two, ["x_parent_id"])).toMatchObject({ x_parent_id: { id: record } });
      await update(record, { x_child_ids: { set: [two] } });
      expect(await lines()).toEqual({ "two 👍": two });
      await update(record, { x_child_ids: { delete: [two] } });
      expect(await lines()).toEqual({});
      expect(await tools.call(`${ROUND_TRIP}_read`, { ids: [one, two] })).toMatchObject({ missing: [two] });
      await remove([one]);
    });

    itOwn("keeps a reference by model and id, and a float of few digits", async () => {
      const [[partner] = [0]] = others.partners;
      const values = { module: "__otmcp_test__", name: `partner_${wire}`, model: "res.partner", res_id: partner };
      const { id } = await tools.call("ir_model_data_create", { values });
      const told = async () => {
        const { records } = await tools.call("ir_model_data_read", { ids: [id], fields: Object.keys(values) });
        return (records as Json[])[0];
      };
      const first = await told();
      expect(first).toEqual({ id, ...values });
      await tools.call("ir_model_data_update", { ids: [id], values: { model: "res.partner", res_id: partner } });
      expect(await told()).toEqual(first);
      await tools.call("ir_model_data_delete", { ids: [id] });

      const digits = series === "14" ? 5 : 7;
      const position = async () => {
        const { records } = await tools.call("res_partner_read", { ids: [partner], fields: ["partner_latitude"] });
        return (records as Json[])[0]?.partner_latitude;
      };
      for (const given of [50.123456789, -0.00000001, 0, 89.99999999, 12.5]) {
        const write = (partner_latitude: unknown) =>
          tools.call("res_partner_update", { ids: [partner], values: { partner_latitude } });
        await write(given);
        const rounded = Number(given.toFixed(digits)) + 0;
        expect(await position()).toBe(rounded);
        await write(rounded);
        expect(await position()).toBe(rounded);
      }
    });

    if (Number(series) >= 16) {
      describe("properties", () => {
        let id: number;
        const table = () =>
          propertyValues(...(others.partners[0] ?? [0, ""]), series).filter(([name]) => isProperty(series, name));
        const write = (task_properties: unknown) =>
          tools.call("update_record", { model: "project.task", id, values: { task_properties } });
        const told = async () => {
          const fields = ["task_properties"];
          const { records } = await tools.call("read_records", { model: "project.task", ids: [id], fields });
          return (records as { task_properties: Record<string, { value: unknown }> }[])[0]?.task_properties ?? {};
        };
        const held: Json = Object.fromEntries(properties.map(({ name, type }) => [name, EMPTY[type] ?? null]));
        type Given = ReturnType<typeof table>;
        const written = async (given: Given) => {
          await write(Object.fromEntries(given));
          for (const [property, value, read = value] of given) held[property] = read;
        };
        /** Reads what is held, writes it back and reads again. */
        const stay = async () => {
          const first = await told();
          expect(Object.fromEntries(Object.entries(first).map(([key, { value }]) => [key, value]))).toEqual(held);
          await write(first);
          expect(await told()).toEqual(first);
        };

        beforeAll(async () => {
          const values = { name: "round trip", project_id: project };
          id = (await tools.call("create_record", { model: "project.task", values })).id as number;
        });
        afterAll(async () => {
          await tools.call("delete_records", { model: "project.task", ids: [id] });
        });

        itOwn("of every type are kept, written one by one and written back together", async () => {
          const given = table();
          /** How many of the same property come before. */
          const turnOf = ([name]: Given[number], at: number) =>
            given.slice(0, at).filter(([other]) => other === name).length;
          for (let turn = 0; turn <= Math.max(...given.map(turnOf)); turn += 1) {
            for (const one of given.filter((one, at) => turnOf(one, at) === turn)) await written([one]);
            await stay();
          }
        });

        itOwn("are refused by their names, and Odoo is asked nothing", async () => {
          const before = await told();
          const asked = tools.asked.length;
          for (const [property, given] of WRONG_PROPERTIES) {
            const error = await refusal(write({ [property]: given }));
            expect(error, JSON.stringify(given)).toMatchObject({ category: "validation", outcome: "not_applied" });
            expect(error.message).toContain("task_properties");
            expect(error.message).toContain(property);
          }
          expect(writesAmong(tools.asked.slice(asked))).toEqual([]);
          expect(await told()).toEqual(before);
        });

        itOther("of every type are kept, filled all at once and emptied all at once", async () => {
          const lastOfEach = (given: Given) => [...new Map(given.map((one) => [one[0], one])).values()];
          await written(lastOfEach(table().toReversed()));
          await stay();
          await written(lastOfEach(table()));
          await stay();
        });
      });
    }

    it("reads the same along with details of related records", async () => {
      const [[partner, name] = [0, ""]] = others.partners;
      const values: Json = { x_partner_id: partner, x_reference: `res.partner,${partner}`, x_tag_ids: others.tags };
      const rest: Json = { x_name: "", x_text: null, x_html: "<p>x</p>", x_integer: 0, x_float: 0.1, x_boolean: true };
      const times: Json = { x_date: "2026-03-29", x_datetime: "2026-03-29T01:30:00Z", x_selection: "false" };
      const id = await create({
        ...values,
        ...rest,
        ...times,
        ...(!hasJson(series) ? {} : { x_json: { a: [1, "é"] } }),
      });
      await update(id, { x_child_ids: { create: [{ x_name: "line", x_partner_id: partner }, { x_name: "bare" }] } });
      const fields = Object.keys(taken(others, record, series)).filter((field) => field !== "x_partner_id");
      const plain = await read(id, fields);
      const details = [
        "x_partner_id.name",
        "x_child_ids.x_name",
        "x_child_ids.x_partner_id.name",
        "x_child_ids.x_datetime",
      ];
      expect(await read(id, [...fields, ...details])).toEqual({
        ...plain,
        x_partner_id: { id: partner, name },
        x_child_ids: [
          { id: expect.any(Number), x_name: "line", x_partner_id: { id: partner, name }, x_datetime: null },
          { id: expect.any(Number), x_name: "bare", x_partner_id: null, x_datetime: null },
        ],
      });
      await remove([id]);
    });

    it("finds a record by the values of its custom fields", async () => {
      const values: Json = { x_name: 'find "me" 👍 <&>', x_integer: -7, x_selection: "1", x_date: "2026-03-29" };
      const id = await create({
        ...values,
        x_datetime: "2026-03-29T02:30:00+01:00",
        x_tag_ids: others.tags.slice(0, 2),
      });
      const domain = [...Object.entries(values), ["x_datetime", "2026-03-29T01:30:00Z"]].map(([name, value]) => [
        name,
        "=",
        value,
      ]);
      const search = { domain: [...domain, ["x_tag_ids", "in", others.tags.slice(1)]], fields: ["x_name"] };
      expect(await tools.call(`${ROUND_TRIP}_search`, search)).toMatchObject({
        records: [{ id, x_name: values.x_name }],
        total: 1,
      });
      await remove([id]);
      expect(await tools.call("list_models", { query: "otmcp" })).toEqual({
        models: [{ model: ROUND_TRIP, label: "Round trip", typed: true, can: expect.stringContaining("search") }],
      });
    });
  });

  // Their cost is one wire's: each value goes over the next best wire. What one wire makes of values is in the tables.
  describe("over any wire", () => {
    const opened = new Map<string, { trips: Trips; record: number }>();

    beforeAll(async () => {
      for (const wire of wires) {
        const tools = await toolsBy(wire);
        const trips = tripsBy(() => tools);
        opened.set(wire, { trips, record: await trips.create({ x_name: "round trip", x_currency_id: 1 }) });
      }
    });
    afterAll(async () => {
      for (const { trips, record } of opened.values()) await trips.remove([record]);
    });

    const over = (wire: string) => {
      const it = opened.get(wire);
      if (!it) throw new Error(`There is no wire ${wire}.`);
      return it;
    };
    const anyWire = fc.constantFrom(...wires);

    it.each(wires)("keeps any valid values, written together by create and by update, over %s", async (wire) => {
      const { trips, record } = over(wire);
      const row = anyValues(others, wire, series);
      const both = fc.array(fc.record({ made: row, written: row }), { minLength: AT_ONCE, maxLength: AT_ONCE });
      const property = fc.asyncProperty(both, async (rows) => {
        const [made, written] = [rows.map((row) => row.made), rows.map((row) => row.written)];
        const lines = await trips.makeLines(record, made);
        expect(await trips.linesStay(record, lines, made)).toEqual(await Promise.all(made.map(trips.expected)));
        await trips.writeLines(record, lines, written);
        expect(await trips.linesStay(record, lines, written)).toEqual(await Promise.all(written.map(trips.expected)));
        await trips.deleteLines(record, lines);
      });
      await fc.assert(property, { ...OPTIONS, numRuns: Math.ceil(RUNS / (2 * AT_ONCE) / wires.length) });
    });

    it("takes any JSON for a field and keeps it, or refuses it by the field's name", async () => {
      const names = Object.keys(taken(others, 0, series));
      const given = fc.oneof(
        json,
        fc.constantFrom(...Object.values(REFUSED).flat().filter(isJson)),
        fc.string({ unit: "grapheme" }),
        fc.integer(),
      );
      const property = fc.asyncProperty(anyWire, fc.constantFrom(...names), given, async (wire, name, value) => {
        fc.pre(isPredictable(name, value) && !(wire === "xmlrpc" && name === "x_json"));
        const { trips, record } = over(wire);
        const error = await trips.update(record, { [name]: value }).then(
          () => undefined,
          (thrown: unknown) => thrown,
        );
        if (error === undefined) {
          expect(await trips.stays(record, [name])).toEqual(await trips.expected({ [name]: value }));
          return;
        }
        expect(error).toBeInstanceOf(OdooError);
        expect((error as OdooError).message).toContain(name);
        // Over XML-RPC Odoo does not tell its own two kinds of refusal from each other.
        expect(error).toMatchObject({ category: expect.stringMatching(/^(validation|business_rule|not_found)$/) });
        expect(error).toMatchObject({ outcome: "not_applied" });
      });
      await fc.assert(property, { ...OPTIONS, numRuns: 4 * RUNS });
    });
  });
});
