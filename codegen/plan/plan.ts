import { OdooError } from "../../src/odoo/errors/errors.js";
import { pointsBack } from "../../src/odoo/schema/points-back.js";
import { fieldOf, type Model, RIGHTS, type Right, type Schema } from "../../src/odoo/schema/schema.js";
import { progressFields } from "../../src/tools/actions/came-of.js";
import { dialogueOf } from "../../src/tools/actions/dialogue-of.js";
import { effectOf } from "../../src/tools/policy/effects.js";
import { createPolicy, type Policy } from "../../src/tools/policy/policy.js";
import { type Config, configOf, fieldChoice, operationsOf, toolsetsOf } from "../config/config.js";
import { chosenButtons } from "../steps/chosen.js";
import { plainText } from "../text/text.js";
import { whenShown } from "./buttons.js";
import { type Candidates, curate, formFields, listedFields, searchedFields } from "./curate.js";
import { dialoguePlan } from "./dialogues.js";
import type { AnsweredFields, ModelPlan, Plan, Purpose, RowPlan, ToolPlan, Withheld } from "./model-plan.js";
import { camelCase, refuseClashes, shortName, toolName } from "./names.js";
import { needsOf } from "./needs.js";
import { openPart, policyConfig, policyOf } from "./policy.js";
import { rowPlan } from "./rows.js";

