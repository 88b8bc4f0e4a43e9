import type { Json } from "../support/mcp.js";
import { ALLOWED, type Attempt, CLOSED, MINE, MY_LINES, PARTNER, RIGHTS, type Target, TEMPLATE } from "./attempt.js";

// Previews: they write nothing, and tell nothing either that the call itself would be refused.

const rehearsed = (
  what: string,
  tool: string,
  args: (target: Target) => Json,
  rule: string,
  more: Partial<Attempt> = {},
): Attempt => ({
  what: `rehearse ${what}`,
  tool,
  args: (target) => ({ ...args(target), dry_run: true }),
  rule,
  asks: "reads",
  ...more,
});

export const rehearsals: Attempt[] = [
  rehearsed(
    "a line of an order of theirs",
    "create_record",
    ({ theirs, product }) => ({ model: "sale.order.line", values: { order_id: theirs, product_id: product } }),
    MINE,
  ),
  rehearsed(
    "a change of a line of theirs",
    "update_record",
    ({ theirLine }) => ({ model: "sale.order.line", id: theirLine, values: { price_unit: 1 } }),
    MY_LINES,
  ),
  rehearsed(
    "to move a line of one's own to them",
    "update_record",
    ({ myLine, theirs }) => ({ model: "sale.order.line", id: myLine, values: { order_id: theirs } }),
    MY_LINES,
  ),
  rehearsed(
    "to confirm an order of theirs",
    "execute_workflow",
    ({ theirs }) => ({ model: "sale.order", id: theirs, signal: "action_confirm" }),
    MINE,
  ),
  rehearsed(
    "to send it",
    "execute_workflow",
    ({ theirs }) => ({ model: "sale.order", id: theirs, signal: "action_quotation_send" }),
    MINE,
  ),
  rehearsed(
    "to change several, theirs among them",
    "update_records",
    ({ mine, theirs }) => ({
      model: "sale.order",
      updates: [
        { id: mine, values: { note: "x" } },
        { id: theirs, values: { note: "x" } },
      ],
    }),
    MINE,
  ),
  rehearsed(
    "to give an order away",
    "update_record",
    ({ mine, user }) => ({ model: "sale.order", id: mine, values: { user_id: user } }),
    MINE,
  ),
  rehearsed(
    "an order for somebody else",
    "create_record",
    ({ partner, user }) => ({ model: "sale.order", values: { partner_id: partner, user_id: user } }),
    MINE,
  ),
  rehearsed("a contact with a closed field", "contact_create", () => ({ values: { name: "x", vat: "x" } }), CLOSED),
  rehearsed(
    "a contact with one in a line",
    "contact_create",
    () => ({ values: { name: "x", child_ids: { create: [{ name: "y", email: "x@x" }] } } }),
    CLOSED,
  ),
  rehearsed(
    "a lead with a field that is left out",
    "crm_lead_create",
    () => ({ values: { name: "x" }, extra: { email_from: "x@x" } }),
    ALLOWED,
  ),
  rehearsed("a product", "product_template_create", () => ({ values: { name: "x" } }), TEMPLATE),
  rehearsed("to delete a contact", "contact_delete", ({ partner }) => ({ ids: [partner] }), PARTNER),
  rehearsed(
    "to merge contacts",
    "execute_workflow",
    ({ partner, sibling }) => ({ model: "res.partner", ids: [partner, sibling], signal: "merge" }),
    PARTNER,
  ),
  rehearsed("a user", "create_record", () => ({ model: "res.users", values: { login: "x" } }), RIGHTS),
  rehearsed(
    "a user along with a contact",
    "contact_create",
    () => ({ values: { name: "x" }, extra: { user_ids: { create: [{ login: "x" }] } } }),
    RIGHTS,
  ),
  rehearsed(
    "an employee",
    "create_record",
    () => ({ model: "hr.employee", values: { name: "x" } }),
    'policy["hr.*"].operations',
  ),
  rehearsed(
    "an invoice",
    "create_record",
    () => ({ model: "account.move", values: { move_type: "out_invoice" } }),
    'policy["account.*"].operations',
  ),
  rehearsed(
    "a file for an order of theirs",
    "create_record",
    ({ theirs }) => ({ model: "ir.attachment", values: { name: "x", res_model: "sale.order", res_id: theirs } }),
    MINE,
  ),
  rehearsed(
    "what a template would run",
    "execute_workflow",
    ({ partner }) => ({
      model: "res.partner",
      id: partner,
      signal: "send_email",
      values: { subject: "x", body: "{{ object.env }}" },
    }),
    "template syntax",
    { under: "none" },
  ),
];

