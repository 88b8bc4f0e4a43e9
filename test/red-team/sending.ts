import type { Attempt } from "./attempt.js";

// E-mails and notices that Odoo would send of a change, where the policy lets nothing be sent.

const PARTNERS = 'policy["res.partner"].operations';

const notifying = (tool: string, args: Attempt["args"], rule = PARTNERS): Attempt => ({
  what: `let Odoo send of ${tool}`,
  tool,
  args: (target) => ({ ...args(target), notify: true }),
  rule,
});

export const sending: Attempt[] = [
  notifying("contact_create", () => ({ values: { name: "x" } })),
  notifying("contact_update", ({ partner, user }) => ({ ids: [partner], values: { user_id: user } })),
  notifying("create_record", () => ({ model: "res.partner", values: { name: "x" } })),
  notifying("create_records", () => ({ model: "res.partner", records: [{ name: "x" }, { name: "y" }] })),
  notifying("update_record", ({ partner }) => ({ model: "res.partner", id: partner, values: { name: "x" } })),
  notifying("update_records", ({ partner }) => ({
    model: "res.partner",
    updates: [{ id: partner, values: { name: "x" } }],
  })),
  notifying(
    "crm_lead_update",
    ({ lead, user }) => ({ ids: [lead], values: { user_id: user } }),
    'policy["crm.*"].operations',
  ),
  {
    ...notifying("create_record", () => ({
      model: "res.partner",
      values: { name: "x" },
      idempotency_key: "made by load",
    })),
    what: "let Odoo send of one created by load",
  },
  ...[{ dry_run: false }, { dry_run: true }].map(
    (more): Attempt => ({
      what: `write to who follows a lead, by its stage ${JSON.stringify(more)}`,
      tool: "update_record",
      args: ({ followedLead, stage }) => ({
        model: "crm.lead",
        id: followedLead,
        values: { stage_id: stage },
        ...more,
      }),
      rule: 'policy["crm.*"].operations',
      says: "may not be sent",
      asks: "reads",
    }),
  ),
  {
    what: "write to them by one load",
    tool: "update_records",
    args: ({ followedLead, stage }) => ({
      model: "crm.lead",
      updates: [{ id: followedLead, values: { stage_id: stage } }],
    }),
    rule: 'policy["crm.*"].operations',
    says: "may not be sent",
    asks: "reads",
  },
  {
    ...notifying("search_records", () => ({ model: "res.partner", domain: [] }), "validation"),
    what: "let Odoo send of a search",
    says: 'Unknown argument "notify"',
  },
  {
    what: "let Odoo send by another word for yes",
    tool: "create_record",
    args: () => ({ model: "res.partner", values: { name: "x" }, notify: "yes" }),
    rule: "validation",
    says: "notify",
  },
];
