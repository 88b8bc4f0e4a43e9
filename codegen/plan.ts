import { OdooError } from "../src/odoo/errors.js";
import {
  type Button,
  type Field,
  fieldOf,
  isCreateOnly,
  isWritable,
  type Model,
  RIGHTS,
  type Right,
  type Schema,
} from "../src/odoo/schema.js";
import { didYouMean } from "../src/odoo/suggest.js";
import type { RecordOperation } from "../src/tools/operations.js";
import { chosenButtons } from "./buttons.js";
import { type Config, configOf, fieldChoice, operationsOf, toolsetsOf } from "./config.js";
import { type Candidates, formFields, lineFields, listedFields, shownFields } from "./curate.js";
import { camelCase, refuseClashes, shortName, toolName } from "./names.js";
import { plainText } from "./text.js";

/** What will be generated: every decision is made here, none in the files that write it down. */
export interface Plan {
  series: string;
  /** In code-point order of their names. */
  models: readonly ModelPlan[];
  /** Names of models by toolset. */
  toolsets: Readonly<Record<string, readonly string[]>>;
  /** Tools that the config asks for and the user has no right to. */
  withheld: readonly Withheld[];
}

export interface Withheld {
  model: string;
  /** What the user may not do. */
  right: Right;
  /** The names of the tools. */
  tools: readonly string[];
}

/** A tool, and the button it presses if it is one. */
export type ToolPlan =
  | { name: string; operation: RecordOperation }
  | { name: string; operation: "act"; button: Button };

export interface ModelPlan {
  /** Odoo's name. */
  name: string;
  label: string;
  /** The generated module's file name, without ending. */
  module: string;
  /** What the module exports. */
  exportName: string;
  /** The writable fields, in code-point order. */
  fields: readonly (readonly [name: string, field: Field])[];
  /** Fields that a new record must have. */
  required: readonly string[];
  /** Fields that a new record must have unless one of the others named is given. */
  requiredUnless: Readonly<Record<string, readonly string[]>>;
  /** When the form demands a field, as a Python expression over the record's fields. */
  requiredWhen: ReadonlyMap<string, string>;
  /** Fields that can be given to a new record and not changed later. */
  createOnly: readonly string[];
  /** The fields that create and update show; the others are given as `extra`. */
  shown: readonly string[];
  /** The fields shown where other models' tools hold this one as their lines. */
  lineFields: readonly string[];
  /** What search and read answer when no fields are asked for. */
  searchFields: readonly string[];
  readFields: readonly string[];
  tools: readonly ToolPlan[];
  /** Aliases it had before. */
  formerly: readonly string[];
}

/** Decides names, fields and tools. Pure. Throws `OdooError` "settings" where two tools would get one name. */
export function plan(schema: Schema, config: Config): Plan {
  const chosen = Object.values(schema.models)
    .filter((model) => configOf(config, model.name))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const columns = lineColumns(chosen);
  const planned = chosen.map((model) => planModel(model, config, columns.get(model.name) ?? []));
  const models = planned.map(({ model }) => model);
  refuseClashes(models);
  return {
    series: schema.series,
    models,
    toolsets: toolsetsOf(
      config,
      models.map(({ name }) => name),
    ),
    withheld: planned.flatMap(({ withheld }) => withheld),
  };
}

/** By model, the columns in which forms of the others edit its records as lines. */
function lineColumns(models: readonly Model[]): Map<string, readonly string[]> {
  const columns = new Map<string, readonly string[]>();
  for (const { fields, views } of models) {
    for (const { name, columns: own = [] } of views?.form ?? []) {
      const relation = fieldOf({ fields }, name)?.relation;
      if (relation) columns.set(relation, [...new Set([...(columns.get(relation) ?? []), ...own])]);
    }
  }
  return columns;
}

function planModel(
  model: Model,
  config: Config,
  columns: readonly string[],
): { model: ModelPlan; withheld: readonly Withheld[] } {
  const module = configOf(config, model.name)?.alias ?? shortName(model.name);
  const fields = Object.entries(model.fields)
    .filter(([name, field]) => isWritable(name, field) || isCreateOnly(name, field))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const demanded = configOf(config, model.name)?.required ?? [];
  checkDemanded(model, demanded, fields);
  const required = fields
    .filter(([name, { needed }]) => demanded.includes(name) || (needed && !needed.unless))
    .map(([name]) => name);
  const requiredUnless = Object.fromEntries(
    fields.flatMap(([name, { needed }]) =>
      needed?.unless && !demanded.includes(name) ? [[name, [...needed.unless].sort()]] : [],
    ),
  );
  const needed = [...required, ...Object.keys(requiredUnless)];
  const createOnly = fields.filter(([name, field]) => isCreateOnly(name, field)).map(([name]) => name);
  const candidates: Candidates = { model, writable: fields, needed, createOnly, columns };
  const shown = shownFields(candidates, fieldChoice(config, model.name));
  const all: ToolPlan[] = [
    ...operationsOf(config, model.name).map((operation) => ({ name: toolName(module, operation), operation })),
    ...chosenButtons(model, config).map((button): ToolPlan => {
      return { name: toolName(module, button.name.toLowerCase()), operation: "act", button };
    }),
  ];
  const { rights } = model;
  const isAllowed = ({ operation }: ToolPlan) => !rights || rights.includes(RIGHT_OF[operation]);
  return {
    model: {
      name: model.name,
      label: plainText(model.label, 100) || model.name,
      module,
      exportName: camelCase(module),
      fields,
      required,
      requiredUnless,
      requiredWhen: new Map(
        (model.views?.form ?? []).flatMap(({ name, required: when }) =>
          when && when !== "always" ? [[name, when] as const] : [],
        ),
      ),
      createOnly,
      shown,
      lineFields: lineFields(candidates, shown),
      searchFields: listedFields(model),
      readFields: formFields(model, shown),
      tools: all.filter(isAllowed),
      formerly: configOf(config, model.name)?.formerly ?? [],
    },
    withheld: RIGHTS.flatMap((right) => {
      const tools = all.filter((tool) => !isAllowed(tool) && RIGHT_OF[tool.operation] === right);
      return tools.length > 0 ? [{ model: model.name, right, tools: tools.map(({ name }) => name) }] : [];
    }),
  };
}

/** What a user needs to be allowed for a tool to work at all. */
export const RIGHT_OF: Readonly<Record<ToolPlan["operation"], Right>> = {
  search: "read",
  read: "read",
  count: "read",
  aggregate: "read",
  create: "create",
  update: "write",
  delete: "unlink",
  act: "write",
};

/** Throws `OdooError` "settings" for a required field of the config that a tool could not write. */
function checkDemanded(model: Model, demanded: readonly string[], fields: ModelPlan["fields"]): void {
  const names = fields.map(([name]) => name);
  for (const name of demanded) {
    if (names.includes(name)) continue;
    const hint = didYouMean(name, names);
    throw new OdooError(
      "settings",
      `The config requires "${name}" of ${model.name}, which has no such writable field.${hint}`,
    );
  }
}
