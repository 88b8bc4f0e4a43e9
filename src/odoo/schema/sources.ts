import { type Field, fieldOf, type Model } from "./schema.js";

// Fields that are shown in one record and kept in another.

/** A field of the record behind a relation of this model. */
export interface Source {
  /** The relation. */
  link: string;
  model: string;
  field: string;
}

/** What is written in another record, or shown by it, although Odoo does not say that it is computed from there (14 to 19). */
const UNTOLD: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "hr.applicant": {
    email_from: "partner_id.email",
    partner_phone: "partner_id.phone",
    partner_mobile: "partner_id.mobile",
  },
  // A template shows its variant's, which are fields of their own there.
  "product.product": Object.fromEntries(
    ["barcode", "default_code", "standard_price", "volume", "weight"].map((name) => [name, `product_tmpl_id.${name}`]),
  ),
  // From 19 on by the employee's version, whose inverse writes the resource's.
  "hr.employee": { resource_calendar_id: "resource_id.calendar_id" },
};

/**
 * Where Odoo may write a field's value back, for it computes the field from there: `crm.lead.email_from` is also the e-mail
 * address of the lead's contact. That it does write there no attribute tells, nor of which type the other field is.
 */
export function sourcesOf(model: Model, name: string): Source[] {
  const untold = Object.hasOwn(UNTOLD, model.name) ? UNTOLD[model.name] : undefined;
  const path = untold && Object.hasOwn(untold, name) ? untold[name] : undefined;
  return [...(fieldOf(model, name)?.sources ?? []), ...(path ? [path] : [])].flatMap((one) => sourceAt(model, one));
}

/** The field of another record that a field is, by one step: as related, or with `_inherits`. */
export function mirroredBy(model: Model, name: string): Source[] {
  const { related, inherited } = fieldOf(model, name) ?? {};
  const path = related ?? (inherited && `${inherited}.${name}`);
  return path?.split(".").length === 2 ? sourceAt(model, path) : [];
}

/** What Odoo copies from another record, which no attribute tells (14 to 19). */
const COPIED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "mail.message": {
    email_from: "author_id.email",
    reply_to: "author_id.email",
    incoming_email_to: "partner_ids.email",
    incoming_email_cc: "partner_ids.email",
    outgoing_email_to: "partner_ids.email",
  },
  "crm.lead": { partner_name: "partner_id.company_name" },
  "res.company": {
    street: "partner_id.street",
    street2: "partner_id.street2",
    zip: "partner_id.zip",
    city: "partner_id.city",
    state_id: "partner_id.state_id",
    country_id: "partner_id.country_id",
  },
};

/** The field of another record that a field's value was copied from, though no attribute says that it is computed from there. */
export function copiedFrom(model: Model, name: string): Source[] {
  const copied = Object.hasOwn(COPIED, model.name) ? COPIED[model.name] : undefined;
  const path = copied && Object.hasOwn(copied, name) ? copied[name] : undefined;
  return path ? sourceAt(model, path) : [];
}

/**
 * The fields of the same name behind the relations that a text is computed from, where there may be such: a lead's `street` is
 * computed from `partner_id`, and Odoo does not say from what of it. A product's variants hold what their template shows.
 */
export function namesakesOf(model: Model, name: string): Source[] {
  if (model.name === "product.product") return sourceAt(model, `product_tmpl_id.${name}`);
  const { type, depends = [] } = fieldOf(model, name) ?? {};
  if (type !== "char" && type !== "text" && type !== "html") return [];
  const links = depends.filter((link) => fieldOf(model, link)?.type === "many2one");
  return links.flatMap((link) => sourceAt(model, `${link}.${name}`));
}

/** A model that shows another's fields as its own in every Odoo, as far as it must be known where the snapshot lacks it (14 to 19). */
const INHERITING: Readonly<Record<string, readonly [link: string, model: string]>> = {
  "res.users": ["partner_id", "res.partner"],
  "product.product": ["product_tmpl_id", "product.template"],
};

/** A model that the snapshot lacks, with one of its fields as the other model's. */
export function inheriting(name: string, field: string): Model | undefined {
  const parent = Object.hasOwn(INHERITING, name) ? INHERITING[name] : undefined;
  if (!parent) return undefined;
  const [link, relation] = parent;
  const own: Field = { type: "char", string: "", inherited: link };
  return { name, label: name, fields: { [field]: own, [link]: { type: "many2one", string: "", relation } } };
}

/** What a field of any model tells or searches, which no attribute tells (14 to 19). */
const UNTOLD_PARTS: Readonly<Record<string, readonly string[]>> = {
  phone_mobile_search: ["phone", "mobile", "phone_sanitized"],
  // Of a product's variants.
  code: ["default_code"],
};

/** The fields of the same record that a field is computed from, or is another name of. */
export function partsOf(model: Model, name: string): string[] {
  const { depends = [], related } = fieldOf(model, name) ?? {};
  const alias = related && !related.includes(".") ? [related] : [];
  return [...new Set([...depends, ...alias, ...((Object.hasOwn(UNTOLD_PARTS, name) && UNTOLD_PARTS[name]) || [])])];
}

/**
 * The fields that a related one of three steps and more leads through, the last of which it is. As far as the models on the way are
 * known.
 */
export function leadsThrough(model: Model, name: string, known: (model: string) => Model | undefined): Source[] {
  const path = fieldOf(model, name)?.related?.split(".") ?? [];
  const sources: Source[] = [];
  let at: Model | undefined = model;
  for (const [index, link] of path.slice(0, -1).entries()) {
    const [source]: Source[] = at ? sourceAt(at, `${link}.${path[index + 1]}`) : [];
    if (!source) break;
    sources.push(source);
    at = known(source.model) ?? inheriting(source.model, source.field);
  }
  return path.length > 2 ? sources : [];
}

function sourceAt(model: Model, path: string): Source[] {
  const [link = "", field = ""] = path.split(".");
  const { relation } = fieldOf(model, link) ?? {};
  return relation && field !== "id" ? [{ link, model: relation, field }] : [];
}

/** A model whose records show fields of another one's as their own, with `_inherits`. */
export interface Heir {
  model: string;
  /** Its many2one to the other model. */
  link: string;
  fields: readonly string[];
}

/** The heirs of a model among those that are known: Odoo tells `_inherits` of none, and a snapshot has it found out. */
export function heirsOf(model: string, known: readonly Model[]): Heir[] {
  return known.flatMap((heir) =>
    inheritedThrough(heir).flatMap(([link, fields]) =>
      fieldOf(heir, link)?.relation === model ? [{ model: heir.name, link, fields }] : [],
    ),
  );
}

type Inherited = readonly [link: string, fields: readonly string[]];

/** Looked through once for each model: heirs are asked for of every model among all the others. */
const inherited = new WeakMap<Model, readonly Inherited[]>();

/** The fields that a model inherits, by the many2one that leads to them. */
function inheritedThrough(heir: Model): readonly Inherited[] {
  const known = inherited.get(heir);
  if (known) return known;
  const fields = new Map<string, string[]>();
  for (const [name, { inherited: link }] of Object.entries(heir.fields))
    if (link !== undefined) fields.set(link, [...(fields.get(link) ?? []), name]);
  const found = [...fields];
  inherited.set(heir, found);
  return found;
}
