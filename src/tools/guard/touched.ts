import { checkOpen } from "../../odoo/schema/closed-fields.js";
import { type Field, fieldOf, isWritable, type Model } from "../../odoo/schema/schema.js";
import { type ModelCall, refuseLimited } from "../call/model-call.js";
import type { ToolContext } from "../call/tool.js";
import type { ChangingEffect } from "../policy/effects.js";
import { isOutward, type Touch } from "../policy/policy.js";
import { checkOwner } from "./owners.js";

// What values do beside the record they belong to: lines of other models, attachments of other records.

type Values = Readonly<Record<string, unknown>>;

/**
 * What values of one or several records touch: `records` of the model, and lines inside them. Throws `OdooError`
 * "forbidden" for a closed field, for lines that the policy refuses, as it would refuse them to a tool of their own, and for
 * more records than a call may hold, lines of all records together. Looks at values of any form: they are not parsed yet.
 */
export async function touchedBy(
  { model, context }: ModelCall,
  effect: ChangingEffect,
  rows: readonly Row[],
  { records = rows.length, isNew = effect === "create" }: { records?: number; isNew?: boolean } = {},
): Promise<Touch[]> {
  const touched: Touch[] = [{ model: model.name, effect, records }];
  for (const { given, at } of rows) touched.push(...(await inside(model, given, at, isNew, context)));
  for (const name of new Set(touched.map((touch) => touch.model))) {
    const own = touched.filter((touch) => touch.model === name);
    context.policy.checkCount(
      name,
      own.reduce((sum, touch) => sum + touch.records, 0),
    );
  }
  return touched;
}

/** Values of one record, and the argument that holds them. */
export interface Row {
  given: Values;
  at: string;
}

async function inside(
  model: Model,
  values: Values,
  at: string,
  isNew: boolean,
  context: ToolContext,
): Promise<Touch[]> {
  const touched: Touch[] = [];
  for (const [name, value] of Object.entries(values)) {
    const place = `${at}.${name}`;
    checkOpen(model, name, place);
    const field = fieldOf(model, name);
    if (field && isWritable(name, field)) await checkSource(model, { name, field, values, isNew, at: place }, context);
    if (field?.type === "one2many" || field?.type === "many2many") {
      touched.push(...(await linesOf({ name, field, at: place, isNew }, value, context)));
    }
  }
  await checkOwner(model, values, at, context);
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

interface Place {
  name: string;
  field: Field;
  at: string;
  isNew: boolean;
}

/** Fields that write the list of those who get a record's messages. */
const FOLLOWERS: ReadonlyMap<string, string> = new Map([
  ["message_partner_ids", "mail.followers"],
  ["message_channel_ids", "mail.followers"],
]);

/** A new record has no lines to lose. */
function lineEffect({ name, field, isNew }: Place, operation: string): ChangingEffect | undefined {
  const type = field.type === "one2many" || FOLLOWERS.has(name) ? "one2many" : "many2many";
  return isNew && type === "one2many" && operation === "set" ? "update" : LINE_EFFECTS[type].get(operation);
}

async function linesOf(place: Place, value: unknown, context: ToolContext): Promise<Touch[]> {
  const { name, field, at } = place;
  const { policy, models } = context;
  const relation = FOLLOWERS.get(name) ?? field.relation ?? "";
  const operations = Array.isArray(value) ? { set: value } : value;
  if (typeof operations !== "object" || operations === null) return [];
  const touched: Touch[] = [];
  for (const [operation, rows] of Object.entries(operations)) {
    const effect = lineEffect(place, operation);
    // To set no lines takes all of them away.
    if (!effect || !Array.isArray(rows) || (rows.length === 0 && !(operation === "set" && effect === "delete")))
      continue;
    policy.check(relation, effect);
    refuseLimited(relation, `${at}: lines of ${relation} cannot be changed along with their record`, context);
    touched.push({ model: relation, effect, records: Math.max(rows.length, 1) });
    if (operation !== "create" && operation !== "update") continue;
    const model = await models.get(field.relation ?? "");
    for (const [index, row] of rows.entries()) {
      if (typeof row !== "object" || row === null) continue;
      const line = `${at}.${operation}[${index}]`;
      touched.push(...(await inside(model, row as Values, line, operation === "create", context)));
    }
  }
  return touched;
}

/** A field that shows a field of another record is written there: with `_inherits`, and where Odoo calls it related. */
async function checkSource(
  model: Model,
  { name, field, values, isNew, at }: Place & { values: Values },
  context: ToolContext,
): Promise<void> {
  const [link = "", ...further] = field.related?.split(".").slice(0, -1) ?? (field.inherited ? [field.inherited] : []);
  const first = fieldOf(model, link);
  if (!first?.relation) return;
  let source = first.relation;
  for (const step of further) source = fieldOf(await context.models.get(source), step)?.relation ?? source;
  // The record behind a required link that is not given is made along.
  const isMade = isNew && first.required === true && !Object.hasOwn(values, link);
  // An e-mail is made of a message, and asked for as what it is.
  if (isMade && isOutward(model.name)) return;
  context.policy.check(source, isMade ? "create" : "update");
  refuseLimited(
    source,
    `${at}: ${name} is a field of ${source}, which cannot be changed through ${model.name}`,
    context,
  );
}
