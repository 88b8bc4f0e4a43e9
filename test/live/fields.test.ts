import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { OdooError } from "../../src/odoo/errors/errors.js";
import type { RawValues } from "../../src/odoo/schema/raw.js";
import { type Field, fieldOf, isWritable, type Model } from "../../src/odoo/schema/schema.js";
import { closeConnections } from "../../src/odoo/wires/http.js";
import { guardOf } from "../../src/tools/policy/policy.js";
import type { Json } from "../support/mcp.js";
import { openTools, type Tools, writesAmong } from "./in-process.js";
import { describeDisorder } from "./odoos.js";
import { generatedFolder } from "./shared.js";

// Every field that the default config's tools write, on records made for it: a valid value is accepted by Odoo, a
// wrong one is refused before Odoo is asked.

const MODELS = [
  "account.move",
  "crm.lead",
  "product.product",
  "project.task",
  "res.partner",
  "sale.order",
  "sale.order.line",
];

/** What Odoo does not always need, but a record made for tests should have. */
const ALSO: Readonly<Record<string, readonly string[]>> = {
  "res.partner": ["name"],
  "sale.order.line": ["product_id"],
};

/** What no refusal may say: that the value was not of the field's form. */
const FORM = /Wrong value|invalid input syntax|psycopg|TypeError|ValueError|KeyError/;
const MAKING = ["create", "web_save"];
const RULES = ["business_rule", "validation", "forbidden"];

const PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==";

interface Refused {
  name: string;
  category: string;
  message: string;
}

/** What one record was given in one field. */
interface Written {
  field: string;
  definition: Field;
  id: number;
  given: unknown;
}

const READ_AT_ONCE = 10;

const GUARDED = { category: "forbidden", rule: expect.stringMatching(/^guarded models/) };

