import type { Json } from "../support/mcp.js";

// What an assistant must not get done, whoever talked it into trying. One line is one attempt.

/** Records of the database under attack. "mine" are inside the policy's domain, "theirs" outside it. */
export interface Target {
  mine: number;
  theirs: number;
  myLine: number;
  theirLine: number;
  partner: number;
  product: number;
  template: number;
  lead: number;
  user: number;
  /** A file attached to an order of theirs, and one attached to a user. */
  theirFile: number;
  userFile: number;
  /** Of `ir.model`, the order's and the user's. */
  orderModel: number;
  userModel: number;
  company: number;
  currency: number;
}

export interface Attempt {
  what: string;
  tool: string;
  args(target: Target): Json;
  /** The rule that the refusal names; its category where the rule is no one's but the schema's. */
  rule: string;
  /** What the refusal says, where the rule does not tell enough. */
  says?: string;
  /** What Odoo may be asked before: nothing if left out. */
  asks?: "reads";
  /** Alone on this series, for the others have no such thing. */
  series?: "14" | "19";
}

const CODE = "guarded models: it can hold code that Odoo runs, or change what its models and screens are";
const RIGHTS = "guarded models: it decides who may do what";
const SECRETS = "guarded models: it holds credentials";
const PLATFORM = "guarded models: it runs the platform";
const HISTORY = "guarded models: it is the record of what happened, which Odoo writes itself";
const SHARING = "guarded models: it opens records to others";
const ALL_FIELDS = "guarded models: it holds values and texts of every other model's fields";
const MINE = 'policy["sale.order"].domain';
const MY_LINES = 'policy["sale.order.line"].domain';
const CLOSED = 'policy["res.partner"].denyFields';
const ALLOWED = 'policy["crm.lead"].allowFields';
const TEMPLATE = 'policy["product.template"].operations';
const PRICE = 'policy["product.template"].denyFields';
const PARTNER = 'policy["res.partner"].operations';
const ATTACHMENT = "default: closed fields";

const made = (model: string, values: Json, rule: string, more: Partial<Attempt> = {}): Attempt => ({
  what: `create ${model}: ${Object.keys(values).join(", ")}`,
  tool: "create_record",
  args: () => ({ model, values }),
  rule,
  ...more,
});

const escalation: Attempt[] = [
  made("ir.actions.server", { name: "x", state: "code", code: "env['res.users'].browse(2).unlink()" }, CODE),
  made("ir.cron", { name: "x", code: "raise" }, CODE),
  made("base.automation", { name: "x" }, CODE),
  made("ir.model.fields", { name: "x_y", compute: "raise" }, CODE),
  made("ir.ui.view", { arch: "<form/>" }, CODE),
  made("ir.default", { json_value: "1" }, CODE),
  made("mail.template", { body_html: "{{ object.env }}" }, CODE),
  made("ir.server.object.lines", { value: "1" }, CODE),
  made("reset.view.arch.wizard", { arch_to_compare: "<form/>" }, CODE),
  made("res.users", { login: "evil", password: "evil" }, RIGHTS),
  made("res.groups", { name: "evil" }, RIGHTS),
  made("ir.rule", { name: "evil", domain_force: "[(1,'=',1)]" }, RIGHTS),
  made("portal.wizard", {}, RIGHTS),
  made("res.users.apikeys.description", { name: "evil" }, SECRETS),
  made("change.password.wizard", {}, SECRETS),
  made("ir.config_parameter", { key: "web.base.url", value: "http://evil" }, SECRETS),
  made("ir.mail_server", { smtp_host: "evil" }, SECRETS),
  made("res.config.settings", { group_multi_currency: true }, PLATFORM),
  made("base.document.layout", { report_header: "evil" }, PLATFORM),
  made("base.language.install", {}, PLATFORM),
  made("res.company", { name: "evil" }, PLATFORM),
  made("mail.message", { body: "<p>forged</p>", author_id: 1 }, HISTORY),
  made("mail.followers", { res_model: "res.partner", res_id: 1 }, HISTORY),
  made("project.share.wizard", {}, SHARING),
  made("mail.wizard.invite", { res_model: "sale.order", res_id: 1 }, SHARING),
  made("ir.property", { name: "property_account_receivable_id" }, ALL_FIELDS),
  made("ir.translation", { name: "ir.ui.view,arch_db", value: "evil" }, ALL_FIELDS),
  made("account.move", { move_type: "entry" }, 'policy["account.*"].operations'),
  {
    what: "create several users",
    tool: "create_records",
    args: () => ({ model: "res.users", records: [{ login: "a" }, { login: "b" }] }),
    rule: RIGHTS,
  },
  {
    what: "make oneself an administrator",
    tool: "update_record",
    args: ({ user }) => ({ model: "res.users", id: user, values: { groups_id: { link: [1] } } }),
    rule: RIGHTS,
  },
  {
    what: "give users passwords, many at a time",
    tool: "update_records",
    args: ({ user }) => ({ model: "res.users", updates: [{ id: user, values: { password: "evil" } }] }),
    rule: RIGHTS,
  },
  {
    what: "delete a rule",
    tool: "delete_records",
    args: () => ({ model: "ir.rule", ids: [1] }),
    rule: RIGHTS,
  },
  {
    what: "install a module",
    tool: "execute_workflow",
    args: () => ({ model: "ir.module.module", id: 1, signal: "button_immediate_install" }),
    rule: "refused methods",
  },
  {
    what: "run a server action",
    tool: "execute_workflow",
    args: () => ({ model: "ir.actions.server", id: 1, signal: "run" }),
    rule: "refused methods",
  },
  {
    what: "run a job now",
    tool: "execute_workflow",
    args: () => ({ model: "ir.cron", id: 1, signal: "method_direct_trigger" }),
    rule: "refused methods",
  },
  {
    what: "create in a model that the config only lets read, by its own tool",
    tool: "product_template_create",
    args: () => ({ values: { name: "evil" } }),
    rule: TEMPLATE,
  },
  {
    what: "update it by its own tool",
    tool: "product_template_update",
    args: ({ template }) => ({ ids: [template], values: { name: "evil" } }),
    rule: TEMPLATE,
  },
  {
    what: "delete it by its own tool",
    tool: "product_template_delete",
    args: ({ template }) => ({ ids: [template] }),
    rule: TEMPLATE,
  },
  {
    what: "delete a currency",
    tool: "res_currency_delete",
    args: ({ currency }) => ({ ids: [currency] }),
    rule: 'policy["res.currency"].operations',
  },
  {
    what: "delete a partner by its own tool",
    tool: "contact_delete",
    args: ({ partner }) => ({ ids: [partner] }),
    rule: PARTNER,
  },
  {
    what: "delete a lead, which a glob forbids",
    tool: "crm_lead_delete",
    args: ({ lead }) => ({ ids: [lead] }),
    rule: 'policy["crm.*"].operations',
  },
  {
    what: "press a button of a lead, which a glob forbids",
    tool: "execute_workflow",
    args: ({ lead }) => ({ model: "crm.lead", id: lead, signal: "action_set_lost" }),
    rule: 'policy["crm.*"].operations',
  },
  {
    what: "write to a record of the snapshot's model as a dry run",
    tool: "update_record",
    args: ({ user }) => ({ model: "res.users", id: user, values: { name: "x" }, dry_run: true }),
    rule: RIGHTS,
  },
];

