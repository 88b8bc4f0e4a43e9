import { sorted } from "../../src/odoo/schema/snapshot.js";
import type { JsonSchema } from "../../src/tools/call/tool.js";
import {
  type Arguments,
  COMPANY_AND_LANGUAGE,
  jsonSchemaOf,
  objectSchema,
} from "../../src/tools/catalogue/json-schemas.js";
import { OPERATIONS, operationOf } from "../../src/tools/catalogue/operations.js";
import { effectOfEntry, type Manifest, type ManifestTool } from "../../src/tools/generated/manifest.js";
import { annotationsOf, type RecordOperation } from "../../src/tools/policy/effects.js";
import type { DialoguePlan, ModelPlan, Plan, ToolPlan } from "../plan/model-plan.js";
import { formerNames } from "../plan/names.js";
import { plainText } from "../text/text.js";
import { valueLabels } from "./label.js";
import { typedRecords } from "./record-json-schema.js";
import { hasMore, toldByCreate, valuesSchema } from "./values-json-schema.js";

/** The plan as the answer to `tools/list`, computed ahead so that the server starts without loading a schema. */
export function manifest(plan: Plan): Manifest {
  const aliases = formerNames(plan.models);
  return {
    format: 1,
    series: plan.series,
    models: Object.fromEntries(
      plan.models.map(({ name, label, module, exportName, searchFields, readFields, create }) => [
        name,
        { label: plainText(label, 80), module, exportName, searchFields, readFields, ...(create ? { create } : {}) },
      ]),
    ),
    tools: plan.models.flatMap((model) => model.tools.map((tool) => manifestTool(model, tool))),
    ...(Object.keys(plan.toolsets).length > 0 ? { toolsets: plan.toolsets } : {}),
    ...(Object.keys(aliases).length > 0 ? { aliases } : {}),
    ...(plan.reached.length > 0 ? { reached: plan.reached } : {}),
    ...(Object.keys(plan.policy).length > 0 ? { policy: plan.policy } : {}),
  };
}

function manifestTool(model: ModelPlan, tool: ToolPlan): ManifestTool {
  const { operation, name } = tool;
  const label = plainText(model.label, 60);
  const { properties, required } = argumentsOf(model, tool);
  const [title, description] =
    tool.operation === "act" ? stepWording(tool, label, model.name) : wording(tool.operation, label, model);
  const entry =
    tool.operation === "act"
      ? { model: model.name, ...stepOf(tool) }
      : { model: model.name, operation: tool.operation };
  const definition = {
    name,
    title,
    description,
    inputSchema: objectSchema({ ...properties, ...COMPANY_AND_LANGUAGE.brief }, required),
    outputSchema: typedRecords(operationOf(operation).result, answeredBy(model, operation)),
    annotations: annotationsOf(effectOfEntry(entry)),
  };
  return { ...entry, tool: definition };
}

const answeredBy = ({ answered }: ModelPlan, operation: ToolOperation) =>
  operation === "search" || operation === "read" || operation === "act" ? answered[operation] : [];

function stepOf({ button: { name: method, context, action } }: StepPlan) {
  return {
    operation: "act" as const,
    method,
    ...(context ? { context: sorted(context) } : {}),
    ...(action ? { action: sorted(action) } : {}),
  };
}

type StepPlan = Extract<ToolPlan, { operation: "act" }>;

function stepWording(
  { button, dialogue, when }: StepPlan,
  label: string,
  model: string,
): [title: string, text: string] {
  const name = plainText(button.label, 60) || button.name;
  const confirm = plainText(button.confirm ?? "", 160);
  const isReport = button.action?.kind === "report";
  const sentences = [
    isReport
      ? `Print "${name}" of ${label} (${model}) records: answers the PDF.`
      : `Press "${name}" on ${label} (${model}) records.`,
    when && `Only for ${when}.`,
    confirm && `Odoo's own question before it: "${confirm}"`,
    dialogue &&
      (dialogue.always
        ? "This call also fills in and confirms its dialogue."
        : "Where it opens a dialogue, values or button complete it in the same call."),
  ];
  return [`${name}: ${label}`, sentences.filter(Boolean).join(" ")];
}

