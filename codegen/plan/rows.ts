import { type Column, fieldOf, type Model } from "../../src/odoo/schema/schema.js";
import type { Needs, RowPlan } from "./model-plan.js";
import { isTechnical } from "./technical.js";

// What a line shows inside the tool of the record around it.

/** Lines with more columns than these show them no more than the form demands. */
const MAX_COLUMNS = 12;
const MAX_WITHOUT_COLUMNS = 6;

/**
 * The line of a one2many: what a new one needs and what the form demands of it, always or under a condition, in the order
 * of the screen; then what the screen shows, so many in all. `inverse`: the field that points back. `columns`: what the form types such lines in; none where it
 * tells nothing, and then the first fields of the model's own form are taken, or of all it has. That form may be for reading
 * alone, as that of an entry's lines.
 */
export function rowPlan(inverse: string | undefined, model: Model, needs: Needs, columns: readonly Column[]): RowPlan {
  const names = new Set(
    needs.fields.filter(([name, { type }]) => name !== inverse && type !== "binary").map(([name]) => name),
  );
  const typed = columns.filter(({ name }) => names.has(name) && isOfLines(name) && !follows(model, name, columns));
  const first = [
    ...typed
      .filter(({ name, required }) => required !== undefined || needs.needed.includes(name))
      .map(({ name }) => name),
    ...needs.needed.filter((name) => names.has(name)),
  ];
  const shown = typed.length > 0 ? typed.map(({ name }) => name) : fallback();
  const all = [...new Set([...first, ...shown])];
  const { fields, required, requiredUnless, createOnly } = needs;
  return {
    name: model.name,
    fields,
    required: required.filter((name) => names.has(name)),
    requiredUnless,
    requiredWhen: new Map(
      columns.flatMap(({ name, required: when }) => (when && when !== "always" ? [[name, when] as const] : [])),
    ),
    createOnly,
    shown: all.slice(0, Math.max(MAX_COLUMNS, new Set(first).size)),
  };

  function fallback(): string[] {
    const own = (model.views?.form ?? []).map(({ name }) => name).filter((name) => names.has(name));
    return [...(own.length > 0 ? own : names)].filter(isOfLines).slice(0, MAX_WITHOUT_COLUMNS);
  }
}

/** Lines are sorted by hand, by what only a screen needs. */
const isOfLines = (name: string) => name !== "sequence" && !isTechnical(name);

/**
 * True for a column that Odoo does not store and makes of another one: the template of an order line's product, which the
 * screen offers for choosing the product by (15 on).
 */
function follows(model: Model, name: string, columns: readonly Column[]): boolean {
  const field = fieldOf(model, name);
  if (field?.store !== false) return false;
  const sources = [...(field.depends ?? []), ...(field.related ? [field.related.split(".")[0]] : [])];
  return columns.some((column) => column.name !== name && sources.includes(column.name));
}
