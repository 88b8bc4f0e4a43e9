import { CATEGORIES } from "../../odoo/errors/categories.js";
import { OdooError, PASSING, showsMovedSchema } from "../../odoo/errors/errors.js";
import { checkNameSearch, hasNameSearch } from "../../odoo/schema/closed-fields.js";
import type { Domain } from "../../odoo/schema/raw.js";
import { fieldOf, type Model } from "../../odoo/schema/schema.js";
import { type ModelCall, modelCall } from "../call/model-call.js";
import type { ToolContext } from "../call/tool.js";
import { withinReadable } from "../guard/owned-records.js";
import { alike, beginning, compared, fewerWords, literalPattern } from "./names.js";

// Names into ids, of several models at once, by Odoo's own search by name.

/** Records that one name is answered with, at most. */
const TOLD = 5;
/** Records that one search looks at, at most. */
const LOOKED_AT = 40;
/** Records called by one of the names of a model, that are looked at, at most. */
const CALLED_SO = 500;

/** A name, and the model that the record is of. */
export interface Asked {
  model: string;
  name: string;
}

/** A record as it is told. */
interface Told {
  id: number;
  display_name: string;
}

/** The one record of that name; several; those of a name like it, or none; or why it was not looked up. */
type Answer = Told | { candidates: Told[]; more?: true } | { nearest: Told[]; more?: true } | { error: OdooError };

/**
 * Answers each name in the order given. Where a model cannot be searched, its names are answered with an error; throws the
 * first of them where no name could be looked up, and whatever is of no one model: Odoo does not answer.
 */
export async function lookUp(asked: readonly Asked[], context: ToolContext) {
  const models = [...new Set(asked.map(({ model }) => model))];
  const namesOf = (model: string) => [...new Set(asked.flatMap((one) => (one.model === model ? [one.name] : [])))];
  const answers = new Map(
    await Promise.all(models.map(async (model) => [model, await answersOf(model, namesOf(model), context)] as const)),
  );
  const answered = asked.map(({ model, name }) => ({ model, name, answer: answers.get(model)?.get(name) }));
  const errors = answered.flatMap(({ answer }) => (answer && "error" in answer ? [answer.error] : []));
  if (errors[0] && errors.length === asked.length) throw errors[0];
  return { names: answered.map(({ model, name, answer }) => ({ model, name, ...toldOf(answer) })) };
}

function toldOf(answer: Answer | undefined): object {
  if (!answer || !("error" in answer)) return answer ?? {};
  const { category, message, rule, hint = rule ? undefined : CATEGORIES[category].next } = answer.error;
  return { error: { category, message, ...(rule ? { rule } : {}), ...(hint ? { hint } : {}) } };
}

type Answers = ReadonlyMap<string, Answer>;

async function answersOf(model: string, names: readonly string[], context: ToolContext): Promise<Answers> {
  try {
    return await search(await modelCall(model, "read", context), names);
  } catch (error) {
    // What passes is no fault of the model's, and of a model that has changed the next call asks anew.
    if (!(error instanceof OdooError) || PASSING.has(error.category) || showsMovedSchema(error)) throw error;
    return new Map(names.map((name) => [name, { error }]));
  }
}

/** What is searched for: the name, then less of it where nothing was found. */
const ATTEMPTS = [(name: string) => name, fewerWords, beginning];

/** Searches for each name, and reads what was found of all names at once: at most three times. */
async function search(call: ModelCall, names: readonly string[]): Promise<Answers> {
  const { model, context } = call;
  context.policy.checkCount(model.name, names.length);
  const most = context.policy.maxRecords(model.name)?.value ?? Number.POSITIVE_INFINITY;
  const told = Math.min(TOLD, Math.floor(most / names.length));
  const domain = await withinReadable(call, []);
  const searching = searchOf(call, domain);
  const calling = calledSo(call, domain, names);
  const records = new Map<number, Named>();
  const answers = new Map<string, Answer>();
  for (const attempt of ATTEMPTS) {
    const texts = names.flatMap((name) => {
      const text = answers.has(name) ? undefined : attempt(name.trim());
      return text === undefined ? [] : [{ name, isWhole: text === name.trim(), text }];
    });
    const finding = Promise.all(texts.map(async (one) => ({ ...one, found: await find(searching, one) })));
    const [own, all] = await Promise.all([calling, finding]);
    const ids = new Set([...all.map(({ found }) => found), own].flatMap((found) => found.ids));
    const unread = [...ids].filter((id) => !records.has(id));
    for (const record of await recordsOf(call, domain, unread)) records.set(record.id, record);
    for (const { name, isWhole, found } of all) {
      const near = found.ids.flatMap((id) => records.get(id) ?? []);
      const exact = calledLike(name, records);
      const complete = own.complete && found.complete;
      const answer = judge({ exact, near: isWhole ? near : alike(name, near), complete }, told);
      if (answer) answers.set(name, answer);
    }
  }
  return new Map(names.map((name) => [name, answers.get(name) ?? { nearest: [] }]));
}

