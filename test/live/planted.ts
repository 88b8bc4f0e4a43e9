import type { Client } from "../../src/odoo/client.js";
import type { RawValues } from "../../src/odoo/schema/raw.js";
import { fieldOf, isWritable, type Model } from "../../src/odoo/schema/schema.js";

// Values that are like no other, in fields that a policy denies and in records that it leaves out.

/** In the few chosen fields of records that may be read. */
export const DENIED = "qvzkxwjp";
/** In those of them that display names are made of. */
export const NAMING = "pmzqxvwk";
/** In all their other texts but names. */
export const TEXT = "gkwxjqvh";
/** In every text of records outside a domain, but their names. */
export const OUTSIDE = "xjkqzvwb";
/** In the names of records outside: relations to them show those. */
export const NAMED = "zvqxkhwj";
/** Nowhere: whoever searches for it must be answered as for the others. */
export const NOWHERE = "wqjzvxkq";
/** In denied numbers. */
export const NUMBER = 913572.41;

/** What a policy of a few words denies. Those that a series lacks are left out. */
const CHOSEN: Readonly<Record<string, string>> = {
  "res.partner": "email phone mobile comment vat ref company_name function street website barcode",
  "sale.order": "client_order_ref note",
  "crm.lead": "description",
  "product.template": "standard_price default_code description_purchase",
  "hr.employee":
    "private_email private_phone private_street notes identification_id passport_id emergency_contact emergency_phone work_email barcode",
  "account.move": "ref narration payment_reference",
  "purchase.order": "partner_ref notes note",
  "project.task": "description",
  "calendar.event": "description location",
};

/** Display names tell these, closed or not: docs/policy.md. */
const OF_NAMES: Readonly<Record<string, string>> = {
  "res.partner": "ref company_name",
  "product.template": "default_code",
  "account.move": "ref payment_reference",
  "purchase.order": "partner_ref",
};

/** Which model's records belong to records of those that are limited, and by which field. */
const LINES: Readonly<Record<string, readonly [link: string, model: string]>> = {
  "sale.order.line": ["order_id", "sale.order"],
  "account.move.line": ["move_id", "account.move"],
  "purchase.order.line": ["order_id", "purchase.order"],
  "product.product": ["product_tmpl_id", "product.template"],
};

export const NAMED_MODELS = Object.keys(CHOSEN);

type Fields = Readonly<Record<string, string[]>>;

export interface Planted {
  /** By model: a few fields, and every text but the names. */
  chosen: Fields;
  everyText: Fields;
  domains: Readonly<Record<string, readonly unknown[]>>;
  inside: Readonly<Record<string, number>>;
  outside: Readonly<Record<string, number>>;
}

/** Makes a record of each of the models that is read and one that is not, with all that belongs to them. */
export async function plant(odoo: Client): Promise<Planted> {
  const models = new Map<string, Model>();
  for (const name of NAMED_MODELS) models.set(name, { name, label: name, fields: await odoo.fieldsGet(name) });
  const inside = await recordsOf(odoo, "Planted");
  const outside = await recordsOf(odoo, `${NAMED} planted`);
  const everyText: Record<string, string[]> = {};
  const chosen: Record<string, string[]> = {};
  for (const [name, model] of models) {
    const texts = textsOf(model);
    chosen[name] = (CHOSEN[name] ?? "").split(" ").filter((own) => fieldOf(model, own));
    await write(odoo, model, outside[name] ?? 0, ofTexts(texts, OUTSIDE));
    const numbers = chosen[name].filter((own) => fieldOf(model, own)?.type === "float");
    const ofNames = (OF_NAMES[name] ?? "").split(" ").filter((own) => fieldOf(model, own));
    const few = chosen[name].filter((own) => !numbers.includes(own) && !ofNames.includes(own));
    const others = texts.filter((own) => ![...few, ...ofNames].includes(own));
    const written = await write(odoo, model, inside[name] ?? 0, {
      ...ofTexts(others, TEXT),
      ...ofTexts(few, DENIED),
      ...ofTexts(ofNames, NAMING),
      ...Object.fromEntries(numbers.map((own) => [own, NUMBER])),
    });
    everyText[name] = [...new Set([...written, ...chosen[name]])];
    await converse(odoo, name, inside[name] ?? 0, "Said");
    await converse(odoo, name, outside[name] ?? 0, OUTSIDE);
  }
  await ownPeople(odoo, models.get("res.partner") as Model, chosen["res.partner"] ?? []);
  // The author's address is now a denied one.
  for (const name of NAMED_MODELS) await converse(odoo, name, inside[name] ?? 0, "Said again");
  await ofContact(odoo, outside["res.partner"] ?? 0);
  const workContacts = await workContactsOf(odoo, outside["hr.employee"] ?? 0);
  const left = (name: string) => [outside[name], ...(name === "res.partner" ? workContacts : [])];
  const domains = Object.fromEntries([
    ...NAMED_MODELS.map((name) => [name, [["id", "not in", left(name)]]] as const),
    ...Object.entries(LINES).map(([line, [link, name]]) => [line, [[link, "not in", left(name)]]] as const),
  ]);
  return { chosen, everyText, domains, inside, outside };
}

