import { createClient } from "../../src/odoo/client.js";
import { connect } from "../../src/odoo/connection/connect.js";
import { readSettings } from "../../src/odoo/connection/settings.js";
import { generateFrom, openTools } from "../live/in-process.js";
import { median, ratio } from "./report.js";

// What the checks of a change cost, what its form asks and what is told of it afterwards, against a bare call over JSON-2 that
// writes the same.

const TIMES = 40;

type Settings = Record<string, string>;

/** `/json/2` by `fetch`, and nothing else. */
function bareCall(settings: Settings, context: object) {
  return async (method: string, body: object): Promise<unknown> => {
    const response = await fetch(`${settings.ODOO_URL}/json/2/res.partner/${method}`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        authorization: `bearer ${settings.ODOO_API_KEY}`,
        "x-odoo-database": settings.ODOO_DB ?? "",
      },
      body: JSON.stringify({ ...body, context }),
    });
    if (!response.ok) throw new Error(`Odoo answered ${method} with HTTP ${response.status}.`);
    return response.json();
  };
}

/** Medians of a contact's creation and of its update, ours and bare in turns, once the model and its form are known. */
export async function benchWrites(settings: Settings): Promise<void> {
  const client = createClient(await connect(readSettings({ ...settings, ODOO_WIRE: "json2" })));
  const generated = await generateFrom(client, JSON.stringify({ models: { "res.partner": {} } }));
  const tools = await openTools(generated.folder, { ...settings, ODOO_WIRE: "json2" });
  const bare = bareCall(settings, client.user.context);
  const made: number[] = [];
  let count = 0;
  const contact = () => ({ name: `bench ${count++}`, email: `bench${count}@example.com` });
  const phone = () => ({ phone: `+32 2 290 ${String(1000 + count++)}` });
  const ours = {
    create: async () => made.push(Number((await tools.call("res_partner_create", { values: contact() })).id)),
    update: () => tools.call("res_partner_update", { ids: made.slice(0, 1), values: phone() }),
  };
  const theirs = {
    create: async () => made.push(...((await bare("create", { vals_list: [contact()] })) as number[])),
    update: () => bare("write", { ids: made.slice(0, 1), vals: phone() }),
  };
  try {
    await compared("create of a contact, its form included (JSON-2)", 2.1, {
      tools,
      ours: ours.create,
      theirs: theirs.create,
    });
    await compared("update of a contact (JSON-2)", 2.2, { tools, ours: ours.update, theirs: theirs.update });
    await client.unlink("res.partner", made);
  } finally {
    await generated.remove();
  }
}

interface Compared {
  tools: { asked: readonly unknown[] };
  ours(): Promise<unknown>;
  theirs(): Promise<unknown>;
}

async function compared(name: string, allowed: number, { tools, ours, theirs }: Compared): Promise<void> {
  // The first learns what the model and its form are like.
  await ours();
  await theirs();
  const took: Record<"ours" | "theirs", number[]> = { ours: [], theirs: [] };
  const before = tools.asked.length;
  for (let turn = 0; turn < TIMES; turn++) {
    took.ours.push(await milliseconds(ours));
    took.theirs.push(await milliseconds(theirs));
  }
  const calls = (tools.asked.length - before) / TIMES;
  ratio(name, median(took.ours), median(took.theirs), "ms", `${calls} calls; allowed: ${allowed}`);
}

async function milliseconds(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}
