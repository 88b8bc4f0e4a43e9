import { OdooError } from "../../src/odoo/errors/errors.js";
import {
  fieldOf,
  isCreateOnly,
  isWritable,
  type Model,
  RIGHTS,
  type Right,
  type Schema,
} from "../../src/odoo/schema/schema.js";
import { didYouMean } from "../../src/odoo/schema/suggest.js";
import { effectOf } from "../../src/tools/policy/effects.js";
import type { Policy } from "../../src/tools/policy/policy.js";
import { type Config, configOf, fieldChoice, operationsOf, toolsetsOf } from "../config/config.js";
import { plainText } from "../text/text.js";
import { chosenButtons } from "./buttons.js";
import { type Candidates, curate, formFields, lineFields, listedFields, searchedFields } from "./curate.js";
import type { ModelPlan, Plan, Purpose, ToolPlan, Withheld } from "./model-plan.js";
import { camelCase, refuseClashes, shortName, toolName } from "./names.js";
import { openPart, policyConfig, policyOf } from "./policy.js";

/** Decides names, fields and tools. Pure. Throws `OdooError` "settings" where two tools would get one name. */
export function plan(schema: Schema, config: Config): Plan {
  const policy = policyOf(config, schema);
  const chosen = Object.values(schema.models)
    .filter((model) => configOf(config, model.name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map((model) => openPart(policy.view(model)));
  const columns = lineColumns(chosen.map(({ model }) => model));
  const planned = chosen.map((open) => planModel(open, config, columns.get(open.model.name) ?? [], policy));
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
    policy: policyConfig(config),
  };
}

/** By model, the columns in which forms of the others edit its records as lines. */
function lineColumns(models: readonly Model[]): Map<string, readonly string[]> {
  const columns = new Map<string, readonly string[]>();
  for (const { fields, views } of models) {
    for (const { name, columns: shown = [] } of views?.form ?? []) {
      const relation = fieldOf({ fields }, name)?.relation;
      if (relation) columns.set(relation, [...new Set([...(columns.get(relation) ?? []), ...shown])]);
    }
  }
  return columns;
}

function planModel(
  { model, closed }: { model: Model; closed: readonly string[] },
  config: Config,
  columns: readonly string[],
  policy: Policy,
): { model: ModelPlan; withheld: readonly Withheld[] } {
  const { alias, required: demanded = [], create, formerly = [] } = configOf(config, model.name) ?? {};
  const module = alias ?? shortName(model.name);
  const fields = Object.entries(model.fields)
    .filter(([name, field]) => isWritable(name, field) || isCreateOnly(name, field))
    .sort(([a], [b]) => (a < b ? -1 : 1));
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
  const { shown, hidden } = curate(candidates, fieldChoice(config, model.name));
  const { tools, withheld } = toolsOf(model, module, config, policy);
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
      closed,
      hidden,
      lineFields: lineFields(candidates, shown),
      searchFields: listedFields(model),
      readFields: formFields(model, shown),
      searchedBy: searchedFields(model),
      tools,
      ...(create ? { create } : {}),
      formerly,
    },
    withheld,
  };
}

/** The tools that the config asks for: those that the user's rights and the policy allow, and the others by what speaks against them. */
function toolsOf(
  model: Model,
  module: string,
  config: Config,
  policy: Policy,
): { tools: readonly ToolPlan[]; withheld: readonly Withheld[] } {
  const purposes: Purpose[] = [
    ...operationsOf(config, model.name).map((operation) => ({ operation })),
    ...chosenButtons(model, config).map((button) => ({ operation: "act" as const, button })),
  ];
  const all = purposes.map((purpose): ToolPlan => ({ name: toolName(module, purpose), ...purpose }));
  const { rights } = model;
  const hasRight = ({ operation }: ToolPlan) => !rights || rights.includes(RIGHT_OF[operation]);
  const rules = new Map(all.map((tool) => [tool, ruleAgainst(model.name, tool, policy)]));
  const withheld = [
    ...RIGHTS.map((right) => ({
      right,
      tools: all.filter((tool) => !hasRight(tool) && RIGHT_OF[tool.operation] === right),
    })),
    ...[...new Set([...rules.values()].flatMap((rule) => rule ?? []))].map((rule) => ({
      rule,
      tools: all.filter((tool) => hasRight(tool) && rules.get(tool) === rule),
    })),
  ];
  return {
    tools: all.filter((tool) => hasRight(tool) && !rules.get(tool)),
    withheld: withheld.flatMap(({ tools, ...why }) =>
      tools.length > 0 ? [{ model: model.name, ...why, tools: tools.map(({ name }) => name) }] : [],
    ),
  };
}

/** The rule of the policy that refuses a tool; undefined for one that may be called. */
function ruleAgainst(model: string, tool: ToolPlan, policy: Policy): string | undefined {
  try {
    if (tool.operation === "act") policy.checkMethod(model, tool.button.name);
    else policy.check(model, effectOf(tool.operation));
    return undefined;
  } catch (error) {
    if (error instanceof OdooError && error.rule) return error.rule;
    throw error;
  }
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
