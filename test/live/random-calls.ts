import type { Client } from "../../src/odoo/client.js";
import { type Field, isWritable, type Model } from "../../src/odoo/schema/schema.js";
import type { Json } from "../support/mcp.js";

// Calls of any tool, of any model and any field, with values of the fields' own form.

export interface RandomCall {
  tool: string;
  args: Json;
}

export interface Makers {
  /** From 0 to 1. */
  next: () => number;
  /** The newest records of a model. */
  idsOf(model: string): Promise<readonly number[]>;
  /** Every model of the registry. */
  models: readonly string[];
  /** The tools of one model, by the model. */
  typed: ReadonlyMap<string, readonly string[]>;
  model(name: string): Promise<Model>;
}

export interface NewestRecords {
  /** For one series of calls: each model's as they are when they are first asked for. */
  forCalls(): Makers["idsOf"];
  /** There may be others now in these tables. */
  changed(tables: readonly string[]): void;
}

/** Asked of Odoo once, until their table has changed. `tables`: all that tell of changes. */
export function newestRecords(odoo: Client, tables: ReadonlySet<string>): NewestRecords {
  const known = new Map<string, Promise<number[]>>();
  const tableOf = (model: string) => model.replaceAll(".", "_");
  return {
    forCalls() {
      const used = new Map<string, Promise<number[]>>();
      return (model) => {
        const told = used.get(model) ?? known.get(model);
        const found = told ?? odoo.search(model, [], { limit: 20, order: "id desc" }).catch(() => []);
        used.set(model, found);
        if (!told && tables.has(tableOf(model))) known.set(model, found);
        return found;
      };
    },
    changed(changed) {
      for (const model of known.keys()) if (changed.includes(tableOf(model))) known.delete(model);
    },
  };
}

/** Makes calls, one after the other; the records that they name are there. */
export function randomCalls({ next, idsOf, models, typed, model: described }: Makers): () => Promise<RandomCall> {
  const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(next() * list.length)];
  const idOf = async (model: string) => pick(await idsOf(model)) ?? 1;
  const modelOf = (name: string) => described(name).catch(() => undefined);

  async function value(field: Field, depth: number): Promise<unknown> {
    const number = Math.floor(next() * 100);
    switch (field.type) {
      case "char":
        return `Random ${number}`.slice(0, field.size ?? 20);
      case "text":
        return `Random ${number}\n{{ object.name }} \${object.name}`;
      case "html":
        return `<p>Random <t t-out="object.name"/> ${number}</p>`;
      case "integer":
        return number;
      case "float":
      case "monetary":
        return number / 4;
      case "boolean":
        return number % 2 === 0;
      case "date":
        return `2031-05-${String(1 + (number % 28)).padStart(2, "0")}`;
      case "datetime":
        return "2031-05-06T09:08:09Z";
      case "selection":
        return pick(field.selection ?? [])?.[0] ?? "none";
      case "many2one":
        return idOf(field.relation ?? "");
      case "one2many":
      case "many2many":
        return lines(field, depth);
      case "reference":
        return `res.partner,${await idOf("res.partner")}`;
      case "many2one_reference":
        return idOf("res.partner");
      case "binary":
        return "AAAA";
      case "json":
        return { 1: 100 };
      default:
        return {};
    }
  }

  async function lines({ relation = "" }: Field, depth: number): Promise<unknown> {
    const id = await idOf(relation);
    const line = depth > 0 ? await modelOf(relation) : undefined;
    const row = line ? await values(line, depth - 1) : {};
    return pick([
      { link: [id] },
      { unlink: [id] },
      { delete: [id] },
      { set: [] },
      { create: [row] },
      { update: [{ ...row, id }] },
    ]);
  }

  async function values({ fields }: Model, depth = 1, needed = false): Promise<Json> {
    const writable = Object.entries(fields).filter(([name, field]) => isWritable(name, field));
    const chosen = new Map(needed ? writable.filter(([, field]) => field.required) : []);
    for (let more = 1 + Math.floor(next() * 3); more > 0; more--) {
      const one = pick(writable);
      if (one) chosen.set(...one);
    }
    const entries = [...chosen].map(async ([name, field]) => [name, await value(field, depth)] as const);
    return Object.fromEntries(await Promise.all(entries));
  }

  const makers: readonly ((model: Model, id: number) => Promise<RandomCall>)[] = [
    async (model) => ({ tool: "create_record", args: { model: model.name, values: await values(model, 1, true) } }),
    async (model, id) => ({ tool: "update_record", args: { model: model.name, id, values: await values(model) } }),
    async (model) => ({ tool: "create_records", args: { model: model.name, records: [await values(model, 1, true)] } }),
    async (model, id) => ({
      tool: "update_records",
      args: { model: model.name, ids: [id], values: await values(model) },
    }),
    async (model, id) => ({ tool: "delete_records", args: { model: model.name, ids: [id] } }),
    async (model, id) => {
      const signal = pick(model.views?.buttons ?? [])?.name ?? pick(METHODS) ?? "";
      return { tool: "execute_workflow", args: { model: model.name, ids: [id], signal } };
    },
    async (model, id) => ({ tool: "post_message", args: { model: model.name, id, body: "Random" } }),
    async (model, id) => ({
      tool: "schedule_activity",
      args: { model: model.name, id, summary: "Random", deadline: "2031-05-06" },
    }),
    async (model, id) => ({ tool: "attach_file", args: { model: model.name, id, name: "random.txt", text: "Random" } }),
    async (model) => ({ tool: "search_records", args: { model: model.name, limit: 2 } }),
  ];

  return async () => {
    for (;;) {
      const ofTools = next() < 0.3;
      const name = pick(ofTools ? [...typed.keys()] : models) ?? "";
      const model = await modelOf(name);
      if (!model) continue;
      const id = await idOf(name);
      const call =
        (ofTools && (await typedCall(pick(typed.get(name) ?? []) ?? "", model, id))) ||
        (await pick(makers)?.(model, id));
      if (!call) continue;
      const changes = call.tool !== "search_records";
      return next() < 0.15 && changes ? { ...call, args: { ...call.args, dry_run: true } } : call;
    }
  };

  async function typedCall(tool: string, model: Model, id: number): Promise<RandomCall | undefined> {
    if (tool.endsWith("_create")) return { tool, args: { values: await values(model, 1, true) } };
    if (tool.endsWith("_update")) return { tool, args: { ids: [id], values: await values(model) } };
    if (tool.endsWith("_delete")) return { tool, args: { ids: [id] } };
    return /_(search|read|count|aggregate)$/.test(tool) ? undefined : { tool, args: { ids: [id] } };
  }
}

/** Methods that no screen has a button of, beside those that have. */
const METHODS = ["unlink", "write", "action_confirm", "toggle_active", "run", "copy", "_write", "message_post"];
