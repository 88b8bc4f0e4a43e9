import { type Field, type FormField, fieldOf, type Model } from "../../src/odoo/schema/schema.js";
import { isKind, namesIn, wholeLines } from "../../src/odoo/views/filled-in.js";

// What a form's conditions tell of its fields: which belong together, and for which it merely has room.

type Entry = readonly [name: string, field: Field];

/** What people fill in on a form, in the order of its screen, and what of it the form cannot do without. */
export interface FormEvidence {
  screen: readonly string[];
  needs: ReadonlySet<string>;
  /** What goes along with another field and makes no form longer: the other days of a week, all lines beside a part. */
  along: ReadonlySet<string>;
}

/**
 * A form cannot do without what it demands, always or under a condition, and what such conditions look at; nor without days
 * of the week and the like, booleans that one condition shows together. Two kinds of fields are taken with it, though it does
 * not show them: selections by which it decides what kind of record it is (a contact's `type`), before all others, and all
 * lines, behind those of which it shows a part to some kinds of records (an entry's `line_ids`, behind the lines of an invoice).
 */
export function formEvidence(model: Model, writable: readonly Entry[]): FormEvidence {
  const form = typedFields(model);
  const demanding = form.filter(({ required }) => required !== undefined);
  const looked = new Set(demanding.flatMap(({ required }) => namesIn(required)));
  const decisive = new Set(form.flatMap(({ hidden, required }) => [...namesIn(hidden), ...namesIn(required)]));
  const isDecisive = ([name, field]: Entry) => decisive.has(name) && isKind(name, field);
  const kinds = writable.filter(isDecisive).map(([name]) => name);
  const isReadonly = (name: string) => model.views?.form.some((seen) => seen.name === name && seen.readonly);
  const isTyped = (name: string) => form.some((seen) => seen.name === name);
  const offScreen = kinds.filter((name) => !isTyped(name) && !isReadonly(name));
  const lines = new Map(
    form.map((seen) => [seen.name, wholeLines(seen, model, writable).filter((name) => !isTyped(name))]),
  );
  const together = form.filter((seen) => isOneOfMany(seen, form, model));
  const whole = [...lines.values()].flat();
  return {
    screen: [...offScreen, ...form.flatMap(({ name }) => [name, ...(lines.get(name) ?? [])])],
    needs: new Set([
      ...[...demanding, ...together].map(({ name }) => name),
      ...looked,
      ...kinds,
      ...[...lines].flatMap(([name, all]) => (all.length > 0 ? [name, ...all] : [])),
    ]),
    along: new Set([
      ...together
        .filter((seen) => together.find(({ hidden }) => hidden === seen.hidden) !== seen)
        .map(({ name }) => name),
      ...whole,
    ]),
  };
}

/** The fields of a form that people fill in, in the order of the screen: its first page before the others. */
function typedFields(model: Model): FormField[] {
  const form = (model.views?.form ?? []).filter((seen) => !seen.readonly && !isOccasional(model, seen));
  return [...form.filter(({ page }) => page === undefined), ...form.filter(({ page }) => page !== undefined)];
}

/**
 * True for a field that a form merely has room for: it shows only where a setting that Odoo looks up is on, or where it holds
 * something already; it offers nothing to choose from, is the screen's alone, or follows from the record's step. What a record
 * cannot be without is none, though Odoo may find it itself (an entry's journal).
 */
export function isOccasional(model: Model, { name, hidden }: FormField): boolean {
  const field = fieldOf(model, name);
  if (!field || field.required) return false;
  if (alternatives(hidden).some((term) => isUnset(term, name, model))) return true;
  const isOfScreen = field.store === false && field.searchable === false && !field.depends && !field.related;
  return (
    (field.type === "selection" && !field.dynamic && field.selection?.length === 0) ||
    (field.type === "many2one" && isOfScreen) ||
    (field.type === "boolean" && field.depends?.includes("state") === true)
  );
}

/** "not x": of the field itself, or of a setting. */
function isUnset(term: string, name: string, model: Model): boolean {
  const [, other] = /^not (\w+)$/.exec(term) ?? [];
  return other !== undefined && (other === name || isSetting(model, other));
}

/** A boolean that Odoo looks up, from nothing that is typed: the company alone, or what a record cannot be without. */
function isSetting(model: Model, name: string): boolean {
  const field = fieldOf(model, name);
  if (field?.type !== "boolean" || !field.readonly || field.store !== false || field.related) return false;
  return (field.depends ?? []).every((source) => {
    const { type, required } = fieldOf(model, source) ?? {};
    return source === "company_id" || (type === "many2one" && required === true);
  });
}

const FEW = 3;

function isOneOfMany({ name, hidden }: FormField, form: readonly FormField[], model: Model): boolean {
  const isBoolean = (other: string) => fieldOf(model, other)?.type === "boolean";
  const alike = form.filter((other) => other.hidden === hidden && isBoolean(other.name));
  return hidden !== undefined && isBoolean(name) && alike.length >= FEW;
}

/** What a condition holds for, each by itself: the terms between its outermost "or". */
function alternatives(condition: string | undefined): string[] {
  const terms = [""];
  let depth = 0;
  for (const part of (condition ?? "").split(/('[^']*'|"[^"]*"|[()[\]]|\bor\b|\bif\b)/)) {
    if (part === "if" && depth === 0) return [];
    if (/^[([]$/.test(part)) depth += 1;
    else if (/^[)\]]$/.test(part)) depth -= 1;
    if (part === "or" && depth === 0) terms.push("");
    else terms[terms.length - 1] += part;
  }
  return terms.map((term) => term.trim());
}