describeDisorder("writes everywhere", "fields", (instance) => {
  const { series, admin } = instance;
  let tools: Tools;
  const tried: string[] = [];
  const refused: Refused[] = [];
  const otherwise: string[] = [];
  const withoutValue: string[] = [];
  const first = new Map<string, Promise<number | undefined>>();

  beforeAll(async () => {
    const { models } = JSON.parse(await readFile(join(process.cwd(), "odoo-models.config.json"), "utf8"));
    // Lines have no tools of their own by default, but are written all the same.
    const all = { ...models, "sale.order.line": {} };
    // What no screen shows is a field like any other here.
    const policy = Object.fromEntries(Object.keys(all).map((name) => [name, { openFields: ["*"] }]));
    const config = { models: all, policy };
    tools = await openTools(await generatedFolder(instance, JSON.stringify(config)), admin);
  });
  afterAll(closeConnections);

  /** The first record of a model; undefined where there is none, or none that may be read. */
  function recordOf(model: string): Promise<number | undefined> {
    const searching = () =>
      tools.client.search(model, [], { order: "id", limit: 1 }).then(
        ([id]) => id,
        () => undefined,
      );
    const found = first.get(model) ?? searching();
    first.set(model, found);
    return found;
  }

  /** A value of the field's form, or undefined where a relation has no record to point at. */
  async function validValue(field: Field, text: string): Promise<unknown> {
    const related = await (field.relation ? recordOf(field.relation) : undefined);
    switch (field.type) {
      case "char":
        return text.slice(0, field.size ?? text.length);
      case "text":
        return `${text}\nin two lines`;
      case "html":
        return `<p>${text}</p>`;
      case "integer":
        return 3;
      case "float":
      case "monetary":
        return 2.5;
      case "boolean":
        return true;
      case "date":
        return "2031-05-06";
      case "datetime":
        return "2031-05-06T09:08:09+02:00";
      case "selection":
        return field.selection?.at(-1)?.[0];
      case "many2one":
        return related;
      case "many2many":
        return related && { link: [related] };
      case "one2many":
        return linesOf(field, text);
      case "reference": {
        const [model = ""] = field.selection?.[0] ?? [];
        const id = await recordOf(model);
        return id && `${model},${id}`;
      }
      case "many2one_reference":
        return 1;
      case "binary":
        return PNG;
      case "json":
        return { 1: 100 };
      case "properties":
        // None are defined for records that belong to nothing.
        return {};
      default:
        return undefined;
    }
  }

  /** A new line, where it is known what one needs; another record's line; or none, where lines belong to any model. */
  async function linesOf({ relation = "", relation_field = "" }: Field, text: string): Promise<unknown> {
    const lines = await tools.model(relation);
    if (MODELS.includes(relation)) {
      const { [relation_field]: _, ...values } = await neededValues(lines, text);
      return { create: [values] };
    }
    const id = fieldOf(lines, relation_field)?.type === "many2one" ? await recordOf(relation) : undefined;
    return id ? { link: [id] } : { set: [] };
  }

  /** What a new record needs. */
  async function neededValues(model: Model, text: string): Promise<Json> {
    const values: Json = {};
    for (const [name, field] of Object.entries(model.fields)) {
      if (field.needed || ALSO[model.name]?.includes(name)) values[name] = await validValue(field, text);
    }
    return values;
  }

  /** Is `read` what `validValue` gave? */
  function isKept(field: Field, given: unknown, read: unknown): boolean {
    switch (field.type) {
      case "datetime":
        return read === "2031-05-06T07:08:09Z";
      case "many2one":
        return (read as { id?: unknown } | null)?.id === given;
      case "one2many":
      case "many2many": {
        const { link = [], create = [] } = given as { link?: number[]; create?: unknown[] };
        const ids = (read as (number | { id: number })[]).map((one) => (typeof one === "number" ? one : one.id));
        return link.every((id) => ids.includes(id)) && ids.length >= create.length;
      }
      case "binary":
        return read !== null;
      default:
        return isDeepStrictEqual(read, given);
    }
  }

  /** A value that is not of the field's form; undefined for JSON, which takes everything. */
  function wrongValue(field: Field): unknown {
    switch (field.type) {
      case "char":
      case "text":
      case "html":
        return 5;
      case "integer":
        return 2 ** 31;
      case "float":
      case "monetary":
        return "1,5";
      case "boolean":
        return "no";
      case "date":
        return "06/05/2031";
      case "datetime":
        return "2031-05-06 09:08";
      case "selection":
        return "no such key";
      case "many2one":
        return [1, "the pair that Odoo reads"];
      case "many2one_reference":
        return 0;
      case "one2many":
      case "many2many":
        return [[9, 0, [1]]];
      case "reference":
        return "res.partner";
      case "binary":
        return "***";
      case "properties":
        return ["no object"];
      default:
        return undefined;
    }
  }

  const tool = (model: string, operation: string) => `${model.replaceAll(".", "_")}_${operation}`;

  const writable = async (model: string) =>
    Object.entries((await tools.model(model)).fields).filter(
      ([name, field]) => isWritable(name, field) && (field.store !== false || field.inherited),
    );

  /** Records that are made alike: what the form fills in beside is asked of the first alone. */
  async function make(model: Model, count: number): Promise<number[]> {
    const asked = tools.asked.length;
    const { id } = await tools.call("create_record", {
      model: model.name,
      values: await neededValues(model, "Field test"),
    });
    const made = tools.asked.slice(asked).find((call) => call.model === model.name && MAKING.includes(call.method));
    const { vals_list: [values] = [made?.params?.vals] } = (made?.params ?? {}) as { vals_list?: unknown[] };
    if (!values) throw new Error(`Nothing was made of ${model.name}.`);
    return [Number(id), ...(await tools.client.create(model.name, Array(count - 1).fill(values as RawValues)))];
  }

  /** Reads what records were given, a field each, and notes what Odoo has made of it. */
  async function compare(model: string, written: readonly Written[]): Promise<void> {
    const args = { ids: written.map(({ id }) => id), fields: written.map(({ field }) => field) };
    const { records } = await tools.call(tool(model, "read"), args);
    for (const { field, definition, id, given } of written) {
      const found = (records as Json[]).find((record) => record.id === id)?.[field];
      if (isKept(definition, given, found)) continue;
      otherwise.push(`${model}.${field}: ${JSON.stringify(given)} became ${JSON.stringify(found)}`);
    }
  }

  describe.each(MODELS)("of %s", (name) => {
    it("take a valid value", async () => {
      const fields = await writable(name);
      const records = await make(await tools.model(name), fields.length);
      const written: Written[] = [];
      for (const [index, [field, definition]] of fields.entries()) {
        const given = await validValue(definition, `Valid ${index}`);
        if (given === undefined) {
          withoutValue.push(`${name}.${field}`);
          continue;
        }
        tried.push(`${name}.${field}`);
        const ids = [records[index]];
        try {
          await tools.call(tool(name, "update"), { ids, values: { [field]: given } });
        } catch (error) {
          if (!(error instanceof OdooError)) throw error;
          refused.push({ name: `${name}.${field}`, category: error.category, message: error.message });
          continue;
        }
        const update = { field, definition, id: Number(records[index]), given };
        // Another record may take its lines away.
        if (definition.type === "one2many") await compare(name, [update]);
        else written.push(update);
      }
      while (written.length > 0) await compare(name, written.splice(0, READ_AT_ONCE));
    });

    it("refuse a wrong value before Odoo is asked", async () => {
      const asked = tools.asked.length;
      let wrong = 0;
      for (const [field, definition] of await writable(name)) {
        const given = wrongValue(definition);
        if (given === undefined) continue;
        wrong += 1;
        const update = tools.call(tool(name, "update"), { ids: [1], values: { [field]: given } });
        const error: unknown = await update.catch((thrown: unknown) => thrown);
        // Lines of a guarded model are refused whatever they hold, and so is what is written in the contact of a user.
        const isLines = guardOf(definition.relation ?? "") && definition.type === "one2many";
        const isOfUser = definition.sources && error instanceof OdooError && error.rule;
        const expected = isLines || isOfUser ? GUARDED : { category: "validation", field };
        expect(error, field).toMatchObject({ ...expected, outcome: "not_applied" });
      }
      expect(wrong).toBeGreaterThan(15);
      expect(writesAmong(tools.asked.slice(asked))).toEqual([]);
    });
  });

  it("are refused for Odoo's own rules only, and seldom", () => {
    const share = (count: number) => `${count} (${((100 * count) / tried.length).toFixed(1)} %)`;
    console.log(
      [
        `Odoo ${series}: a valid value for each of ${tried.length} fields; ${share(refused.length)} refused by Odoo's rules, ` +
          `${share(otherwise.length)} changed by Odoo; ${withoutValue.length} more have no record to point at.`,
        ...refused.map(({ name, category, message }) => `refused: ${name}: ${category}: ${message.split("\n")[0]}`),
        ...otherwise.map((line) => `changed: ${line}`),
        ...withoutValue.map((name) => `no record: ${name}`),
      ].join("\n"),
    );
    expect(tried.length).toBeGreaterThan(300);
    const ruled = refused.filter(({ category }) => category !== "server_error");
    expect(ruled.filter(({ message }) => FORM.test(message))).toEqual([]);
    expect(ruled.filter(({ category }) => !RULES.includes(category))).toEqual([]);
    // Odoo's own code fails on a value: no rule of the business, and no fault of the value.
    const failed = refused.filter(({ category }) => category === "server_error").map(({ name }) => name);
    expect(failed).toEqual(series === "14" ? ["project.task.sale_line_id"] : []);
    expect(refused.length / tried.length).toBeLessThan(0.15);
    expect(otherwise.length / tried.length).toBeLessThan(0.05);
    expect(withoutValue.length / tried.length).toBeLessThan(0.05);
  });
});