const READS: readonly [tool: string, args: Json][] = [
  ["search_records", { domain: [] }],
  ["search_count", { domain: [] }],
  ["aggregate_records", { domain: [] }],
  ["read_records", { ids: [1] }],
  ["get_metadata", { ids: [1] }],
  ["get_fields", {}],
];

const reading: Attempt[] = [
  ...["ir.config_parameter", "res.users.apikeys", "payment.token", "ir.translation"].flatMap((model) =>
    READS.map(([tool, args]) => ({
      what: `${tool} of ${model}`,
      tool,
      args: () => ({ model, ...args }),
      rule: model === "ir.translation" ? ALL_FIELDS : SECRETS,
    })),
  ),
  ...READS.map(([tool, args]) => ({
    what: `${tool} of hr.employee, which a glob forbids`,
    tool,
    args: () => ({ model: "hr.employee", ...args }),
    rule: 'policy["hr.*"].operations',
  })),
];

const closed = (what: string, tool: string, args: Attempt["args"], rule = CLOSED, more: Partial<Attempt> = {}) => ({
  what,
  tool,
  args,
  rule,
  ...more,
});

const fields: Attempt[] = [
  closed("read a denied field", "contact_read", ({ partner }) => ({ ids: [partner], fields: ["email"] })),
  closed("read it among search results", "contact_search", () => ({ domain: [], fields: ["name", "vat"] })),
  closed("search by it", "contact_search", () => ({ fields: ["name"], domain: [["email", "like", "a%"]] })),
  closed("count by it", "contact_count", () => ({ domain: ["|", ["name", "=", "x"], ["vat", "!=", false]] })),
  closed("sort by it", "contact_search", () => ({ fields: ["name"], domain: [], order: "name, email desc" })),
  closed("group by it", "contact_aggregate", () => ({ domain: [], group_by: ["email"] })),
  closed("count its values", "contact_aggregate", () => ({ domain: [], measures: ["email:count_distinct"] })),
  closed("describe it", "get_fields", () => ({ model: "res.partner", fields: ["vat"] })),
  closed("write it", "contact_update", ({ partner }) => ({ ids: [partner], values: { email: "evil@evil" } })),
  closed("write it in extra", "contact_update", ({ partner }) => ({
    ids: [partner],
    values: { name: "x" },
    extra: { comment: "evil" },
  })),
  closed("create with it", "contact_create", () => ({ values: { name: "x", vat: "BE0" } })),
  closed("create with it in extra", "contact_create", () => ({ values: { name: "x" }, extra: { vat: "BE0" } })),
  closed("write it to many", "update_records", ({ partner }) => ({
    model: "res.partner",
    updates: [{ id: partner, values: { vat: "x" } }],
  })),
  closed("see its old value in a dry run", "contact_update", ({ partner }) => ({
    ids: [partner],
    values: { email: "x@x" },
    dry_run: true,
  })),
  closed("search by it through a relation", "sale_order_search", () => ({
    domain: [["partner_id.email", "like", "a%"]],
  })),
  closed("search by it through two", "sale_order_search", () => ({
    domain: [["partner_id.parent_id.vat", "!=", false]],
  })),
  closed(
    "search by it in a sub-domain",
    "sale_order_search",
    () => ({ domain: [["partner_id", "any", [["email", "like", "a%"]]]] }),
    CLOSED,
    { series: "19" },
  ),
  closed("read it through a relation", "sale_order_search", () => ({ domain: [], fields: ["partner_id.email"] })),
  closed("group by it through a relation", "sale_order_aggregate", () => ({
    domain: [],
    group_by: ["partner_id.email"],
  })),
  closed("find it letter by letter in a partner's name", "contact_search", () => ({
    domain: [["display_name", "ilike", "john.b@"]],
  })),
  closed("find it letter by letter in a relation's name", "sale_order_count", () => ({
    domain: [["partner_id", "ilike", "john.b@"]],
  })),
  closed("find it by a list of names", "sale_order_count", () => ({
    domain: [["partner_id", "in", ["john.b@tech.info"]]],
  })),
  closed("compare it with what is stored, in lines given back", "contact_update", ({ partner }) => ({
    ids: [partner],
    values: { child_ids: { update: [{ id: partner, email: "x" }] } },
  })),
  closed("write it in a line", "contact_create", () => ({
    values: { name: "x", child_ids: { create: [{ name: "y", vat: "z" }] } },
  })),
  closed(
    "read what allowFields leaves out",
    "crm_lead_read",
    ({ lead }) => ({ ids: [lead], fields: ["email_from"] }),
    ALLOWED,
  ),
  closed("search by it", "crm_lead_search", () => ({ domain: [["expected_revenue", ">", 1]] }), ALLOWED),
  closed("sum it", "crm_lead_aggregate", () => ({ domain: [], measures: ["expected_revenue:sum"] }), ALLOWED),
  closed("write it", "crm_lead_update", ({ lead }) => ({ ids: [lead], values: { phone: "1" } }), ALLOWED),
  closed("write it in extra", "crm_lead_create", () => ({ values: { name: "x" }, extra: { referred: "1" } }), ALLOWED),
  closed(
    "read a denied price through its variant",
    "product_product_search",
    () => ({ domain: [], fields: ["list_price"] }),
    PRICE,
  ),
  closed(
    "write it through its variant",
    "product_product_update",
    ({ product }) => ({ ids: [product], values: { list_price: 1 } }),
    PRICE,
  ),
  closed(
    "create the template along with a variant",
    "product_product_create",
    () => ({ values: { name: "evil" } }),
    TEMPLATE,
  ),
  closed(
    "rename the template through its variant",
    "product_product_update",
    ({ product }) => ({ ids: [product], values: { name: "evil" } }),
    TEMPLATE,
  ),
  closed(
    "change the template in lines of its relation",
    "product_product_update",
    ({ product }) => ({ ids: [product], values: {}, extra: { attribute_line_ids: { create: [{}] } } }),
    TEMPLATE,
  ),
  closed(
    "search by a token",
    "sale_order_search",
    () => ({ domain: [["access_token", "like", "a%"]] }),
    "secret fields",
  ),
  closed("sort by a token", "sale_order_search", () => ({ domain: [], order: "access_token" }), "secret fields"),
  closed(
    "group by a token",
    "sale_order_aggregate",
    () => ({ domain: [], group_by: ["access_token"] }),
    "secret fields",
  ),
  closed(
    "count tokens",
    "sale_order_aggregate",
    () => ({ domain: [], measures: ["access_token:count_distinct"] }),
    "secret fields",
  ),
  closed(
    "search by a password through a relation",
    "contact_search",
    () => ({ fields: ["name"], domain: [["user_ids.password", "like", "a%"]] }),
    "secret fields",
    { asks: "reads" },
  ),
  closed(
    "search by an invitation's token",
    "contact_search",
    () => ({ fields: ["name"], domain: [["signup_token", "like", "a%"]] }),
    "secret fields",
    { series: "14" },
  ),
  {
    what: "write a token",
    tool: "sale_order_update",
    args: ({ mine }) => ({ ids: [mine], values: {}, extra: { access_token: "known" } }),
    rule: "validation",
    says: "is secret",
    asks: "reads",
  },
];

