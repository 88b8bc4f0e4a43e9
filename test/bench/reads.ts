import { fileURLToPath } from "node:url";
import { openTools, type Tools } from "../live/in-process.js";
import { bareCall, inTurns } from "./bare.js";
import { ratio } from "./report.js";

// What a read and a search by tool take against the bare call that does the same, over JSON-2.

const GENERATED = fileURLToPath(new URL("../../generated", import.meta.url));
const TIMES = 150;
const MODEL = "sale.order";
const FIELDS = ["name", "state", "partner_id", "amount_total", "currency_id", "date_order"];
const NAMED = { fields: { display_name: {} } };
const PLAIN = { ...Object.fromEntries(FIELDS.map((name) => [name, {}])), partner_id: NAMED, currency_id: NAMED };
const PAGE = { limit: 10, offset: 0 };

interface Compared {
  tool: string;
  args: object;
  method: string;
  /** What the bare call sends beside the context. */
  params: object;
  goal: string;
}

const READS: Readonly<Record<string, Compared>> = {
  "read of 10 orders": {
    tool: "read_records",
    args: { fields: FIELDS },
    method: "read",
    params: { fields: FIELDS },
    goal: "1.1",
  },
  "search of 10 orders": {
    tool: "search_records",
    args: { domain: [], fields: FIELDS, ...PAGE },
    method: "web_search_read",
    params: { domain: [], specification: PLAIN, ...PAGE },
    goal: "1.1",
  },
  "search of 10 orders, with details of customers and lines": {
    tool: "search_records",
    args: { domain: [], fields: [...FIELDS, "partner_id.email", "order_line.name", "order_line.price_unit"], ...PAGE },
    method: "web_search_read",
    params: {
      domain: [],
      specification: {
        ...PLAIN,
        partner_id: { fields: { display_name: {}, email: {} } },
        order_line: { fields: { name: {}, price_unit: {}, currency_id: NAMED } },
      },
      ...PAGE,
    },
    goal: "1.2",
  },
};

export async function benchReads(settings: Record<string, string>): Promise<void> {
  const tools = await openTools(GENERATED, { ...settings, ODOO_WIRE: "json2" });
  const bare = bareCall(settings, MODEL, { ...tools.client.user.context, bin_size: true });
  const ids = await tools.client.search(MODEL, [], { limit: PAGE.limit });
  for (const [name, read] of Object.entries(READS)) await compare(name, read, { tools, bare, ids });
}

interface Both {
  tools: Tools;
  bare: ReturnType<typeof bareCall>;
  ids: readonly number[];
}

async function compare(name: string, { tool, args, method, params, goal }: Compared, { tools, bare, ids }: Both) {
  const own = tool === "read_records" ? { ids } : {};
  const ourCall = () => tools.call(tool, { model: MODEL, ...own, ...args });
  const bareOne = () => bare(method, { ...own, ...params });
  // The first of each learns what the model is like, and connects.
  await Promise.all([ourCall(), bareOne()]);
  ratio(`${name}, median (JSON-2)`, ...(await inTurns(TIMES, ourCall, bareOne)), "ms", `goal: ${goal}`);
}
