import { isObject } from "../../odoo/notation/checks.js";
import { evaluatePython, UNKNOWN } from "../../odoo/notation/python-expression.js";
import type { RawRecord, RawValues } from "../../odoo/schema/raw.js";
import { type ButtonContext, fieldOf, isSecret } from "../../odoo/schema/schema.js";
import type { ModelCall } from "../call/model-call.js";

// The contexts that actions and buttons write, for the records that a step is taken on.

/** A name's value, or `UNKNOWN`. */
export type NameOf = (name: string) => unknown;

/** No action's context is longer, nor as deep: it is sent back with each call of its dialogue. */
const MAX_CONTEXT = 10_000;
const MAX_DEPTH = 20;

/** A context: an object, or a Python dict as text, without what is not known. Empty for one that cannot be read. */
export function contextFrom(context: unknown, nameOf: NameOf): RawValues {
  const isText = typeof context === "string" && context.length <= MAX_CONTEXT;
  const read = isText ? evaluatePython(context, nameOf) : context;
  return isObject(read) && !isDeeper(read, MAX_DEPTH) ? (read as RawValues) : {};
}

const isDeeper = (value: unknown, depth: number): boolean =>
  typeof value === "object" &&
  value !== null &&
  (depth === 0 || Object.values(value).some((item) => isDeeper(item, depth - 1)));

/** What a context may refer to that is evaluated in another one. */
export const namesOf =
  (outer: RawValues): NameOf =>
  (name) =>
    name === "context" ? outer : Object.hasOwn(outer, name) ? outer[name] : UNKNOWN;

/** The records of a step or form, as contexts name them. */
export const activeOf = (model: string | undefined, ids: readonly number[]): RawValues => ({
  active_model: model,
  active_id: ids[0],
  active_ids: ids,
});

/**
 * What a step's button adds to the context. It may refer to the record's fields, which are read; not to closed ones, nor to
 * those of several records.
 */
export async function addedContext(
  { model, context: { client, signal } }: ModelCall,
  ids: readonly number[],
  added: ButtonContext | undefined,
): Promise<RawValues> {
  if (typeof added !== "string") return added ?? {};
  const fields = ids.length === 1 ? namedIn(added).filter((name) => isOpen(name)) : [];
  const [record] = fields.length > 0 ? await client.read(model.name, ids, fields, { signal }) : [];
  const known = { ...(record && asForm(record)), ...activeOf(model.name, ids), id: ids[0], uid: client.user.uid };
  return contextFrom(added, namesOf(known));

  function isOpen(name: string): boolean {
    const field = fieldOf(model, name);
    return field !== undefined && !field.closed && !isSecret(name, field);
  }

  function asForm(read: RawRecord): RawValues {
    const entries = Object.entries(read).map(([name, value]) => {
      const isPair = fieldOf(model, name)?.type === "many2one" && Array.isArray(value);
      return [name, isPair ? value[0] : value];
    });
    return Object.fromEntries(entries);
  }
}

/** The names in an expression: whatever their values are, it asks for all of them. */
function namedIn(expression: string): string[] {
  const names = new Set<string>();
  evaluatePython(expression, (name) => {
    names.add(name);
    return UNKNOWN;
  });
  return [...names];
}