/** What a search found: all of it, or as much as is looked at. */
interface Found {
  ids: readonly number[];
  complete: boolean;
}

const upTo = (most: number, ids: readonly number[]): Found => ({
  ids: ids.slice(0, most),
  complete: ids.length <= most,
});

/** Answers ids: more than `LOOKED_AT` where there are more. */
type Search = (text: string, operator: "ilike" | "=ilike") => Promise<number[]>;

/**
 * How records are searched for: Odoo's search by name, or where that could tell a closed field, the field called name.
 * Throws `OdooError` "forbidden" where there is neither.
 */
function searchOf({ model, context }: ModelCall, domain: Domain): Search {
  const { client, signal } = context;
  const page = { limit: LOOKED_AT + 1 };
  if (isSearchedByField(model) && !hasNameSearch(model)) {
    return (text, operator) => client.search(model.name, [...domain, ["name", operator, text]], page, { signal });
  }
  checkNameSearch(model, "names");
  return (name, operator) => client.nameSearch(model.name, { name, domain, operator, ...page }, { signal });
}

/** Where a name is found too often to look at all, those that are displayed just so are searched for. */
async function find(search: Search, { isWhole, text }: { isWhole: boolean; text: string }): Promise<Found> {
  const found = upTo(LOOKED_AT, await search(text, "ilike"));
  if (found.complete || !isWhole) return found;
  const exact = upTo(LOOKED_AT, await search(literalPattern(text), "=ilike"));
  return { ids: [...new Set([...found.ids, ...exact.ids])], complete: exact.complete };
}

/** A name of its own, beside the one that is displayed: a contact's without its company, a product's without its code. */
const hasName = (model: Model) => fieldOf(model, "name")?.type === "char" && !fieldOf(model, "name")?.closed;
const isSearchedByField = (model: Model) => hasName(model) && fieldOf(model, "name")?.searchable !== false;

/**
 * The records whose own name is one of these. Odoo's search by name does not find all of them: a product whose code is the
 * name hides those that are called so (14 to 19).
 */
async function calledSo({ model, context }: ModelCall, domain: Domain, names: readonly string[]): Promise<Found> {
  if (!isSearchedByField(model)) return { ids: [], complete: true };
  const { client, signal } = context;
  const terms = names.map((name) => ["name", "=ilike", literalPattern(name.trim())]);
  const any = [...domain, ...terms.slice(1).map(() => "|"), ...terms];
  return upTo(CALLED_SO, await client.search(model.name, any, { limit: CALLED_SO + 1 }, { signal }));
}

/** A record, and what it is called in the form that is compared. */
type Named = Told & { called: readonly string[] };

/** In the order of the ids. Within the domain: a model's own search by name need not keep to it. */
async function recordsOf({ model, context }: ModelCall, domain: Domain, ids: readonly number[]): Promise<Named[]> {
  if (ids.length === 0) return [];
  const fields = ["display_name", ...(hasName(model) ? ["name"] : [])];
  const { client, signal } = context;
  const within = [...domain, ["id", "in", ids]];
  const rows = await client.searchRead(model.name, within, fields, { limit: ids.length }, { signal });
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => {
    const row = byId.get(id);
    if (!row) return [];
    const displayed = typeof row.display_name === "string" ? row.display_name : "";
    const called = [displayed, ...(typeof row.name === "string" ? [row.name] : [])].map(compared);
    return [{ id, display_name: displayed, called }];
  });
}

function calledLike(name: string, records: ReadonlyMap<number, Named>): Named[] {
  const wanted = compared(name);
  return [...records.values()].filter(({ called }) => called.includes(wanted));
}

/** Never a guess: one record is the answer only if no other can be. Undefined where nothing is like the name. */
function judge(
  { exact, near, complete }: { exact: Named[]; near: Named[]; complete: boolean },
  most: number,
): Answer | undefined {
  const [only] = exact;
  if (only && exact.length === 1 && complete) return told(only);
  if (only) return { candidates: exact.slice(0, most).map(told), ...moreThan(most, exact, complete) };
  return near.length > 0 ? { nearest: near.slice(0, most).map(told), ...moreThan(most, near, complete) } : undefined;
}

const told = ({ id, display_name }: Named): Told => ({ id, display_name });

const moreThan = (most: number, all: readonly unknown[], complete: boolean) =>
  all.length > most || !complete ? { more: true as const } : {};
