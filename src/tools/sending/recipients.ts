import { OdooError, PASSING } from "../../odoo/errors/errors.js";
import { isId } from "../../odoo/notation/checks.js";
import type { Domain, RawRecord, RawValues } from "../../odoo/schema/raw.js";
import { fieldOf, type Model } from "../../odoo/schema/schema.js";
import type { ModelCall } from "../call/model-call.js";
import type { ToolContext } from "../call/tool.js";

// Who gets an e-mail or a notice of a change, as far as it can be told before it is made. Whatever the user may not read is
// left out: no change is refused for that.

/** Why somebody is told: partners by their ids, or in words where Odoo decides as it sends. */
export interface Reason {
  partners: readonly number[];
  others?: string;
  because: string;
}

/** A change that is not made: of new records with the first of `rows`, or of `ids`, all with the same values. */
export interface Planned {
  ids: readonly number[];
  rows: readonly RawValues[];
}

/**
 * Those who follow what the values make records belong to, such as the project of a task: who is told of new records there, or
 * how far they are.
 */
export async function followersOfParents(
  call: ModelCall,
  { rows }: Planned,
  told: "creation" | "progress",
): Promise<Reason[]> {
  const { model, context } = call;
  if (!isThread(model) || !rows.some((row) => Object.values(row).some(isId))) return [];
  const { ofParents } = await kindsOf(call);
  const kinds = ofParents.filter(({ isCreation }) => isCreation === (told === "creation"));
  const reasons = kinds.map(async ({ id, parent, field }): Promise<Reason> => {
    const ids = unique(rows.map((row) => row[field]).filter(isId));
    const partners = ids.length > 0 ? await followers(context, parent, ids, [id]) : [];
    return { partners, because: `follows ${field}` };
  });
  return (await Promise.all(reasons)).filter(({ partners }) => partners.length > 0);
}

/** Those who follow the records, and asked Odoo to be told how far they are. */
export async function followersOfProgress(call: ModelCall, { ids }: Planned): Promise<Reason[]> {
  const { model, context } = call;
  if (!isThread(model) || ids.length === 0) return [];
  const { progress } = await kindsOf(call);
  const partners = progress.length > 0 ? await followers(context, model.name, ids, progress) : [];
  return [{ partners, because: "follows it, and is told how far it is" }];
}

/** The kinds of messages about records of a model that followers of them, and of what they belong to, choose to get. */
interface Kinds {
  progress: readonly number[];
  ofParents: readonly { id: number; parent: string; field: string; isCreation: boolean }[];
}

/**
 * Nobody chooses the kind that every follower gets: Odoo's own are of ratings and of quotations that were looked at, and no
 * change sends them. That of new records is hidden from who follows one.
 */
async function kindsOf({ model, context }: ModelCall): Promise<Kinds> {
  const kinds = (await quietly(() => context.master.messageKinds(model.name))) ?? [];
  const ofParents = kinds.filter(({ relation_field, parent_id }) => relation_field && parent_id);
  const parents = new Set(ofParents.flatMap(({ parent_id }) => linksIn(parent_id)));
  const own = new Map(
    kinds
      .filter((kind) => kind.res_model === model.name && kind.default !== true)
      .map(({ id, hidden }) => [id, { isCreation: hidden === true && parents.has(id) }]),
  );
  return {
    progress: [...own].flatMap(([id, { isCreation }]) => (isCreation ? [] : [id])),
    ofParents: ofParents.flatMap(({ id, res_model, relation_field, parent_id }) =>
      linksIn(parent_id).flatMap((of) => {
        const kind = own.get(of);
        return kind ? [{ id, parent: String(res_model), field: String(relation_field), ...kind }] : [];
      }),
    ),
  };
}

/** Colleagues whom the values put in charge. */
export async function putInCharge({ model, context }: ModelCall, { rows }: Planned): Promise<Reason[]> {
  const users = rows.flatMap((row) =>
    Object.entries(row).flatMap(([name, value]) =>
      fieldOf(model, name)?.relation === "res.users" && /^user_ids?$/.test(name) ? idsIn(value) : [],
    ),
  );
  const others = unique(users).filter((id) => id !== context.client.user.uid);
  return [{ partners: await linked(context, "res.users", others, "partner_id"), because: "is put in charge" }];
}