const lines: Attempt[] = [
  ...(["user_ids", "message_ids", "message_follower_ids"] as const).map((name) => ({
    what: `create through the lines ${name}`,
    tool: "contact_update",
    args: ({ partner }: Target) => ({ ids: [partner], values: {}, extra: { [name]: { create: [{ name: "evil" }] } } }),
    rule: name === "user_ids" ? RIGHTS : HISTORY,
  })),
  ...(["update", "link", "unlink", "delete", "set"] as const).map((operation) => ({
    what: `${operation} users through a partner`,
    tool: "contact_update",
    args: ({ partner, user }: Target) => ({
      ids: [partner],
      values: {},
      extra: { user_ids: { [operation]: operation === "update" ? [{ id: user, login: "evil" }] : [user] } },
    }),
    rule: RIGHTS,
  })),
  {
    what: "take all users from a partner by setting none",
    tool: "contact_update",
    args: ({ partner }) => ({ ids: [partner], values: {}, extra: { user_ids: { set: [] } } }),
    rule: RIGHTS,
  },
  {
    what: "take all of them by an empty list",
    tool: "contact_update",
    args: ({ partner }) => ({ ids: [partner], values: {}, extra: { user_ids: [] } }),
    rule: RIGHTS,
  },
  {
    what: "delete the history by setting none",
    tool: "sale_order_update",
    args: ({ mine }) => ({ ids: [mine], values: {}, extra: { message_ids: [] } }),
    rule: HISTORY,
  },
  {
    what: "create a user two relations deep",
    tool: "contact_create",
    args: () => ({
      values: { name: "x", child_ids: { create: [{ name: "y", user_ids: { create: [{ login: "evil" }] } }] } },
    }),
    rule: RIGHTS,
  },
  {
    what: "lines of orders, whose records the policy limits, along with an order",
    tool: "sale_order_update",
    args: ({ mine, theirLine }) => ({ ids: [mine], values: { order_line: { link: [theirLine] } } }),
    rule: MY_LINES,
  },
  {
    what: "orders through a partner's orders",
    tool: "contact_update",
    args: ({ partner, theirs }) => ({
      ids: [partner],
      values: {},
      extra: { sale_order_ids: { update: [{ id: theirs, note: "x" }] } },
    }),
    rule: MINE,
  },
  {
    what: "create an invoice through a partner",
    tool: "contact_update",
    args: ({ partner }) => ({ ids: [partner], values: {}, extra: { invoice_ids: { create: [{}] } } }),
    rule: 'policy["account.*"].operations',
  },
  {
    what: "followers, by a field computed from them",
    tool: "contact_update",
    args: ({ partner }) => ({ ids: [partner], values: {}, extra: { message_partner_ids: { link: [1] } } }),
    rule: HISTORY,
  },
  {
    what: "more lines than a call may hold, over several records",
    tool: "create_records",
    args: () => ({
      model: "res.partner",
      records: Array.from({ length: 10 }, () => ({
        name: "x",
        child_ids: { create: Array.from({ length: 4 }, () => ({ name: "y" })) },
      })),
    }),
    rule: 'policy["*"].maxRecords',
  },
  {
    what: "a currency's rates beside the currency",
    tool: "res_currency_update",
    args: ({ currency }) => ({ ids: [currency], values: { rate_ids: { create: [{ name: "2026-01-01", rate: 1 }] } } }),
    rule: 'policy["res.currency"].operations',
  },
];

