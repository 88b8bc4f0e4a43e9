import { OdooError } from "../../src/odoo/errors/errors.js";
import { isCreateOnly, isWritable, type Model } from "../../src/odoo/schema/schema.js";
import { didYouMean } from "../../src/odoo/schema/suggest.js";
import type { Needs } from "./model-plan.js";

/**
 * What of a model can be written, and what a new record of it needs: as Odoo says, and as the config demands. Throws
 * `OdooError` "settings" for a demanded field that a tool could not write.
 */
export function needsOf(model: Model, demanded: readonly string[] = []): Needs {
  const fields = Object.entries(model.fields)
    .filter(([name, field]) => isWritable(name, field) || isCreateOnly(name, field))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  checkDemanded(model, demanded, fields);
  const required = fields
    .filter(([name, { needed }]) => demanded.includes(name) || (needed && !needed.unless))
    .map(([name]) => name);
  const requiredUnless = Object.fromEntries(
    fields.flatMap(([name, { needed }]) =>
      needed?.unless && !demanded.includes(name) ? [[name, [...needed.unless].sort()]] : [],
    ),
  );
  const createOnly = fields.filter(([name, field]) => isCreateOnly(name, field)).map(([name]) => name);
  return { fields, required, requiredUnless, createOnly, needed: [...required, ...Object.keys(requiredUnless)] };
}

function checkDemanded(model: Model, demanded: readonly string[], fields: Needs["fields"]): void {
  const names = fields.map(([name]) => name);
  for (const name of demanded) {
    if (names.includes(name)) continue;
    const hint = didYouMean(name, names);
    throw new OdooError(
      "settings",
      `The config requires "${name}" of ${model.name}, which has no such writable field.${hint}`,
    );
  }
}
