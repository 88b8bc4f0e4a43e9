import { fileURLToPath } from "node:url";
import { manifest } from "../../codegen/emit/manifest.js";
import { plan } from "../../codegen/plan/plan.js";
import { createClient } from "../../src/odoo/client.js";
import { OdooError } from "../../src/odoo/errors/errors.js";
import type { RawField } from "../../src/odoo/schema/fields-from-odoo.js";
import type { Wire, WireCall } from "../../src/odoo/wires/wire.js";
import type { Tool, ToolContext } from "../../src/tools/call/tool.js";
import { GENERIC_TOOLS } from "../../src/tools/catalogue/generic-tools.js";
import { modelTools } from "../../src/tools/catalogue/model-tools.js";
import { openGenerated } from "../../src/tools/generated/folder.js";
import type { ManifestTool } from "../../src/tools/generated/manifest.js";
import { servedPolicy } from "../../src/tools/generated/policy.js";
import { OPERATIONS } from "../../src/tools/policy/effects.js";
import type { PolicyConfig } from "../../src/tools/policy/policy.js";
import { openSession } from "../../src/tools/session/session.js";
import { configWith } from "../support/fixtures.js";

// The committed generated/ folder, with a tool for every operation, over an Odoo that only remembers what it was asked.

const generated = openGenerated(fileURLToPath(new URL("../../generated", import.meta.url)));
const everything = configWith({ "*": {}, "res.partner": { required: ["name"] } }, { operations: [...OPERATIONS] });
const all = manifest(plan(generated.schema(), everything));
// The cases are about what was asked for, not about columns.
const models = Object.fromEntries(
  Object.entries(all.models).map(([name, model]) => [name, { ...model, searchFields: ["display_name"] }]),
);

export const TOOLS: ReadonlyMap<string, Tool> = new Map(
  [...modelTools({ ...all, models }), ...GENERIC_TOOLS].map((tool) => [tool.definition.name, tool]),
);

