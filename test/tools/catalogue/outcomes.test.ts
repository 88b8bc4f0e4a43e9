import { describe, expect, it, vi } from "vitest";
import { OdooError, type Outcome } from "../../../src/odoo/errors/errors.js";
import type { Action } from "../../../src/odoo/schema/schema.js";
import { isRead } from "../../../src/odoo/wires/reads.js";
import type { WireCall } from "../../../src/odoo/wires/wire.js";
import { dialogueOf } from "../../../src/tools/actions/dialogue-of.js";
import type { Tool, ToolContext, ToolDefinition } from "../../../src/tools/call/tool.js";
import { modelTools } from "../../../src/tools/catalogue/model-tools.js";
import type { ManifestTool } from "../../../src/tools/generated/manifest.js";
import { annotationsOf } from "../../../src/tools/policy/effects.js";
import type { PolicyConfig } from "../../../src/tools/policy/policy.js";
import { runCall } from "../../../src/tools/session/run-call.js";
import { answer, contextOver, TOOLS } from "../../corpus/odoo.js";

// Every tool that writes, over an Odoo that stops answering after the first call, the second, and so on: what the tool
// says became of the change is compared with what was sent.

type Arguments = Record<string, unknown>;
type Properties = Record<string, { type: string; enum?: string[]; format?: string }>;

/** The arguments of a typed tool that writes: a value for each field that is needed, or one plain text. */
function argumentsOf({ definition }: Tool): Arguments {
  const properties = definition.inputSchema.properties as Record<string, unknown>;
  const values = properties.values as { properties: Properties; required?: string[] } | undefined;
  if (!values) return { ids: [5] };
  const sample = ({ type, enum: keys, format }: Properties[string]) => {
    if (type === "integer" || type === "number") return 3;
    return keys?.[0] ?? (format === "date" ? "2026-01-01" : format ? "2026-01-01T00:00:00Z" : "x");
  };
  const isText = ([, { type, enum: keys, format }]: [string, Properties[string]]) =>
    type === "string" && !keys && !format;
  const [text = ""] = Object.entries(values.properties).find(isText) ?? [];
  const names = "ids" in properties ? [text] : [...(values.required ?? []), text];
  const filled = names.map((name) => [name, sample(values.properties[name] ?? { type: "string" })]);
  return { ...("ids" in properties ? { ids: [5] } : {}), values: Object.fromEntries(filled) };
}

/** Steps of orders that call no method of theirs. */
const STEPS: readonly ManifestTool[] = [
  step("open_team", { kind: "dialogue", model: "crm.team" }),
  step("open_currency", { kind: "dialogue", model: "res.currency", form: "base.view_currency_form" }),
  step("tidy_up", { kind: "server", title: "Tidy up" }),
];

function step(method: string, action: Action): ManifestTool {
  const inputSchema = { type: "object" as const, properties: { ids: {} } };
  const tool = {
    name: `sale_order_${method}`,
    inputSchema,
    annotations: annotationsOf("act"),
  } as unknown as ToolDefinition;
  return { model: "sale.order", operation: "act", method, action, tool };
}

