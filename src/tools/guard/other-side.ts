import { forbidden } from "../../odoo/errors/errors.js";
import { isId } from "../../odoo/notation/checks.js";
import { type Field, fieldOf } from "../../odoo/schema/schema.js";
import type { ToolContext } from "../call/tool.js";
import type { Touch } from "../policy/policy.js";
import { idsInside } from "./record-domain.js";
import { idIn, type LineOperation, type VisitedLines, type VisitedRow } from "./walk-values.js";

// What a change of a relation does to the records on its other side, and to those that stand on it.

/**
 * Throws `OdooError` "forbidden" for records that are linked to or taken from a many2many that is a field of theirs, too, and
 * that may not be changed. What is linked is checked to be in the policy's domain by `checkLinks`, what is taken away here; what a
 * list replaces is not known to be. Asks for the other model only where the policy limits it.
 */
export async function checkOtherSide(lines: VisitedLines, context: ToolContext): Promise<void> {
  const { name, field, isNew, operations, at } = lines;
  const { policy } = context;
  const relation = field.relation ?? "";
  const mayUpdate = policy.operations(relation).value.includes("update");
  const domain = policy.domain(relation);
  if (mayUpdate && !domain) return;
  const replaces = !isNew && operations.some(({ operation }) => operation === "set");
  const isChanged = replaces || (["link", "unlink", "set"] as const).some((one) => idsOf(lines, one).length > 0);
  const other = isChanged ? await otherSide(lines, context) : undefined;
  if (other === undefined) return;
  if (!mayUpdate) policy.check(relation, "update");
  if (!domain || (!replaces && (await areInside(relation, idsOf(lines, "unlink"), context)))) return;
  const message = `${at}: ${name} is ${other} of ${relation} from the other side, and this server sees some of its records only: others would be taken away.`;
  throw forbidden(domain.rule, message, {
    model: relation,
    field: name,
    hint: "Name what is added in link, and what is taken away in unlink.",
  });
}

const idsOf = ({ operations }: VisitedLines, wanted: LineOperation): number[] =>
  operations.flatMap(({ operation, items }) => (operation === wanted ? items.map(idIn).filter(isId) : []));

/** The field of the other model that holds the same relation, as far as that can be told: by its table no attribute does. */
async function otherSide({ model, field }: VisitedLines, { models }: ToolContext): Promise<string | undefined> {
  if (!hasTable(field)) return undefined;
  const { fields } = await models.get(field.relation ?? "");
  return Object.keys(fields).find((name) => {
    const other = fieldOf({ fields }, name);
    return other !== undefined && hasTable(other) && other.relation === model.name;
  });
}

async function areInside(model: string, ids: readonly number[], context: ToolContext): Promise<boolean> {
  const inside = await idsInside({ model: await context.models.get(model), context }, ids);
  return inside.length === new Set(ids).size;
}

/** What Odoo computes has no table of its own. */
const hasTable = ({ type, store }: Field) => type === "many2many" && store !== false;

/** Fields whose change makes Odoo change or delete records of a third model, be it that it archives those that are used. */
interface Third {
  fields: readonly string[];
  model: string;
  effect: "update" | "delete";
  /** The field of a new record that adds it to one that is there, and has records to lose. A new one deletes nothing else. */
  addedBy?: string;
}

/** Odoo makes and deletes a product's variants as its attributes and their values come and go. */
const VARIANTS: Third = { fields: ["attribute_line_ids"], model: "product.product", effect: "delete" };
/** The quantity on hand is that of quants, which the inverse of the product's field adjusts (17 to 19). */
const STOCK: Third = { fields: ["qty_available"], model: "stock.quant", effect: "update" };

const THIRD: Readonly<Record<string, readonly Third[]>> = {
  "product.template": [VARIANTS, STOCK],
  "product.product": [VARIANTS, STOCK],
  "product.template.attribute.line": [
    {
      fields: ["value_ids", "attribute_id", "product_tmpl_id", "active"],
      model: "product.product",
      effect: "delete",
      addedBy: "product_tmpl_id",
    },
  ],
  // The balance that an account opens with is lines of an entry (14 to 19).
  "account.account": [
    { fields: ["opening_debit", "opening_credit", "opening_balance"], model: "account.move", effect: "update" },
  ],
};

/**
 * A change of other records by the values of one, whose number is Odoo's to find. Throws `OdooError` "forbidden" where they may
 * not be changed or deleted.
 */
export function touchedThird({ model, values, isNew }: VisitedRow, { policy }: ToolContext): Touch[] {
  const known = Object.hasOwn(THIRD, model.name) ? (THIRD[model.name] ?? []) : [];
  return known.flatMap(({ fields, model: third, effect, addedBy }) => {
    if (!fields.some((name) => Object.hasOwn(values, name))) return [];
    const isAdded = addedBy !== undefined && Object.hasOwn(values, addedBy);
    if (isNew && effect === "delete" && !isAdded) return [];
    policy.check(third, effect);
    return [{ model: third, effect, records: 1 }];
  });
}
