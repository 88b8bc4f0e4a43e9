import type { Client } from "../../src/odoo/client.js";
import { type Field, fieldOf, isWritable, type Model } from "../../src/odoo/schema/schema.js";
import { readViews } from "../../src/odoo/views/arch.js";
import { guardOf } from "../../src/tools/policy/policy.js";
import { withoutDynamicValues } from "./dynamic.js";
import { type Fields, type Oracle, unlessRefused } from "./needed.js";

// The models of lines that the config does not name: of their fields those that tools show, to keep the snapshot small. What
// a new line needs is not asked: the form around it fills in much of that, which the line alone does not tell.

/** A model of lines, as the forms around it type them. */
export interface Lines {
  model: string;
  /** Names of the columns of all those forms. */
  columns: ReadonlySet<string>;
  /** True where some lines have no columns there: then they are shown by their own form. */
  needsForm: boolean;
}

/** The lines of models that are not among them, and that tools may write: none of a model and itself, nor of rights and code. */
export function linesOf(models: Readonly<Record<string, Model>>): Lines[] {
  const lines = new Map<string, Lines & { columns: Set<string> }>();
  for (const model of Object.values(models)) {
    const onForm = new Set(typedLines(model).map(([, { relation = "" }]) => relation));
    for (const [name, field] of Object.entries(model.fields)) {
      const { relation = "" } = field;
      if (field.type !== "one2many" || !isWritable(name, field) || !onForm.has(relation)) continue;
      if (Object.hasOwn(models, relation) || guardOf(relation)) continue;
      const columns = model.views?.form.find((seen) => seen.name === name)?.columns ?? [];
      const known = lines.get(relation) ?? { model: relation, columns: new Set(), needsForm: false };
      for (const column of columns) known.columns.add(column.name);
      lines.set(relation, { ...known, needsForm: known.needsForm || columns.length === 0 });
    }
  }
  return [...lines.values()];
}

const typedLines = (model: Model) =>
  (model.views?.form ?? []).flatMap(({ name, readonly }): [string, Field][] => {
    const field = fieldOf(model, name);
    return field?.type === "one2many" && !readonly ? [[name, field]] : [];
  });

interface Asking extends Oracle {
  fieldsOf(model: string): Promise<Fields>;
}

/** A model of lines with what tools show of it; undefined where the user may not read it. */
export async function introspectLines(
  oracle: Asking,
  { model, columns, needsForm }: Lines,
  label: string,
): Promise<Model | undefined> {
  const fields = await unlessRefused<Fields | undefined>(oracle.fieldsOf(model), undefined);
  if (!fields) return undefined;
  const own = needsForm ? await ownForm(oracle.client, model, { fields, options: oracle.options }) : [];
  const kept = [...new Set([...columns, ...own])].flatMap((name): [string, Field][] => {
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
    return field && isTyped(name, field) ? [[name, withoutDynamicValues(field)]] : [];
  });
  const form = own.map((name) => ({ name }));
  const views = own.length > 0 ? { views: { form, list: [], search: [], buttons: [] } } : {};
  return { name: model, label, ...views, fields: Object.fromEntries(kept) };
}

/** No tool shows more of lines that have no columns. */
const MAX_OF_FORM = 8;

/** The first fields of the model's own form. It may be for reading alone, as that of an entry's lines. */
async function ownForm(
  client: Client,
  model: string,
  { fields, options }: { fields: Fields; options: Oracle["options"] },
): Promise<string[]> {
  const raw = await unlessRefused(client.getViews(model, options), undefined);
  const form = raw ? readViews(raw).views.form : [];
  return form
    .map(({ name }) => name)
    .filter((name) => Object.hasOwn(fields, name) && isTyped(name, fields[name]))
    .slice(0, MAX_OF_FORM);
}

const isTyped = (name: string, field: Field | undefined) =>
  field !== undefined && isWritable(name, field) && field.type !== "binary";