const PARTNER = { model: "res.partner" };
const ORDER = { model: "sale.order" };
/** Calls of the generic tools that write, and further ones of typed tools; `prepare` opens what the call completes. */
const CALLS: Readonly<Record<string, readonly (Arguments | ((context: ToolContext) => Arguments))[]>> = {
  create_record: [
    { ...PARTNER, values: { name: "x" } },
    { ...PARTNER, values: { name: "x" }, idempotency_key: "abcdefgh" },
  ],
  create_records: [{ ...PARTNER, records: [{ name: "x" }, { name: "y" }] }],
  update_record: [
    { ...PARTNER, id: 5, values: { name: "x" } },
    { model: "project.task", id: 5, values: { task_properties: { count: 0 } } },
  ],
  update_records: [{ ...PARTNER, updates: [{ id: 5, values: { name: "x" } }] }],
  delete_records: [{ ...PARTNER, ids: [5, 6] }],
  attach_file: [{ ...PARTNER, id: 5, name: "a.txt", text: "x" }],
  execute_workflow: [
    { ...ORDER, id: 5, signal: "action_confirm" },
    { ...ORDER, ids: [5, 6], signal: "action_confirm", values: { name: "x" } },
    { ...ORDER, id: 5, signal: "action_confirm", button: "action_undo" },
    { ...ORDER, id: 5, signal: "action_confirm", values: { nmae: "x" } },
    { model: "account.move", id: 5, signal: "action_register_payment" },
    ({ dialogues }) => ({
      wizard: dialogues.add({ model: "crm.team", context: {} }),
      signal: "action_apply",
      values: { name: "x" },
    }),
    ({ dialogues }) => ({
      wizard: dialogues.add({ model: "crm.team", context: {}, id: 5 }),
      signal: "action_apply",
      values: { name: "x" },
    }),
    ({ dialogues }) => ({
      wizard: dialogues.add({ model: "crm.team", context: {}, from: { model: "sale.order", ids: [5] } }),
      signal: "action_undo",
    }),
  ],
  post_message: [
    { ...ORDER, id: 5, kind: "note", text: "x" },
    { ...ORDER, id: 5, kind: "comment", text: "x", partner_ids: [3], attachment_ids: [7] },
  ],
  schedule_activity: [{ ...ORDER, id: 5, type: "Seven", date: "2026-03-01", user: "Seven" }],
  complete_activity: [{ id: 5, feedback: "x" }],
  sale_order_open_team: [
    { ids: [5], values: { name: "x" } },
    { ids: [5], button: "action_undo" },
  ],
  sale_order_action_confirm: [{ ids: [5], values: { name: "x" } }],
  sale_order_action_cancel: [{ ids: [5], values: { name: "x" } }],
  res_partner_update: [{ ids: [5, 6], values: { name: "x" } }],
  res_partner_create: [{ values: { name: "x", child_ids: { create: [{ name: "y" }] } } }],
};

const STEP_TOOLS = modelTools({ format: 1, series: "19.0", models: {}, tools: [...STEPS] });
const WRITING = [...TOOLS.values(), ...STEP_TOOLS].filter((tool) => tool.target().effect !== "read");

/** What a field that Odoo does not store reads as afterwards, what `load` and buttons answer. */
function friendly(call: WireCall): unknown {
  const { method, params, ids } = call;
  if (method === "load") {
    const rows = (params?.data ?? []) as unknown[];
    return { ids: rows.map((_, index) => 42 + index), messages: [] };
  }
  if (method === "read" && params?.fields && (params.fields as string[]).includes("task_properties")) {
    const properties = [{ name: "count", string: "Count", type: "integer" }];
    return (ids ?? []).map((id) => ({ id, task_properties: properties }));
  }
  if (method === "check_object_reference") return ["mail.message.subtype", 1];
  if (method === "message_post" || method === "action_feedback") return 50;
  if (method === "fields_get" && call.model in CONVERSATION) return CONVERSATION[call.model];
  if (method === "search_read" && call.model === "mail.activity")
    return [{ id: 5, res_model: "sale.order", res_id: 5 }];
  if (method === "search_read" && call.model === "mail.activity.type") return [{ id: 7, name: "Seven" }];
  if (method === "get_bindings") return { action: [{ id: 5, name: "Tidy up" }] };
  if (opensOnly(call)) return { ...OPENS, res_model: dialogueOf(call.model, { name: method })?.model };
  if (method.startsWith("action_") || method === "run") return OPENS;
  if (method === "get_available_models") return [];
  if (method === "get_views" || method === "load_views") return call.model in FORMS ? viewOf(FORMS[call.model]) : {};
  if (method === "search_read" && call.model === "ir.model") return [];
  return answer(call);
}

/** A method that opens a dialogue, and writes nothing. */
const opensOnly = ({ model, method }: WireCall) => dialogueOf(model, { name: method })?.always === true;

const ID = { type: "integer", string: "ID", readonly: true };
const NAMED = { id: ID, name: { type: "char", string: "Name" }, display_name: { type: "char", string: "Name" } };
/** The models of messages and activities, shortened. */
const CONVERSATION: Readonly<Record<string, object>> = {
  "mail.message": { id: ID, body: { type: "html", string: "Contents" } },
  "mail.activity": { ...NAMED, res_model: { type: "char", string: "Model" }, res_id: ID },
  "mail.activity.type": NAMED,
  "ir.attachment": NAMED,
  "res.users": { ...NAMED, login: { type: "char", string: "Login" } },
};

const BUTTONS =
  '<footer><button name="action_undo" type="object" string="Undo"/>' +
  '<button name="action_apply" type="object" string="Apply" class="btn-primary"/></footer>';
