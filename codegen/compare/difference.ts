import type { Button, Field, Instance, Model, Reached, Schema } from "../../src/odoo/schema/schema.js";
import type { ManifestTool } from "../../src/tools/generated/manifest.js";
import type { Catalogue } from "../emit/catalogue.js";

// What changed between two snapshots, in words, by what it breaks. Pure.

/** Breaking: calls that worked are refused. Notable: what an assistant is told or may do differs. Safe: all others. */
export const LEVELS = ["breaking", "notable", "safe"] as const;
export type Level = (typeof LEVELS)[number];

/** A sentence with values in it, which are hostile: whoever shows it quotes them. */
export interface Words {
  /** One more than values. */
  texts: readonly string[];
  values: readonly string[];
}

export interface Change {
  level: Level;
  /** Absent for what concerns all. */
  model?: string;
  words: Words;
  /** Its values are text that models read: somebody may have written it for them. */
  prompt?: true;
}

export interface Difference {
  /** What may explain the changes: other groups of the user, other modules. */
  causes: readonly Words[];
  /** By level, then by model; none where the snapshots say the same. */
  changes: readonly Change[];
}

/** A snapshot, and the tools that its config makes of it; those are not compared where one side's are not known. */
export interface Side {
  schema: Schema;
  catalogue?: Catalogue | undefined;
}

export function compareSides(before: Side, after: Side): Difference {
  const changes = [
    ...seriesChange(before.schema, after.schema),
    ...modelChanges(before.schema, after.schema),
    ...reachedChanges(before.schema.reached, after.schema.reached),
    ...dialogueChanges(before.schema, after.schema),
    ...(before.catalogue && after.catalogue
      ? catalogueChanges(before.catalogue, after.catalogue).filter(isOfBoth(before.schema, after.schema))
      : []),
  ];
  return {
    causes: causesOf(before.schema.instance, after.schema.instance),
    changes: LEVELS.flatMap((level) =>
      changes.filter((change) => change.level === level).sort((a, b) => compareText(a.model ?? "", b.model ?? "")),
    ),
  };
}

/** Of a model that is gone or new, the tools go without saying. */
const isOfBoth =
  (before: Schema, after: Schema) =>
  ({ model }: Change) =>
    model === undefined || (Object.hasOwn(before.models, model) && Object.hasOwn(after.models, model));

const compareText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** A list becomes a value each, with commas between. */
function words(texts: TemplateStringsArray, ...inserted: readonly (string | number | readonly string[])[]): Words {
  const all = [texts[0] ?? ""];
  const values: string[] = [];
  inserted.forEach((value, index) => {
    const items = Array.isArray(value) ? value : [String(value)];
    values.push(...items);
    all.push(...items.slice(1).map(() => ", "), texts[index + 1] ?? "");
  });
  return { texts: all, values };
}