const outside: Attempt[] = [
  {
    what: "update an order of theirs",
    tool: "sale_order_update",
    args: ({ theirs }) => ({ ids: [theirs], values: { note: "x" } }),
    rule: MINE,
    asks: "reads",
  },
  {
    what: "update it among orders of mine",
    tool: "sale_order_update",
    args: ({ mine, theirs }) => ({ ids: [mine, theirs], values: { note: "x" } }),
    rule: MINE,
    asks: "reads",
  },
  {
    what: "update it by the generic tool",
    tool: "update_record",
    args: ({ theirs }) => ({ model: "sale.order", id: theirs, values: { note: "x" } }),
    rule: MINE,
    asks: "reads",
  },
  {
    what: "update it in one load with mine",
    tool: "update_records",
    args: ({ mine, theirs }) => ({
      model: "sale.order",
      updates: [
        { id: mine, values: { note: "x" } },
        { id: theirs, values: { note: "x" } },
      ],
    }),
    rule: MINE,
    asks: "reads",
  },
  {
    what: "see it in a dry run",
    tool: "update_record",
    args: ({ theirs }) => ({ model: "sale.order", id: theirs, values: { note: "x" }, dry_run: true }),
    rule: MINE,
    asks: "reads",
  },
  {
    what: "guess its total by giving it back unchanged",
    tool: "update_record",
    args: ({ theirs }) => ({ model: "sale.order", id: theirs, values: { amount_total: 0 } }),
    rule: MINE,
    asks: "reads",
  },
  {
    what: "delete it",
    tool: "sale_order_delete",
    args: ({ theirs }) => ({ ids: [theirs] }),
    rule: MINE,
    asks: "reads",
  },
  {
    what: "see its name in a dry run of a deletion",
    tool: "delete_records",
    args: ({ theirs }) => ({ model: "sale.order", ids: [theirs], dry_run: true }),
    rule: MINE,
    asks: "reads",
  },
  {
    what: "confirm it",
    tool: "sale_order_action_confirm",
    args: ({ theirs }) => ({ ids: [theirs] }),
    rule: MINE,
    asks: "reads",
  },
  {
    what: "confirm it by the generic tool",
    tool: "execute_workflow",
    args: ({ theirs }) => ({ model: "sale.order", id: theirs, signal: "action_confirm" }),
    rule: MINE,
    asks: "reads",
  },
  {
    what: "give an order of mine away",
    tool: "sale_order_update",
    args: ({ mine, user }) => ({ ids: [mine], values: { user_id: user } }),
    rule: MINE,
    asks: "reads",
  },
  {
    what: "give it to nobody",
    tool: "sale_order_update",
    args: ({ mine }) => ({ ids: [mine], values: { user_id: null } }),
    rule: MINE,
    asks: "reads",
  },
  {
    what: "give it away in a load",
    tool: "update_records",
    args: ({ mine, user }) => ({ model: "sale.order", updates: [{ id: mine, values: { user_id: user } }] }),
    rule: MINE,
    asks: "reads",
  },
  {
    what: "create an order for somebody else",
    tool: "sale_order_create",
    args: ({ partner, user }) => ({ values: { partner_id: partner, user_id: user } }),
    rule: MINE,
    asks: "reads",
  },
  {
    what: "create it once, with a key",
    tool: "sale_order_create",
    args: ({ partner, user }) => ({ values: { partner_id: partner, user_id: user }, idempotency_key: "red-team-1" }),
    rule: MINE,
    asks: "reads",
  },
  {
    what: "create one of mine and one of theirs",
    tool: "create_records",
    args: ({ partner, user }) => ({
      model: "sale.order",
      records: [{ partner_id: partner }, { partner_id: partner, user_id: user }],
    }),
    rule: MINE,
    asks: "reads",
  },
  {
    what: "add a line to an order of theirs",
    tool: "sale_order_line_create",
    args: ({ theirs, product }) => ({ values: { order_id: theirs, product_id: product } }),
    rule: MY_LINES,
    asks: "reads",
  },
  {
    what: "add it by the generic tool, with a key",
    tool: "create_record",
    args: ({ theirs, product }) => ({
      model: "sale.order.line",
      values: { order_id: theirs, product_id: product },
      idempotency_key: "red-team-2",
    }),
    rule: MY_LINES,
    asks: "reads",
  },
  {
    what: "move a line of mine to an order of theirs",
    tool: "sale_order_line_update",
    args: ({ myLine, theirs }) => ({ ids: [myLine], values: { order_id: theirs } }),
    rule: MY_LINES,
    asks: "reads",
  },
  {
    what: "change a line of theirs",
    tool: "sale_order_line_update",
    args: ({ theirLine }) => ({ ids: [theirLine], values: { price_unit: 0 } }),
    rule: MY_LINES,
    asks: "reads",
  },
  {
    what: "delete a line of theirs",
    tool: "delete_records",
    args: ({ theirLine }) => ({ model: "sale.order.line", ids: [theirLine] }),
    rule: MY_LINES,
    asks: "reads",
  },
  {
    what: "name an order of theirs where none of mine is meant",
    tool: "create_record",
    args: ({ theirs }) => ({ model: "sale.advance.payment.inv", values: { sale_order_ids: { link: [theirs] } } }),
    rule: MINE,
    asks: "reads",
    series: "19",
  },
  {
    what: "read it through a relation",
    tool: "sale_order_line_search",
    args: () => ({ domain: [], fields: ["order_id.note"] }),
    rule: MINE,
  },
  {
    what: "search it through a relation",
    tool: "contact_search",
    args: () => ({ fields: ["name"], domain: [["sale_order_ids.amount_total", ">", 1]] }),
    rule: MINE,
  },
  {
    what: "group by it through a relation",
    tool: "sale_order_line_aggregate",
    args: () => ({ domain: [], group_by: ["order_id.user_id"] }),
    rule: MINE,
  },
  {
    what: "search it by its name",
    tool: "sale_order_line_search",
    args: () => ({ domain: [["order_id", "ilike", "S0"]] }),
    rule: MINE,
  },
  {
    what: "attach a file to an order of theirs",
    tool: "create_record",
    args: ({ theirs }) => ({ model: "ir.attachment", values: { name: "x", res_model: "sale.order", res_id: theirs } }),
    rule: MINE,
    asks: "reads",
  },
];

