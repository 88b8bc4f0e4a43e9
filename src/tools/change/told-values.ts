import { setImmediate as soon } from "node:timers/promises";
import type { RawValues } from "../../odoo/schema/raw.js";
import { type Field, fieldOf, isModelName } from "../../odoo/schema/schema.js";
import type { ModelCall } from "../call/model-call.js";
import type { ToolContext } from "../call/tool.js";

// Values in the tool's form as a reader can check them: records by their names, files by their size, lines likewise.

export interface Teller {
  values(call: ModelCall, values: RawValues): Promise<Record<string, unknown>>;
  /** A record by its id and name; of a model that may not be read by its id alone, and what is no id as it is. */
  record(model: string, id: unknown): Promise<unknown>;
}

/** Tells of values and records of any model, whose names are read together. */
export function tellerOf(context: ToolContext): Teller {
  const named = namedRecords(context);
  const told = async (call: ModelCall, values: RawValues): Promise<Record<string, unknown>> => {
    const entries = Object.entries(values).map(async ([name, value]) => {
      const field = fieldOf(call.model, name);
      return [name, field ? await toldValue(field, value, values) : value] as const;
    });
    return Object.fromEntries(await Promise.all(entries));
  };

  async function toldValue(field: Field, value: unknown, beside: RawValues): Promise<unknown> {
    const { type, relation = "" } = field;
    if (type === "binary" && typeof value === "string") return `a file of ${Math.floor(value.length * 0.75)} bytes`;
    if (type === "many2one") return named(relation, idIn(value) ?? value);
    if (type === "one2many" || type === "many2many") return toldLines(relation, value);
    if (type === "many2one_reference") return named(String(beside.res_model ?? beside.model ?? ""), value);
    if (type !== "reference" || typeof value !== "string") return value;
    const [model = "", id] = value.split(",");
    return { model, ...((await named(model, Number(id))) as object) };
  }

  /** A list of records, of which nothing but the ids is written; or `{ create, update, link, unlink, delete, set }` of lists. */
  async function toldLines(relation: string, value: unknown): Promise<unknown> {
    if (Array.isArray(value)) return Promise.all(value.map((item) => toldRecord(relation, item)));
    if (typeof value !== "object" || value === null) return value;
    const entries = Object.entries(value).map(async ([what, items]) => {
      const tell = what === "create" || what === "update" ? toldLine : toldRecord;
      return [
        what,
        Array.isArray(items) ? await Promise.all(items.map((item) => tell(relation, item))) : items,
      ] as const;
    });
    return Object.fromEntries(await Promise.all(entries));
  }

  const toldRecord = (relation: string, item: unknown) => named(relation, idIn(item) ?? item);

  async function toldLine(relation: string, item: unknown): Promise<unknown> {
    if (typeof item !== "object" || item === null) return named(relation, item);
    const { id, ...values } = item as RawValues;
    const line = await told({ model: await context.models.get(relation), context }, values);
    return id === undefined ? line : { ...((await named(relation, id)) as object), ...line };
  }

  return { values: told, record: named };
}

function namedRecords(context: ToolContext): Teller["record"] {
  const asked = new Map<string, { ids: Set<number>; names: Promise<ReadonlyMap<number, string>> }>();
  const read = async (model: string, ids: ReadonlySet<number>) => {
    const options = { signal: context.signal };
    const records = await context.client.read(model, [...ids], ["display_name"], options).catch(() => []);
    return new Map(records.map(({ id, display_name }) => [id, String(display_name ?? "")]));
  };
  const begin = (model: string) => {
    const ids = new Set<number>();
    const names = soon().then(() => {
      asked.delete(model);
      return read(model, ids);
    });
    asked.set(model, { ids, names });
    return { ids, names };
  };
  return async (model, id) => {
    if (typeof id !== "number") return id;
    if (!isModelName(model) || !mayBeRead(model, context)) return { id };
    const { ids, names } = asked.get(model) ?? begin(model);
    ids.add(id);
    return { id, name: (await names).get(id) ?? "" };
  };
}

/** What may be changed need not be read: a preview is no way around that. */
export const mayBeRead = (model: string, { policy }: ToolContext) => policy.operations(model).value.includes("read");

const idIn = (value: unknown) => (typeof value === "object" && value !== null && "id" in value ? value.id : undefined);
