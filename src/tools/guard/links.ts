import type { Client } from "../../odoo/client.js";
import { OdooError } from "../../odoo/errors/errors.js";
import type { ModelSource } from "../call/model-source.js";
import type { ToolContext } from "../call/tool.js";
import { ALL, userClient } from "./domain-context.js";
import { existingIds } from "./existing.js";
import { recordDomain } from "./record-domain.js";
import { idIn, type LineOperation, type VisitedLines, type VisitedRow, walkValues } from "./walk-values.js";

// The records that values name by their ids: whether they are there. Odoo drops some that are not, and answers done.

/** A record that values name, and where they do. */
interface Named {
  at: string;
  relation: string;
  id: number;
  /** Odoo refuses it by itself where it is missing: its foreign key says so. */
  guarded: boolean;
}

/** The lines of one record that values change or take away: they must be its own. */
interface OwnLines {
  model: string;
  /** The records that are written, one of which must hold them; none of a new record. */
  holders: readonly number[];
  field: string;
  relation: string;
  named: { at: string; id: number }[];
  /** Lines that the same values link. */
  linked: readonly number[];
}

/** What values name. */
export interface Links {
  records: Named[];
  lines: OwnLines[];
}

/** The relations of a record's values in a tool's form, already checked; those of its lines among them. */
export async function linksIn(row: VisitedRow, models: ModelSource): Promise<Links> {
  const links: Links = { records: [], lines: [] };
  await walkValues(row, models, {
    field({ field, value, at }) {
      if (value === null) return;
      if (field.type === "many2one") {
        links.records.push({ at, relation: field.relation ?? "", id: idIn(value), guarded: field.store !== false });
      } else if (field.type === "reference") {
        const [relation = "", id] = String(value).split(",");
        links.records.push({ at, relation, id: Number(id), guarded: false });
      }
    },
    lines(lines) {
      addLines(links, lines);
    },
  });
  return links;
}

/** A new line's row is the record that holds it: of a line that is changed, the line itself. */
function addLines(links: Links, { model, ids, name, field, operations }: VisitedLines): void {
  const relation = field.relation ?? "";
  const named = (wanted: readonly LineOperation[]) =>
    operations
      .filter(({ operation }) => wanted.includes(operation))
      .flatMap(({ items, at }) => items.map((item, index) => ({ at: `${at}[${index}]`, id: idIn(item) })));
  const linked = named(["set", "link"]);
  links.records.push(...linked.map((one) => ({ ...one, relation, guarded: false })));
  const changed = named(["update", "unlink", "delete"]);
  if (changed.length === 0) return;
  const lines = { model: model.name, holders: ids, field: name, relation, named: changed };
  links.lines.push({ ...lines, linked: linked.map(({ id }) => id) });
}

/**
 * Throws `OdooError` "not_found" for a record that is not there, or a line that is another record's, where Odoo would
 * not say so (14 to 19), and for a record that the policy's domain of its model leaves out. At most one call a model that
 * is linked to, and one for the record whose lines are changed.
 */
export async function checkLinks(links: Links, context: ToolContext): Promise<void> {
  const { client, policy, signal } = context;
  const unguarded = links.records.filter(({ guarded, relation }) => !guarded || policy.domain(relation));
  const [missing, ...strange] = await Promise.all([
    missingAmong(unguarded, context),
    ...links.lines.map((lines) => notHeld(client, lines, signal)),
  ]);
  const problems = [...missing, ...strange.flat()];
  if (problems.length > 0) throw notFound(problems);
}

export const allLinks = (links: readonly Links[]): Links => ({
  records: links.flatMap(({ records }) => records),
  lines: links.flatMap(({ lines }) => lines),
});

/** A write whose refusal by Odoo is explained by a relation to what is not there. */
export async function withLinksExplained<Result>(
  links: Links,
  context: ToolContext,
  write: () => Promise<Result>,
): Promise<Result> {
  try {
    return await write();
  } catch (error) {
    throw await explainLinks(links, error, context);
  }
}

/** The reason of a write that Odoo refused: the record that values name and that is not there, in place of a foreign key. */
async function explainLinks(links: Links, error: unknown, context: ToolContext): Promise<unknown> {
  const guarded = links.records.filter((link) => link.guarded);
  if (!(error instanceof OdooError) || error.outcome !== "not_applied" || !BLAMED.has(error.category)) return error;
  const missing = await missingAmong(guarded, context).catch(() => []);
  return missing.length > 0 ? notFound(missing) : error;
}

const BLAMED: ReadonlySet<string> = new Set(["validation", "business_rule", "not_found", "server_error"]);

interface Problem {
  at: string;
  text: string;
  /** The rule that leaves a record out, if there is one. */
  rule?: string | undefined;
}

async function missingAmong(named: readonly Named[], context: ToolContext): Promise<Problem[]> {
  const { models, policy, signal } = context;
  const relations = [...new Set(named.map(({ relation }) => relation))];
  const missing = await Promise.all(
    relations.map(async (relation) => {
      const own = named.filter((one) => one.relation === relation);
      const ids = [...new Set(own.map(({ id }) => id))];
      const limit = policy.domain(relation) && (await recordDomain({ model: await models.get(relation), context }));
      const client = limit ? userClient(context) : context.client;
      const found = new Set(await existingIds(client, relation, ids, { signal, domain: limit?.value }));
      return own.filter(({ id }) => !found.has(id)).map((one) => ({ ...one, rule: limit?.rule }));
    }),
  );
  return missing.flat().map(({ at, relation, id, rule }) => ({
    at,
    text: `there is no ${relation} with the id ${id}, or this user cannot see it${rule ? `, or ${rule} leaves it out` : ""}`,
    rule,
  }));
}

async function notHeld(client: Client, lines: OwnLines, signal?: AbortSignal): Promise<Problem[]> {
  const { model, holders, field, relation, named, linked } = lines;
  const records = holders.length > 0 ? await client.read(model, holders, [field], { context: ALL, signal }) : [];
  const held = new Set([...records.flatMap((record) => record[field] as number[]), ...linked]);
  const holder = holders.length === 0 ? "a new record" : `${model} ${holders.join(", ")}`;
  return named
    .filter(({ id }) => !held.has(id))
    .map(({ at, id }) => ({ at, text: `${holder} holds no ${relation} with the id ${id}` }));
}

const MAX_TOLD = 5;

function notFound(problems: readonly Problem[]): OdooError {
  const told = problems.slice(0, MAX_TOLD).map(({ at, text }) => `${at}: ${text}.`);
  const more = problems.length > MAX_TOLD ? ` There are ${problems.length - MAX_TOLD} more.` : "";
  const field = /^\w+(?:\[\d+\])?\.(\w+)/.exec(problems[0]?.at ?? "")?.[1];
  const rule = problems.find((problem) => problem.rule)?.rule;
  return new OdooError("not_found", `${told.join(" ")}${more}`, { field, rule });
}
