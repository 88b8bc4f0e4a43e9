import type { Schema } from "../../src/odoo/schema/schema.js";
import type { ToolDefinition } from "../../src/tools/call/tool.js";
import { GENERIC_TOOLS } from "../../src/tools/catalogue/generic-tools.js";
import { effectOfEntry } from "../../src/tools/generated/manifest.js";
import type { Effect } from "../../src/tools/policy/effects.js";
import type { Config, Limits } from "../config/config.js";
import type { Budget } from "../emit/budget.js";
import { catalogue } from "../emit/catalogue.js";
import { type Argument, argumentsOf } from "./arguments.js";
import { type LeftOut, leftOut } from "./left-out.js";
import { type Relation, relationsAmong } from "./relations.js";

/** What the catalogue tells people, whatever it is written as. */
export interface CatalogView {
  series: string;
  /** In code-point order of their names. */
  models: readonly ModelView[];
  generic: readonly ToolView[];
  relations: readonly Relation[];
  /** Models of the snapshot that the config leaves out. */
  otherModels: readonly { name: string; label: string }[];
  /** Models without tools of their own whose records generic tools may change. */
  reached: readonly string[];
  total: Budget["total"];
  limits: Limits;
}

export interface ModelView {
  name: string;
  label: string;
  /** What its tools' names begin with, before "_". */
  module: string;
  tools: readonly ToolView[];
  leftOut: readonly LeftOut[];
  tokens: number;
}

export interface ToolView {
  definition: ToolDefinition;
  arguments: readonly Argument[];
  /** What a call can do. */
  effect: Effect;
  tokens: number;
  /** Fields that it answers when none are asked for; none where it answers no records. */
  answers: readonly string[];
}

/** Pure. Unlike `generate`, it shows a catalogue that is over its limits too, for a person to see why. */
export function catalogView(schema: Schema, config: Config): CatalogView {
  const { plan: planned, manifest: listed, budget } = catalogue(schema, config);
  const tokens = new Map(budget.tools.map((tool) => [tool.name, tool.tokens]));
  const view = (definition: ToolDefinition, effect: Effect, answers: readonly string[] = []): ToolView => ({
    definition,
    arguments: argumentsOf(definition),
    effect,
    tokens: tokens.get(definition.name) ?? 0,
    answers,
  });
  const models = planned.models.map((plan): ModelView => {
    const tools = listed.tools
      .filter(({ model }) => model === plan.name)
      .map((tool) => view(tool.tool, effectOfEntry(tool), answersOf(tool.operation, plan)));
    const model = schema.models[plan.name] ?? { name: plan.name, label: plan.label, fields: {} };
    return {
      name: plan.name,
      label: plan.label,
      module: plan.module,
      tools,
      leftOut: leftOut(model, plan, planned, config),
      tokens: tools.reduce((sum, tool) => sum + tool.tokens, 0),
    };
  });
  const names = models.map(({ name }) => name);
  return {
    series: planned.series,
    models,
    generic: GENERIC_TOOLS.map((tool) => view(tool.definition, tool.target().effect)),
    relations: relationsAmong(schema, names),
    otherModels: Object.values(schema.models)
      .filter(({ name }) => !names.includes(name))
      .map(({ name, label }) => ({ name, label }))
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
    reached: planned.reached.filter((name) => !names.includes(name)),
    total: budget.total,
    limits: config.limits,
  };
}

const answersOf = (
  operation: string,
  { searchFields, readFields }: { searchFields: readonly string[]; readFields: readonly string[] },
): readonly string[] => (operation === "search" ? searchFields : operation === "read" ? readFields : []);
