import { afterAll, beforeAll, expect, it } from "vitest";
import { createClient } from "../../src/odoo/client.js";
import { connect } from "../../src/odoo/connection/connect.js";
import { readSettings } from "../../src/odoo/connection/settings.js";
import type { WebSession } from "../../src/odoo/report/web-session.js";
import { closeConnections } from "../../src/odoo/wires/http.js";
import { OPERATIONS } from "../../src/tools/catalogue/operations.js";
import { openGenerated } from "../../src/tools/generated/folder.js";
import { PDF } from "../support/files.js";
import { type Counting, counting, type Rounds } from "./calls/counted.js";
import { CONFIG, PARTS, type Row } from "./calls/rows.js";
import { countedWorld, removeCounted, type World } from "./calls/world.js";
import { openTools, type Tools } from "./in-process.js";
import { describeSandbox } from "./odoos.js";
import { generatedFolder } from "./shared.js";

// What each call sends to Odoo. `docs/calls.md` is what came of it.

describeSandbox("confirms orders", "what a call costs", (instance) => {
  const { series, admin } = instance;
  let folder: string;
  let world: World;

  beforeAll(async () => {
    folder = await generatedFolder(instance, CONFIG);
    world = await countedWorld(createClient(await connect(readSettings({ ...admin, ODOO_WIRE: "jsonrpc" }))), series);
  });
  afterAll(async () => {
    if (world) await removeCounted(world);
    await closeConnections();
  });

  const open = (count: Counting, { policy, surface }: Exclude<Row[3], undefined> = {}): Promise<Tools> =>
    openTools(folder, admin, {
      over: count.over,
      web: printing(count),
      ...(policy ? { policy } : {}),
      ...(surface ? { surface } : {}),
    });

  it("is what the table says", async () => {
    for (const [part, rows] of Object.entries(PARTS)) {
      console.log(`## ${part}`);
      for (const row of rows) {
        const started = performance.now();
        try {
          const { first, warm, detail } = await counted(row);
          console.log(`${row[0]} | ${row[1]} | ${told(warm)}\n      first: ${told(first)}\n  ${detail} ${Math.round(performance.now() - started)} ms`);
        } catch (error) {
          console.log(`${row[0]} | ${row[1]} FAILED ${error} ${JSON.stringify(error)}`);
        }
      }
    }
  });

  async function counted([tool, , args, more = {}]: Row): Promise<{ first: Rounds; warm: Rounds; detail: string }> {
    const count = counting();
    const tools = await open(count, more);
    const name = tools.names.find((one) => one === tool) ?? tools.names.find((one) => one.startsWith(`${tool}_`)) ?? tool;
    const once = async () => {
      const given = await args(world, tools);
      count.take();
      tools.asked.splice(0);
      const call = tools.call(name, given);
      if (more.refused) await expect(call).rejects.toMatchObject({ name: "OdooError", category: more.refused });
      else expect(Object.keys(await call).includes("preview")).toBe(given.dry_run === true);
      return count.take();
    };
    return { first: await once(), warm: await once(), detail: tools.asked.map(({ model, method, params }) => `${model}.${method} ${JSON.stringify(params ?? {}).slice(0, 150)}`).join("\n  ") };
  }
});

const told = (rounds: Rounds) => `${rounds.flat().length}: ${rounds.map((round) => round.join(" + ")).join(", ")}`;

/** Answers a PDF at once: the sandbox's Odoo makes none. */
const printing = (count: Counting): WebSession => ({
  get: () =>
    count.counted("GET /report/download", async () => ({
      status: 200,
      headers: {},
      bytes: PDF,
      disposition: 'attachment; filename="Counted.pdf"',
      cookies: [],
    })) as never,
  close: async () => {},
});

void openGenerated;
void OPERATIONS;