function wording(operation: RecordOperation, label: string, model: ModelPlan): [title: string, description: string] {
  const what = `${label} (${model.name})`;
  switch (operation) {
    case "search":
      return [
        `Search ${label}`,
        `Find ${what} records, with their total.${
          model.searchedBy.length > 0 ? ` People search by ${model.searchedBy.join(", ")}.` : ""
        }`,
      ];
    case "read":
      return [`Read ${label}`, `Read ${what} records by id.`];
    case "count":
      return [`Count ${label}`, `Count the ${what} records that match a domain.`];
    case "aggregate":
      return [`Aggregate ${label}`, `Group ${what} records and sum, average or count them.`];
    case "create":
      return [`Create ${label}`, `Create one ${what} record. Odoo fills in what is left out.`];
    case "update":
      return [
        `Update ${label}`,
        [
          `Change fields of ${what} records; all ids get the same values. null empties a field.`,
          createTool(model) && `${createTool(model)?.name} tells its fields.`,
        ]
          .filter(Boolean)
          .join(" "),
      ];
    case "delete":
      return [
        `Delete ${label}`,
        `Delete ${what} records for good. Many models can be archived instead: update active to false.`,
      ];
  }
}

type ToolOperation = ToolPlan["operation"];

/** By operation: made once, for a catalogue has hundreds of tools. */
const LISTED = new Map(
  (Object.keys(OPERATIONS) as ToolOperation[]).map((name) => [
    name,
    jsonSchemaOf(operationOf(name).arguments, "brief"),
  ]),
);

/** The arguments of a tool, beside those that every tool takes: create and update list the model's own fields. */
function argumentsOf(model: ModelPlan, tool: ToolPlan): Arguments {
  const { operation } = tool;
  const { properties = {}, required = [] } = LISTED.get(operation) ?? {};
  if (operation === "act") return { properties: stepArguments(properties, tool), required };
  if (operation !== "create" && operation !== "update") return { properties, required };
  const entries = Object.entries(properties).flatMap(([name, schema]): [string, JsonSchema][] => {
    if (name === "extra" && !hasMore(model, operation)) return [];
    if (name !== "values") return [[name, schema]];
    const told = operation === "update" && createTool(model) ? toldByCreate(model) : undefined;
    return [[name, valuesSchema(model, operation, model.rows, told)]];
  });
  return { properties: Object.fromEntries(entries), required };
}

const createTool = ({ tools }: ModelPlan) => tools.find(({ operation }) => operation === "create");

/** A step lists the fields and the buttons of its dialogue; one without a dialogue takes neither. */
function stepArguments(properties: Arguments["properties"], { button, dialogue }: StepPlan): Arguments["properties"] {
  const entries = Object.entries(properties).flatMap(([name, schema]): [string, JsonSchema][] => {
    if (name === "dry_run") return button.action?.kind === "report" ? [] : [[name, schema]];
    if (name === "values") return dialogue ? [[name, valuesSchema(dialogue.values, "create", dialogue.rows)]] : [];
    if (name === "button") return dialogue && isChosen(dialogue) ? [[name, buttonSchema(dialogue)]] : [];
    return [[name, schema]];
  });
  return Object.fromEntries(entries);
}

/** Whether it matters which button is named. */
const isChosen = ({ buttons, usual }: DialoguePlan) => buttons.length > (usual === undefined ? 0 : 1);

function buttonSchema({ buttons, usual }: DialoguePlan): JsonSchema {
  const told = buttons.map(({ name, label }) => [name, plainText(label, 40)] as const);
  const words = valueLabels(told);
  return {
    type: "string",
    enum: told.map(([name]) => name),
    description: [words, usual === undefined ? "Needed" : `${usual} if left out`].filter(Boolean).join("; "),
  };
}
