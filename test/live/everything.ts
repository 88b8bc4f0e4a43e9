import { type Field, isGroupable, type Model } from "../../src/odoo/schema/schema.js";
import type { Json } from "../support/mcp.js";
import {
  type Answer,
  type Asking,
  answers,
  chunks,
  type Finds,
  inBatches,
  isOpenToAll,
  isWhole,
  look,
  type Reading,
} from "./reading.js";
import { search } from "./searched.js";

// Reads with every tool that reads whatever can be read, and looks for what must not be there.

/** Of longer tables these are the newest; no table of the sandbox that may be read is longer. */
const MOST = 500;
/** A page of records with their tags: an answer names no more of them. */
const PAGE = 100;

/** Models that are read, and those that are refused. */
export async function readEverything(reading: Reading): Promise<{ finds: Finds; read: string[]; calls: number }> {
  const finds: Finds = new Set();
  const read: string[] = [];
  const asking = answers(reading);
  for (const name of reading.models) {
    if (!reading.policy.operations(name).value.includes("read")) {
      const refused = await asking.ask("search_records", { model: name, domain: [], fields: ["display_name"] });
      if (refused.category !== "forbidden") finds.add(`${name} is not refused`);
      continue;
    }
    const model = await reading.tools.model(name).catch(() => undefined);
    if (!model) continue;
    read.push(name);
    await readModel(asking, reading, model, finds);
  }
  await preview(asking, reading, finds);
  for (const tool of reading.tools.names.filter((name) => /_(search|aggregate)$/.test(name)))
    look(reading, await asking.ask(tool, { domain: [], limit: PAGE }), tool, finds);
  for (const [tool, args] of [
    ["who_am_i", {}],
    ["list_models", {}],
  ] as const) {
    look(reading, await asking.ask(tool, args), tool, finds);
  }
  return { finds, read, calls: asking.calls() };
}

/** What previews tell of records that are named, and that those outside are none. */
async function preview(asking: Asking, reading: Reading, finds: Finds): Promise<void> {
  const { inside, outside, policy } = reading;
  const tell = async (tool: string, args: Json) => {
    const answer = await asking.ask(tool, { ...args, dry_run: true });
    look(reading, answer, `${tool} previewed`, finds);
    return answer;
  };
  for (const partner_id of [inside["res.partner"], outside["res.partner"]]) {
    for (const model of ["sale.order", "crm.lead", "purchase.order", "account.move", "calendar.event"]) {
      const values = model === "calendar.event" ? { partner_ids: { link: [partner_id] } } : { partner_id };
      const more = model === "account.move" ? { move_type: "out_invoice" } : { name: "Previewed" };
      const given = { ...values, ...(model === "crm.lead" || model === "account.move" ? more : {}) };
      const { category } = await tell("create_record", { model, values: given });
      const isOutside = partner_id === outside["res.partner"] && policy.domain("res.partner");
      if (isOutside && !category) finds.add(`create_record of ${model} takes a contact outside`);
    }
  }
  for (const [model, id] of [...Object.entries(inside), ...Object.entries(outside)]) {
    const answers = [
      await tell("update_record", { model, id, values: { name: "Previewed" } }),
      await tell("delete_records", { model, ids: [id] }),
      await tell("post_message", { model, id, kind: "comment", text: "Previewed" }),
      ...(model === "sale.order" ? [await tell("execute_workflow", { model, id, signal: "action_confirm" })] : []),
    ];
    const isOutside = outside[model] === id && policy.domain(model);
    if (isOutside && answers.some(({ category }) => !category)) finds.add(`${model} outside is previewed`);
  }
}