/** Decides names, fields and tools. Pure. Throws `OdooError` "settings" where two tools would get one name. */
export function plan(schema: Schema, config: Config): Plan {
  const policy = policyOf(config, schema);
  const chosen = Object.values(schema.models)
    .filter((model) => configOf(config, model.name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map((model) => openPart(policy.view(model)));
  const columns = lineColumns(chosen.map(({ model }) => model));
  const lines = Object.values(schema.lines ?? {}).map((model) => openPart(policy.view(model)));
  const dialogues = Object.fromEntries(
    Object.entries(schema.dialogues ?? {}).map(([key, model]) => [key, openPart(policy.view(model)).model]),
  );
  const modelOf = (name: string) => [...chosen, ...lines].find(({ model }) => model.name === name)?.model;
  const planned = chosen.map((open) => {
    const made = planModel(open, config, columns.get(open.model.name) ?? [], { policy, dialogues });
    return { ...made, model: { ...made.model, rows: rowsOf(open.model, config, modelOf) } };
  });
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
    reached: reachedOf(schema, policy),
    unread: unreadOf(schema, config),
    policy: policyConfig(config),
  };
}

/** What the snapshot tells, and the lines of its models. */
const reachedOf = ({ reached, lines = {} }: Schema, policy: Policy): string[] =>
  [...new Set([...(reached?.models ?? []), ...Object.keys(lines)])]
    .filter((model) => policy.operations(model).value.some((effect) => effect !== "read"))
    .sort();

/** Models that the user reaches and no tool reads, because the policy closes fields or records and does not name them. */
function unreadOf({ models, lines = {}, reached }: Schema, config: Config): string[] {
  const all = reached?.models ?? [];
  const named = () => [...Object.keys(models), ...Object.keys(lines)];
  const policy = createPolicy(policyConfig(config), { screens: { reached: all, named } });
  return all.filter((model) => !policy.operations(model).value.includes("read"));
}

/** By model, the columns in which forms of the others edit its records as lines. */
function lineColumns(models: readonly Model[]): Map<string, readonly string[]> {
  const columns = new Map<string, readonly string[]>();
  for (const { name: model, fields, views } of models) {
    for (const { name, columns: typed = [] } of views?.form ?? []) {
      const { type, relation } = fieldOf({ fields }, name) ?? {};
      if (type !== "one2many" || !relation || relation === model) continue;
      const shown = typed.map((column) => column.name);
      columns.set(relation, [...new Set([...(columns.get(relation) ?? []), ...shown])]);
    }
  }
  return columns;
}

/** How the lines of a model's one2manys are shown; those of the model itself are as its own values. */
function rowsOf(
  model: Model,
  config: Config,
  modelOf: (name: string) => Model | undefined,
): ReadonlyMap<string, RowPlan> {
  const rows = Object.entries(model.fields).flatMap(([name, field]): [string, RowPlan][] => {
    const line = field.type === "one2many" && field.relation !== model.name ? modelOf(field.relation ?? "") : undefined;
    if (!line) return [];
    const columns = model.views?.form.find((seen) => seen.name === name)?.columns ?? [];
    const needs = needsOf(line, configOf(config, line.name)?.required);
    return [[name, rowPlan(pointsBack(model, name, line), line, needs, columns)]];
  });
  return new Map(rows);
}

/** What is the same for all models. */
interface Known {
  policy: Policy;
  dialogues: Readonly<Record<string, Model>>;
}

function planModel(
  { model, closed }: { model: Model; closed: readonly string[] },
  config: Config,
  columns: readonly string[],
  known: Known,
): { model: Omit<ModelPlan, "rows">; withheld: readonly Withheld[] } {
  const { alias, required, create, formerly = [] } = configOf(config, model.name) ?? {};
  const module = alias ?? shortName(model.name);
  const { needed, ...needs } = needsOf(model, required);
  const candidates: Candidates = { model, writable: needs.fields, needed, createOnly: needs.createOnly, columns };
  const { shown, hidden } = curate(candidates, fieldChoice(config, model.name));
  const { tools, withheld } = toolsOf(model, module, config, known);
  const searchFields = listedFields(model);
  const readFields = formFields(model, shown);
  return {
    model: {
      name: model.name,
      label: plainText(model.label, 100) || model.name,
      module,
      exportName: camelCase(module),
      ...needs,
      requiredWhen: new Map(
        (model.views?.form ?? []).flatMap(({ name, required: when }) =>
          when && when !== "always" ? [[name, when] as const] : [],
        ),
      ),
      shown,
      closed,
      hidden,
      searchFields,
      readFields,
      answered: {
        search: answeredFields(model, searchFields),
        read: answeredFields(model, readFields),
        act: answeredFields(model, progressFields(model).sort()),
      },
      searchedBy: searchedFields(model),
      tools,
      ...(create ? { create } : {}),
      formerly,
    },
    withheld,
  };
}

/** Those of the fields that the snapshot tells of, and their currencies, which a read adds. */
function answeredFields(model: Model, names: readonly string[]): AnsweredFields {
  const all = names.flatMap((name) => [name, fieldOf(model, name)?.currency_field ?? name]);
  return [...new Set(all)].flatMap((name) => {
    const field = fieldOf(model, name);
    return field && !field.closed ? [[name, field] as const] : [];
  });
}

/** The tools that the config asks for: those that the user's rights and the policy allow, and the others by what speaks against them. */
function toolsOf(
  model: Model,
  module: string,
  config: Config,
  { policy, dialogues }: Known,
): { tools: readonly ToolPlan[]; withheld: readonly Withheld[] } {
  const purposes: Purpose[] = [
    ...operationsOf(config, model.name).map((operation) => ({ operation })),
    ...chosenButtons(model, config).map((button) => ({
      operation: "act" as const,
      button,
      when: whenShown(button, model),
      ...dialoguePlan(dialogueOf(model.name, button), dialogues),
    })),
  ];
  const all = purposes.map((purpose): ToolPlan => ({ name: toolName(module, purpose), ...purpose }));
  const { rights } = model;
  const hasRight = (tool: ToolPlan) => !rights || rights.includes(rightFor(tool));
  const rules = new Map(all.map((tool) => [tool, ruleAgainst(model.name, tool, policy)]));
  const withheld = [
    ...RIGHTS.map((right) => ({
      right,
      tools: all.filter((tool) => !hasRight(tool) && rightFor(tool) === right),
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
    if (tool.operation === "act") policy.checkStep(model, tool.button);
    else policy.check(model, effectOf(tool.operation));
    return undefined;
  } catch (error) {
    if (error instanceof OdooError && error.rule) return error.rule;
    throw error;
  }
}

const rightFor = (tool: ToolPlan): Right =>
  tool.operation === "act" && tool.button.action?.kind === "report" ? "read" : RIGHT_OF[tool.operation];

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
