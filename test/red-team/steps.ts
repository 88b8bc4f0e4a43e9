import type { Attempt } from "./attempt.js";

// Steps of Odoo's screens, and the dialogues that they open, past what the policy lets be done.

const step = (model: string, signal: string, rule: string, more: object = {}): Attempt => ({
  what: `take the step ${signal} of ${model}${Object.keys(more).length > 0 ? ` with ${JSON.stringify(more)}` : ""}`,
  tool: "execute_workflow",
  args: ({ mine, partner, lead, product }) => ({
    model,
    id: { "sale.order": mine, "res.partner": partner, "crm.lead": lead }[model] ?? product,
    signal,
    ...more,
  }),
  rule,
});

export const steps: Attempt[] = [
  ...["create_invoice", "print_quotation_order", "share", "mark_quotation_as_sent", "generate_a_payment_link"].map(
    (name) => step("sale.order", name, 'policy["sale.order"].methods'),
  ),
  step("res.partner", "merge", 'policy["res.partner"].operations'),
  step("res.partner", "merge", 'policy["res.partner"].operations', { button: "action_merge", values: {} }),
  step("res.partner", "grant_portal_access", 'policy["res.partner"].operations'),
  step("crm.lead", "convert_to_opportunity", 'policy["crm.*"].operations'),
  step("crm.lead", "merge", 'policy["crm.*"].operations'),
  step("product.product", "create_invoice", "buttons"),
  step("product.product", "print_", "buttons"),
];