/** What is answered, and without what. */
export interface Withheld {
  what: string;
  tool: string;
  args(target: Target): Json;
  withholds: RegExp;
}

const EMAIL = /john\.b@/;

export const withheld: Withheld[] = [
  {
    what: "a lead's address, which Odoo fills in from its contact",
    tool: "crm_lead_create",
    args: ({ partner }) => ({ values: { name: "x", partner_id: partner }, dry_run: true }),
    withholds: EMAIL,
  },
  {
    what: "a customer's address in a new order",
    tool: "sale_order_create",
    args: ({ partner }) => ({ values: { partner_id: partner }, dry_run: true }),
    withholds: EMAIL,
  },
  {
    what: "it in a task",
    tool: "create_record",
    args: ({ partner }) => ({ model: "project.task", values: { name: "x", partner_id: partner }, dry_run: true }),
    withholds: EMAIL,
  },
  {
    what: "it in a meeting",
    tool: "create_record",
    args: ({ partner }) => ({ model: "calendar.event", values: { name: "x", partner_ids: [partner] }, dry_run: true }),
    withholds: EMAIL,
  },
  {
    what: "a contact found by it",
    tool: "look_up",
    args: () => ({ names: [{ model: "res.partner", name: "john.b@tech.info" }] }),
    withholds: /Attacked/,
  },
  {
    what: "what a contact's changes were",
    tool: "read_messages",
    args: ({ partner }) => ({ model: "res.partner", id: partner, changes: true }),
    withholds: EMAIL,
  },
  {
    what: "an order of theirs by its id",
    tool: "read_records",
    args: ({ theirs }) => ({ model: "sale.order", ids: [theirs] }),
    withholds: /"name"|amount/,
  },
  {
    what: "who made it",
    tool: "get_metadata",
    args: ({ theirs }) => ({ model: "sale.order", ids: [theirs] }),
    withholds: /create_uid|create_date/,
  },
  {
    what: "that there is one",
    tool: "search_count",
    args: ({ theirs }) => ({ model: "sale.order", domain: [["id", "=", theirs]] }),
    withholds: /"count":[^0]/,
  },
  {
    what: "its messages",
    tool: "search_count",
    args: ({ theirs }) => ({
      model: "mail.message",
      domain: [
        ["model", "=", "sale.order"],
        ["res_id", "=", theirs],
      ],
    }),
    withholds: /"count":[^0]/,
  },
  {
    what: "its activities",
    tool: "search_count",
    args: ({ theirActivity }) => ({ model: "mail.activity", domain: [["id", "=", theirActivity]] }),
    withholds: /"count":[^0]/,
  },
  {
    what: "its files",
    tool: "search_count",
    args: ({ theirFile }) => ({ model: "ir.attachment", domain: [["id", "=", theirFile]] }),
    withholds: /"count":[^0]/,
  },
  {
    what: "it by a negation",
    tool: "search_count",
    args: ({ theirs }) => ({ model: "sale.order", domain: ["!", ["id", "!=", theirs]] }),
    withholds: /"count":[^0]/,
  },
  {
    what: "it by an or",
    tool: "search_count",
    args: ({ theirs }) => ({ model: "sale.order", domain: ["|", [0, "=", 1], ["id", "=", theirs]] }),
    withholds: /"count":[^0]/,
  },
  {
    what: "it in another language",
    tool: "search_count",
    args: ({ theirs }) => ({ model: "sale.order", domain: [["id", "=", theirs]], lang: "fr_FR" }),
    withholds: /"count":[^0]/,
  },
  {
    what: "it in one company",
    tool: "search_count",
    args: ({ theirs, company }) => ({ model: "sale.order", domain: [["id", "=", theirs]], company_id: company }),
    withholds: /"count":[^0]/,
  },
];
