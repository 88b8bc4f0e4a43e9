import { OdooError } from "../../src/odoo/errors/errors.js";
import { hasNameSearch } from "../../src/odoo/schema/closed-fields.js";
import { type Field, isGroupable, type Model } from "../../src/odoo/schema/schema.js";
import type { Policy } from "../../src/tools/policy/policy.js";
import type { Json } from "../support/mcp.js";
import type { Tools } from "./in-process.js";
import { DENIED, NAMING, NOWHERE, NUMBER } from "./planted.js";

// Reads with every tool that reads whatever can be read, and looks for what must not be there.

export interface Reading {
  tools: Tools;
  /** Planted records that may be read, by model. */
  inside: Readonly<Record<string, number>>;
  policy: Policy;
  models: readonly string[];
  /** Texts that no answer may hold, and that nothing may be found by. */
  canaries: readonly string[];
  /** Records that nothing may be read of, by model. */
  outside: Readonly<Record<string, number>>;
}

/** What was found, a line each. */
export type Finds = Set<string>;

const PAGE = 100;
/** No table of the sandbox that may be read is longer; of longer ones these are the newest. */
const PAGES = 5;

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

interface Answer {
  category?: string;
  value: unknown;
}

interface Asking {
  ask(tool: string, args: Json): Promise<Answer>;
  calls(): number;
}

function answers({ tools }: Reading): Asking {
  let calls = 0;
  return {
    calls: () => calls,
    async ask(tool, args) {
      calls += 1;
      try {
        return { value: await tools.call(tool, args) };
      } catch (error) {
        if (!(error instanceof OdooError)) throw error;
        const { category, message, hint } = error;
        return { category, value: { message, hint } };
      }
    },
  };
}

