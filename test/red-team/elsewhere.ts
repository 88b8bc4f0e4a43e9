import type { Json } from "../support/mcp.js";
import { type Attempt, RIGHTS, type Target } from "./attempt.js";

// Fields that Odoo writes in other records, and records that are part of others.

const PARTNER = 'policy["res.partner"].operations';
const RESOURCE = 'policy["resource.*"].operations';

const wrote = (
  what: string,
  model: string,
  values: (target: Target) => Json,
  more: Partial<Attempt> = {},
): Attempt => ({
  what,
  tool: "update_record",
  args: (target) => ({ model, id: idOf(model, target), values: values(target) }),
  rule: PARTNER,
  asks: "reads",
  under: "looking",
  ...more,
});
const made = (what: string, model: string, values: (target: Target) => Json, more: Partial<Attempt> = {}): Attempt => ({
  ...wrote(what, model, values, more),
  tool: "create_record",
  args: (target) => ({ model, values: values(target) }),
});

const idOf = (model: string, target: Target): number =>
  ({
    "crm.lead": target.lead,
    "project.task": target.task,
    "hr.employee": target.employee,
    "product.product": target.product,
    "product.template": target.template,
    "sale.order": target.mine,
    "res.partner": target.partner,
  })[model] ?? 1;

const USERS = { rule: RIGHTS, under: "none" } as const;