const TEXTS = ["char", "text", "html"];
/** What makes a record what it is, what a name is made of, and choices that Odoo keeps as texts: it fails at others. */
const KEPT = /^(name|.*_name|.*_token|signup_type|suggest_based_on|.*_store)$/;

const textsOf = ({ fields }: Model): string[] =>
  Object.entries(fields).flatMap(([name, field]) =>
    TEXTS.includes(field.type) && isWritable(name, field) && !field.related && !KEPT.test(name) ? [name] : [],
  );

/** Each with its own name, by which a find is told. */
const ofTexts = (names: readonly string[], canary: string): RawValues =>
  Object.fromEntries(names.map((name) => [name, name.includes("email") ? `${canary}@${name}.example` : canary + name]));

/** Writes all that Odoo takes, and answers the names of that. */
async function write(odoo: Client, { name }: Model, id: number, values: RawValues): Promise<string[]> {
  const names = Object.keys(values);
  const kept: string[] = [];
  for (const one of names) {
    const isKept = await odoo.write(name, [id], { [one]: values[one] }).then(
      () => true,
      () => false,
    );
    if (isKept) kept.push(one);
  }
  return kept;
}

async function recordsOf(odoo: Client, name: string): Promise<Record<string, number>> {
  const made = async (model: string, values: RawValues) => (await odoo.create(model, [values]))[0] as number;
  const partner_id = await made("res.partner", { name: `${name} contact` });
  const template = await made("product.template", { name: `${name} product`, type: "service" });
  const [product_id] = await odoo.search("product.product", [["product_tmpl_id", "=", template]], { limit: 1 });
  const project_id = await made("project.project", { name: "A project" });
  const text = name.startsWith(NAMED) ? OUTSIDE : "A line";
  return {
    "res.partner": partner_id,
    "product.template": template,
    "sale.order": await made("sale.order", { partner_id, order_line: [[0, 0, { product_id, name: text }]] }),
    "crm.lead": await made("crm.lead", { name: `${name} lead`, type: "opportunity", partner_id }),
    "hr.employee": await made("hr.employee", { name: `${name} employee` }),
    "account.move": await made("account.move", {
      move_type: "out_invoice",
      partner_id,
      invoice_line_ids: [[0, 0, { name: text, quantity: 1, price_unit: 10 }]],
    }),
    "purchase.order": await made("purchase.order", { partner_id }),
    "project.task": await made("project.task", { name: `${name} task`, project_id }),
    "calendar.event": await made("calendar.event", {
      name: `${name} event`,
      start: "2031-05-06 09:00:00",
      stop: "2031-05-06 10:00:00",
    }),
  };
}

/** Documents that may be read, of a contact that may not. */
async function ofContact(odoo: Client, partner_id: number): Promise<void> {
  await odoo.create("sale.order", [{ partner_id }]);
  await odoo.create("purchase.order", [{ partner_id }]);
  await odoo.create("account.move", [{ partner_id, move_type: "out_invoice" }]);
}

/** The contact that Odoo makes of an employee, with the same e-mail address (17 to 19). */
async function workContactsOf(odoo: Client, id: number): Promise<number[]> {
  const fields = await odoo.fieldsGet("hr.employee");
  const [employee] = fields.work_contact_id ? await odoo.read("hr.employee", [id], ["work_contact_id"]) : [];
  return Array.isArray(employee?.work_contact_id) ? [Number(employee.work_contact_id[0])] : [];
}

/** A message, an activity and a file of the record, with a text in each. */
async function converse(odoo: Client, model: string, id: number, text: string): Promise<void> {
  const [res_model_id] = await odoo.search("ir.model", [["model", "=", model]], { limit: 1 });
  const [activity_type_id] = await odoo.search("mail.activity.type", [], { limit: 1 });
  const about = { res_model: model, res_id: id };
  const datas = Buffer.from(`${text} in a file`).toString("base64");
  await odoo.create("ir.attachment", [{ ...about, name: `${text}.txt`, description: text, datas }]);
  const named = { body: `${text} in a message`, subject: `${text} in a subject` };
  await odoo.callMethod(model, [id], "message_post", { named });
  const activity = { res_model_id, res_id: id, activity_type_id, summary: text, note: text };
  await odoo.create("mail.activity", [{ ...activity, date_deadline: "2031-05-06" }]);
}

/** The contacts of the user and of its company, which other models show as their own. */
async function ownPeople(odoo: Client, model: Model, names: readonly string[]): Promise<void> {
  const [user] = await odoo.read("res.users", [odoo.user.uid], ["partner_id"]);
  const companies = await odoo.read("res.company", odoo.user.companies, ["partner_id"]);
  for (const row of [user, ...companies]) {
    const own = names.filter((name) => !(OF_NAMES[model.name] ?? "").split(" ").includes(name));
    if (Array.isArray(row?.partner_id)) await write(odoo, model, Number(row.partner_id[0]), ofTexts(own, DENIED));
  }
}
