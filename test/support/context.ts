import type { Client } from "../../src/odoo/client.js";
import { PLAIN } from "../../src/odoo/form/forms.js";
import type { Schema } from "../../src/odoo/schema/schema.js";
import { heirsOf } from "../../src/odoo/schema/sources.js";
import { fieldSchemas, modelValues, type ResolveValues } from "../../src/odoo/values/values.js";
import { formAlerts } from "../../src/odoo/views/alerts.js";
import { readViews } from "../../src/odoo/views/arch.js";
import { type FormView, formView } from "../../src/odoo/views/form-view.js";
import { NO_AUDIT } from "../../src/tools/call/audit.js";
import { masterData } from "../../src/tools/call/master-data.js";
import { modelSource } from "../../src/tools/call/model-source.js";
import { openDialogues } from "../../src/tools/call/open-dialogues.js";
import type { ToolContext } from "../../src/tools/call/tool.js";
import { createPolicy, type PolicyConfig } from "../../src/tools/policy/policy.js";
import { fakeClient } from "./fixtures.js";

export interface ContextParts {
  schema: Schema;
  policy?: PolicyConfig;
  /** What Odoo answers; any other call fails the test. */
  answers?: Partial<Client>;
  major?: number;
  /** Whether the answers are those about messages and followers, too; there are none if left out. */
  hasMail?: boolean;
  /** The methods of forms' buttons, of any model. */
  buttons?: readonly string[];
  /** By model; one on which nothing reacts, where it is left out. */
  forms?: Readonly<Record<string, FormView>>;
  /** What a user sees, by model, as the XML inside the form; nobody is told of the others. */
  screens?: Readonly<Record<string, string>>;
}

/** What a call of a tool runs in, over models made by hand and an Odoo that answers as it is told. */
export function contextWith({
  schema,
  policy = {},
  answers = {},
  major = 19,
  hasMail = false,
  buttons = [],
  forms = {},
  screens = {},
}: ContextParts): ToolContext {
  const client = fakeClient(answers, major, hasMail);
  const decisions = createPolicy(policy, {
    buttons: () => buttons,
    heirs: (model) => heirsOf(model, Object.values(schema.models)),
  });
  const models = modelSource(schema, client, decisions);
  const values: ResolveValues = async (name) => modelValues(await models.get(name), fieldSchemas(values));
  return {
    call: { id: "test", tool: "test" },
    audit: NO_AUDIT,
    policy: decisions,
    client,
    models,
    master: masterData(client),
    values,
    forms: {
      ...PLAIN,
      view: async (name) => forms[name] ?? formView(rawForm(screens[name])),
      alerts: async (name) => formAlerts(rawForm(screens[name])),
      screen: async (name) => (name in screens ? readViews({ form: rawForm(screens[name]) }) : undefined),
    },
    dialogues: openDialogues(),
    signal: new AbortController().signal,
  };
}

const rawForm = (inner = "") => ({ arch: `<form>${inner}</form>`, embedded: {} });

/** Every id that is asked for is there, unless a term says that none is; and no other record. */
export const allThere: Client["search"] = async (_, [first, ...others]) => {
  const isNone = first === undefined || others.some((term) => Array.isArray(term) && term[0] === 0);
  return isNone ? [] : (first as [string, string, number[]])[2];
};