/** Models that are not in generated/: what a real Odoo's `fields_get` answers for them, shortened. */
const MODELS: Readonly<Record<string, Readonly<Record<string, RawField>>>> = {
  "res.currency": {
    id: { type: "integer", string: "ID", readonly: true },
    display_name: { type: "char", string: "Display Name", readonly: true, store: false, sortable: false },
    name: { type: "char", string: "Currency", required: true, size: 3 },
    symbol: { type: "char", string: "Symbol", required: true },
    rate: { type: "float", string: "Current Rate", readonly: true, store: false, searchable: false, sortable: false },
    rounding: { type: "float", string: "Rounding Factor" },
    active: { type: "boolean", string: "Active" },
    position: {
      type: "selection",
      string: "Symbol Position",
      selection: [
        ["after", "After Amount"],
        ["before", "Before Amount"],
      ],
    },
  },
  "crm.team": {
    id: { type: "integer", string: "ID", readonly: true },
    display_name: { type: "char", string: "Display Name", readonly: true, store: false, sortable: false },
    name: { type: "char", string: "Sales Team", required: true },
    active: { type: "boolean", string: "Active" },
    sequence: { type: "integer", string: "Sequence" },
    user_id: { type: "many2one", string: "Team Leader", relation: "res.users" },
    member_ids: { type: "many2many", string: "Salespersons", relation: "res.users" },
  },
  "account.move.line": {
    id: { type: "integer", string: "ID", readonly: true },
    display_name: { type: "char", string: "Display Name", readonly: true },
    name: { type: "char", string: "Label" },
    move_id: { type: "many2one", string: "Journal Entry", relation: "account.move", required: true },
    quantity: { type: "float", string: "Quantity" },
    price_unit: { type: "float", string: "Unit Price" },
    tax_ids: { type: "many2many", string: "Taxes", relation: "account.tax" },
  },
  "account.tax": {
    id: { type: "integer", string: "ID", readonly: true },
    display_name: { type: "char", string: "Display Name", readonly: true },
    name: { type: "char", string: "Tax Name", required: true },
  },
  "crm.tag": {
    id: { type: "integer", string: "ID", readonly: true },
    display_name: { type: "char", string: "Display Name", readonly: true },
    name: { type: "char", string: "Tag Name", required: true },
    color: { type: "integer", string: "Color" },
  },
  "res.partner.category": {
    id: { type: "integer", string: "ID", readonly: true },
    display_name: { type: "char", string: "Display Name", readonly: true },
    name: { type: "char", string: "Name", required: true },
    color: { type: "integer", string: "Color" },
    active: { type: "boolean", string: "Active" },
    parent_id: { type: "many2one", string: "Category", relation: "res.partner.category" },
    child_ids: {
      type: "one2many",
      string: "Child Tags",
      relation: "res.partner.category",
      relation_field: "parent_id",
      sortable: false,
    },
    partner_ids: { type: "many2many", string: "Partners", relation: "res.partner", sortable: false },
  },
  "ir.attachment": {
    id: { type: "integer", string: "ID", readonly: true },
    display_name: { type: "char", string: "Display Name", readonly: true },
    name: { type: "char", string: "Name", required: true },
    datas: { type: "binary", string: "File Content (base64)", store: false },
    res_model: { type: "char", string: "Resource Model" },
    res_id: { type: "many2one_reference", string: "Resource ID" },
    res_field: { type: "char", string: "Resource Field" },
    mimetype: { type: "char", string: "Mime Type", readonly: true },
  },
  "res.users": {
    id: { type: "integer", string: "ID", readonly: true },
    login: { type: "char", string: "Login", required: true },
    crm_team_ids: { type: "many2many", string: "Sales Teams", relation: "crm.team", readonly: true, store: false },
  },
  "res.country": {
    id: { type: "integer", string: "ID", readonly: true },
    display_name: { type: "char", string: "Display Name", readonly: true, store: false, sortable: false },
    name: { type: "char", string: "Country Name", required: true },
    code: { type: "char", string: "Country Code", required: true, size: 2 },
    phone_code: { type: "integer", string: "Country Calling Code" },
  },
};

/** What `ir.model` tells: none of them is a dialogue. */
const LISTED = Object.keys(MODELS).map((model, at) => ({ id: at + 1, model, name: model, transient: false }));

const COMPANIES = [1, 2];
const LANGUAGES = [
  ["en_US", "English (US)"],
  ["fr_FR", "French / Français"],
];

/** What a call of a tool came to: its result or the error, and every question that Odoo was asked. */
export interface Outcome {
  result?: Record<string, unknown>;
  error?: unknown;
  asked: WireCall[];
}

/** Calls a tool on an Odoo of the series. Each call has an Odoo of its own. */
export async function callTool(name: string, args: unknown, major: number): Promise<Outcome> {
  const tool = TOOLS.get(name);
  if (!tool) throw new Error(`There is no tool ${name}.`);
  const asked: WireCall[] = [];
  const context = contextOver(major, async (call) => {
    asked.push(call);
    return answer(call);
  });
  try {
    return { result: await tool.run(args, context), asked };
  } catch (error) {
    return { error, asked };
  }
}

/** What a call runs in, over a wire that answers so, with a config's policy or the folder's own; `tools` are served beside. */
export function contextOver(
  major: number,
  call: Wire["call"],
  policy?: PolicyConfig,
  tools: readonly ManifestTool[] = [],
): ToolContext {
  const client = createClient({
    wire: { call },
    wireName: major >= 19 ? "json2" : "jsonrpc",
    series: { major, minor: 0, name: `${major}.0` },
    url: "https://odoo.example",
    user: {
      uid: 2,
      context: { lang: "en_US", tz: "Europe/Paris", allowed_company_ids: COMPANIES },
      companies: COMPANIES,
    },
  });
  const { manifest } = generated;
  const served = {
    ...generated,
    manifest: { ...manifest, tools: [...manifest.tools, ...tools], ...(policy ? { policy } : {}) },
  };
  return {
    ...openSession({ generated, client, policy: servedPolicy(served) }),
    call: { id: "test", tool: "test" },
    ask: async () => "accept",
    signal: new AbortController().signal,
  };
}

