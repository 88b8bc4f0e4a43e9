import { OdooError } from "../../odoo/errors/errors.js";
import { fieldOf, type Model } from "../../odoo/schema/schema.js";
import { checkFields } from "../call/named-fields.js";

// What is read of records, and of the records that they refer to.

/** Which fields to read of a model, and of the models that its relations lead to. */
export interface Selection {
  model: Model;
  fields: readonly string[];
  /** By relation. */
  details: ReadonlyMap<string, Selection>;
  /** The many2many whose records are told by name. */
  named: ReadonlySet<string>;
}

/** Another model, which a path leads to. Throws `OdooError` for one that it may not lead to. */
export type PathModels = (name: string) => Promise<Model>;

const MAX_DEPTH = 3;

/**
 * Fields by name, or by a path such as "order_line.product_id" for details. A monetary field brings its currency.
 * Throws `OdooError` "validation" for a path that leads nowhere.
 */
export async function select(
  model: Model,
  paths: readonly string[],
  modelAt: PathModels,
  depth = 0,
): Promise<Selection> {
  const own = new Set<string>();
  const deeper = new Map<string, string[]>();
  for (const path of paths) {
    const [name = "", ...rest] = path.split(".");
    checkFields(model, [name]);
    own.add(name);
    const currency = fieldOf(model, name)?.currency_field;
    if (currency && fieldOf(model, currency) && !fieldOf(model, currency)?.closed) own.add(currency);
    if (rest.length > 0) deeper.set(name, [...(deeper.get(name) ?? []), rest.join(".")]);
  }
  if (deeper.size > 0 && depth >= MAX_DEPTH) {
    throw new OdooError("validation", `fields: at most ${MAX_DEPTH} relations in a row can be followed.`);
  }
  const details = new Map<string, Selection>();
  for (const [name, names] of deeper) {
    const field = fieldOf(model, name);
    if (!field?.relation) {
      const message = `fields: "${name}" on ${model.name} is a ${field?.type}, so nothing can follow it.`;
      throw new OdooError("validation", message, { model: model.name, field: name });
    }
    details.set(name, await select(await modelAt(field.relation), names, modelAt, depth + 1));
  }
  return { model, fields: [...own], details, named: new Set() };
}
