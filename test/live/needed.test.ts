import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { cached } from "../../src/odoo/cache.js";
import type { Client } from "../../src/odoo/client.js";
import { createClient } from "../../src/odoo/client.js";
import { connect } from "../../src/odoo/connection/connect.js";
import { readSettings } from "../../src/odoo/connection/settings.js";
import { OdooError } from "../../src/odoo/errors/errors.js";
import { fillIn, type Told } from "../../src/odoo/form/fill.js";
import { formsOf } from "../../src/odoo/form/forms.js";
import { listModels } from "../../src/odoo/instance/list-models.js";
import type { Field, Model } from "../../src/odoo/schema/schema.js";
import { parseSchema } from "../../src/odoo/schema/snapshot.js";
import { closeConnections } from "../../src/odoo/wires/http.js";
import { openGenerated } from "../../src/tools/generated/folder.js";
import { openTools, writesAmong } from "./in-process.js";
import { describeDisorder } from "./odoos.js";
import { everyModel } from "./shared.js";

// Is what we call needed what Odoo needs? Every creatable business model is created with just that, as tools create it: with
// what Odoo's form fills in beside it; and then without each of it.

const BUSINESS = /^(res\.partner|crm|sale|purchase|stock|account|project|hr|product|calendar)(\.|$)/;

/** Called needed, though Odoo makes the record without it; at most two. */
const IN_VAIN: Readonly<Record<"14" | "19", Readonly<Record<string, string>>>> = {
  "14": {},
  "19": {
    "account.journal.name": "`create` names a journal after its type where it has no name, and the form demands one",
    "project.task.name": "to-dos call what has no title 'Untitled to-do', and the form demands a title",
  },
};

const NUMBERS: readonly string[] = ["integer", "float", "monetary"];

type Attempt = { outcome: "created" | "missing" | "refused"; message: string; id?: number };

const MISSING =
  /mandatory field is not set|Missing required value|required positional|null value in column|violates not-null/i;