export const elsewhere: Attempt[] = [
  wrote("a customer's address by a lead's", "crm.lead", ({ partner }) => ({
    partner_id: partner,
    email_from: "evil@x",
  })),
  wrote("a customer's number by a lead's", "crm.lead", ({ partner }) => ({ partner_id: partner, phone: "666" })),
  made("a customer's address by a new lead's", "crm.lead", ({ partner }) => ({
    name: "x",
    partner_id: partner,
    email_from: "evil@x",
  })),
  made("a customer's number by a new lead's", "crm.lead", ({ partner }) => ({
    name: "x",
    partner_id: partner,
    phone: "6",
  })),
  wrote(
    "a customer's number by a task's",
    "project.task",
    ({ partner }) => ({ partner_id: partner, partner_phone: "666" }),
    { series: "19" },
  ),
  wrote(
    "a customer's address by a task's",
    "project.task",
    ({ partner }) => ({ partner_id: partner, partner_email: "evil@x" }),
    { series: "14" },
  ),
  wrote("a contact's address by an employee's", "hr.employee", () => ({ work_email: "evil@x" }), { series: "19" }),
  wrote("a contact's number by an employee's", "hr.employee", () => ({ work_phone: "666" }), { series: "19" }),
  wrote("a resource's name by an employee's", "hr.employee", () => ({ name: "evil" }), { rule: RESOURCE }),
  wrote("a resource's time zone by an employee's", "hr.employee", () => ({ tz: "Europe/Paris" }), { rule: RESOURCE }),
  wrote("a resource's user by an employee's", "hr.employee", ({ user }) => ({ user_id: user }), { rule: RESOURCE }),
  wrote("a resource's working hours by an employee's", "hr.employee", () => ({ resource_calendar_id: 1 }), {
    rule: RESOURCE,
  }),
  made("a resource along with an employee", "hr.employee", () => ({ name: "x" }), { rule: RESOURCE }),
  wrote("a project's alias", "project.project", () => ({ alias_name: "evil" }), {
    rule: 'policy["mail.alias"].operations',
  }),
  made("an alias along with a project", "project.project", () => ({ name: "x", alias_name: "evil" }), {
    rule: 'policy["mail.alias"].operations',
  }),
  wrote("a team's alias", "crm.team", () => ({ alias_contact: "everyone" }), {
    rule: 'policy["mail.alias"].operations',
  }),
  wrote("the stock by a variant", "product.product", () => ({ qty_available: 500 }), {
    rule: 'policy["stock.quant"].operations',
    series: "19",
  }),
  wrote("the stock by a template", "product.template", () => ({ qty_available: 500 }), {
    rule: 'policy["stock.quant"].operations',
    series: "19",
  }),
  made("the stock by a new product", "product.template", () => ({ name: "x", qty_available: 500 }), {
    rule: 'policy["stock.quant"].operations',
    series: "19",
  }),
  wrote("a contact by those of a meeting", "calendar.event", ({ partner }) => ({
    partner_ids: { update: [{ id: partner, name: "evil" }] },
  })),
  wrote(
    "a contact by an order's lines",
    "sale.order",
    ({ partner }) => ({ partner_id: { id: partner, name: "evil", phone: "6" } }),
    { rule: "validation" },
  ),
  // A contact that a user signs in with.
  wrote("the address of a user's contact", "res.partner", () => ({ email: "evil@x" }), {
    ...USERS,
    args: ({ userPartner }) => ({ model: "res.partner", id: userPartner, values: { email: "evil@x" } }),
  }),
  wrote("archive a user's contact", "res.partner", () => ({}), {
    ...USERS,
    args: ({ userPartner }) => ({ model: "res.partner", id: userPartner, values: { active: false } }),
  }),
  {
    ...wrote("its address among others", "res.partner", () => ({}), USERS),
    tool: "update_records",
    args: ({ partner, userPartner }) => ({
      model: "res.partner",
      updates: [partner, userPartner].map((id) => ({ id, values: { email: "evil@x" } })),
    }),
  },
  {
    ...wrote("delete a user's contact", "res.partner", () => ({}), USERS),
    tool: "delete_records",
    args: ({ userPartner }) => ({ model: "res.partner", ids: [userPartner] }),
  },
  {
    ...wrote("merge a user's contact away", "res.partner", () => ({}), USERS),
    tool: "execute_workflow",
    args: ({ partner, userPartner }) => ({ model: "res.partner", ids: [partner, userPartner], signal: "merge" }),
  },
  {
    ...wrote("merge it, by the dialogue's contacts", "res.partner", () => ({}), USERS),
    tool: "execute_workflow",
    args: ({ partner, sibling, userPartner }) => ({
      model: "res.partner",
      ids: [partner, sibling],
      signal: "merge",
      values: { partner_ids: { link: [userPartner] }, dst_partner_id: partner },
    }),
  },
  wrote(
    "its address by a line of its company",
    "res.partner",
    ({ userPartner }) => ({ child_ids: { update: [{ id: userPartner, email: "evil@x" }] } }),
    USERS,
  ),
  wrote(
    "its address by a lead",
    "crm.lead",
    ({ userPartner }) => ({ partner_id: userPartner, email_from: "evil@x" }),
    USERS,
  ),
  wrote(
    "its address by an employee",
    "hr.employee",
    ({ userPartner }) => ({ work_contact_id: userPartner, work_email: "evil@x" }),
    { ...USERS, series: "19" },
  ),
  wrote(
    "its address by a task",
    "project.task",
    ({ userPartner }) => ({ partner_id: userPartner, partner_email: "evil@x" }),
    { ...USERS, series: "14" },
  ),
  made(
    "its address by a new lead",
    "crm.lead",
    ({ userPartner }) => ({ name: "x", partner_id: userPartner, email_from: "evil@x" }),
    USERS,
  ),
  {
    ...made("its address by several leads", "crm.lead", () => ({}), USERS),
    tool: "create_records",
    args: ({ userPartner }) => ({
      model: "crm.lead",
      records: [{ name: "y" }, { name: "x", partner_id: userPartner, email_from: "evil@x" }],
    }),
  },
  wrote("a user along with a contact", "res.partner", () => ({ user_ids: { create: [{ login: "evil" }] } }), USERS),
  wrote("a user's login through an employee", "hr.employee", ({ user }) => ({ user_id: { id: user, login: "evil" } }), {
    rule: "validation",
    under: "none",
  }),
  // A template's field where the variant's is closed, and the other way round.
  ...(["standard_price", "list_price", "barcode", "default_code", "weight"] as const).flatMap((name) => [
    wrote(
      `a template's ${name} where the variant's is closed`,
      "product.template",
      () => ({ [name]: name === "barcode" || name === "default_code" ? "x" : 1 }),
      { rule: 'policy["product.product"].denyFields', under: "variants" },
    ),
    {
      ...wrote(`search a template by ${name}`, "product.template", () => ({}), {
        rule: 'policy["product.product"].denyFields',
        under: "variants",
      }),
      tool: "search_count",
      args: () => ({ model: "product.template", domain: [[name, "!=", false]] }),
    },
  ]),
  wrote("a variant's name where the template's is closed", "product.product", () => ({ name: "evil" }), {
    rule: 'policy["product.template"].denyFields',
    under: "variants",
  }),
  wrote("a variant's kind where the template's is closed", "product.product", () => ({ description_sale: "evil" }), {
    rule: 'policy["product.template"].denyFields',
    under: "variants",
  }),
  ...["standard_price", "list_price", "barcode", "default_code", "weight"].flatMap((name) => {
    const closed = { rule: 'policy["product.template"].denyFields', under: "templates" } as const;
    const value = name === "barcode" || name === "default_code" ? "x" : 1;
    return [
      wrote(`a variant's ${name} where the template's is closed`, "product.product", () => ({ [name]: value }), closed),
      {
        ...wrote(`read a variant's ${name} where the template's is closed`, "product.product", () => ({}), closed),
        tool: "search_records",
        args: () => ({ model: "product.product", domain: [], fields: [name] }),
      },
      {
        ...wrote(`read a quant's product's ${name}`, "stock.quant", () => ({}), closed),
        tool: "search_records",
        args: () => ({ model: "stock.quant", domain: [], fields: [`product_id.${name}`] }),
      },
    ];
  }),
];
