import type { Json } from "../support/mcp.js";
import type { Attempt, Target } from "./attempt.js";

// Relations from the other side: records that are linked to, taken away, or deleted as others change.

const PARTNERS = 'policy["res.partner"].domain';
const TAGS = 'policy["res.partner.category"].domain';
const TASKS = 'policy["project.task"].domain';
const TASK_TAGS = 'policy["project.tags"].domain';
const LEADS = 'policy["crm.lead"].domain';
const LEAD_TAGS = 'policy["crm.tag"].operations';
const VARIANTS = 'policy["product.product"].operations';

const changed = (
  model: string,
  values: (target: Target) => Json,
  rule: string,
  more: Partial<Attempt> = {},
): Attempt => ({
  what: `change ${model}: ${JSON.stringify(values(NOBODY))}`,
  tool: "update_record",
  args: (target) => ({
    model,
    id:
      {
        "res.partner": target.partner,
        "project.task": target.task,
        "crm.lead": target.lead,
        "product.template": target.template,
        "product.product": target.product,
        "sale.order": target.mine,
      }[model] ?? 1,
    values: values(target),
  }),
  rule,
  asks: "reads",
  under: "some",
  ...more,
});
const created = (model: string, values: Json, rule: string, more: Partial<Attempt> = {}): Attempt => ({
  ...changed(model, () => values, rule, more),
  what: `create ${model}: ${JSON.stringify(values)}`,
  tool: "create_record",
  args: () => ({ model, values }),
});

const NOBODY = {} as Target;

export const otherSide: Attempt[] = [
  changed("res.partner", () => ({ category_id: [] }), TAGS),
  changed("res.partner", () => ({ category_id: { set: [1] } }), TAGS),
  changed("res.partner", () => ({ category_id: { unlink: [1] } }), TAGS),
  changed("res.partner", () => ({ category_id: { link: [1] } }), TAGS),
  changed("res.partner", () => ({ category_id: { create: [{ name: "x" }] } }), TAGS),
  changed("res.partner", () => ({ category_id: { update: [{ id: 1, name: "x" }] } }), TAGS),
  changed("res.partner", () => ({ category_id: { delete: [1] } }), TAGS),
  created("res.partner", { name: "Attacked", category_id: [1] }, TAGS),
  created("res.partner.category", { name: "mine", partner_ids: [1] }, PARTNERS),
  created("res.partner.category", { name: "mine", partner_ids: { link: [1] } }, PARTNERS),
  changed("res.partner.category", () => ({ partner_ids: [] }), PARTNERS),
  changed("res.partner.category", () => ({ partner_ids: { unlink: [1] } }), PARTNERS),
  changed("res.partner.category", () => ({ child_ids: { link: [1] } }), TAGS),
  changed("res.partner", () => ({ child_ids: { link: [1] } }), PARTNERS),
  changed("res.partner", () => ({ child_ids: [] }), PARTNERS),
  changed("res.partner", () => ({ parent_id: 1 }), PARTNERS),
  changed("project.task", () => ({ tag_ids: { unlink: [1] } }), TASK_TAGS, { series: "19" }),
  changed("project.task", () => ({ tag_ids: { link: [1] } }), TASK_TAGS),
  changed("project.task", () => ({ tag_ids: [] }), TASK_TAGS, { series: "19" }),
  changed("project.task", () => ({ depend_on_ids: { link: [1] } }), TASKS, { series: "19" }),
  changed("project.task", () => ({ dependent_ids: { link: [1] } }), TASKS, { series: "19" }),
  changed("project.task", () => ({ dependent_ids: [] }), TASKS, { series: "19" }),
  changed("project.task", () => ({ child_ids: { link: [1] } }), TASKS),
  changed("project.task", () => ({ parent_id: 1 }), TASKS),
  created("project.tags", { name: "mine", task_ids: { link: [1] } }, TASKS, { series: "19" }),
  created("project.project", { name: "x", tasks: { link: [1] } }, TASKS, { series: "14" }),
  created("project.project", { name: "x", task_ids: { link: [1] } }, TASKS),
  changed("crm.lead", () => ({ tag_ids: { create: [{ name: "x" }] } }), LEAD_TAGS),
  changed("crm.lead", () => ({ tag_ids: { update: [{ id: 1, name: "x" }] } }), LEAD_TAGS),
  changed("crm.lead", () => ({ tag_ids: { delete: [1] } }), LEAD_TAGS),
  changed("sale.order", () => ({ tag_ids: { update: [{ id: 1, name: "x" }] } }), LEAD_TAGS),
  changed("sale.order", () => ({ opportunity_id: 1 }), LEADS),
  changed("sale.order", () => ({ partner_id: 1 }), PARTNERS),
  created("sale.order", { partner_id: 1 }, PARTNERS),
  created("calendar.event", { name: "x", partner_ids: { link: [1] } }, PARTNERS),
  created("calendar.event", { name: "x", opportunity_id: 1 }, LEADS),
  created("calendar.event", { name: "x", res_model: "crm.lead", res_id: 1 }, LEADS),
  created("account.move", { move_type: "out_invoice", partner_id: 1 }, PARTNERS),
  created("crm.lead", { name: "Attacked", partner_id: 1 }, PARTNERS),
  changed("product.template", () => ({ attribute_line_ids: [] }), VARIANTS),
  changed(
    "product.template",
    () => ({ attribute_line_ids: { create: [{ attribute_id: 1, value_ids: [1] }] } }),
    VARIANTS,
  ),
  changed("product.template", () => ({ attribute_line_ids: { delete: [1] } }), VARIANTS),
  changed("product.product", () => ({ attribute_line_ids: [] }), VARIANTS),
  changed("product.template.attribute.line", () => ({ value_ids: [] }), VARIANTS),
  changed("product.template.attribute.line", () => ({ active: false }), VARIANTS),
  changed("product.template", () => ({ product_variant_ids: [] }), 'policy["product.template"].domain'),
  changed("product.template", () => ({ attribute_line_ids: [] }), "confirmation", {
    asks: /deletes records of product\.product/,
    under: "none",
  }),
];