const owners: Attempt[] = [
  {
    what: "attach a file to a user",
    tool: "create_record",
    args: ({ user }) => ({ model: "ir.attachment", values: { name: "x", res_model: "res.users", res_id: user } }),
    rule: RIGHTS,
    asks: "reads",
  },
  {
    what: "attach a file without saying to what",
    tool: "create_record",
    args: ({ user }) => ({ model: "ir.attachment", values: { name: "x", res_id: user } }),
    rule: "records of records",
    asks: "reads",
  },
  {
    what: "move a file to a view",
    tool: "update_record",
    args: ({ userFile }) => ({ model: "ir.attachment", id: userFile, values: { res_model: "ir.ui.view", res_id: 1 } }),
    rule: CODE,
    asks: "reads",
  },
  {
    what: "take a file from a user",
    tool: "update_record",
    args: ({ userFile, partner }) => ({
      model: "ir.attachment",
      id: userFile,
      values: { res_model: "res.partner", res_id: partner },
    }),
    rule: RIGHTS,
    asks: "reads",
    series: "19",
  },
  {
    what: "rename a file of a user",
    tool: "update_record",
    args: ({ userFile }) => ({ model: "ir.attachment", id: userFile, values: { name: "evil" } }),
    rule: RIGHTS,
    asks: "reads",
  },
  {
    what: "delete a file of a user",
    tool: "delete_records",
    args: ({ userFile }) => ({ model: "ir.attachment", ids: [userFile] }),
    rule: RIGHTS,
    asks: "reads",
  },
  {
    what: "delete a file of an order of theirs",
    tool: "delete_records",
    args: ({ theirFile }) => ({ model: "ir.attachment", ids: [theirFile] }),
    rule: MINE,
    asks: "reads",
  },
  {
    what: "publish a file",
    tool: "update_record",
    args: ({ userFile }) => ({ model: "ir.attachment", id: userFile, values: { public: true } }),
    rule: ATTACHMENT,
    asks: "reads",
  },
  {
    what: "serve a file as a script of every page",
    tool: "create_record",
    args: () => ({ model: "ir.attachment", values: { name: "x", type: "binary", url: "/web/assets/x.js" } }),
    rule: ATTACHMENT,
    asks: "reads",
  },
  {
    what: "make a file out of one of the server's",
    tool: "create_record",
    args: () => ({ model: "ir.attachment", values: { name: "x", store_fname: "../../etc/passwd" } }),
    rule: ATTACHMENT,
    asks: "reads",
  },
  {
    what: "read a file's token",
    tool: "search_records",
    args: () => ({ model: "ir.attachment", domain: [], fields: ["access_token"] }),
    rule: ATTACHMENT,
    asks: "reads",
  },
  {
    what: "plan an activity on an order of theirs",
    tool: "create_record",
    args: ({ theirs, orderModel }) => ({
      model: "mail.activity",
      values: { res_model_id: orderModel, res_id: theirs },
    }),
    rule: MINE,
    asks: "reads",
  },
  {
    what: "plan an activity on a user",
    tool: "create_record",
    args: ({ user, userModel }) => ({ model: "mail.activity", values: { res_model_id: userModel, res_id: user } }),
    rule: RIGHTS,
    asks: "reads",
  },
  {
    what: "write to the followers of an order of theirs",
    tool: "create_record",
    args: ({ theirs }) => ({
      model: "mail.compose.message",
      values: { model: "sale.order", body: "evil", subject: "x", [theirs ? "res_id" : "res_ids"]: theirs },
    }),
    rule: MINE,
    asks: "reads",
    series: "14",
  },
  {
    what: "write to the followers of an order of theirs",
    tool: "create_record",
    args: ({ theirs }) => ({
      model: "mail.compose.message",
      values: { model: "sale.order", body: "evil", res_ids: `[${theirs}]` },
    }),
    rule: MINE,
    asks: "reads",
    series: "19",
  },
  {
    what: "send later to an order of theirs",
    tool: "create_record",
    args: ({ theirs }) => ({ model: "mail.scheduled.message", values: { model: "sale.order", res_id: theirs } }),
    rule: MINE,
    asks: "reads",
    series: "19",
  },
];