async function readModel(asking: Asking, reading: Reading, model: Model, finds: Finds): Promise<void> {
  const open = Object.entries(model.fields).filter(([, { closed }]) => !closed);
  const { ids, total } = await readRecords(asking, reading, model, { open, finds });
  const isEmpty = total === 0 && isWhole(reading, model);
  const call = async (tool: string, args: Json) =>
    look(reading, await asking.ask(tool, { model: model.name, ...args }), `${tool} of ${model.name}`, finds);
  await call("get_fields", {});
  if (ids.length > 0) {
    await call("get_metadata", { ids });
    await call("read_records", { ids: ids.slice(0, PAGE) });
  }
  if (!isEmpty) await group(asking, reading, open, { model, finds, total });
  await search(asking, reading, { model, finds, isEmpty });
  await refuses(asking, reading, model, finds);
  const inside = reading.inside[model.name];
  if (inside !== undefined) {
    const { value } = await asking.ask("search_records", { model: model.name, domain: [["id", "=", inside]] });
    if ((value as { total?: number }).total !== 1)
      finds.add(`${model.name} inside is not read: ${JSON.stringify(value)}`);
  }
  const outside = reading.outside[model.name];
  if (outside !== undefined && reading.policy.domain(model.name)) {
    const { value } = await asking.ask("read_records", { model: model.name, ids: [outside], fields: ["id"] });
    if ((value as { records?: unknown[] }).records?.length !== 0) finds.add(`${model.name} outside is read`);
    const counted = await asking.ask("search_count", { model: model.name, domain: [["id", "=", outside]] });
    if ((counted.value as { count?: number }).count !== 0)
      finds.add(`${model.name} outside is counted: ${JSON.stringify(counted)}`);
  }
  const talks = model.fields.message_ids && !model.fields.message_ids.closed;
  if (talks && PLANTED_IN.has(model.name))
    await inBatches(ids.slice(0, 10), (id) => call("read_messages", { id, changes: true }));
  if (model.name === "ir.attachment")
    await inBatches(ids.slice(0, 60), async (id) => {
      look(reading, await asking.ask("read_file", { id }), "read_file", finds);
    });
}

const PLANTED_IN = new Set(
  "res.partner sale.order crm.lead product.template hr.employee account.move purchase.order project.task calendar.event".split(
    " ",
  ),
);

type Named = readonly [name: string, field: Field];

/** Fields that all policies leave open, and those that others close. */
const apart = (reading: Reading, model: Model, fields: readonly Named[]): [common: Named[], own: Named[]] => [
  fields.filter(([name]) => isOpenToAll(reading, model, name)),
  fields.filter(([name]) => !isOpenToAll(reading, model, name)),
];

const namesOf = (fields: readonly Named[]) => fields.map(([name]) => name);

interface Page {
  records?: readonly { id: number }[];
  total?: number;
  next_offset?: number | null;
}

/** All that a search tells of every record, the newest first, and how many records there are. */
async function readRecords(
  asking: Asking,
  reading: Reading,
  model: Model,
  { open, finds }: { open: readonly Named[]; finds: Finds },
): Promise<{ ids: number[]; total: number | undefined }> {
  const archived = model.fields.active && !model.fields.active.closed ? [["active", "in", [true, false]]] : [];
  /** Fields that Odoo cannot compute are asked for apart from the others. */
  const page = async (fields: readonly string[], limit: number, offset = 0): Promise<Page[]> => {
    const args = { model: model.name, domain: archived, fields, order: "id desc", limit, offset };
    const answer = await asking.ask("search_records", args);
    look(reading, answer, `search_records of ${model.name}`, finds);
    if (!answer.category) return [answer.value as Page];
    if (fields.length < 2) return [];
    const half = Math.ceil(fields.length / 2);
    return [...(await page(fields.slice(0, half), limit, offset)), ...(await page(fields.slice(half), limit, offset))];
  };
  const [common, own] = apart(reading, model, open);
  const isTags = ([, { type }]: Named) => type === "many2many";
  const pages = await page(namesOf(common.filter((field) => !isTags(field))), MOST);
  const ids = [...new Set(pages.flatMap(({ records = [] }) => records.map(({ id }) => id)))];
  const others = [namesOf(common.filter(isTags)), namesOf(own)].filter((names) => names.length > 0);
  for (const names of others) {
    for (let at = 0; at < ids.length; at += PAGE) await page(names, PAGE, at);
  }
  return { ids, total: pages[0]?.total };
}

