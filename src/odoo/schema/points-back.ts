import { fieldOf, type Model } from "./schema.js";

/**
 * The field of a line that points back to its record, and that Odoo fills in: as Odoo names it, or, of lines that come through
 * `_inherits`, for which it names none, the one required many2one to the other model (`product_tmpl_id` of a product's vendors).
 */
export function pointsBack(
  model: Pick<Model, "fields">,
  name: string,
  line: Pick<Model, "fields">,
): string | undefined {
  const { relation_field, inherited } = fieldOf(model, name) ?? {};
  if (relation_field || !inherited) return relation_field;
  const relation = fieldOf(model, inherited)?.relation;
  const links = Object.entries(line.fields).filter(
    ([, field]) => field.type === "many2one" && field.required && relation !== undefined && field.relation === relation,
  );
  return links.length === 1 ? links[0]?.[0] : undefined;
}