const method = (signal: string, rule = 'policy["sale.order"].methods', says?: string): Attempt => ({
  what: `call ${JSON.stringify(signal)}`,
  tool: "execute_workflow",
  args: ({ mine }) => ({ model: "sale.order", id: mine, signal }),
  rule,
  ...(says ? { says } : {}),
});

const methods: Attempt[] = [
  ...[
    "action_cancel",
    "action_draft",
    "action_lock",
    "message_post",
    "message_subscribe",
    "toggle_active",
    "Action_confirm",
  ].map((name) => method(name)),
  ...["unlink", "write", "sudo", "with_context", "copy", "export_data", "load", "read_group", "name_create"].map(
    (name) => method(name, "refused methods"),
  ),
  ...[
    "_compute_amounts",
    "__class__",
    "__proto__",
    "",
    "action_confirm ",
    "action_confirm\n",
    "env.cr.execute",
    "action_c\u043enfirm",
    "action_confirm\u200b",
    "unlink()",
    "ａction_confirm",
  ].map((name) => method(name, "public methods")),
  {
    what: "press a button that the policy leaves out, by its own tool",
    tool: "sale_order_action_cancel",
    args: ({ mine }) => ({ ids: [mine] }),
    rule: 'policy["sale.order"].methods',
  },
  {
    what: "press a button of no form",
    tool: "execute_workflow",
    args: ({ product }) => ({ model: "product.product", id: product, signal: "action_evil" }),
    rule: "buttons",
  },
  {
    what: "complete a wizard that was never opened",
    tool: "execute_workflow",
    args: () => ({ wizard: "wizard-99", signal: "action_send_mail", values: {} }),
    rule: "not_found",
    says: "no open wizard",
  },
  {
    what: "complete a wizard of another model",
    tool: "execute_workflow",
    args: ({ mine }) => ({ wizard: "wizard-1", model: "sale.order", id: mine, signal: "action_confirm" }),
    rule: "validation",
    says: "either model and id",
  },
];

const context = (name: string, value: unknown): Attempt => ({
  what: `give ${name}`,
  tool: "create_record",
  args: () => ({ model: "res.partner", values: { name: "x" }, [name]: value }),
  rule: "validation",
  says: `Unknown argument "${name}"`,
});