/** What records hold, where a call turns on it. */
const HELD: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  "sale.order 5": { order_line: [8, 9], tag_ids: [1, 2], amount_total: 90, currency_id: [1, "USD"] },
  "crm.lead 4": { tag_ids: [1, 2] },
  "sale.order.line 8": { name: "Desk" },
  "res.partner 3": { email: "info@azure.example" },
  "res.partner 5": { child_ids: [6, 7, 8, 9] },
};

/** Forms on which something reacts. */
const FORMS: Readonly<Record<string, string>> = {
  "sale.order.line": '<form><field name="product_id" on_change="1"/><field name="name"/></form>',
};

/** No record has a higher id. */
const LAST_ID = 1000;

/** The answer to whether records exist; undefined for any other search. */
function idsAskedFor(params: WireCall["params"]): number[] | undefined {
  const [[field, operator, ids] = []] = (params?.domain ?? params?.args ?? []) as [string, string, number[]][];
  return field === "id" && operator === "in" ? ids?.filter((id) => id <= LAST_ID) : undefined;
}

/** Methods that change nothing. */
export const READING: ReadonlySet<string> = new Set([
  ...["read", "web_read", "search", "search_read", "web_search_read", "search_count", "name_search"],
]);

/** Methods that tell about models and settings, not about records. */
export const DESCRIBING: ReadonlySet<string> = new Set([
  "fields_get",
  "get_installed",
  "get_views",
  "load_views",
  "default_get",
]);

/** The `create` that a call of `web_save` makes before it reads; any other call as it is. */
export function creationOf(call: WireCall): WireCall {
  if (call.method !== "web_save") return call;
  const { ids: _, params, ...rest } = call;
  return { ...rest, method: "create", params: { vals_list: [params?.vals] } };
}

/** What a friendly Odoo answers: there is one record, and all goes well. */
export function answer({ model, method, ids, params }: WireCall): unknown {
  switch (method) {
    case "fields_get": {
      const fields = Object.hasOwn(MODELS, model) ? MODELS[model] : undefined;
      if (!fields) throw new OdooError("not_found", `the model '${model}' does not exist`, { model });
      return fields;
    }
    case "default_get":
      return {};
    case "get_views":
    case "load_views":
      return { views: { form: { arch: FORMS[model] ?? "<form/>" } } };
    case "get_installed":
      return LANGUAGES;
    case "search":
      // No contact is a user's.
      return idsAskedFor(params) ?? (model === "res.users" ? [] : [7]);
    case "search_count":
      return 1;
    case "name_search":
      return [[7, "Seven"]];
    case "read_group":
    case "formatted_read_group":
      return [];
    case "web_search_read":
      return { length: 1, records: [{ id: 7, display_name: "Seven" }] };
    case "search_read":
      if (model === "ir.model") return LISTED;
      return [{ id: 7, display_name: "Seven" }];
    case "read":
    case "web_read":
    case "get_metadata":
      return (ids ?? []).map((id) => ({ id, display_name: `Record ${id}`, ...HELD[`${model} ${id}`] }));
    case "create":
      return ((params?.vals_list ?? []) as unknown[]).map((_, index) => 42 + index);
    case "web_save":
      return [{ id: 42, display_name: "Record 42" }];
    case "load":
      return { ids: ((params?.data ?? []) as unknown[]).map((_, index) => 42 + index), messages: [] };
    case "onchange":
      return { value: { name: "Filled by Odoo" } };
    default:
      return true;
  }
}
