import { createHash } from "node:crypto";
import { OdooError } from "../src/odoo/errors.js";
import { type Field, isWritable, type Model, type Schema } from "../src/odoo/schema.js";
import type { RecordOperation } from "../src/tools/operations.js";
import { type Config, configOf, operationsOf } from "./config.js";

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
  tools: readonly { name: string; operation: RecordOperation }[];
}

/** Clients allow 64 characters with their own prefix in front. */
const MAX_TOOL_NAME = 48;
const MAX_OPERATION = "_search".length;

/** Decides names, fields and tools. Pure. Throws `OdooError` "settings" where two models would get one name. */
export function plan(schema: Schema, config: Config): Plan {
  const models = Object.values(schema.models)
    .filter((model) => configOf(config, model.name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map((model) => planModel(model, config));
  const owners = new Map<string, string>();
  for (const { module, name } of models) {
    const other = owners.get(module);
    if (other) {
      throw new OdooError("settings", `${other} and ${name} would both get tools named ${module}_*.`, {
        hint: `Give one of them an alias in the config: "${name}": { "alias": "…" }.`,
      });
    }
    owners.set(module, name);
  }
  return { series: schema.series, models };
}

function planModel(model: Model, config: Config): ModelPlan {
  const module = configOf(config, model.name)?.alias ?? shortName(model.name);
  const fields = Object.entries(model.fields)
    .filter(([, field]) => isWritable(field))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    name: model.name,
    label: model.label,
    module,
    exportName: camelCase(module),
    fields,
    required: fields.filter(([, { needed }]) => needed && !needed.unless).map(([name]) => name),
    requiredUnless: Object.fromEntries(
      fields.flatMap(([name, { needed }]) => (needed?.unless ? [[name, [...needed.unless].sort()]] : [])),
    ),
    tools: operationsOf(config, model.name).map((operation) => ({ name: `${module}_${operation}`, operation })),
  };
}

/** `sale.order` as `sale_order`; what is too long for a tool's name is cut and told apart by a hash of the whole. */
function shortName(model: string): string {
  const name = model.toLowerCase().replaceAll(/[^a-z0-9]+/g, "_");
  const longest = MAX_TOOL_NAME - MAX_OPERATION;
  if (name.length <= longest) return name;
  const hash = createHash("sha256").update(model).digest("hex").slice(0, 6);
  return `${name.slice(0, longest - 7).replace(/_+$/, "")}_${hash}`;
}

/** Reserved words of modules, which a model of one word could meet. */
const RESERVED = new Set(
  "await break case catch class const continue debugger default delete do else enum export extends false finally for function if implements import in instanceof interface let new null package private protected public return static super switch this throw true try typeof var void while with yield arguments eval".split(
    " ",
  ),
);

function camelCase(module: string): string {
  const name = module.replaceAll(/_+([a-z0-9])/g, (_, letter: string) => letter.toUpperCase()).replaceAll("_", "");
  return RESERVED.has(name) ? `${name}Model` : name;
}