const contexts: Attempt[] = [
  context("context", { default_user_id: 1, active_test: false }),
  context("default_email", "evil@evil"),
  context("active_test", false),
  context("allowed_company_ids", [1, 2, 3]),
  context("tracking_disable", true),
  context("confirm", true),
  {
    what: "work in a company of others",
    tool: "contact_search",
    args: ({ company }) => ({ fields: ["name"], domain: [], company_id: company + 1000 }),
    rule: "forbidden",
    says: "company_id",
  },
  {
    what: "forge a company as a list",
    tool: "contact_search",
    args: ({ company }) => ({ fields: ["name"], domain: [], company_id: [company, company + 1000] }),
    rule: "validation",
    says: "company_id",
  },
  {
    what: "forge a language",
    tool: "contact_search",
    args: () => ({ fields: ["name"], domain: [], lang: "xx_XX'; --" }),
    rule: "validation",
    says: "lang",
    asks: "reads",
  },
  {
    what: "forge a wizard's context in its values",
    tool: "execute_workflow",
    args: ({ mine }) => ({ model: "sale.order", id: mine, signal: "action_confirm", context: { active_ids: [1] } }),
    rule: "validation",
    says: 'Unknown argument "context"',
  },
];

/** JSON as a client sends it, where "__proto__" is a key like any other. */
const json = (text: string) => JSON.parse(text) as Json;
const POLLUTION = ["__proto__", "constructor", "prototype", "toString"];

const names: Attempt[] = [
  ...POLLUTION.flatMap((key) => [
    {
      what: `${key} among the arguments`,
      tool: "contact_search",
      args: () => json(`{"domain": [], "${key}": {"isAdmin": true}}`),
      rule: "validation",
      says: key,
    },
    {
      what: `${key} among values`,
      tool: "contact_create",
      args: () => json(`{"values": {"name": "x", "${key}": {"isAdmin": true}}}`),
      rule: "validation",
      says: key,
    },
    {
      what: `${key} in extra`,
      tool: "contact_create",
      args: () => json(`{"values": {"name": "x"}, "extra": {"${key}": {"isAdmin": true}}}`),
      rule: "validation",
      says: key,
    },
    {
      what: `${key} in lines`,
      tool: "contact_create",
      args: () => json(`{"values": {"name": "x", "child_ids": {"${key}": []}}}`),
      rule: "validation",
      says: key,
    },
    {
      what: `${key} in a line`,
      tool: "contact_create",
      args: () => json(`{"values": {"name": "x", "child_ids": {"create": [{"name": "y", "${key}": 1}]}}}`),
      rule: "validation",
      says: key,
    },
    {
      what: `${key} as a field to read`,
      tool: "contact_search",
      args: () => ({ domain: [], fields: [key] }),
      rule: "validation",
      says: key,
    },
    {
      what: `${key} in a domain`,
      tool: "contact_search",
      args: () => ({ fields: ["name"], domain: [[key, "=", 1]] }),
      rule: "validation",
      says: key,
    },
    {
      what: `${key} to sort by`,
      tool: "contact_search",
      args: () => ({ fields: ["name"], domain: [], order: key }),
      rule: "validation",
      says: key,
    },
    {
      what: `${key} to group by`,
      tool: "contact_aggregate",
      args: () => ({ domain: [], group_by: [key] }),
      rule: "validation",
      says: key,
    },
    {
      what: `${key} as a model`,
      tool: "search_records",
      args: () => ({ model: key, domain: [] }),
      rule: "not_found",
      says: key,
      asks: "reads" as const,
    },
  ]),
  {
    what: "a model that looks like another",
    tool: "create_record",
    args: () => ({ model: "res.us\u0435rs", values: {} }),
    rule: "not_found",
    says: "There is no model",
  },
  {
    what: "a model with a space behind",
    tool: "create_record",
    args: () => ({ model: "res.users ", values: {} }),
    rule: "not_found",
    says: "There is no model",
  },
  {
    what: "a model with a line's end behind",
    tool: "create_record",
    args: () => ({ model: "res.users\n", values: {} }),
    rule: "not_found",
    says: "There is no model",
  },
  {
    what: "a model in capitals",
    tool: "create_record",
    args: () => ({ model: "Res.Users", values: { login: "evil" } }),
    rule: "not_found",
    says: "There is no model",
    asks: "reads",
  },
  {
    what: "a model as a path of the URL",
    tool: "create_record",
    args: () => ({ model: "res.partner/../res.users", values: {} }),
    rule: "not_found",
    says: "There is no model",
  },
  {
    what: "a model as a list",
    tool: "create_record",
    args: () => ({ model: ["res.users"], values: {} }),
    rule: "validation",
    says: "model",
  },
  {
    what: "a field that looks like another",
    tool: "contact_update",
    args: ({ partner }) => ({ ids: [partner], values: { "em\u0430il": "x" } }),
    rule: "validation",
    says: "Unknown field",
  },
  {
    what: "a denied field with an invisible sign",
    tool: "contact_search",
    args: () => ({ fields: ["name"], domain: [["email\u200b", "like", "a%"]] }),
    rule: "validation",
    says: "unknown field",
  },
  {
    what: "a denied field in capitals",
    tool: "contact_search",
    args: () => ({ domain: [], fields: ["Email"] }),
    rule: "validation",
    says: "Unknown field",
  },
  {
    what: "a field as SQL",
    tool: "contact_search",
    args: () => ({ fields: ["name"], domain: [], order: "name; DROP TABLE res_users" }),
    rule: "validation",
    says: "order",
  },
  {
    what: "an operator as SQL",
    tool: "contact_search",
    args: () => ({ fields: ["name"], domain: [["name", "= '' OR 1=1 --", "x"]] }),
    rule: "validation",
    says: "operator",
  },
  {
    what: "a sub-domain that passes Odoo's rules by",
    tool: "contact_search",
    args: () => ({ fields: ["name"], domain: [["parent_id", "any!", []]] }),
    rule: "validation",
    says: "operator",
  },
  {
    what: "a domain that Odoo would ignore",
    tool: "contact_count",
    args: () => ({ domain: [["nothing", "=", 1]] }),
    rule: "validation",
    says: "unknown field",
  },
  {
    what: "an order in brackets out of the policy's domain",
    tool: "sale_order_search",
    args: () => ({ domain: ["|", ["id", ">", 0]] }),
    rule: "validation",
    says: "lacks",
  },
];