describeDisorder("creates a record of every model", "needed fields", (instance) => {
  const { series, admin } = instance;
  let odoo: Client;
  let asking: Told;
  let models: Model[];
  let generated: string;
  let serial = 0;
  const existing = new Map<string, Promise<number | undefined>>();

  beforeAll(async () => {
    odoo = createClient(await connect(readSettings({ ...admin, ODOO_WIRE: "jsonrpc" })));
    generated = (await everyModel(instance)).generated;
    const file = join(generated, "schema.json");
    const all = parseSchema(await readFile(file, "utf8"), file);
    const lasting = new Set(
      ((await listModels(odoo)) ?? []).flatMap(({ model, transient }) => (transient ? [] : [model])),
    );
    models = Object.values(all.models).filter(
      ({ name, rights }) => lasting.has(name) && BUSINESS.test(name) && rights?.includes("create"),
    );
    const model = cached(async (name) => all.models[name] ?? { name, label: name, fields: await odoo.fieldsGet(name) });
    asking = { client: odoo, forms: formsOf(odoo), model: (name) => model.get(name), mayName: () => true };
  });
  afterAll(closeConnections);

  const recordOf = (model: string) => {
    // A model that may not be read has no record to point at.
    const searching = () =>
      odoo.search(model, [], { limit: 1 }).then(
        ([id]) => id,
        () => undefined,
      );
    const known = existing.get(model) ?? searching();
    existing.set(model, known);
    return known;
  };

  /** A valid value, or undefined where a relation has no record to point at. */
  async function valueFor(field: Field): Promise<unknown> {
    switch (field.type) {
      case "many2one":
        return recordOf(field.relation ?? "");
      case "many2one_reference":
        return 1;
      case "reference":
        return `res.partner,${await recordOf("res.partner")}`;
      case "selection":
        return field.selection?.[0]?.[0];
      case "date":
        return "2031-05-06";
      case "datetime":
        return "2031-05-06 07:08:09";
      case "integer":
      case "float":
      case "monetary":
        return 1;
      default:
        return `needed ${++serial}`;
    }
  }

  async function attempt(model: Model, values: Record<string, unknown>): Promise<Attempt> {
    try {
      const filled = await fillIn(asking, model, values);
      const [id = 0] = await odoo.create(model.name, [filled.values]);
      return { outcome: "created", message: "", id };
    } catch (error) {
      if (!(error instanceof OdooError)) throw error;
      return { outcome: MISSING.test(error.message) ? "missing" : "refused", message: error.message };
    }
  }

  /** What a new record needs, without what comes with another of it. */
  async function minimal(model: Model): Promise<Record<string, unknown> | undefined> {
    const given = new Map(Object.entries(model.fields).filter(([, { needed }]) => needed));
    for (const [name, { needed }] of [...given])
      if (needed?.unless?.some((other) => given.has(other))) given.delete(name);
    const values: Record<string, unknown> = {};
    for (const [name, field] of given) {
      const value = await valueFor(field);
      if (value === undefined) return undefined;
      values[name] = value;
    }
    return values;
  }

  /** A number is not filled where the record holds 0. */
  async function isFilled({ name: model, fields }: Model, id: number, name: string): Promise<boolean> {
    if (!NUMBERS.includes(fields[name]?.type ?? "")) return true;
    const [record] = await odoo.read(model, [id], [name]);
    return record?.[name] !== 0;
  }

  describe("over every creatable business model", () => {
    it("suffice, and are not asked for in vain", async () => {
      const missed: string[] = [];
      const refused: string[] = [];
      const unpointed: string[] = [];
      const vain: string[] = [];
      let created = 0;
      let asked = 0;
      for (const model of models) {
        const values = await minimal(model);
        if (!values) {
          unpointed.push(model.name);
          continue;
        }
        const whole = await attempt(model, values);
        if (whole.outcome === "created") created += 1;
        if (whole.outcome === "missing") missed.push(`${model.name}: ${whole.message.slice(0, 300)}`);
        if (whole.outcome === "refused") refused.push(`${model.name}: ${whole.message.slice(0, 120)}`);
        if (whole.outcome !== "created") continue;
        for (const name of Object.keys(values)) {
          const fresh = (await minimal(model)) ?? {};
          const { [name]: _, ...rest } = fresh;
          asked += 1;
          const { id } = await attempt(model, rest);
          if (id !== undefined && (await isFilled(model, id, name))) vain.push(`${model.name}.${name}`);
        }
      }
      const tried = created + missed.length;
      console.log(
        `Odoo ${series}: ${models.length} models; ${created} created, ${missed.length} refused for a missing field, ` +
          `${refused.length} refused by a business rule, ${unpointed.length} without a record to point at.\n` +
          `recall ${((100 * created) / tried).toFixed(1)} %; of ${asked} needed fields Odoo misses ${asked - vain.length} ` +
          `(precision ${((100 * (asked - vain.length)) / asked).toFixed(1)} %).\n` +
          [
            ...missed.map((line) => `missed: ${line}`),
            ...vain.map((line) => `in vain: ${line}`),
            ...refused.map((line) => `rule: ${line}`),
            ...unpointed.map((line) => `no record: ${line}`),
          ].join("\n"),
      );
      expect(created / tried).toBeGreaterThanOrEqual(0.97);
      expect(created).toBeGreaterThan(80);
      expect(vain).toEqual(Object.keys(IN_VAIN[series]));
    });

    it("are refused before Odoo is asked where one is left out", async () => {
      const tools = await openTools(generated, admin);
      const { manifest } = openGenerated(generated);
      const accepted: string[] = [];
      let refused = 0;
      for (const model of models) {
        const values = await minimal(model);
        const tool = `${manifest.models[model.name]?.module}_create`;
        if (!values || !tools.names.includes(tool)) continue;
        for (const [name, { needed }] of Object.entries(model.fields)) {
          // What another field brings along is asked of Odoo.
          if (!needed || !(name in values) || needed.unless?.some((other) => other in values)) continue;
          const { [name]: _, ...rest } = values;
          const refusal = await tools.call(tool, { values: rest }).catch((error: OdooError) => error.message);
          if (String(refusal).includes(name)) refused += 1;
          else accepted.push(`${model.name}.${name}: ${JSON.stringify(refusal)}`);
        }
      }
      console.log(`Odoo ${series}: ${refused} needed fields, each refused by name where it is left out`);
      expect(accepted).toEqual([]);
      expect(writesAmong(tools.asked)).toEqual([]);
      expect(refused).toBeGreaterThan(50);
    });
  });
});