/**
 * Of them those whom no switch keeps Odoo from telling: of tasks, before 17. 14 has one person in charge of a task, and heeds
 * its switch.
 */
export const putInChargeAnyway = async (call: ModelCall, planned: Planned): Promise<Reason[]> =>
  call.model.name === "project.task" && [15, 16].includes(call.context.client.series.major)
    ? putInCharge(call, planned)
    : [];

/** Who attends: of a new meeting those that are given, of another one all. */
export async function attendees({ model, context }: ModelCall, { ids, rows }: Planned): Promise<Reason[]> {
  if (model.name !== "calendar.event") return [];
  const given = rows.flatMap(({ partner_ids }) => idsIn(partner_ids));
  const there = await linked(context, model.name, ids, "partner_ids");
  return [{ partners: unique([...there, ...given]), because: "attends" }];
}

/** Whom a message about the records goes to: those it is addressed to, and those who follow them. */
export async function addressees(
  { model, context }: ModelCall,
  { ids }: Planned,
  { partner_ids }: RawValues,
): Promise<Reason[]> {
  const following = isThread(model) ? await followers(context, model.name, ids) : [];
  return [
    { partners: idsIn(partner_ids), because: "is addressed" },
    { partners: following, because: "follows it" },
  ];
}

/** Whom the e-mail of a stage is for that the values put records into. Odoo has no switch against it. */
export async function readersOfStages({ model, context }: ModelCall, { ids, rows }: Planned): Promise<Reason[]> {
  const relation = fieldOf(model, "stage_id")?.relation;
  const stages = unique(rows.map(({ stage_id }) => stage_id).filter(isId));
  if (!isThread(model) || !relation || stages.length === 0) return [];
  const templates = await templatesOf(context, relation, stages);
  if (templates.length === 0) return [];
  const given = rows.map(({ partner_id }) => partner_id).filter(isId);
  const there = await linked(context, model.name, ids, "partner_id");
  const partners = unique([...given, ...there]);
  const because = `the stage has an e-mail: ${templates.join(", ")}`;
  return [{ partners, ...(partners.length > 0 ? {} : { others: "whom the e-mail is addressed to" }), because }];
}

/** The names of the e-mails and text messages that records have. */
async function templatesOf(context: ToolContext, name: string, ids: readonly number[]): Promise<string[]> {
  const model = await quietly(() => context.models.get(name));
  const fields = Object.entries(model?.fields ?? {}).flatMap(([field, { type, relation = "" }]) =>
    type === "many2one" && /^(mail|sms)\.template$/.test(relation) ? [field] : [],
  );
  const records = fields.length > 0 ? await read(context, name, ids, fields) : [];
  return records.flatMap((record) => fields.flatMap((field) => nameIn(record[field])));
}

/** What Odoo sends of a step because a setting says so, to the customer of a quotation or a delivery. */
interface Setting {
  model: string;
  step: RegExp;
  /** The record that has the setting, by the field that leads to it. */
  through: string;
  template: string;
  /** One of these has to be ticked. */
  on?: readonly string[];
  /** Odoo has a switch against it. */
  isSwitched?: true;
}

const OF_DELIVERY = { model: "stock.picking", step: /validate/, through: "company_id" } as const;

const SETTINGS: readonly Setting[] = [
  { model: "sale.order", step: /confirm/, through: "sale_order_template_id", template: "mail_template_id" },
  { ...OF_DELIVERY, template: "stock_mail_confirmation_template_id", on: ["stock_move_email_validation"] },
  {
    ...OF_DELIVERY,
    template: "stock_sms_confirmation_template_id",
    // The second in 19, the first in 14.
    on: ["stock_move_sms_validation", "stock_text_confirmation"],
    isSwitched: true,
  },
];

