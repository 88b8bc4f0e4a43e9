import { checkOpen } from "../odoo/closed.js";
import { forbidden } from "../odoo/errors.js";
import { type Field, fieldOf, type Model } from "../odoo/schema.js";
import type { On } from "./on.js";
import type { ChangingEffect } from "./operations.js";
import type { Touch } from "./policy.js";
import type { ToolContext } from "./tool.js";

// What values do beside the record they belong to: lines of other models, attachments of other records.

type Values = Readonly<Record<string, unknown>>;

/**
 * What values touch: `records` of the model, and lines inside them. Throws `OdooError` "forbidden" for a closed field and
 * for lines that the policy refuses, as it would refuse them to a tool of their own. Looks at values of any form: they are
 * not parsed yet.
 */
export async function touchedBy(
  { model, context }: On,
  effect: ChangingEffect,
  values: Values,
  { at, records }: { at: string; records: number },
): Promise<Touch[]> {
  context.policy.checkCount(model.name, records);
  return [{ model: model.name, effect, records }, ...(await inside(model, values, at, context))];
}

async function inside(model: Model, values: Values, at: string, context: ToolContext): Promise<Touch[]> {
  const touched: Touch[] = [];
  for (const [name, value] of Object.entries(values)) {
    const place = `${at}.${name}`;
    checkOpen(model, name, place);
    const field = fieldOf(model, name);
    if (field?.type === "one2many" || field?.type === "many2many") {
      touched.push(...(await linesOf(field, value, place, context)));
    }
  }
  checkAttachment(model, values, at, context);
  return touched;
}

/** What each operation on lines does to their records. Taking a line away from its record can delete it. */
const LINE_EFFECTS = {
  one2many: new Map<string, ChangingEffect>([
    ["create", "create"],
    ["update", "update"],
    ["delete", "delete"],
    ["link", "update"],
    ["unlink", "delete"],
    ["set", "delete"],
  ]),
  many2many: new Map<string, ChangingEffect>([
    ["create", "create"],
    ["update", "update"],
    ["delete", "delete"],
  ]),
};

async function linesOf(field: Field, value: unknown, at: string, context: ToolContext): Promise<Touch[]> {
  const { policy, models } = context;
  const relation = field.relation ?? "";
  const operations = Array.isArray(value) ? { set: value } : value;
  if (typeof operations !== "object" || operations === null) return [];
  const touched: Touch[] = [];
  for (const [operation, rows] of Object.entries(operations)) {
    const effect = LINE_EFFECTS[field.type as "one2many" | "many2many"].get(operation);
    if (!effect || !Array.isArray(rows) || rows.length === 0) continue;
    policy.check(relation, effect);
    policy.checkCount(relation, rows.length);
    const limited = policy.domain(relation);
    if (limited) {
      const message = `${at}: lines of ${relation} cannot be changed along with their record, for this server sees some of them only.`;
      throw forbidden(limited.rule, message, { model: relation, hint: `Change ${relation} itself.` });
    }
    touched.push({ model: relation, effect, records: rows.length });
    if (operation !== "create" && operation !== "update") continue;
    const model = await models.get(relation);
    for (const [index, row] of rows.entries()) {
      if (typeof row !== "object" || row === null) continue;
      touched.push(...(await inside(model, row as Values, `${at}.${operation}[${index}]`, context)));
    }
  }
  return touched;
}

/** An attachment is read by who may read its record: to attach a file is to change that record. */
function checkAttachment(model: Model, values: Values, at: string, { policy }: ToolContext): void {
  if (model.name !== "ir.attachment" || !(Object.hasOwn(values, "res_id") || Object.hasOwn(values, "res_model")))
    return;
  const target = values.res_model;
  if (typeof target !== "string") {
    const message = `${at}.res_model: name the model of the record that the file belongs to, along with res_id.`;
    throw forbidden("attachments", message, { model: model.name, field: "res_model" });
  }
  policy.check(target, "update");
  const limited = policy.domain(target);
  if (!limited) return;
  const message = `${at}.res_model: nothing can be attached to ${target}, for this server sees some of its records only.`;
  throw forbidden(limited.rule, message, { model: target });
}
