import { OdooError } from "../../odoo/errors/errors.js";
import type { RawValues } from "../../odoo/schema/raw.js";
import { type Field, fieldOf, isWritable, type Model } from "../../odoo/schema/schema.js";
import type { ToolContext } from "../call/tool.js";
import { isTransient } from "../guard/transient.js";
import { jsonRecord } from "../read/json-record.js";
import type { Shown } from "./answer.js";
import { BY_HAND } from "./complete-dialogue.js";
import { linesIn } from "./dialogue-form.js";

// A window that a step opened and that has no button: it shows something, or is the form of a record that is not made yet.

/** A window with what its context says of a record made in it. */
export interface Window {
  model: string;
  title: string | undefined;
  id?: number | undefined;
  context: RawValues;
}

/** What it shows; or what is still to be done, where its record is not made yet. */
export async function tellWindow(
  { model: name, title, id, context: given }: Window,
  context: ToolContext,
): Promise<{ shows: Shown } | { next: Record<string, unknown> }> {
  const named = { model: name, ...(title ? { title } : {}) };
  if (id !== undefined) {
    // A merge of contacts ends in its own dialogue, which has nothing left to merge.
    const isKept = !(await isTransient(name, context).catch(() => false));
    return { shows: isKept ? { kind: "records", ...named, id } : { kind: "other", ...named } };
  }
  try {
    const model = await context.models.get(name);
    if (await isTransient(model.name, context)) return { shows: { kind: "other", ...named } };
    context.policy.check(name, "create");
    const values = defaultsIn(model, given);
    const how = `Nothing is made yet: create_record with model "${name}" makes it, of these values and what else it needs.`;
    return { next: { kind: "new_record", ...named, ...(Object.keys(values).length > 0 ? { values } : {}), how } };
  } catch (error) {
    if (!(error instanceof OdooError)) throw error;
    return { next: { kind: "new_record", ...named, refused: error.message, how: BY_HAND } };
  }
}

/** What a context says of a new record, as values of a tool. */
function defaultsIn(model: Model, context: RawValues): Record<string, unknown> {
  const entries = Object.entries(context).flatMap(([key, value]): [string, unknown][] => {
    const [, name = ""] = /^default_(\w+)$/.exec(key) ?? [];
    const field = fieldOf(model, name);
    if (!field || field.closed || !isWritable(name, field) || value === false || value === null) return [];
    const told = toolValue(model, name, field, value);
    return told === undefined || told === null ? [] : [[name, told]];
  });
  return Object.fromEntries(entries);
}

function toolValue(model: Model, name: string, field: Field, value: unknown): unknown {
  if (field.type === "many2one") return Array.isArray(value) ? value[0] : value;
  if (!field.type.endsWith("2many")) return jsonRecord(model, { id: 0, [name]: value })[name];
  const { ids } = linesIn(value);
  return ids.length > 0 ? { link: ids } : undefined;
}
