import type { Json } from "../support/mcp.js";

// What an assistant tries with a server of its own: to do without a person's yes, and to reach tools by other names.

/** The servers: who answers their questions, or how they were started. */
export const PEOPLE = ["declines", "closes", "leaves the box empty", "cannot be asked"] as const;
export const MODES = ["read-only", "search"] as const;

export interface StdioAttempt {
  what: string;
  server: (typeof PEOPLE)[number] | (typeof MODES)[number];
  tool: string;
  args(target: StdioTarget): Json;
  rule: string;
  says?: string;
}

export interface StdioTarget {
  /** An order of one's own. */
  order: number;
  /** One that somebody outside follows: Odoo writes to them as it is confirmed. */
  followed: number;
  partner: number;
  tags: number[];
}

const deletion = (server: StdioAttempt["server"]): StdioAttempt => ({
  what: "delete an order",
  server,
  tool: "sale_order_delete",
  args: ({ order }) => ({ ids: [order] }),
  rule: "confirmation",
});

const RIGHTS = "guarded models: it decides who may do what";
const CLOSED = 'policy["res.partner"].denyFields';

export const OVER_STDIO: readonly StdioAttempt[] = [
  ...PEOPLE.map(deletion),
  { ...deletion("declines"), what: "delete it after a no, again" },
  {
    ...deletion("declines"),
    what: "delete it with a yes of the assistant's own",
    args: ({ order }) => ({ ids: [order], confirm: true }),
    rule: "validation",
    says: 'Unknown argument "confirm"',
  },
  {
    what: "delete it by the generic tool",
    server: "cannot be asked",
    tool: "delete_records",
    args: ({ order }) => ({ model: "sale.order", ids: [order] }),
    rule: "confirmation",
  },
  {
    what: "change more than 20 records",
    server: "declines",
    tool: "update_records",
    args: ({ tags }) => ({
      model: "res.partner.category",
      updates: tags.map((id) => ({ id, values: { color: 3 } })),
    }),
    rule: "confirmation",
  },
  {
    what: "create more than 20 lines beside one record",
    server: "cannot be asked",
    tool: "contact_create",
    args: () => ({
      values: { name: "x", child_ids: { create: Array.from({ length: 21 }, (_, index) => ({ name: `y${index}` })) } },
    }),
    rule: "confirmation",
  },
  {
    what: "create as many over several records",
    server: "cannot be asked",
    tool: "create_records",
    args: () => ({
      model: "res.partner",
      records: Array.from({ length: 5 }, () => ({
        name: "x",
        child_ids: { create: Array.from({ length: 4 }, () => ({ name: "y" })) },
      })),
    }),
    rule: "confirmation",
  },
  ...(["declines", "closes", "leaves the box empty", "cannot be asked"] as const).map(
    (server): StdioAttempt => ({
      what: "write to who follows an order, by confirming it",
      server,
      tool: "sale_order_action_confirm",
      args: ({ followed }) => ({ ids: [followed] }),
      rule: "confirmation",
    }),
  ),
  ...[
    ["sale_order_update", ({ order }: StdioTarget) => ({ ids: [order], values: { note: "x" } })],
    [
      "update_records",
      ({ order }: StdioTarget) => ({ model: "sale.order", updates: [{ id: order, values: { note: "x" } }] }),
    ],
    ["create_records", ({ partner }: StdioTarget) => ({ model: "sale.order", records: [{ partner_id: partner }] })],
    ["execute_workflow", ({ order }: StdioTarget) => ({ model: "sale.order", id: order, signal: "action_confirm" })],
  ].map(
    ([tool, args]): StdioAttempt => ({
      what: `let Odoo send of ${tool}`,
      server: "declines",
      tool: tool as string,
      args: (target) => ({ ...(args as StdioAttempt["args"])(target), notify: true }),
      rule: "confirmation",
    }),
  ),
  {
    what: "let Odoo send of a step",
    server: "read-only",
    tool: "execute_workflow",
    args: ({ order }) => ({ model: "sale.order", id: order, signal: "action_confirm", notify: true }),
    rule: "unknown tool",
  },
  ...(["declines", "cannot be asked"] as const).map(
    (server): StdioAttempt => ({
      what: "send a message to an order's customer",
      server,
      tool: "post_message",
      args: ({ order, partner }) => ({
        model: "sale.order",
        id: order,
        kind: "comment",
        text: "evil",
        partner_ids: [partner],
      }),
      rule: "confirmation",
    }),
  ),
  {
    what: "write an e-mail",
    server: "closes",
    tool: "create_record",
    args: () => ({ model: "mail.mail", values: { subject: "x", body_html: "evil", email_to: "x@example.com" } }),
    rule: "screens",
  },
  {
    what: "write a denied field by a tool's former name",
    server: "declines",
    tool: "customer_update",
    args: ({ partner }) => ({ ids: [partner], values: {}, extra: { vat: "x" } }),
    rule: CLOSED,
  },
  {
    what: "read a denied field by a tool's former name",
    server: "read-only",
    tool: "customer_read",
    args: ({ partner }) => ({ ids: [partner], fields: ["email"] }),
    rule: CLOSED,
  },
  ...[
    "create_record",
    "update_record",
    "delete_records",
    "execute_workflow",
    "contact_create",
    "customer_update",
    "post_message",
    "schedule_activity",
    "complete_activity",
  ].map(
    (tool): StdioAttempt => ({
      what: `call ${tool}`,
      server: "read-only",
      tool,
      args: ({ partner }) => ({ model: "res.partner", id: partner, values: { name: "x" } }),
      rule: "unknown tool",
    }),
  ),
  ...["contact_delete", "call_tool", "__proto__", "constructor"].map(
    (name): StdioAttempt => ({
      what: `reach ${name} by call_tool`,
      server: "search",
      tool: "call_tool",
      args: ({ partner }) => ({ name, arguments: { ids: [partner] } }),
      rule: "not_found",
      says: "there is no tool",
    }),
  ),
  {
    what: "create a user by call_tool",
    server: "search",
    tool: "call_tool",
    args: () => ({ name: "create_record", arguments: { model: "res.users", values: { login: "evil" } } }),
    rule: RIGHTS,
  },
  {
    what: "write a denied field by call_tool and a former name",
    server: "search",
    tool: "call_tool",
    args: ({ partner }) => ({
      name: "customer_update",
      arguments: { ids: [partner], values: {}, extra: { vat: "x" } },
    }),
    rule: CLOSED,
  },
  {
    what: "__proto__ among the arguments of call_tool's tool",
    server: "search",
    tool: "call_tool",
    args: () => JSON.parse('{"name": "contact_count", "arguments": {"domain": [], "__proto__": {"x": 1}}}') as Json,
    rule: "validation",
    says: "__proto__",
  },
  {
    what: "a domain of five megabytes",
    server: "declines",
    tool: "search_records",
    args: () => ({ model: "res.partner", domain: Array.from({ length: 250_000 }, (_, id) => ["id", "=", id]) }),
    rule: "validation",
    says: "more than 50000 values",
  },
];
