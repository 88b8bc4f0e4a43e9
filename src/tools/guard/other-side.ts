import { forbidden } from "../../odoo/errors/errors.js";
import type { Field } from "../../odoo/schema/schema.js";
import type { ToolContext } from "../call/tool.js";
import type { Touch } from "../policy/policy.js";
import type { VisitedLines, VisitedRow } from "./walk-values.js";

// What a change of a relation does to the records on its other side, and to those that stand on it.

/**
 * Throws `OdooError` "forbidden" for records that are linked to or taken from a many2many that is a field of theirs, too, and
 * that may not be changed. What is linked is checked to be in the policy's domain (see `checkLinks`); what a list replaces is
 * not known to be. Asks for the other model only where the policy limits it.
 */
export async function checkOtherSide(lines: VisitedLines, context: ToolContext): Promise<void> {
  const { model, name, field, operations, isNew, at } = lines;
  const { policy, models } = context;
  const relation = field.relation ?? "";
  const changing = operations.filter(({ operation, items }) => BOTH_SIDES.has(operation) && items.length > 0);
  const replaces = !isNew && operations.some(({ operation }) => operation === "set");
  const mayUpdate = policy.operations(relation).value.includes("update");
  const domain = policy.domain(relation);
  const isRefused = mayUpdate ? domain !== undefined && replaces : changing.length > 0 || replaces;
  if (!isRefused || !hasTable(field)) return;
  const fields = Object.entries((await models.get(relation)).fields);
  const [other] = fields.find(([, one]) => hasTable(one) && one.relation === model.name) ?? [];
  if (other === undefined) return;
  if (!mayUpdate) policy.check(relation, "update");
  const message = `${at}: ${name} is ${other} of ${relation} from the other side, and this server sees some of its records only: others may be taken away.`;
  throw forbidden(domain?.rule ?? "", message, { model: relation, field: name, hint: "Use link and unlink." });
}

/** What Odoo computes has no table of its own. */
const hasTable = ({ type, store }: Field) => type === "many2many" && store !== false;

const BOTH_SIDES: ReadonlySet<string> = new Set(["link", "unlink", "set"]);

/** Fields whose change deletes records of a third model, be it that Odoo archives those that are used. */
interface Deleting {
  fields: readonly string[];
  deletes: string;
  /** The field of a new record that adds it to one that is there, and has records to lose. */
  addedBy?: string;
}

/** Odoo makes and deletes a product's variants as its attributes and their values come and go. */
const DELETING: Readonly<Record<string, Deleting>> = {
  "product.template": { fields: ["attribute_line_ids"], deletes: "product.product" },
  "product.product": { fields: ["attribute_line_ids"], deletes: "product.product" },
  "product.template.attribute.line": {
    fields: ["value_ids", "attribute_id", "product_tmpl_id", "active"],
    deletes: "product.product",
    addedBy: "product_tmpl_id",
  },
};

/** A deletion of other records by the values of one, whose number is Odoo's to find. Throws `OdooError` "forbidden" where they may not be deleted. */
export function touchedThird({ model, values, isNew }: VisitedRow, { policy }: ToolContext): Touch[] {
  const deleting = Object.hasOwn(DELETING, model.name) ? DELETING[model.name] : undefined;
  if (!deleting?.fields.some((name) => Object.hasOwn(values, name))) return [];
  if (isNew && !(deleting.addedBy && Object.hasOwn(values, deleting.addedBy))) return [];
  policy.check(deleting.deletes, "delete");
  return [{ model: deleting.deletes, effect: "delete", records: 1 }];
}