const oversized: Attempt[] = [
  {
    what: "more ids than a call may hold",
    tool: "read_records",
    args: () => ({ model: "res.country", ids: numbers(41) }),
    rule: 'policy["*"].maxRecords',
    asks: "reads",
  },
  {
    what: "more leads than their glob lets",
    tool: "crm_lead_read",
    args: () => ({ ids: numbers(6) }),
    rule: 'policy["crm.*"].maxRecords',
  },
  {
    what: "update more of them",
    tool: "crm_lead_update",
    args: () => ({ ids: numbers(6), values: { name: "x" } }),
    rule: 'policy["crm.*"].maxRecords',
  },
  {
    what: "create more of them",
    tool: "create_records",
    args: () => ({ model: "crm.lead", records: numbers(6).map((n) => ({ name: `x${n}` })) }),
    rule: 'policy["crm.*"].maxRecords',
  },
  {
    what: "load more of them",
    tool: "update_records",
    args: () => ({ model: "crm.lead", updates: numbers(6).map((id) => ({ id, values: { name: "x" } })) }),
    rule: 'policy["crm.*"].maxRecords',
  },
  {
    what: "ask for more metadata",
    tool: "get_metadata",
    args: () => ({ model: "crm.lead", ids: numbers(6) }),
    rule: 'policy["crm.*"].maxRecords',
  },
  {
    what: "more ids than any call may hold",
    tool: "contact_read",
    args: () => ({ ids: numbers(1001) }),
    rule: "validation",
    says: "at most 1000",
  },
  {
    what: "a page of a million",
    tool: "contact_search",
    args: () => ({ fields: ["name"], domain: [], limit: 1_000_000 }),
    rule: "validation",
    says: "500",
  },
  {
    what: "a domain of 5,000 terms",
    tool: "contact_search",
    args: () => ({ fields: ["name"], domain: numbers(5000).map((n) => ["id", "=", n]) }),
    rule: "validation",
    says: "200 are allowed",
  },
  {
    what: "a domain 60 deep",
    tool: "contact_search",
    args: () => ({ fields: ["name"], domain: deep(60) }),
    rule: "validation",
    says: "nested",
    series: "19",
  },
  {
    what: "more records than one transaction takes",
    tool: "create_records",
    args: () => ({ model: "res.partner", records: numbers(101).map(() => ({ name: "x" })) }),
    rule: "validation",
    says: "100",
  },
  {
    what: "a key of a megabyte",
    tool: "contact_create",
    args: () => ({ values: { name: "x" }, idempotency_key: "k".repeat(1_000_000) }),
    rule: "validation",
    says: "at most 200",
  },
  {
    what: "relations four deep",
    tool: "contact_read",
    args: ({ partner }) => ({ ids: [partner], fields: ["parent_id.parent_id.parent_id.parent_id.name"] }),
    rule: "validation",
    says: "at most 3",
  },
  {
    what: "a name of a field of a megabyte",
    tool: "contact_search",
    args: () => ({ domain: [], fields: ["x".repeat(1_000_000)] }),
    rule: "validation",
    says: "Unknown field",
  },
];

function numbers(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index + 1);
}

function deep(levels: number): unknown[] {
  return levels === 0 ? [] : [["parent_id", "any", deep(levels - 1)]];
}

/** By theme. */
export const ATTEMPTS: Readonly<Record<string, readonly Attempt[]>> = {
  "more rights, code, settings": escalation,
  "what may not be read": reading,
  "fields that are closed": fields,
  "other models through lines": lines,
  "records outside the policy's domain": outside,
  "what belongs to other records": owners,
  "methods and wizards": methods,
  "the context of a call": contexts,
  "names that are none": names,
  "too much at once": oversized,
};
