import { appendFile } from "node:fs/promises";
import { afterAll, afterEach, beforeAll, beforeEach, expect } from "vitest";
import { proposedApps } from "../../../codegen/setup/apps.js";
import { configText } from "../../../codegen/setup/own-files.js";
import { type Client, createClient } from "../../../src/odoo/client.js";
import { connect } from "../../../src/odoo/connection/connect.js";
import { readSettings } from "../../../src/odoo/connection/settings.js";
import type { RawRecord } from "../../../src/odoo/schema/raw.js";
import { closeConnections } from "../../../src/odoo/wires/http.js";
import { quiet } from "../../../src/tools/sending/switches.js";
import type { Series } from "../../sandbox/recipes.js";
import type { Json } from "../../support/mcp.js";
import { type Assistant, startAssistant } from "../assistant.js";
import { describeSandbox } from "../odoos.js";
import { over2025, over2026, overStdio, type Way } from "../reaching.js";
import { type Outbox, openOutbox } from "../sending.js";
import type { SandboxOdoo } from "../setup.js";
import { generatedFolder } from "../shared.js";

// Where an assistant does what people ask for: it has the tools that `odoo-mcp init` proposes for the installed apps and
// nothing else, and finds every id by name or search. What came of it is read from Odoo by a client of the test.

export const ZONE = "Europe/Brussels";

/** By replicas, each era of the protocol with one Odoo: an era is the same with either. */
const THROUGH_REPLICAS: Readonly<Record<Series, Way>> = { "14": over2025, "19": over2026 };

export interface Desk {
  series: string;
  /** How the assistant reaches its tools: where it does so by several ways in turn, what they make is told apart by it. */
  way: string;
  assistant(): Assistant;
  /** Odoo, as the test prepares and checks it. */
  odoo(): Client;
  made(model: string, values: Json): Promise<number>;
  /** Archived ones, too. */
  of(model: string, domain: unknown[], fields: string[], order?: string): Promise<RawRecord[]>;
  one(model: string, id: unknown, fields: string[]): Promise<RawRecord>;
}

/**
 * A suite of tasks, each of which begins with no call made, and at whose end nobody was written to of whom the person was not asked.
 * All of them are one assistant's, for servers are what they cost. The user's zone is `ZONE`.
 */
export function describeTasks(way: "through replicas" | "over stdio", suite: (desk: Desk) => void): void {
  describeSandbox("leaves records behind", `an assistant ${way}`, (instance) => {
    const reaching = way === "over stdio" ? overStdio : THROUGH_REPLICAS[instance.series];
    let assistant: Assistant;
    let odoo: Client;
    let restore: () => Promise<void>;
    let outbox: Outbox;
    beforeAll(async () => {
      outbox = openOutbox(instance.series);
      // What the test prepares is not what the assistant sends.
      odoo = quiet(createClient(await connect(readSettings({ ...instance.admin, ODOO_WIRE: "jsonrpc" }))));
      const { uid } = odoo.user;
      const [user] = await odoo.read("res.users", [uid], ["tz"]);
      await odoo.write("res.users", [uid], { tz: ZONE });
      restore = () => odoo.write("res.users", [uid], { tz: user?.tz ?? false });
      assistant = await startAssistant(reaching(instance, await proposedTools(instance, odoo)));
    });
    beforeEach(async () => {
      assistant.begin();
      await outbox.mark();
    });
    afterEach(async () => {
      if (way === "through replicas") await keepExchanges(assistant);
      const left = await outbox.deliveries([odoo.user.uid]);
      const names = left.map(async ({ to }) => (typeof to === "string" ? to : await nameOf(odoo, to)));
      const asked = assistant.asked.join("\n");
      expect((await Promise.all(names)).filter((name) => !asked.includes(name))).toEqual([]);
    });
    afterAll(async () => {
      outbox?.close();
      await assistant?.close();
      await restore?.();
      await closeConnections();
    });
    const of: Desk["of"] = (model, domain, fields, order = "id") =>
      odoo.searchRead(model, domain as never, fields, { limit: 200, order }, { context: { active_test: false } });
    suite({
      series: instance.series,
      way,
      assistant: () => assistant,
      odoo: () => odoo,
      made: async (model, values) => (await odoo.create(model, [values as never]))[0] ?? 0,
      of,
      one: async (model, id, fields) => (await odoo.read(model, [Number(id)], fields))[0] ?? { id: 0 },
    });
  });
}

/** For `npm run bench`, which names the file: each task once. */
async function keepExchanges({ exchanges }: Assistant): Promise<void> {
  const file = process.env.TEST_EXCHANGES;
  if (file) await appendFile(file, exchanges.map((exchange) => `${JSON.stringify(exchange)}\n`).join(""));
}

const nameOf = async (odoo: Client, partner: number) =>
  String((await odoo.read("res.partner", [partner], ["name"]))[0]?.name);

async function proposedTools(instance: SandboxOdoo, odoo: Client): Promise<string> {
  const apps = await proposedApps(odoo);
  return generatedFolder(instance, configText(apps.flatMap(({ models }) => models)));
}

/** A day so many days from now. */
export const dayFromNow = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** A many2one's id, as Odoo gives it. */
export const idOf = (value: unknown) => (Array.isArray(value) ? Number(value[0]) : undefined);

/** What a step answered that it made of a model, by the ids. */
export function madeOf(answer: Json, model: string): number[] {
  const made = (answer.made ?? []) as { model: string; records: { id: number }[] }[];
  return made.filter((one) => one.model === model).flatMap(({ records }) => records.map(({ id }) => id));
}

/** The one record among them. */
export function only<Item>(items: readonly Item[]): Item {
  const [first, ...others] = items;
  if (first === undefined || others.length > 0) throw new Error(`Not one: ${JSON.stringify(items)}`);
  return first;
}
