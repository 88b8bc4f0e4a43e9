import type { Json } from "../support/mcp.js";
import { type Attempt, HISTORY, MINE } from "./attempt.js";

// Records about records: messages, changes, notices, files, ratings, and what reports make of them.

const UNNAMED = 'models that the config does not name, beside policy["sale.order"].domain';

const read = (
  what: string,
  tool: string,
  args: Attempt["args"],
  rule = UNNAMED,
  more: Partial<Attempt> = {},
): Attempt => ({
  what,
  tool,
  args,
  rule,
  ...more,
});

/** Where else in Odoo an order shows. */
const SHOWING =
  "sale.report mail.tracking.value mail.notification mail.followers rating.rating utm.campaign stock.picking stock.move purchase.order report.project.task.user crm.activity.report calendar.event project.task project.project digest.digest payment.transaction payment.link.wizard stock.quant stock.warehouse.orderpoint sale.order.template portal.mixin mail.thread resource.resource".split(
    " ",
  );

export const aboutRecords: Attempt[] = [
  ...SHOWING.filter((model) => !model.startsWith("crm.")).map((model) =>
    read(`search ${model} for what is said of orders`, "search_records", () => ({ model, domain: [], limit: 1 })),
  ),
  ...["sale.report", "stock.picking", "mail.tracking.value"].flatMap((model) => [
    read(`sum ${model}`, "aggregate_records", () => ({ model, domain: [] })),
    read(`read ${model}`, "read_records", () => ({ model, ids: [1] })),
    read(`count ${model}`, "search_count", () => ({ model, domain: [] })),
  ]),
  read(
    "changes of orders by their messages",
    "search_count",
    () => ({
      model: "mail.message",
      domain: [["tracking_value_ids.old_value_char", "like", "x"]],
    }),
    UNNAMED,
    { asks: "reads", series: "19" },
  ),
  read(
    "who was told of an order, by its messages",
    "search_records",
    () => ({
      model: "mail.message",
      domain: [],
      fields: ["notification_ids.res_partner_id"],
    }),
    UNNAMED,
    { asks: "reads" },
  ),
  read(
    "orders by their lines on invoices",
    "search_records",
    () => ({
      model: "account.move.line",
      domain: [["sale_line_ids.order_id.user_id", "=", 1]],
      fields: ["name"],
    }),
    'policy["sale.order.line"].domain',
    { asks: "reads" },
  ),
  read(
    "orders by a partner's",
    "contact_search",
    () => ({ domain: [], fields: ["sale_order_ids.amount_total"] }),
    MINE,
  ),
  read(
    "orders by a lead's",
    "aggregate_records",
    () => ({ model: "crm.lead", domain: [], group_by: ["order_ids.state"] }),
    'policy["crm.lead"].allowFields',
  ),
  read(
    "messages by a partner's",
    "contact_search",
    () => ({ domain: [["message_ids.body", "like", "x"]], fields: ["name"] }),
    MINE,
    { asks: "reads" },
  ),
  read(
    "files by a partner's messages",
    "contact_search",
    () => ({ domain: [["message_ids.attachment_ids.name", "like", "x"]], fields: ["name"] }),
    MINE,
    { asks: "reads" },
  ),
  read(
    "activities by a user's",
    "search_count",
    () => ({ model: "res.users", domain: [["activity_ids.summary", "like", "x"]] }),
    MINE,
    { asks: "reads" },
  ),
  ...(
    [
      ["mail.message", { body: "evil" }],
      ["mail.notification", { is_read: true }],
      ["mail.followers", { partner_id: 1 }],
      ["mail.tracking.value", { old_value_char: "x" }],
    ] as [string, Json][]
  ).flatMap(([model, values]) => [
    read(`forge ${model}`, "create_record", () => ({ model, values }), HISTORY),
    read(`rewrite ${model}`, "update_record", () => ({ model, id: 1, values }), HISTORY),
    read(`delete ${model}`, "delete_records", () => ({ model, ids: [1] }), HISTORY),
  ]),
  read(
    "rewrite the history of an order of one's own",
    "update_record",
    ({ mine }) => ({ model: "sale.order", id: mine, values: { message_ids: { update: [{ id: 1, body: "evil" }] } } }),
    HISTORY,
    { asks: "reads" },
  ),
  read(
    "unfollow an order for somebody",
    "update_record",
    ({ mine }) => ({ model: "sale.order", id: mine, values: { message_follower_ids: [] } }),
    HISTORY,
    { asks: "reads" },
  ),
  read(
    "follow it as somebody",
    "update_record",
    ({ mine, partner }) => ({ model: "sale.order", id: mine, values: { message_partner_ids: { link: [partner] } } }),
    HISTORY,
    { asks: "reads" },
  ),
  read(
    "change what is planned for an order of theirs",
    "update_record",
    ({ theirActivity }) => ({ model: "mail.activity", id: theirActivity, values: { summary: "evil" } }),
    MINE,
    { asks: "reads" },
  ),
  read(
    "delete what is planned for it",
    "delete_records",
    ({ theirActivity }) => ({ model: "mail.activity", ids: [theirActivity] }),
    MINE,
    { asks: "reads" },
  ),
  read(
    "plan it for an order of theirs by its lines",
    "update_record",
    ({ partner, orderModel, theirs }) => ({
      model: "res.partner",
      id: partner,
      values: { activity_ids: { create: [{ res_model_id: orderModel, res_id: theirs }] } },
    }),
    MINE,
    { asks: "reads" },
  ),
  read(
    "rate an order",
    "create_record",
    ({ theirs, orderModel }) => ({
      model: "rating.rating",
      values: { res_model_id: orderModel, res_id: theirs, rating: 5 },
    }),
    MINE,
    { asks: "reads", series: "19" },
  ),
];
