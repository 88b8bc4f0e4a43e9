import { vi } from "vitest";
import type { Client } from "../../src/odoo/client.js";
import type { RawRecord } from "../../src/odoo/schema/raw.js";
import type { ToolContext } from "../../src/tools/call/tool.js";
import type { PolicyConfig } from "../../src/tools/policy/policy.js";
import { allThere, contextWith } from "./context.js";
import { fieldWith, schemaWith } from "./fixtures.js";

// An order with messages and activities, of a user whose partner has the id 3, over an Odoo that holds these rows.

const many = (relation: string) => fieldWith({ type: "one2many", relation });
const one = (relation: string) => fieldWith({ type: "many2one", relation });

export const schema = schemaWith({
  "x.order": {
    name: fieldWith({ string: "Name" }),
    amount: fieldWith({ type: "float", string: "Amount" }),
    paid: fieldWith({ type: "boolean", string: "Paid" }),
    message_ids: many("mail.message"),
    activity_ids: many("mail.activity"),
  },
  "x.line": { name: fieldWith() },
  "mail.message": {
    date: fieldWith({ type: "datetime" }),
    message_type: fieldWith({ type: "selection" }),
    subtype_id: one("mail.message.subtype"),
    author_id: one("res.partner"),
    email_from: fieldWith(),
    subject: fieldWith(),
    record_name: fieldWith(),
    body: fieldWith({ type: "html" }),
    attachment_ids: fieldWith({ type: "many2many", relation: "ir.attachment" }),
    notified_partner_ids: fieldWith({ type: "many2many", relation: "res.partner" }),
  },
  "mail.activity": {
    res_model: fieldWith({ readonly: true }),
    res_id: fieldWith({ type: "many2one_reference" }),
    activity_type_id: one("mail.activity.type"),
    summary: fieldWith(),
    note: fieldWith({ type: "html" }),
    date_deadline: fieldWith({ type: "date" }),
    user_id: one("res.users"),
  },
  "mail.activity.type": { name: fieldWith() },
  "res.partner": { name: fieldWith(), email: fieldWith() },
  "res.users": { name: fieldWith() },
  "ir.attachment": { name: fieldWith(), mimetype: fieldWith(), file_size: fieldWith({ type: "integer" }) },
});

export interface Held {
  /** By model; of `searchRead` and `read`, whatever is asked of them. */
  rows?: Readonly<Record<string, readonly RawRecord[]>>;
  policy?: PolicyConfig;
  answers?: Partial<Client>;
  major?: number;
}

export const PARTNERS: readonly RawRecord[] = [
  { id: 7, display_name: "Azure", active: true, email: "azure@example.com" },
  { id: 8, display_name: "Gone", active: false, email: "gone@example.com" },
  { id: 9, display_name: "Deco", active: true, email: false },
];

/** `asked`: the questions to a person, who says yes; `client` writes down what was sent. */
export function conversation({ rows = {}, policy = {}, answers = {}, major = 19 }: Held = {}) {
  const held: Readonly<Record<string, readonly RawRecord[]>> = {
    "res.partner": PARTNERS,
    "res.users": [{ id: 2, partner_id: [3, "Me"] }],
    ...rows,
  };
  /** Rows whose ids a domain names, or all. */
  const searchRead: Client["searchRead"] = async (model, domain) => {
    const named = domain.find((term) => Array.isArray(term) && term[0] === "id" && term[1] === "in") as
      | [string, string, number[]]
      | undefined;
    return (held[model] ?? []).filter(({ id }) => named?.[2].includes(id) ?? true);
  };
  const sent = {
    create: vi.fn<Client["create"]>(async () => [50]),
    callMethod: vi.fn<Client["callMethod"]>(async () => 50),
    searchRead: vi.fn(searchRead),
  };
  const asked: string[] = [];
  const context: ToolContext = {
    ...contextWith({
      schema,
      policy,
      major,
      answers: {
        search: allThere,
        read: async (model, ids) => {
          const known = (held[model] ?? []).filter(({ id }) => ids.includes(id));
          return known.length > 0 ? known : ids.map((id) => ({ id, display_name: "SO1" }));
        },
        callModel: async () => ["mail.message.subtype", 1],
        ...sent,
        ...answers,
      },
    }),
    ask: async (question) => {
      asked.push(question);
      return "accept";
    },
  };
  return { context, asked, ...sent };
}