/** Types whose groups have names. */
const TELLING: ReadonlySet<string> = new Set(["char", "text", "html", "many2one", "many2many", "reference"]);

/** Of an answer of groups, and of what they are made by. */
const MOST_GROUPS = 500;
const MOST_KEYS = 8;
const MOST_MEASURES = 20;

async function group(
  asking: Asking,
  reading: Reading,
  open: readonly Named[],
  { model, finds, total = Number.POSITIVE_INFINITY }: { model: Model; finds: Finds; total: number | undefined },
): Promise<void> {
  const aggregate = async (args: Json): Promise<Answer> => {
    const answer = await asking.ask("aggregate_records", { model: model.name, limit: MOST_GROUPS, ...args });
    look(reading, answer, `aggregate_records of ${model.name}`, finds);
    return answer;
  };
  const keys = open.filter(([name, field]) => name !== "id" && TELLING.has(field.type) && isGroupable(field));
  // A record with several tags is in several groups, and where there are more than an answer holds, some would not be told.
  const isAlone = ([, { type }]: Named) => type === "many2many" || total > MOST_GROUPS;
  const together = apart(
    reading,
    model,
    keys.filter((key) => !isAlone(key)),
  ).flatMap((part) => chunks(namesOf(part), MOST_KEYS));
  await inBatches([...together, ...keys.filter(isAlone).map(([name]) => [name])], async (names) => {
    const { category } = await aggregate({ group_by: names });
    if (category && names.length > 1) await inBatches(names, (name) => aggregate({ group_by: [name] }));
  });
  const numbers = open.filter(([, { type, store }]) => ["float", "monetary"].includes(type) && store !== false);
  const measures = apart(reading, model, numbers).flatMap((part) => chunks(namesOf(part), MOST_MEASURES));
  await inBatches(measures, async (names) => {
    const specs = names.map((name) => `${name}:max`);
    const { category } = await aggregate({ measures: specs });
    // One by one where one of them cannot be computed.
    if (category && specs.length > 1) await inBatches(specs, (spec) => aggregate({ measures: [spec] }));
  });
}

/** Closed fields are no order, no group and no measure, and no path leads to them. */
async function refuses(asking: Asking, { policy, tools }: Reading, model: Model, finds: Finds): Promise<void> {
  const search = { model: model.name, domain: [] };
  const refused = async (what: string, tool: string, args: Json) => {
    const { category } = await asking.ask(tool, args);
    if (category !== "forbidden" && category !== "validation") finds.add(`${model.name}: ${what} is not refused`);
  };
  const closed = Object.entries(model.fields).filter(([, field]) => field.closed);
  await inBatches(closed, async ([name, { type }]) => {
    await refused(`order by ${name}`, "search_records", { ...search, order: name });
    await refused(`${name}`, "search_records", { ...search, fields: [name] });
    await refused(`group by ${name}`, "aggregate_records", { model: model.name, group_by: [name] });
    const how = ["float", "monetary", "integer"].includes(type) ? "max" : "count_distinct";
    await refused(`measure ${name}`, "aggregate_records", { model: model.name, measures: [`${name}:${how}`] });
  });
  const relations = Object.entries(model.fields).filter(([, field]) => field.relation && !field.closed);
  await inBatches(relations, async ([name, { relation = "" }]) => {
    const behind = policy.operations(relation).value.includes("read")
      ? await tools.model(relation).catch(() => undefined)
      : undefined;
    const own = Object.keys(behind?.fields ?? {}).find((one) => behind?.fields[one]?.closed);
    if (behind && (own || policy.domain(relation))) {
      const path = `${name}.${own ?? "create_date"}`;
      await refused(path, "search_records", { ...search, fields: [path] });
      await refused(`group by ${path}`, "aggregate_records", { model: model.name, group_by: [path] });
    }
  });
}
