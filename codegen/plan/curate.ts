import { OdooError } from "../../src/odoo/errors/errors.js";
import { type Field, fieldOf, type Model } from "../../src/odoo/schema/schema.js";
import { didYouMean } from "../../src/odoo/schema/suggest.js";
import type { FieldChoice } from "../config/config.js";
import { type FormEvidence, formEvidence, isOccasional } from "./form-evidence.js";
import { isTechnical } from "./technical.js";

// Which fields of a model its tools show: by evidence of what people fill in, not by guessing from names.

type Entry = readonly [name: string, field: Field];

/** The writable fields of a model and what is known of their use. */
export interface Candidates {
  model: Model;
  writable: readonly Entry[];
  /** Fields that a new record needs, always or unless another is given. */
  needed: readonly string[];
  /** Fields chosen once, when the record is made, such as the type of an invoice. */
  createOnly: readonly string[];
  /** Columns in which other models' forms edit this one as their lines. */
  columns: readonly string[];
}

/** Why create and update do not show a field that can be written; it is then given in `extra`. */
export type Hidden =
  | "excluded"
  | "unlisted"
  | "maxFields"
  | "file"
  | "technical"
  | "readonlyOnForm"
  | "occasional"
  | "offForm";

/** Every writable field: among those that tools show, in their order, or hidden. */
export interface Curation {
  shown: readonly string[];
  hidden: ReadonlyMap<string, Hidden>;
}

/**
 * The fields that create and update tools show: those a new record needs first, then in the order of the screen, its
 * first page before the others. Where they are too many, what the form demands goes before the rest. Throws `OdooError` "settings" for a name in the config that is no writable field.
 */
export function curate(candidates: Candidates, choice: FieldChoice): Curation {
  const { writable, needed, createOnly } = candidates;
  const names = new Set(writable.map(([name]) => name));
  const chosen = Array.isArray(choice.fields) ? choice.fields : [];
  for (const name of [...chosen, ...choice.include]) check(candidates.model, name, names);
  for (const name of choice.exclude) {
    check(candidates.model, name, names);
    if (needed.includes(name)) {
      throw new OdooError(
        "settings",
        `The config excludes "${name}" of ${candidates.model.name}, which a new record needs.`,
      );
    }
  }
  const { screen, needs, along } = onScreen(candidates);
  const wanted = choice.fields === "all" ? [...names] : choice.fields === "curated" ? screen : choice.fields;
  const limit = choice.fields === "curated" ? choice.maxFields : Number.POSITIVE_INFINITY;
  const always = [...new Set([...needed, ...createOnly, ...choice.include])];
  const reasons = new Map(
    writable.flatMap(([name, field]) => {
      const reason = always.includes(name)
        ? undefined
        : reasonAgainst(name, field, choice, { model: candidates.model, screen });
      return reason ? [[name, reason] as const] : [];
    }),
  );
  const others = wanted.filter((name) => names.has(name) && !always.includes(name) && !reasons.has(name));
  const counted = others.filter((name) => !along.has(name));
  const first = [...counted.filter((name) => needs.has(name)), ...counted.filter((name) => !needs.has(name))];
  const kept = new Set([...first.slice(0, Math.max(0, limit - always.length)), ...along]);
  const shown = [...always, ...others.filter((name) => kept.has(name))];
  const hidden = [...names]
    .filter((name) => !shown.includes(name))
    .map((name) => [name, reasons.get(name) ?? "maxFields"] as const);
  return { shown, hidden: new Map(hidden) };
}

function reasonAgainst(
  name: string,
  field: Field,
  choice: FieldChoice,
  { model, screen }: { model: Model; screen: readonly string[] },
): Exclude<Hidden, "maxFields"> | undefined {
  if (choice.exclude.includes(name)) return "excluded";
  if (choice.fields === "all") return undefined;
  if (choice.fields !== "curated") return choice.fields.includes(name) ? undefined : "unlisted";
  if (field.type === "binary") return "file";
  if (isTechnical(name)) return "technical";
  if (screen.includes(name)) return undefined;
  const seen = model.views?.form.find((field) => field.name === name);
  if (!seen) return "offForm";
  return !seen.readonly && isOccasional(model, seen) ? "occasional" : "readonlyOnForm";
}

/** What a search answers when no fields are asked for: the columns of the list, without files and what is technical. */
export function listedFields(model: Model): string[] {
  const columns = model.views?.list ?? [];
  return ["display_name", ...columns.filter((name) => name !== "display_name" && isReadable(model, name))].slice(
    0,
    MAX_COLUMNS,
  );
}

const MAX_COLUMNS = 12;

/** What people search by, in the order of Odoo's search box. */
export const searchedFields = (model: Model): string[] =>
  (model.views?.search ?? [])
    .filter((name) => isReadable(model, name) && fieldOf(model, name)?.searchable !== false)
    .slice(0, MAX_SEARCHED);

const MAX_SEARCHED = 6;

/** What a read answers when no fields are asked for: what the list and the form show of a record. */
export function formFields(model: Model, shown: readonly string[]): string[] {
  const inForm = (model.views?.form ?? []).map(({ name }) => name).filter((name) => isReadable(model, name));
  const known = shown.filter((name) => isReadable(model, name));
  return [...new Set([...listedFields(model), ...known, ...inForm.slice(0, MAX_READ)])];
}

const MAX_READ = 40;

/** What forms let a user fill in, in the order of the screen: fields of any kind, once each. */
function onScreen({ model, writable, columns }: Candidates): FormEvidence {
  const { screen, ...evidence } = formEvidence(model, writable);
  const seen = new Set([...columns, ...screen]);
  // Without a form, as for models that the user sees on no screen: whatever can be written.
  return { screen: seen.size > 0 ? [...seen] : writable.map(([name]) => name), ...evidence };
}

function isReadable(model: Model, name: string): boolean {
  const field = fieldOf(model, name);
  return field !== undefined && field.type !== "binary" && !isTechnical(name);
}

function check(model: Model, name: string, names: ReadonlySet<string>): void {
  if (names.has(name)) return;
  const hint = didYouMean(name, names);
  throw new OdooError(
    "settings",
    `The config names "${name}" of ${model.name}, which has no such writable field.${hint}`,
  );
}
