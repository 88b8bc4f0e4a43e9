import { type Field, isFieldName } from "../../src/odoo/schema/schema.js";
import type { Fields } from "./needed.js";

/** What is asked about another model. */
export interface Parents {
  fieldsOf(model: string): Promise<Fields>;
  /** The names of the fields a new record of it needs. */
  neededOf(model: string): Promise<string[]>;
}

/**
 * The fields with those marked that belong to a record created along with this one, which no attribute tells. They
 * mirror fields of the same name of a required many2one, and either the other model has no field that this one lacks
 * (`_inherits`: a product has all fields of its template), or this one mirrors all that a new record of it needs (the
 * resource of an employee). What the other model requires, this one does, even where it has redefined the field.
 */
export async function withInherited(fields: Fields, parents: Parents): Promise<Fields> {
  const marked: Record<string, Field> = { ...fields };
  for (const [link, { relation = "" }] of Object.entries(fields).filter(([name, field]) =>
    isCandidate(fields, name, field),
  )) {
    const mirrored = Object.entries(fields).filter(
      ([name, field]) => field.related === `${link}.${name}` && !field.readonly,
    );
    const parent = await parents.fieldsOf(relation);
    const isCreatedAlong =
      Object.keys(parent).every((name) => Object.hasOwn(fields, name)) ||
      mirrorsNeeded(new Set(mirrored.map(([name]) => name)), await parents.neededOf(relation));
    if (!isCreatedAlong) continue;
    for (const [name, field] of mirrored) {
      const required = field.required || (Object.hasOwn(parent, name) && parent[name]?.required);
      marked[name] = { ...field, inherited: link, ...(required ? { required } : {}) };
    }
  }
  return marked;
}

const mirrorsNeeded = (mirrored: ReadonlySet<string>, needed: readonly string[]) =>
  needed.length > 0 && needed.every((name) => mirrored.has(name));

const isCandidate = (fields: Fields, link: string, field: Field) =>
  field.type === "many2one" &&
  field.required === true &&
  isFieldName(link) &&
  Object.entries(fields).some(([name, { related, readonly }]) => related === `${link}.${name}` && !readonly);
