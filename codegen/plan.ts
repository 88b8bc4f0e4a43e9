import { createHash } from "node:crypto";
import { OdooError } from "../src/odoo/errors.js";
import { type Field, isCreateOnly, isWritable, type Model, type Schema } from "../src/odoo/schema.js";
import { didYouMean } from "../src/odoo/suggest.js";
import { GENERIC_TOOLS } from "../src/tools/generic-tools.js";
import type { RecordOperation } from "../src/tools/operations.js";
import { type Config, configOf, operationsOf } from "./config.js";
import { plainText } from "./text.js";

/** What will be generated: every decision is made here, none in the files that write it down. */
export interface Plan {
  series: string;
  /** In code-point order of their names. */
  models: readonly ModelPlan[];
}

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
  /** Fields that can be given to a new record and not changed later. */
  createOnly: readonly string[];
  tools: readonly { name: string; operation: RecordOperation }[];
}

/** Clients allow 64 characters with their own prefix in front. */
const MAX_TOOL_NAME = 48;
const MAX_OPERATION = "_aggregate".length;

/** Decides names, fields and tools. Pure. Throws `OdooError` "settings" where two models would get one name. */
export function plan(schema: Schema, config: Config): Plan {
  const models = Object.values(schema.models)
    .filter((model) => configOf(config, model.name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map((model) => planModel(model, config));
  refuseClashes(models);
  return { series: schema.series, models };
}

function refuseClashes(models: readonly ModelPlan[]): void {
  const generic = new Set(GENERIC_TOOLS.map(({ definition }) => definition.name));
  const owners = new Map<string, ModelPlan>();
  for (const model of models) {
    const { name, module, exportName } = model;
    const tool = model.tools.find((own) => generic.has(own.name));
    if (tool) throw clash(`${name} would get a tool named ${tool.name}, as a generic tool is.`, name);
    // Two modules can share an export: `x_1` and `x1` are both x1.
    const other = owners.get(exportName);
    if (other) {
      const what = other.module === module ? `get tools named ${module}_*` : `be exported as ${exportName}`;
      throw clash(`${other.name} and ${name} would both ${what}.`, name);
    }
    owners.set(exportName, model);
  }
}

const clash = (message: string, name: string) =>
  new OdooError("settings", message, { hint: `Give ${name} an alias in the config: "${name}": { "alias": "…" }.` });

function planModel(model: Model, config: Config): ModelPlan {
  const module = configOf(config, model.name)?.alias ?? shortName(model.name);
  const fields = Object.entries(model.fields)
    .filter(([name, field]) => isWritable(name, field) || isCreateOnly(name, field))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const demanded = configOf(config, model.name)?.required ?? [];
  checkDemanded(model, demanded, fields);
  return {
    name: model.name,
    label: plainText(model.label, 100) || model.name,
    module,
    exportName: camelCase(module),
    fields,
    required: fields
      .filter(([name, { needed }]) => demanded.includes(name) || (needed && !needed.unless))
      .map(([name]) => name),
    requiredUnless: Object.fromEntries(
      fields.flatMap(([name, { needed }]) =>
        needed?.unless && !demanded.includes(name) ? [[name, [...needed.unless].sort()]] : [],
      ),
    ),
    createOnly: fields.filter(([name, field]) => isCreateOnly(name, field)).map(([name]) => name),
    tools: operationsOf(config, model.name).map((operation) => ({ name: `${module}_${operation}`, operation })),
  };
}

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

/** `sale.order` as `sale_order`; what is too long for a tool's name is cut and told apart by a hash of the whole. */
function shortName(model: string): string {
  const name = model.toLowerCase().replaceAll(/[^a-z0-9]+/g, "_");
  const longest = MAX_TOOL_NAME - MAX_OPERATION;
  if (name.length <= longest) return name;
  const hash = createHash("sha256").update(model).digest("hex").slice(0, 6);
  return `${name.slice(0, longest - 7).replace(/_+$/, "")}_${hash}`;
}

/** Reserved words of modules, which a model of one word could meet, and what each generated module imports. */
const RESERVED = new Set(
  "await break case catch class const continue debugger default delete do else enum export extends false finally for function if implements import in instanceof interface let new null package private protected public return static super switch this throw true try typeof var void while with yield arguments eval defineModel".split(
    " ",
  ),
);

function camelCase(module: string): string {
  const name = module.replaceAll(/_+([a-z0-9])/g, (_, letter: string) => letter.toUpperCase()).replaceAll("_", "");
  return RESERVED.has(name) ? `${name}Model` : name;
}