async function readModel(asking: Asking, reading: Reading, model: Model, finds: Finds): Promise<void> {
  const open = Object.entries(model.fields).filter(([, { closed }]) => !closed);
  const ids = await readRecords(asking, reading, model, { open: open.map(([name]) => name), finds });
  const call = async (tool: string, args: Json) =>
    look(reading, await asking.ask(tool, { model: model.name, ...args }), `${tool} of ${model.name}`, finds);
  await call("get_fields", {});
  if (ids.length > 0) {
    await call("get_metadata", { ids });
    await call("read_records", { ids: ids.slice(0, PAGE) });
  }
  await group(asking, reading, open, { model, finds });
  await search(asking, reading, model, finds);
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

/** All that a search tells of every record, the newest first; field by field where Odoo cannot compute one. */
async function readRecords(
  asking: Asking,
  reading: Reading,
  model: Model,
  { open, finds }: { open: readonly string[]; finds: Finds },
): Promise<number[]> {
  const ids: number[] = [];
  const archived = model.fields.active && !model.fields.active.closed ? [["active", "in", [true, false]]] : [];
  const page = (fields: readonly string[], offset: number) =>
    asking.ask("search_records", {
      model: model.name,
      domain: archived,
      fields,
      order: "id desc",
      limit: PAGE,
      offset,
    });
  for (let at = 0; at < PAGES; at++) {
    const answer = await page(open, at * PAGE);
    const alone = answer.category ? open.map((name) => [name]) : [];
    const all = [answer, ...(await inBatches(alone, (names) => page(names, at * PAGE)))];
    for (const one of all) {
      look(reading, one, `search_records of ${model.name}`, finds);
      const { records = [] } = one.value as { records?: { id: number }[] };
      ids.push(...records.map(({ id }) => id));
    }
    const { next_offset = null } = (all.find(({ category }) => !category)?.value ?? {}) as {
      next_offset?: number | null;
    };
    if (next_offset === null) break;
  }
  return [...new Set(ids)];
}

/** Types whose groups have names. */
const TELLING: ReadonlySet<string> = new Set(["char", "text", "html", "many2one", "many2many", "reference"]);

async function group(
  asking: Asking,
  reading: Reading,
  open: readonly (readonly [string, Field])[],
  { model, finds }: { model: Model; finds: Finds },
): Promise<void> {
  const names = open.filter(([name, field]) => name !== "id" && TELLING.has(field.type) && isGroupable(field));
  await inBatches(names, async ([name, { type }]) => {
    const spec = type === "date" || type === "datetime" ? `${name}:year` : name;
    const args = { model: model.name, group_by: [spec], limit: 500 };
    look(reading, await asking.ask("aggregate_records", args), `aggregate_records of ${model.name}`, finds);
  });
  const numbers = open.flatMap(([name, { type, store }]) =>
    ["float", "monetary"].includes(type) && store !== false ? [`${name}:max`] : [],
  );
  const measure = async (measures: readonly string[]) => {
    const answer = await asking.ask("aggregate_records", { model: model.name, measures });
    look(reading, answer, `aggregate_records of ${model.name}`, finds);
    return answer;
  };
  // One by one where one of them cannot be computed.
  if (numbers.length > 0 && (await measure(numbers)).category) await inBatches(numbers, (name) => measure([name]));
}

/** A term that a canary stands in, or what is nowhere. */
interface Probe {
  what: string;
  term(text: string, number: number): unknown;
  /** It is answered by Odoo, or else refused before. */
  isOpen: boolean;
  isName: boolean;
}

/** Of each field that can be searched, and of each path into closed things. */
async function probesOf({ policy, tools, canaries }: Reading, model: Model): Promise<Probe[]> {
  const probes: Probe[] = [];
  for (const [name, { type, relation, closed, searchable }] of Object.entries(model.fields)) {
    const isOpen = !closed && searchable !== false;
    const add = (what: string, term: Probe["term"], open = isOpen) =>
      probes.push({ what, term, isOpen: open && !NAME.test(name), isName: NAME.test(name) });
    if (["float", "monetary", "integer"].includes(type)) {
      if (canaries.includes(DENIED)) add(`${name} =`, (_, number) => [name, "=", number]);
    } else if (relation) {
      const mayRead = policy.operations(relation).value.includes("read");
      const behind = mayRead ? await tools.model(relation).catch(() => undefined) : undefined;
      const isNamed = isOpen && behind !== undefined && hasNameSearch(behind);
      add(`${name} ilike`, (text) => [name, "ilike", text], isNamed && !policy.domain(relation));
      add(`${name}.display_name`, (text) => [`${name}.display_name`, "ilike", text], false);
      const fields = Object.entries(behind?.fields ?? {}).filter(([, field]) => field.searchable !== false);
      const own = fields.filter(([one, field]) => field.closed || ["name", "email"].includes(one)).slice(0, 3);
      for (const [one] of own) add(`${name}.${one}`, (text) => [`${name}.${one}`, "ilike", text], false);
      for (const [one] of own.slice(-1))
        add(`${name} any ${one}`, (text) => [name, "any", [[one, "ilike", text]]], false);
    } else if (!["binary", "boolean", "date", "datetime"].includes(type)) {
      add(`${name} ilike`, (text) => [name, "ilike", text]);
    }
  }
  return probes;
}

/** What is found by a canary must be what is found by a text that is nowhere. */
async function search(asking: Asking, reading: Reading, model: Model, finds: Finds): Promise<void> {
  const { canaries } = reading;
  const count = (terms: readonly unknown[]) =>
    asking.ask("search_count", { model: model.name, domain: [...terms.slice(1).map(() => "|"), ...terms] });
  const nowhere = (asked: readonly Probe[]) => count(asked.map(({ term }) => term(NOWHERE, NUMBER + 0.02)));
  const looked = ({ isName }: Probe) => (isName ? canaries.filter((canary) => canary !== NAMING) : canaries);
  const compare = async (probe: Probe, nothing: Answer, texts = looked(probe)): Promise<void> => {
    const told = await Promise.all(
      texts.map(async (text) => plain(await count([probe.term(text, NUMBER)]), text, NUMBER)),
    );
    const expected = plain(nothing, NOWHERE, NUMBER + 0.02);
    if (told.some((one) => one !== expected))
      finds.add(
        `${model.name}: ${probe.what} tells it: ${told.join(", ").slice(0, 200)}, not ${expected.slice(0, 100)}`,
      );
  };
  /** Of probes that find nothing by what is nowhere. If they find nothing by all canaries together, they do by none. */
  const compareAll = async (probes: readonly Probe[]): Promise<void> => {
    await inBatches(chunks(probes), async (asked) => {
      const terms = asked.flatMap((probe) => looked(probe).map((text) => probe.term(text, NUMBER)));
      if (!isNothing(await count(terms))) for (const probe of asked) await compare(probe, await nowhere([probe]));
    });
  };
  const probes = await probesOf(reading, model);
  const silent: Probe[] = [];
  const alone = probes.filter(({ isOpen }) => !isOpen);
  await inBatches(chunks(probes.filter(({ isOpen }) => isOpen)), async (asked) => {
    (isNothing(await nowhere(asked)) ? silent : alone).push(...asked);
  });
  const refused: [Probe, Answer][] = [];
  await inBatches(alone, async (probe) => {
    const nothing = await nowhere([probe]);
    if (isNothing(nothing)) silent.push(probe);
    else refused.push([probe, nothing]);
  });
  for (let at = 0; at < refused.length; at += AT_ONCE) {
    const asked = reading.tools.asked.length;
    const some = refused.slice(at, at + AT_ONCE);
    await Promise.all(some.map(([probe, nothing]) => compare(probe, nothing, looked(probe).slice(0, 1))));
    // Refused before Odoo is asked, one canary is as good as another.
    if (reading.tools.asked.length === asked) continue;
    await Promise.all(some.map(([probe, nothing]) => compare(probe, nothing, looked(probe).slice(1))));
  }
  await compareAll(silent);
  await lookUp(asking, reading, model, finds);
}

const isNothing = ({ value }: Answer) => (value as { count?: number }).count === 0;

/** The same of names, each of which is answered by itself. */
async function lookUp(asking: Asking, { canaries }: Reading, model: Model, finds: Finds): Promise<void> {
  const asked = [NOWHERE, ...canaries].map((name) => ({ model: model.name, name }));
  const { category, value } = await asking.ask("look_up", { names: asked });
  // None is answered: one refusal for all of them.
  if (category) return;
  const [nobody, ...told] = (value as { names: unknown[] }).names.map((one, at) =>
    plain({ value: one }, asked[at]?.name ?? "", NUMBER),
  );
  canaries.forEach((canary, at) => {
    const one = told[at] ?? "nothing";
    if (one !== nobody) finds.add(`${model.name}: look_up tells ${canary}: ${one.slice(0, 200)}`);
  });
}

const chunks = (probes: readonly Probe[]): Probe[][] =>
  Array.from({ length: Math.ceil(probes.length / TERMS) }, (_, at) => probes.slice(at * TERMS, at * TERMS + TERMS));

/** As many fields in one domain, each with as many terms as there are canaries. */
const TERMS = 25;

const plain = (answer: Answer, text: string, number: number) =>
  JSON.stringify(answer).replaceAll(text, "…").replaceAll(String(number), "…");

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

/** Where display names stand. */
const NAME =
  /(^|\.)(display_name|name|res_name|record_name|translated_product_name|partner_ref|invoice_partner_display_name)$/;

/** Adds to the finds where a canary stands, by field. */
function look({ canaries }: Reading, { value }: Answer, where: string, finds: Finds): void {
  const isDenied = canaries.includes(DENIED);
  const visit = (one: unknown, at: string): void => {
    if (typeof one === "string") {
      const looked = NAME.test(at) ? canaries.filter((canary) => canary !== NAMING) : canaries;
      const held = looked.find((canary) => one.toLowerCase().includes(canary));
      if (held || (isDenied && /913,?572\.41/.test(one))) finds.add(`${where} tells ${at}: ${one.slice(0, 120)}`);
    } else if (typeof one === "number") {
      if (isDenied && Math.abs(one - NUMBER) < 0.1) finds.add(`${where} tells ${at}: ${one}`);
    } else if (Array.isArray(one)) {
      for (const item of one) visit(item, at);
    } else if (typeof one === "object" && one !== null) {
      for (const [key, item] of Object.entries(one)) visit(item, at ? `${at}.${key}` : key);
    }
  };
  visit(value, "");
}

const AT_ONCE = 6;

export async function inBatches<Item, Result>(
  items: readonly Item[],
  run: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  for (let at = 0; at < items.length; at += AT_ONCE)
    results.push(...(await Promise.all(items.slice(at, at + AT_ONCE).map(run))));
  return results;
}
