import { forbidden } from "../../odoo/errors/errors.js";
import { fieldOf, isWritable, type Model } from "../../odoo/schema/schema.js";
import { filledIn } from "../../odoo/views/filled-in.js";
import type { FormView } from "../../odoo/views/form-view.js";
import type { ModelCall } from "../call/model-call.js";
import type { ToolContext } from "../call/tool.js";
import type { Row } from "./touched.js";
import { type VisitedField, type VisitedLines, walkValues } from "./walk-values.js";

// Whether a person could fill in what values name: on the forms of their model, or in the lines of the form around them.

/**
 * Throws `OdooError` "forbidden" for a field, of the records or of their lines, that no screen of this user's lets a person fill
 * in and that the config does not open. Where the snapshot has no screens of a model, Odoo is asked for them, once a session.
 */
export async function checkOnScreen(
  { model, context }: ModelCall,
  rows: readonly Row[],
  isNew: boolean,
): Promise<void> {
  const columns = new Map<string, Set<string>>();
  const open = new Map<string, ReadonlySet<string> | undefined>();
  for (const { given, at } of rows) {
    await walkValues({ model, values: given, at, isNew, ids: [] }, context.models, {
      async lines(lines) {
        const { relation = "" } = lines.field;
        const known = columns.get(relation) ?? new Set();
        for (const name of await columnsOf(lines, context)) known.add(name);
        columns.set(relation, known);
        open.delete(relation);
      },
      async field(visited) {
        const { name } = visited.model;
        if (!open.has(name)) open.set(name, await typedFields(visited.model, context, columns.get(name)));
        check(visited, open.get(name));
      },
    });
  }
}

/**
 * The fields of a model that may be written, as far as screens decide; undefined where they do not. `columns`: what a form
 * around its records lets a person type of them.
 */
export async function typedFields(
  model: Model,
  { policy, models, forms }: Pick<ToolContext, "policy" | "models" | "forms">,
  columns: ReadonlySet<string> = new Set(),
): Promise<ReadonlySet<string> | undefined> {
  const opened = policy.openFields(model.name);
  if (!opened || opened.includes("*")) return undefined;
  const typed = [...columns, ...columnsElsewhere(model.name, models.known())];
  const views = model.views ?? (columns.size > 0 ? undefined : (await forms.screen(model.name))?.views);
  const isTold = views !== undefined || columns.size > 0;
  return new Set([...opened, ...(isTold ? filledIn(model, views, typed) : typed)]);
}

/** What the forms of the snapshot's models type of records of this one, as their lines. */
const columnsElsewhere = (model: string, known: readonly Model[]): string[] =>
  known.flatMap((other) =>
    (other.views?.form ?? []).flatMap(({ name, columns = [] }) =>
      fieldOf(other, name)?.relation === model ? columns.map((column) => column.name) : [],
    ),
  );

/** What the form of a record lets a person type of these lines, be it in columns that only show to whom chooses them. */
async function columnsOf({ model, name }: VisitedLines, { forms }: ToolContext): Promise<string[]> {
  const shown = (model.views ?? (await forms.screen(model.name))?.views)?.form.find((seen) => seen.name === name);
  const lines = (await forms.whole(model.name))?.get(name)?.lines ?? new Map();
  return [...(shown?.columns ?? []).map((column) => column.name), ...typedIn(lines)];
}

const typedIn = (lines: FormView): string[] =>
  [...lines].flatMap(([name, { invisible, readonly }]) => (invisible === true || readonly === true ? [] : [name]));

function check({ model, name, field, at }: VisitedField, open: ReadonlySet<string> | undefined): void {
  // The parser says of others that they cannot be written.
  if (!open || open.has(name) || !isWritable(name, field)) return;
  throw forbidden("screens", `${at}: no screen of ${model.name} lets this user fill in "${name}".`, {
    model: model.name,
    hint: `get_fields with writable true tells which it lets. Whoever keeps odoo-models.config.json can open this one: "policy": {"${model.name}": {"openFields": ["${name}"]}}.`,
  });
}