/** The keys of two objects, each once, in code-point order. */
const keysOf = (before: object, after: object) => [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();

/** A property of the object's own: "constructor" is a field's name too. */
const entryOf = <T>(entries: Readonly<Record<string, T>>, key: string): T | undefined =>
  Object.hasOwn(entries, key) ? entries[key] : undefined;

const without = (list: readonly string[], others: readonly string[]) => list.filter((item) => !others.includes(item));

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

function seriesChange(before: Schema, after: Schema): Change[] {
  return before.series === after.series
    ? []
    : [{ level: "notable", words: words`Odoo ${before.series} became ${after.series}` }];
}

/** Only what both snapshots tell is compared. */
function causesOf(before: Instance = {}, after: Instance = {}): Words[] {
  const causes: Words[] = [];
  const compare = (
    key: keyof Instance,
    gone: (names: readonly string[]) => Words,
    added: (names: readonly string[]) => Words,
  ) => {
    const [old, now] = [before[key], after[key]];
    if (!old || !now) return;
    const lost = without(old, now);
    const won = without(now, old);
    if (lost.length > 0) causes.push(gone(lost));
    if (won.length > 0) causes.push(added(won));
  };
  compare(
    "groups",
    (names) => words`The users' groups differ: only the first has ${names}`,
    (names) => words`The users' groups differ: only the second has ${names}`,
  );
  compare(
    "modules",
    (names) => words`Modules that are gone: ${names}`,
    (names) => words`Modules that are new: ${names}`,
  );
  return causes;
}

function modelChanges(before: Schema, after: Schema): Change[] {
  return keysOf(before.models, after.models).flatMap((name): Change[] => {
    const [old, now] = [entryOf(before.models, name), entryOf(after.models, name)];
    if (!now) return [{ level: "breaking", model: name, words: words`the model is gone` }];
    if (!old) return [{ level: "safe", model: name, words: words`a new model` }];
    const changes = [...ownChanges(old, now), ...buttonChanges(old, now), ...fieldsChanges(old, now)];
    return changes.map(([level, words, prompt]) => ({ level, model: name, words, ...(prompt ? { prompt } : {}) }));
  });
}

const TOLD_BY: Readonly<Record<Reached["by"], Words>> = {
  menus: words`what the user reaches is told by the menus of its apps, no more by its rights`,
  rights: words`what the user reaches is told by its rights, no more by the menus of its apps`,
};

/** What generic tools may change, by the user's menus. */
function reachedChanges(before: Reached | undefined, after: Reached | undefined): Change[] {
  if (!before || !after) return [];
  const lost = without(before.models, after.models).map(
    (model): Change => ({ level: "breaking", model, words: words`the user does not reach it any more` }),
  );
  const won = without(after.models, before.models).map(
    (model): Change => ({ level: "notable", model, words: words`the user reaches it now, so tools may change it` }),
  );
  const told: Change[] = before.by === after.by ? [] : [{ level: "notable", words: TOLD_BY[after.by] }];
  return [...told, ...lost, ...won];
}

/** Of the dialogues that tools fill in. */
function dialogueChanges(before: Schema, after: Schema): Change[] {
  const [was, is] = [before.dialogues ?? {}, after.dialogues ?? {}];
  return keysOf(was, is).flatMap((name): Change[] => {
    const [old, now] = [entryOf(was, name), entryOf(is, name)];
    if (!now) return [{ level: "notable", model: name, words: words`no step opens the dialogue any more` }];
    if (!old) return [{ level: "notable", model: name, words: words`a new dialogue of a step` }];
    const changes = [...buttonChanges(old, now), ...fieldsChanges(old, now)];
    return changes.map(([level, words, prompt]) => ({ level, model: name, words, ...(prompt ? { prompt } : {}) }));
  });
}

type ModelChange = readonly [level: Level, words: Words, prompt?: true];

/** A text that models read, in a tool's definition or as what get_fields answers. */
function promptChange(what: Words, was = "", is = ""): ModelChange[] {
  if (was === is) return [];
  const { texts, values } = what;
  const rest = words`: ${was} became ${is}`;
  const joined = [...texts.slice(0, -1), `${texts.at(-1)}${rest.texts[0]}`, ...rest.texts.slice(1)];
  return [["notable", { texts: joined, values: [...values, ...rest.values] }, true]];
}

function ownChanges(old: Model, now: Model): ModelChange[] {
  const found: ModelChange[] = [];
  found.push(...promptChange(words`its label`, old.label, now.label));
  if (old.rights && now.rights) {
    for (const right of without(old.rights, now.rights))
      found.push(["breaking", words`the user lost the right to ${right}`]);
    for (const right of without(now.rights, old.rights))
      found.push(["notable", words`the user got the right to ${right}`]);
  }
  const screen = ({ views }: Model) => views && { ...views, buttons: [] };
  if (!same(screen(old), screen(now))) found.push(["safe", words`its screens show other fields, or in another order`]);
  return found;
}

function buttonChanges(old: Model, now: Model): ModelChange[] {
  // One method may stand on several buttons.
  const byName = ({ views }: Model) => {
    const groups: Record<string, Button[]> = {};
    for (const button of views?.buttons ?? []) groups[button.name] = [...(entryOf(groups, button.name) ?? []), button];
    return groups;
  };
  const [before, after] = [byName(old), byName(now)];
  return keysOf(before, after).flatMap((name): ModelChange[] => {
    const [was, is] = [entryOf(before, name), entryOf(after, name)];
    if (!is) return [["notable", words`the button ${name} is gone`]];
    if (!was) return [["notable", words`a new button ${name}`]];
    const texts = is.flatMap((button, index) => [
      ...promptChange(words`the label of the button ${name}`, was[index]?.label, button.label),
      ...promptChange(words`the question of the button ${name}`, was[index]?.confirm, button.confirm),
    ]);
    return same(was.map(behaviour), is.map(behaviour))
      ? texts
      : [...texts, ["notable", words`the button ${name} changed its context or condition`]];
  });
}

/** What a button is without the texts that a person reads. */
const behaviour = ({ label: _label, confirm: _confirm, ...rest }: Button) => rest;

function fieldsChanges(old: Model, now: Model): ModelChange[] {
  return keysOf(old.fields, now.fields).flatMap((name) => {
    const [was, is] = [entryOf(old.fields, name), entryOf(now.fields, name)];
    if (!is) return [["breaking", words`${name} is gone`]] satisfies ModelChange[];
    if (!was) return [newField(name, is)];
    return fieldChanges(name, was, is);
  });
}

const isNeeded = ({ needed }: Field) => needed !== undefined && !needed.unless;

const newField = (name: string, field: Field): ModelChange =>
  isNeeded(field)
    ? ["breaking", words`${name} is new, and a new record must have it`]
    : ["safe", words`${name} is new (${field.type})`];

function fieldChanges(name: string, was: Field, is: Field): ModelChange[] {
  const found: ModelChange[] = [];
  if (was.type !== is.type) found.push(["breaking", words`${name} was of type ${was.type} and is of type ${is.type}`]);
  if (was.relation !== is.relation) {
    found.push([
      "breaking",
      words`${name} pointed to ${was.relation ?? "none"} and points to ${is.relation ?? "none"}`,
    ]);
  }
  if (isNeeded(is) && !isNeeded(was)) found.push(["breaking", words`${name} must be given to a new record`]);
  else if (is.required && !was.required) found.push(["breaking", words`${name} became required`]);
  if (is.readonly && !was.readonly) found.push(["breaking", words`${name} became readonly`]);
  for (const ability of ["searchable", "sortable"] as const) {
    if (is[ability] === false && was[ability] !== false)
      found.push(["breaking", words`${name} is no longer ${ability}`]);
  }
  if (is.size !== undefined && is.size < (was.size ?? Number.POSITIVE_INFINITY)) {
    found.push(["breaking", words`${name} takes ${is.size} characters at most`]);
  }
  found.push(...selectionChanges(name, was, is));
  found.push(...promptChange(words`the label of ${name}`, was.string, is.string));
  found.push(...promptChange(words`the help of ${name}`, was.help, is.help));
  if (isNeeded(was) && !isNeeded(is)) found.push(["notable", words`${name} may be left out of a new record`]);
  else if (!same(was.needed?.unless, is.needed?.unless)) {
    found.push(["notable", words`what spares a new record from needing ${name} changed`]);
  }
  if (found.length === 0) {
    const attributes = keysOf(was, is).filter((key) => !same(was[key as keyof Field], is[key as keyof Field]));
    if (attributes.length > 0) found.push(["safe", words`${name} changed in ${attributes}`]);
  }
  return found;
}

function selectionChanges(name: string, was: Field, is: Field): ModelChange[] {
  if (Boolean(was.dynamic) !== Boolean(is.dynamic)) {
    return is.dynamic
      ? [["notable", words`${name} takes what is installed, and no longer a fixed list`]]
      : [["breaking", words`${name} takes a fixed list of values`]];
  }
  const [old, now] = [Object.fromEntries(was.selection ?? []), Object.fromEntries(is.selection ?? [])];
  const gone = without(Object.keys(old), Object.keys(now));
  const added = without(Object.keys(now), Object.keys(old));
  const renamed = Object.keys(old).filter((key) => Object.hasOwn(now, key) && old[key] !== now[key]);
  return [
    ...gone.map((key): ModelChange => ["breaking", words`${name} no longer takes ${key}`]),
    ...added.map((key): ModelChange => ["notable", words`${name} also takes ${key}`]),
    ...renamed.flatMap((key) => promptChange(words`the label of the value ${key} of ${name}`, old[key], now[key])),
  ];
}

function catalogueChanges(before: Catalogue, after: Catalogue): Change[] {
  return [...toolChanges(before, after), ...shownChanges(before, after), ...budgetChange(before, after)];
}

/** What a tool does, whatever it is called. */
const purposeOf = (tool: ManifestTool) =>
  [tool.model, tool.operation === "act" ? tool.method : tool.operation].join(" ");

function toolChanges(before: Catalogue, after: Catalogue): Change[] {
  const byPurpose = ({ manifest }: Catalogue) =>
    Object.fromEntries(manifest.tools.map((tool) => [purposeOf(tool), tool]));
  const [old, now] = [byPurpose(before), byPurpose(after)];
  return keysOf(old, now).flatMap((purpose): Change[] => {
    const [was, is] = [entryOf(old, purpose), entryOf(now, purpose)];
    if (!is)
      return [{ level: "breaking", model: was?.model ?? "", words: words`the tool ${was?.tool.name ?? ""} is gone` }];
    if (!was) return [{ level: "notable", model: is.model, words: words`a new tool ${is.tool.name}` }];
    if (was.tool.name === is.tool.name) return [];
    return [
      { level: "breaking", model: is.model, words: words`the tool ${was.tool.name} is now called ${is.tool.name}` },
    ];
  });
}

/** Fields that were there before, and that tools show now, or no longer. */
function shownChanges(before: Catalogue, after: Catalogue): Change[] {
  return after.plan.models.flatMap(({ name, shown, fields }): Change[] => {
    const old = before.plan.models.find((model) => model.name === name);
    if (!old) return [];
    const had = (list: typeof fields) => list.map(([field]) => field);
    const more = without(shown, old.shown).filter((field) => had(old.fields).includes(field));
    const fewer = without(old.shown, shown).filter((field) => had(fields).includes(field));
    return [
      ...(more.length > 0 ? [{ level: "notable", model: name, words: words`tools also show ${more}` } as const] : []),
      ...(fewer.length > 0
        ? [
            {
              level: "notable",
              model: name,
              words: words`tools no longer show ${fewer}; extra takes them`,
            } as const,
          ]
        : []),
    ];
  });
}

function budgetChange(before: Catalogue, after: Catalogue): Change[] {
  const [old, now] = [before.budget.total.tokens, after.budget.total.tokens];
  if (old === now) return [];
  const more = now > old ? `+${now - old}` : String(now - old);
  return [{ level: "notable", words: words`listing the tools costs ${now} tokens instead of ${old} (${more})` }];
}
