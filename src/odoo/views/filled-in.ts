import {
  type Field,
  type FormField,
  fieldOf,
  isCreateOnly,
  isWritable,
  type Model,
  type Views,
} from "../schema/schema.js";

// What a person fills in on the screens of a model: the fields that a tool may write as a person would.

type Entry = readonly [name: string, field: Field];

/**
 * The fields of a model that its screens let a person fill in, and what goes with them: what a new record cannot be without,
 * what says of what kind it is, all lines beside a part of them, its order and whether it is archived. `typed`: where its records are
 * edited as lines of others, the names of those columns. All that can be written where there is no form (and no columns), as
 * of models that no screen shows.
 */
export function filledIn(model: Model, views: Views | undefined, typed: Iterable<string> = []): ReadonlySet<string> {
  const writable = Object.entries(model.fields).filter(([name, field]) => isWritable(name, field));
  const columns = [...typed, ...(views?.typedInList ?? [])];
  const form = views?.form ?? [];
  if (form.length === 0 && columns.length === 0) return new Set(writable.map(([name]) => name));
  const onForm = form.filter(({ readonly }) => !readonly).map(({ name }) => name);
  const looked = new Set(form.flatMap(({ hidden, required }) => [...namesIn(hidden), ...namesIn(required)]));
  const along = Object.entries(model.fields).flatMap(([name, field]) =>
    field.needed ||
    isCreateOnly(name, field) ||
    OF_LISTS_AND_CARDS.has(name) ||
    (looked.has(name) && isPlainChoice(name, field))
      ? [name]
      : [],
  );
  const lines = form.flatMap((seen) => (seen.readonly ? [] : wholeLines(seen, model, writable)));
  return new Set([...onForm, ...columns, ...along, ...lines]);
}

/** Lists archive records and take them into another order; cards have a colour. */
const OF_LISTS_AND_CARDS: ReadonlySet<string> = new Set(["active", "x_active", "sequence", "color"]);

/** True or false, as typed: `is_company` of a contact, which its form keeps behind a choice of its own. */
const isPlainChoice = (name: string, field: Field): boolean =>
  isKind(name, field) || (field.type === "boolean" && field.store !== false && !field.depends && !field.related);

/** A selection that says what kind of record it is: neither computed nor the step of a workflow, which Odoo calls "state". */
export const isKind = (name: string, field: Field | undefined) =>
  field?.type === "selection" && field.store !== false && !field.depends && !field.related && name !== "state";

/** Where a form hides lines from a kind of record: the one2manys of the same lines that hold all of them. */
export function wholeLines({ name, hidden }: FormField, model: Model, writable: readonly Entry[]): string[] {
  const part = fieldOf(model, name);
  const isOfKinds = namesIn(hidden).some((other) => isKind(other, fieldOf(model, other)));
  if (part?.type !== "one2many" || !part.relation_field || !isOfKinds) return [];
  return writable
    .filter(
      ([other, { type, relation, relation_field, depends, related, store }]) =>
        other !== name &&
        type === "one2many" &&
        relation === part.relation &&
        relation_field === part.relation_field &&
        !depends &&
        !related &&
        store !== false,
    )
    .map(([other]) => other);
}

/** The names that a condition reads, those of other records' fields left out. */
export function namesIn(condition: string | undefined): string[] {
  const names = (condition ?? "").replaceAll(/'[^']*'|"[^"]*"/g, "''").match(/(?<![.\w])[A-Za-z_]\w*/g);
  return names ?? [];
}
