import { ALLOWED, type Attempt, CLOSED, PRICE, TEMPLATE } from "./attempt.js";

// Fields that the policy closes.

const closed = (what: string, tool: string, args: Attempt["args"], rule = CLOSED, more: Partial<Attempt> = {}) => ({
  what,
  tool,
  args,
  rule,
  ...more,
});

export const fields: Attempt[] = [
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
