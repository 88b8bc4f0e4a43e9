import { CATEGORIES } from "../../odoo/errors/categories.js";
import { OdooError, PASSING, showsMovedSchema } from "../../odoo/errors/errors.js";
import { checkNameSearch, hasNameSearch } from "../../odoo/schema/closed-fields.js";
import type { Domain } from "../../odoo/schema/raw.js";
import { fieldOf, type Model } from "../../odoo/schema/schema.js";
import { type ModelCall, modelCall } from "../call/model-call.js";
import type { ToolContext } from "../call/tool.js";
import { withinRecordDomain } from "../guard/record-domain.js";
import { alike, beginning, fewerWords, isSameName, literalPattern } from "./names.js";

// Names into ids, of several models at once, by Odoo's own search by name.

/** Records that one name is answered with, at most. */
const TOLD = 5;
/** Records that one search looks at, at most. */
const LOOKED_AT = 40;

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
  const domain = await withinRecordDomain(call, []);
  const searches = searchesOf(call, domain);
  const answers = new Map<string, Answer>();
  for (const attempt of ATTEMPTS) {
    const texts = names.flatMap((name) => {
      const text = answers.has(name) ? undefined : attempt(name.trim());
      return text === undefined ? [] : [{ name: name.trim(), asked: name, text }];
    });
    const found = await Promise.all(texts.map(async (one) => ({ ...one, ...(await find(searches, one)) })));
    const records = await recordsOf(call, domain, [...new Set(found.flatMap(({ ids }) => ids))]);
    for (const { asked, name, text, ids, complete } of found) {
      const own = ids.flatMap((id) => records.get(id) ?? []);
      const answer = judge({ name, text, records: own, complete }, told);
      if (answer) answers.set(asked, answer);
    }
  }
  return new Map(names.map((name) => [name, answers.get(name) ?? { nearest: [] }]));
}

/** Answers ids: more than `LOOKED_AT` where there are more. */
type Search = (text: string, operator: "ilike" | "=ilike") => Promise<number[]>;

/** A name of its own, beside the one that is displayed: a contact's without its company, a product's without its code. */
const hasName = (model: Model) => fieldOf(model, "name")?.type === "char" && !fieldOf(model, "name")?.closed;

/**
 * How records are searched for: Odoo's search by name first, unless it could tell a closed field, and the field called
 * name. Throws `OdooError` "forbidden" where there is neither.
 */
function searchesOf({ model, context }: ModelCall, domain: Domain): Search[] {
  const { client, signal } = context;
  const page = { limit: LOOKED_AT + 1 };
  const byName: Search = (name, operator) =>
    client.nameSearch(model.name, { name, domain, operator, ...page }, { signal });
  const byField: Search = (text, operator) =>
    client.search(model.name, [...domain, ["name", operator, text]], page, { signal });
  const fields = hasName(model) && fieldOf(model, "name")?.searchable !== false ? [byField] : [];
  if (fields.length > 0 && !hasNameSearch(model)) return fields;
  checkNameSearch(model, "names");
  return [byName, ...fields];
}

/** What a search found. */
interface Found {
  ids: readonly number[];
  /** There is no other record of that name. */
  complete: boolean;
}

/** Where the name itself is found too often to look at all, those that are called just so are searched for. */
async function find(searches: readonly Search[], { name, text }: { name: string; text: string }): Promise<Found> {
  const [first] = searches;
  const found = (await first?.(text, "ilike")) ?? [];
  const exact =
    found.length > LOOKED_AT && text === name
      ? await Promise.all(searches.map((search) => search(literalPattern(name), "=ilike")))
      : [found];
  return {
    ids: [...new Set([found, ...exact].flatMap((ids) => ids.slice(0, LOOKED_AT)))],
    complete: exact.every((ids) => ids.length <= LOOKED_AT),
  };
}

type Named = Told & { name: string };

/** By id. Within the domain: a model's own search by name need not keep to it. */
async function recordsOf({ model, context }: ModelCall, domain: Domain, ids: readonly number[]) {
  if (ids.length === 0) return new Map<number, Named>();
  const fields = ["display_name", ...(hasName(model) ? ["name"] : [])];
  const { client, signal } = context;
  const within = [...domain, ["id", "in", ids]];
  const rows = await client.searchRead(model.name, within, fields, { limit: ids.length }, { signal });
  const text = (value: unknown) => (typeof value === "string" ? value : "");
  return new Map(
    rows.map(({ id, display_name, name }) => [id, { id, display_name: text(display_name), name: text(name) }]),
  );
}

/** Never a guess: one record is the answer only if no other can be. Undefined where nothing is like the name. */
function judge(
  { name, text, records, complete }: { name: string; text: string; records: Named[]; complete: boolean },
  most: number,
): Answer | undefined {
  const exact = records.filter((one) => isSameName(one.display_name, name) || isSameName(one.name, name));
  const [only] = exact;
  if (only && exact.length === 1 && complete) return told(only);
  if (only) return { candidates: exact.slice(0, most).map(told), ...moreThan(most, exact, complete) };
  const near = text === name ? records : alike(name, records);
  return near.length > 0 ? { nearest: near.slice(0, most).map(told), ...moreThan(most, near, complete) } : undefined;
}

const told = ({ id, display_name }: Named): Told => ({ id, display_name });

const moreThan = (most: number, all: readonly unknown[], complete: boolean) =>
  all.length > most || !complete ? { more: true as const } : {};
