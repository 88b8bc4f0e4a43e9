import { forbidden } from "../../odoo/errors/errors.js";
import { fieldOf, isWritable, type Model, type Views } from "../../odoo/schema/schema.js";
import { filledIn } from "../../odoo/views/filled-in.js";
import type { FormView } from "../../odoo/views/form-view.js";
import type { ModelCall } from "../call/model-call.js";
import type { ToolContext } from "../call/tool.js";
import type { ChangingEffect } from "../policy/effects.js";
import type { Touch } from "../policy/policy.js";
import type { Row } from "./touched.js";
import { type VisitedField, type VisitedLines, walkValues } from "./walk-values.js";

// Whether a person could fill in what values name: on the forms of their model, or in the lines of a form around them.

type Screens = Pick<ToolContext, "policy" | "models" | "forms">;

/** What screens let a person type of a model, and what they show and never let one type. */
interface Evidence {
  typed: ReadonlySet<string>;
  readonly: ReadonlySet<string>;
}

/**
 * Throws `OdooError` "forbidden" for a field, of the records or of their lines, that screens show and no person can change there.
 * Answers, by model, the fields that no screen of this user's shows: a person is asked about them. Where the snapshot has no
 * screens of a model, Odoo is asked for them, once a session.
 */
export async function checkOnScreen(
  { model, context }: ModelCall,
  rows: readonly Row[],
  effect: ChangingEffect,
): Promise<Touch[]> {
  const lines = new Map<string, Evidence>();
  const unseen = new Map<string, Set<string>>();
  for (const { given, at } of rows) {
    await walkValues({ model, values: given, at, isNew: effect === "create", ids: [] }, context.models, {
      async lines(visited) {
        const { relation = "" } = visited.field;
        lines.set(relation, together(lines.get(relation), await linesEvidence(visited, context)));
      },
      async field(visited) {
        const { name, field } = visited;
        // The parser says of others that they cannot be written.
        if (!isWritable(name, field) || isOpened(visited, context)) return;
        const within = visited.at.startsWith(`${at}.${name}`) ? undefined : lines.get(visited.model.name);
        const shown = await placeOf(visited, within, context);
        if (shown === "readonly") throw readonlyThere(visited);
        if (shown === "unseen") unseen.set(visited.model.name, (unseen.get(visited.model.name) ?? new Set()).add(name));
      },
    });
  }
  return [...unseen].map(([name, fields]) => ({ model: name, effect, records: 0, unseen: [...fields] }));
}

function isOpened({ model, name }: VisitedField, { policy }: Screens): boolean {
  const opened = policy.openFields(model.name);
  return !opened || opened.includes("*") || opened.includes(name);
}

/** Where a field is filled in; of a line by the form around it first. */
async function placeOf(
  { model, name, field }: VisitedField,
  lines: Evidence | undefined,
  context: ToolContext,
): Promise<"typed" | "readonly" | "unseen"> {
  if (lines?.typed.has(name) || (lines?.typed.size && filledIn(model, undefined, lines.typed).has(name)))
    return "typed";
  if (lines?.readonly.has(name)) return "readonly";
  const own = await ownEvidence(model, context);
  if (own.typed.has(name)) return "typed";
  const inherited = field.inherited && fieldOf(model, field.inherited)?.relation;
  if (inherited && (await ownEvidence(await context.models.get(inherited), context)).typed.has(name)) return "typed";
  if (lines) return "unseen";
  const around = await evidenceAround(model, context);
  if (around.typed.has(name)) return "typed";
  return own.readonly.has(name) ? "readonly" : "unseen";
}

/** The fields of a model that its own screens let a person type; undefined where they do not decide. */
export async function typedFields(model: Model, screens: Screens): Promise<Evidence | undefined> {
  const opened = screens.policy.openFields(model.name);
  if (!opened || opened.includes("*")) return undefined;
  const own = await ownEvidence(model, screens);
  return { ...own, typed: new Set([...opened, ...own.typed]) };
}

async function ownEvidence(model: Model, { models, forms }: Pick<ToolContext, "models" | "forms">): Promise<Evidence> {
  const columns = columnsElsewhere(model.name, models.known());
  const views = model.views ?? (await forms.screen(model.name))?.views;
  const typed = views ? filledIn(model, views, columns) : new Set(columns);
  return { typed, readonly: readonlyIn(views) };
}

const readonlyIn = (views: Views | undefined) =>
  new Set((views?.form ?? []).flatMap(({ name, readonly }) => (readonly ? [name] : [])));

/** What the forms of the snapshot's models type of records of this one, as their lines. */
const columnsElsewhere = (model: string, known: readonly Model[]): string[] =>
  known.flatMap((other) =>
    (other.views?.form ?? []).flatMap(({ name, columns = [] }) =>
      fieldOf(other, name)?.relation === model ? columns.map((column) => column.name) : [],
    ),
  );

/** No model's lines stand on more forms than that. */
const MOST_AROUND = 6;

/** What the forms of the records that one belongs to let a person type of it, as their line. */
async function evidenceAround(model: Model, context: ToolContext): Promise<Evidence> {
  const owners = Object.values(model.fields).flatMap(({ type, relation = "" }) =>
    type === "many2one" && relation !== model.name && isReached(relation, context) ? [relation] : [],
  );
  let found: Evidence = NONE;
  for (const name of [...new Set(owners)].slice(0, MOST_AROUND)) {
    const owner = await context.models.get(name);
    for (const [line, field] of Object.entries(owner.fields)) {
      if (field.type !== "one2many" || field.relation !== model.name) continue;
      found = together(found, await linesEvidence({ model: owner, name: line }, context));
    }
  }
  return found;
}

function isReached(model: string, { policy }: ToolContext): boolean {
  try {
    policy.check(model, "read");
    policy.checkReached(model);
    return true;
  } catch {
    return false;
  }
}

/** What the form of a record lets a person type of these lines, be it in columns that only show to whom chooses them. */
async function linesEvidence(
  { model, name }: Pick<VisitedLines, "model" | "name">,
  { forms }: ToolContext,
): Promise<Evidence> {
  const shown = (model.views ?? (await forms.screen(model.name))?.views)?.form.find((seen) => seen.name === name);
  const lines: FormView = (await forms.whole(model.name))?.get(name)?.lines ?? new Map();
  const named = (isReadonly: boolean) =>
    [...lines].flatMap(([column, { invisible, readonly }]) =>
      invisible !== true && (readonly === true) === isReadonly ? [column] : [],
    );
  return {
    typed: new Set([...(shown?.columns ?? []).map((column) => column.name), ...named(false)]),
    readonly: new Set(named(true)),
  };
}

const NONE: Evidence = { typed: new Set(), readonly: new Set() };

/** Of several places, what any of them lets one type. */
function together(one: Evidence = NONE, other: Evidence): Evidence {
  const typed = new Set([...one.typed, ...other.typed]);
  return { typed, readonly: new Set([...one.readonly, ...other.readonly].filter((name) => !typed.has(name))) };
}

const readonlyThere = ({ model, name, at }: VisitedField) =>
  forbidden("screens", `${at}: the screens of ${model.name} show "${name}" and let nobody change it.`, {
    model: model.name,
    hint: `Steps change what is readonly there. Whoever keeps odoo-models.config.json can open the field: "policy": {"${model.name}": {"openFields": ["${name}"]}}.`,
  });
