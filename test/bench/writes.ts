import { createClient } from "../../src/odoo/client.js";
import { connect } from "../../src/odoo/connection/connect.js";
import { readSettings } from "../../src/odoo/connection/settings.js";
import { generateFrom, openTools } from "../live/in-process.js";
import { bareCall, inTurns } from "./bare.js";
import { ratio } from "./report.js";

// What the checks of a change cost, what its form asks and what is told of it afterwards, against a bare call over JSON-2 that
// writes the same.

const TIMES = 40;

type Settings = Record<string, string>;

/** Medians of a contact's creation and of its update, ours and bare in turns, once the model and its form are known. */
export async function benchWrites(settings: Settings): Promise<void> {
  const client = createClient(await connect(readSettings({ ...settings, ODOO_WIRE: "json2" })));
  const generated = await generateFrom(client, JSON.stringify({ models: { "res.partner": {} } }));
  const tools = await openTools(generated.folder, { ...settings, ODOO_WIRE: "json2" });
  const bare = bareCall(settings, "res.partner", client.user.context);
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
    await compared("create of a contact, its form included (JSON-2)", 2.2, {
      tools,
      ours: ours.create,
      theirs: theirs.create,
    });
    await compared("update of a contact (JSON-2)", 2.1, { tools, ours: ours.update, theirs: theirs.update });
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
  const before = tools.asked.length;
  const took = await inTurns(TIMES, ours, theirs);
  const calls = (tools.asked.length - before) / TIMES;
  ratio(name, ...took, "ms", `${calls} calls; allowed: ${allowed}`);
}