/** The forms of dialogues: on one of them something reacts. */
const FORMS: Readonly<Record<string, string>> = {
  "crm.team": `<form><field name="name"/>${BUTTONS}</form>`,
  "res.currency": `<form><field name="name" on_change="1"/><field name="symbol"/>${BUTTONS}</form>`,
  "account.payment.register": `<form><field name="writeoff_label"/>${BUTTONS}</form>`,
  "account.move.reversal": `<form><field name="reason"/>${BUTTONS}</form>`,
  "mail.compose.message": `<form><field name="email_from"/>${BUTTONS}</form>`,
};
const viewOf = (arch: string | undefined) => ({ views: { form: { arch } } });

/** A button that Odoo answers with another dialogue: what is asked to tell of it comes after the press. */
const OPENS = { type: "ir.actions.act_window", target: "new", res_model: "res.currency", name: "Next" };

type Failure = (call: WireCall) => unknown;
const FAILURES: Readonly<Record<string, Failure>> = {
  "refuses, and rolls back": () => new OdooError("business_rule", "No."),
  "is not heard of any more": () => new OdooError("timeout", "late", { outcome: "unknown" }),
  "makes our own code fail": () => new TypeError("x is undefined"),
};
/** Of the queue, which is the same before every Odoo. */
const WITH_REFUSALS: typeof FAILURES = {
  ...FAILURES,
  "is asked no more, where too many calls wait": () => new OdooError("rate_limited", "Too many calls wait here."),
};

interface Run {
  /** Undefined where the tool answered with a result. */
  outcome: Outcome | undefined;
  retryable: boolean;
  /** What the tool may say, from what was sent. */
  expected: Outcome;
  calls: number;
}

interface Series {
  major: number;
  policy?: PolicyConfig;
  failures?: typeof FAILURES;
}

/** What the calls of a series run in: values are checked by schemas that are built once. `answering` answers the wire. */
function openSeries({ major, policy }: Series) {
  const wire = { answering: async (call: WireCall): Promise<unknown> => friendly(call) };
  return { wire, context: contextOver(major, (call) => wire.answering(call), policy, STEPS) };
}

/** Runs a tool whose `after` first calls to Odoo are answered. */
async function run(
  tool: Tool,
  args: Arguments | ((context: ToolContext) => Arguments),
  { wire, context }: ReturnType<typeof openSeries>,
  { after, failure }: { after: number; failure: Failure },
): Promise<Run> {
  let calls = 0;
  let expected: Outcome = "not_applied";
  wire.answering = async (call) => {
    calls += 1;
    const writes = !isRead(call.method) && !opensOnly(call);
    if (calls <= after) {
      const answered = friendly(call);
      if (writes) expected = "applied";
      return answered;
    }
    const error = failure(call);
    const isKnown = error instanceof OdooError && error.outcome === "not_applied";
    if (writes && expected === "not_applied" && !isKnown) expected = "unknown";
    throw error;
  };
  const { call, ask, signal, ...session } = context;
  const given = typeof args === "function" ? args(context) : args;
  const { result, isError } = await runCall(tool, given, async () => session, { call, ask, signal });
  const error = isError ? (result.error as { outcome: Outcome; retryable: boolean }) : undefined;
  return { outcome: error?.outcome, retryable: error?.retryable ?? false, expected, calls };
}

const LIMITED: PolicyConfig = { "*": { domain: [["id", ">", 0]] } };

describe.each([
  ["14", { major: 14 }],
  ["17", { major: 17 }],
  ["19", { major: 19, failures: WITH_REFUSALS }],
  ["19, within a domain of the policy", { major: 19, policy: LIMITED }],
])("what a tool says of its change on Odoo %s", (_, given: Series) => {
  const series = openSeries(given);
  const { failures = FAILURES } = given;

  it.each(WRITING.map((tool) => [tool.definition.name, tool] as const))("%s", async (name, tool) => {
    vi.spyOn(console, "error").mockImplementation(() => {});
    const typed = tool.definition.inputSchema.properties as object;
    const calls = [
      ...(CALLS[name] ?? []),
      ...("model" in typed || name === "execute_workflow" ? [] : [argumentsOf(tool)]),
    ];
    expect(calls).not.toEqual([]);
    for (const args of calls) {
      for (const [what, failure] of Object.entries(failures)) {
        for (let after = 0; ; after++) {
          const { outcome, retryable, expected, calls: made } = await run(tool, args, series, { after, failure });
          const told = `${name} ${JSON.stringify(args)}, Odoo ${what} after ${after} calls`;
          if (outcome === undefined) expect(expected, told).toBe("applied");
          else expect([outcome, retryable && outcome !== "not_applied"], told).toEqual([expected, false]);
          if (made <= after) break;
        }
      }
    }
    vi.restoreAllMocks();
  });
});
