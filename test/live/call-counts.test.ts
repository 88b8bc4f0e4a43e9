import { afterAll, beforeAll, expect, it } from "vitest";
import { type Client, createClient } from "../../src/odoo/client.js";
import { connect } from "../../src/odoo/connection/connect.js";
import { readSettings } from "../../src/odoo/connection/settings.js";
import type { WebSession } from "../../src/odoo/report/web-session.js";
import { closeConnections } from "../../src/odoo/wires/http.js";
import { OPERATIONS } from "../../src/tools/catalogue/operations.js";
import { openGenerated } from "../../src/tools/generated/folder.js";
import { box } from "../sandbox/host.js";
import { sql } from "../sandbox/postgres.js";
import { PDF } from "../support/files.js";
import { type Counting, counting, type Rounds } from "./calls/counted.js";
import { askedApart, type Counts, pageWith, readPage, writePage } from "./calls/page.js";
import { CONFIG, type More, PARTS, type Row } from "./calls/rows.js";
import { countedWorld, removeCounted, type World } from "./calls/world.js";
import { openTools, type Tools } from "./in-process.js";
import { describeDisorder } from "./odoos.js";
import { generatedFolder } from "./shared.js";

// What each tool's call sends to Odoo, which docs/calls.md tells. UPDATE_CALLS=1 writes it.

const UPDATE = process.env.UPDATE_CALLS === "1";
const HOW = "docs/calls.md tells other counts; UPDATE_CALLS=1 writes those that are";
const ROWS = Object.values(PARTS).flat();

/** Tools with what counts their calls. */
interface Counted {
  tools: Tools;
  count: Counting;
}

describeDisorder("turns Odoo's jobs off", "what a call costs", (instance) => {
  const { series, admin } = instance;
  let odoo: Client;
  let folder: string;
  let world: World;
  const opened = new Map<string, Promise<Counted>>();

  beforeAll(async () => {
    // Messages that jobs send meanwhile are looked at, too: whether they came of the call.
    await sql(box(series), box(series).database, "update ir_cron set active = false");
    odoo = createClient(await connect(readSettings({ ...admin, ODOO_WIRE: "jsonrpc" })));
    folder = await generatedFolder(instance, CONFIG);
    world = await countedWorld(odoo);
  });
  afterAll(async () => {
    if (world) await removeCounted(odoo, world);
    await closeConnections();
  });

  /** As a server has them that has just started. */
  async function open({ policy, surface }: More = {}): Promise<Counted> {
    const count = counting();
    const chosen = { ...(policy ? { policy } : {}), ...(surface ? { surface } : {}) };
    return { tools: await openTools(folder, admin, { over: count.over, web: printing(count), ...chosen }), count };
  }

  /** The same for all rows that ask for the same. */
  function shared(more: More = {}): Promise<Counted> {
    const key = JSON.stringify([more.policy, more.surface]);
    const made = opened.get(key) ?? open(more);
    opened.set(key, made);
    return made;
  }

  async function countOf([tool, , args, { refused } = {}]: Row, { tools, count }: Counted): Promise<Rounds> {
    const given = await args(world, tools);
    count.take();
    const call = tools.call(named(tool, tools.names), given);
    if (refused) await expect(call).rejects.toMatchObject({ name: "OdooError", category: refused });
    else expect("preview" in (await call)).toBe(given.dry_run === true);
    return count.take();
  }

  async function countsOf(row: Row): Promise<Counts> {
    const [, , , more] = row;
    const by = await (more?.first ? open(more) : shared(more));
    const before = by.tools.asked.length;
    const first = await countOf(row, by);
    const warm = await countOf(row, by);
    const asked = by.tools.asked.slice(before);
    return { warm, asked, ...(more?.first ? { added: without(first, warm) } : {}) };
  }

  it("is counted for every tool that is listed, and each kind of them", async () => {
    const listed = new Set([...(await shared()).tools.names, ...(await shared({ surface: "search" })).tools.names]);
    const counted = new Set(ROWS.map(([tool]) => named(tool, [...listed])));
    expect([...listed].filter((tool) => !counted.has(tool))).toEqual([]);
    const kinds = new Set(openGenerated(folder).manifest.tools.map(({ operation }) => operation));
    expect(Object.keys(OPERATIONS).filter((kind) => !kinds.has(kind as never))).toEqual([]);
  });

  it("is what docs/calls.md tells", async () => {
    const counts = new Map<Row, Counts>();
    for (const row of ROWS) counts.set(row, await countsOf(row));
    const page = readPage();
    const told = pageWith(page, series, counts);
    if (UPDATE) return writePage(told);
    if (told !== page) console.warn(askedApart(page, told, counts));
    expect(told, HOW).toBe(page);
  });
});

/** Names of steps differ between the series by what they end with. */
const named = (tool: string, names: readonly string[]) =>
  names.find((name) => name === tool) ?? names.find((name) => name.startsWith(`${tool}_`)) ?? tool;

/** What is asked beside, in its order. */
function without(asked: Rounds, less: Rounds): string[] {
  const left = less.flat();
  return asked.flat().filter((method) => {
    const at = left.indexOf(method);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

/** Answers a PDF, which the sandbox's Odoo makes none of. */
const printing = (count: Counting): WebSession => ({
  get: () =>
    count.counted("GET /report/download", async () => ({
      status: 200,
      contentType: "application/pdf",
      bytes: PDF,
      disposition: 'attachment; filename="Counted.pdf"',
      cookies: [],
    })),
  close: async () => {},
});