/** Whom a step of records writes to because Odoo's settings say so. */
export async function readersBySettings(call: ModelCall, ids: readonly number[], step: string): Promise<Reason[]> {
  const { model, context } = call;
  const settings = SETTINGS.filter(
    (one) => one.model === model.name && one.step.test(step) && (context.notify || !one.isSwitched),
  );
  const names = (await Promise.all(settings.map((setting) => templatesBySetting(call, ids, setting)))).flat();
  if (names.length === 0) return [];
  const partners = await linked(context, model.name, ids, "partner_id");
  // 19 posts it on the record, so that followers get it, and 14 does not.
  const following = context.client.series.major > 14 ? await followers(context, model.name, ids) : [];
  return [
    { partners, because: `Odoo's settings have a message for: ${names.join(", ")}` },
    { partners: following, because: "follows it" },
  ];
}

/** The names of the messages that a setting has for records. */
async function templatesBySetting(
  { model, context }: ModelCall,
  ids: readonly number[],
  { through, template, on }: Setting,
): Promise<string[]> {
  const holder = fieldOf(model, through)?.relation;
  const known = holder && (await quietly(() => context.models.get(holder)));
  if (!holder || !known || !fieldOf(known, template)) return [];
  const ticked = on?.filter((name) => fieldOf(known, name));
  const holders = await linked(context, model.name, ids, through);
  const records = holders.length > 0 ? await read(context, holder, holders, [template, ...(ticked ?? [])]) : [];
  const isOn = (record: RawRecord) => !ticked || ticked.some((name) => record[name] === true);
  return records.filter(isOn).flatMap((record) => nameIn(record[template]));
}

const isThread = (model: Model) => Object.hasOwn(model.fields, "message_follower_ids");

const unique = (ids: readonly number[]) => [...new Set(ids)];

/** The records that values link, as Odoo takes them: an id, or commands of an x2many. */
function idsIn(value: unknown): number[] {
  if (isId(value)) return [value];
  const commands = Array.isArray(value) ? (value as unknown[]) : [];
  return commands.flatMap((command) => {
    const [code, id, ids] = Array.isArray(command) ? (command as unknown[]) : [];
    return code === 4 && isId(id) ? [id] : code === 6 && Array.isArray(ids) ? ids.filter(isId) : [];
  });
}

/** The name of a many2one, as Odoo reads it. */
const nameIn = (value: unknown): string[] => (Array.isArray(value) ? [String(value[1])] : []);

/** Who follows the records, but for the user; with `subtypes` for one of these kinds of messages. */
async function followers(
  context: ToolContext,
  model: string,
  ids: readonly number[],
  subtypes?: readonly number[],
): Promise<number[]> {
  const domain: Domain = [
    ["res_model", "=", model],
    ["res_id", "in", ids],
    ...(subtypes ? [["subtype_ids", "in", subtypes]] : []),
    ["partner_id.user_ids", "!=", context.client.user.uid],
  ];
  const rows = await found(context, "mail.followers", domain, ["partner_id"]);
  return unique(rows.flatMap((row) => linksIn(row.partner_id)));
}

/** The records that a relation of these leads to. */
async function linked(context: ToolContext, model: string, ids: readonly number[], name: string): Promise<number[]> {
  const known = await quietly(() => context.models.get(model));
  if (ids.length === 0 || !known || !fieldOf(known, name)) return [];
  return unique((await read(context, model, ids, [name])).flatMap((record) => linksIn(record[name])));
}

/** A relation as Odoo reads it: ids of an x2many, `[id, name]` of a many2one. */
const linksIn = (value: unknown): number[] => {
  const list = Array.isArray(value) ? (value as unknown[]) : [];
  return typeof list[1] === "string" ? list.slice(0, 1).filter(isId) : list.filter(isId);
};

const MOST = 200;

/** The records of a model, the first of them; none where they cannot be read. */
export const found = async (
  { client, signal }: Pick<ToolContext, "client"> & Partial<Pick<ToolContext, "signal">>,
  model: string,
  domain: Domain,
  fields: readonly string[],
) => (await quietly(() => client.searchRead(model, domain, fields, { limit: MOST }, { signal }))) ?? [];

const read = async (
  { client, signal }: ToolContext,
  model: string,
  ids: readonly number[],
  fields: readonly string[],
) => (await quietly(() => client.read(model, ids.slice(0, MOST), fields, { signal }))) ?? [];

/** Undefined for what cannot be read. */
export async function quietly<Result>(reading: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await reading();
  } catch (error) {
    if (error instanceof OdooError && !PASSING.has(error.category)) return undefined;
    throw error;
  }
}
