import { type Field, isSecret, type Model, type Right } from "../../src/odoo/schema/schema.js";
import { OPERATIONS } from "../../src/tools/policy/effects.js";
import { type Config, fieldChoice } from "../config/config.js";
import type { Hidden } from "../plan/curate.js";
import type { ModelPlan, Plan } from "../plan/model-plan.js";
import { type NoTool, otherButtons } from "../steps/chosen.js";

// What a model has and its tools do not show, in words for the person who writes the config.

/** What was left out for one reason. */
export interface LeftOut {
  kind: "fields" | "buttons" | "tools";
  reason: string;
  /** What holds for them all the same, or what would show them. */
  note: string;
  items: readonly { name: string; label: string }[];
}

/**
 * Every field, button and tool of the model that the plan leaves out, once each, by reason. Fields are those that
 * create and update do not show; of a model without these tools, what is masked.
 */
export function leftOut(model: Model, planned: ModelPlan, plan: Plan, config: Config): LeftOut[] {
  const writes = planned.tools.some(({ operation }) => operation === "create" || operation === "update");
  const why = new Map<string, FieldReason>(
    Object.entries(model.fields)
      .filter(([name, field]) =>
        writes ? !planned.shown.includes(name) : planned.closed.includes(name) || isSecret(name, field),
      )
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, field]) => [
        name,
        planned.closed.includes(name) ? "closed" : (planned.hidden.get(name) ?? whyNotWritten(name, field)),
      ]),
  );
  const others = otherButtons(model, config);
  const { maxFields } = fieldChoice(config, model.name);
  return [
    ...FIELD_REASONS.map(([key, reason, note]) => ({
      kind: "fields" as const,
      reason: key === "maxFields" ? `${reason} (${maxFields})` : reason,
      note,
      items: [...why]
        .filter(([, own]) => own === key)
        .map(([name]) => ({ name, label: model.fields[name]?.string ?? "" })),
    })),
    ...BUTTON_REASONS.map(([key, reason, note]) => ({
      kind: "buttons" as const,
      reason,
      note,
      items: others.filter((other) => other.reason === key).map(({ button: { name, label } }) => ({ name, label })),
    })),
    ...toolsLeftOut(planned, plan),
  ].filter(({ items }) => items.length > 0);
}

function toolsLeftOut(planned: ModelPlan, plan: Plan): LeftOut[] {
  const withheld = plan.withheld.filter(({ model }) => model === planned.name);
  const known = new Set([...planned.tools.map(({ name }) => name), ...withheld.flatMap(({ tools }) => tools)]);
  const unasked = OPERATIONS.map((operation) => `${planned.module}_${operation}`).filter((name) => !known.has(name));
  const item = (name: string) => ({ name, label: "" });
  return [
    ...withheld.map(({ right, rule, tools }) => ({
      kind: "tools" as const,
      reason: right ? `The user may not ${VERBS[right]} these records` : `The policy does not allow them (${rule})`,
      note: right ? "Introspect as a user who may, if the assistant should." : "Allow the operation under policy.",
      items: tools.map(item),
    })),
    {
      kind: "tools",
      reason: "The config does not ask for them",
      note: "Name the operation in operations.",
      items: unasked.map(item),
    },
  ];
}

/** Odoo's rights as people say them. */
export const VERBS: Readonly<Record<Right, string>> = {
  read: "read",
  write: "change",
  create: "create",
  unlink: "delete",
};

type FieldReason = Hidden | "closed" | "secret" | "definition" | "computed" | "readonly";

/** Of a field that no tool may write. */
function whyNotWritten(name: string, field: Field): FieldReason {
  if (isSecret(name, field)) return "secret";
  if (field.type === "properties_definition") return "definition";
  return field.depends || field.related ? "computed" : "readonly";
}

const EXTRA = "Can still be given in extra.";
const IF_SHOWN = "Those that a form shows can still be given in extra.";
const UNSEEN = "Given in extra, a person is asked about them. Name a field in include to show and open it.";
const OFF_SCREEN = "Refused: screens let nobody change them. Name a field in openFields of its policy to open it.";
const READ = "Can be read and searched, not written.";

type Wording<Reason> = readonly (readonly [reason: Reason, words: string, note: string])[];

const FIELD_REASONS: Wording<FieldReason> = [
  ["excluded", "The config excludes them", IF_SHOWN],
  ["unlisted", "Not in the config's list of fields", IF_SHOWN],
  ["maxFields", "On the form, but beyond maxFields", `${EXTRA} Raise maxFields, or name a field in include.`],
  ["offForm", "On no form or line that this user sees", UNSEEN],
  ["readonlyOnForm", "Readonly on the form", OFF_SCREEN],
  [
    "occasional",
    "Shown on the form only by a setting, or once they hold something",
    `${EXTRA} Name a field in include to show it.`,
  ],
  ["file", "Files and images", IF_SHOWN],
  ["technical", "Chatter, activities, portal and website", IF_SHOWN],
  ["computed", "Computed by Odoo", READ],
  ["readonly", "Readonly", READ],
  ["definition", "Definitions of properties", READ],
  ["closed", "Closed by the policy", "Neither read nor written."],
  ["secret", "Secrets", "Masked when read; neither written nor searched."],
];

const NAME_BUTTON = "execute_workflow takes them. Name one in buttons to make it a tool.";

const BUTTON_REASONS: Wording<NoTool> = [
  ["config", "The config names other buttons, or none", NAME_BUTTON],
  ["navigation", "Only open another screen, by their name", NAME_BUTTON],
  ["counter", "Counters that open another screen", NAME_BUTTON],
  ["notInHeader", "Not in the header of the form", NAME_BUTTON],
  ["unlabelled", "Without a label", NAME_BUTTON],
  ["refused", "Refused by policy", "No tool calls these methods by name."],
  [
    "unknown",
    "Open what this user may not read",
    "Introspect with ODOO_INTROSPECT_API_KEY, a second credential that reads actions.",
  ],
];
