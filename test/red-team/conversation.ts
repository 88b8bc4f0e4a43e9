import type { Json } from "../support/mcp.js";
import { type Attempt, MINE, RIGHTS, type Target } from "./attempt.js";

// What is said about records, and what is planned for them.

const post = (
  what: string,
  args: (target: Target) => Json,
  refusal: Pick<Attempt, "rule" | "says" | "asks">,
): Attempt => ({
  what,
  tool: "post_message",
  args: (target) => ({ model: "sale.order", id: target.mine, kind: "note", text: "evil", ...args(target) }),
  ...refusal,
});

const OUTSIDE = { rule: MINE, says: "there is no sale.order", asks: "reads" } as const;
const UNTAKEN = { rule: "validation", says: "Unknown argument" } as const;

export const conversation: Attempt[] = [
  {
    what: "read what was said about an order of theirs",
    tool: "read_messages",
    args: ({ theirs }) => ({ model: "sale.order", id: theirs, changes: true }),
    ...OUTSIDE,
  },
  post("note something on it", ({ theirs }) => ({ id: theirs }), OUTSIDE),
  post("send its followers something", ({ theirs }) => ({ id: theirs, kind: "comment" }), OUTSIDE),
  {
    what: "plan something for it",
    tool: "schedule_activity",
    args: ({ theirs }) => ({ model: "sale.order", id: theirs, type: "Call", date: "2030-01-01" }),
    ...OUTSIDE,
  },
  {
    what: "complete what is planned for it",
    tool: "complete_activity",
    args: ({ theirActivity }) => ({ id: theirActivity, feedback: "evil" }),
    ...OUTSIDE,
  },
  post("note something on a user", ({ user }) => ({ model: "res.users", id: user }), { rule: RIGHTS }),
  post("note something on an invoice", () => ({ model: "account.move" }), { rule: 'policy["account.*"].operations' }),
  post("send a lead's followers something", ({ lead }) => ({ model: "crm.lead", id: lead, kind: "comment" }), {
    rule: 'policy["crm.*"].operations',
  }),
  {
    what: "read what was said about an employee",
    tool: "read_messages",
    args: () => ({ model: "hr.employee", id: 1 }),
    rule: 'policy["hr.*"].operations',
  },
  post("send a note to somebody", ({ partner }) => ({ partner_ids: [partner] }), {
    rule: "validation",
    says: "a note is sent to nobody",
  }),
  post("send nobody a comment", () => ({ kind: "comment", partner_ids: [999_999_999] }), {
    rule: "not_found",
    says: "partner_ids[0]",
    asks: "reads",
  }),
  ...(["theirFile", "userFile"] as const).map((file) =>
    post(`show ${file} with a note of one's own`, (target) => ({ attachment_ids: [target[file]] }), {
      rule: "not_found",
      says: "attachment_ids",
      asks: "reads",
    }),
  ),
  post("send it as a template", () => ({ kind: "template" }), { rule: "validation", says: "kind" }),
  ...[
    "author_id",
    "email_from",
    "subtype_xmlid",
    "message_type",
    "body_is_html",
    "attachments",
    "email_layout_xmlid",
  ].map((name) => post(`give ${name}`, () => ({ [name]: "1" }), UNTAKEN)),
  post("write half a character", () => ({ text: "\ud800" }), { rule: "validation", says: "text" }),
  post("write a book", () => ({ text: "x".repeat(10_001) }), { rule: "validation", says: "text" }),
  post("write nothing", () => ({ text: " \n " }), { rule: "validation", says: "text" }),
  {
    what: "plan something without the record's model",
    tool: "schedule_activity",
    args: ({ mine, orderModel }) => ({ res_model_id: orderModel, id: mine, type: "Call", date: "2030-01-01" }),
    ...UNTAKEN,
  },
];
