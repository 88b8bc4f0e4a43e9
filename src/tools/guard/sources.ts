import { forbidden } from "../../odoo/errors/errors.js";
import { isId } from "../../odoo/notation/checks.js";
import { fieldOf } from "../../odoo/schema/schema.js";
import { mirroredBy, type Source, sourcesOf } from "../../odoo/schema/sources.js";
import { modelCall, refuseLimited } from "../call/model-call.js";
import type { ToolContext } from "../call/tool.js";
import { isOutward, type Policy } from "../policy/policy.js";
import { checkHeirs, isInherited } from "./heirs.js";
import { idsInside } from "./record-domain.js";
import { idIn, lineOperations, type VisitedField } from "./walk-values.js";

// Fields that are written in other records: those of `_inherits`, related ones, and those that Odoo computes from another
// record and writes back there.

/** Records of another model that a value changes. */
export interface Reached {
  model: string;
  ids: readonly number[];
}

/**
 * The records that a field's value changes beside its own, as far as the policy says anything of their model. Throws
 * `OdooError` "forbidden" for such as may not be changed. Asks Odoo which they are, only where it matters.
 */
export async function reachedBy(visited: VisitedField, context: ToolContext): Promise<Reached[]> {
  await checkMirrored(visited, context);
  const reached: Reached[] = [];
  for (const source of sourcesOf(visited.model, visited.name)) {
    if (isLimited(source.model, context.policy) && (await isAlike(visited, source, context))) {
      const ids = await idsBehind(visited, source.link, context);
      if (ids.length === 0) continue;
      await checkChangeable(visited, source, ids, context);
      reached.push({ model: source.model, ids });
    }
  }
  await checkInherited(visited, context);
  return reached;
}

/** A field that shows a field of another record is written there: with `_inherits`, and where Odoo calls it related. */
async function checkMirrored(
  { model, name, field, values, isNew, at }: VisitedField,
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

/** Whether it matters that a record of the model is changed. */
const isLimited = (model: string, policy: Policy) =>
  !policy.operations(model).value.includes("update") ||
  policy.domain(model) !== undefined ||
  policy.confirmations([{ model, effect: "update", records: 1 }]).length > 0;

/** A value is written back into a field of its own type. One that nobody is told of may be. */
async function isAlike({ field }: VisitedField, source: Source, { models }: ToolContext): Promise<boolean> {
  const other = fieldOf(await models.get(source.model), source.field);
  return other === undefined || other.type === field.type;
}

/** The records behind a relation once the values are written; of a new record, those that it would have by default. */
async function idsBehind(visited: VisitedField, link: string, { client, signal }: ToolContext): Promise<number[]> {
  const { model, values, ids, isNew } = visited;
  const field = fieldOf(model, link);
  const given = Object.hasOwn(values, link) ? namedIn({ ...visited, name: link, value: values[link] }) : undefined;
  if (given && (field?.type === "many2one" || isNew)) return given;
  const held = isNew
    ? [await client.defaultGet(model.name, [link], { signal })]
    : await client.read(model.name, ids, [link], { signal });
  return [...new Set([...(given ?? []), ...held.flatMap((record) => idsOf(record[link]))])];
}

function namedIn(visited: VisitedField): number[] {
  const field = fieldOf(visited.model, visited.name) ?? visited.field;
  const named = field.type.endsWith("2many")
    ? lineOperations({ ...visited, field }).flatMap(({ operation, items }) => (operation === "create" ? [] : items))
    : [visited.value];
  // What is none, or of a wrong form, is the parser's to refuse.
  return named.map(idIn).filter(isId);
}

/** Of a value as Odoo reads it: an id, with a name or without, ids, or commands. */
function idsOf(value: unknown): number[] {
  if (typeof value === "number") return [value];
  if (!Array.isArray(value)) return [];
  if (typeof value[1] === "string") return value.slice(0, 1);
  return value.flatMap((one) => (Array.isArray(one) ? [one[1], one[2]].flat() : one)).filter(isId);
}

async function checkChangeable(
  { model, name, at }: VisitedField,
  source: Source,
  ids: readonly number[],
  context: ToolContext,
): Promise<void> {
  const call = await modelCall(source.model, "update", context);
  if ((await idsInside(call, ids)).length === new Set(ids).size) return;
  const rule = context.policy.domain(source.model)?.rule ?? "";
  const message = `${at}: ${name} of ${model.name} may also be written in ${source.field} of ${source.model}, of a record that this server may not work with.`;
  throw forbidden(rule, message, { model: source.model, field: name, hint: "Leave the field out." });
}

/** What is shown by a record that is more than what it seems: the contact of a user. */
async function checkInherited(visited: VisitedField, context: ToolContext): Promise<void> {
  const { model, name, ids, at } = visited;
  if (ids.length > 0) await checkHeirs({ model: model.name, ids, fields: [name], at }, "update", context);
  for (const source of [...mirroredBy(model, name), ...sourcesOf(model, name)]) {
    // What a new record has by default is no user's contact.
    const isTold = !visited.isNew || Object.hasOwn(visited.values, source.link);
    if (!isTold || !isInherited(source.model, source.field, context)) continue;
    const behind = await idsBehind(visited, source.link, context);
    await checkHeirs({ model: source.model, ids: behind, fields: [source.field], at }, "update", context);
  }
}
