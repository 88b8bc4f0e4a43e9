import { afterAll, beforeAll, expect, it } from "vitest";
import { type Client, createClient } from "../../src/odoo/client.js";
import { connect } from "../../src/odoo/connection/connect.js";
import { readSettings } from "../../src/odoo/connection/settings.js";
import { closeConnections } from "../../src/odoo/wires/http.js";
import { openGenerated } from "../../src/tools/generated/folder.js";
import { servedPolicy } from "../../src/tools/generated/policy.js";
import type { Policy, PolicyConfig } from "../../src/tools/policy/policy.js";
import { readEverything } from "./everything.js";
import { notReading, openTools, readingOnce } from "./in-process.js";
import { describeDisorder } from "./odoos.js";
import { DENIED, NAMED_MODELS, NAMING, OUTSIDE, type Planted, plant, TEXT } from "./planted.js";
import { generatedFolder } from "./shared.js";

// Values that are like no other are in denied fields and in records outside a domain: every tool that reads reads all that it
// can, and none of them is found, in answers or by searching for it.

const CONFIG = JSON.stringify({
  models: Object.fromEntries(NAMED_MODELS.map((name) => [name, {}])),
  operations: ["search", "read", "aggregate", "create", "update"],
});

const denying = (fields: Readonly<Record<string, string[]>>): PolicyConfig =>
  Object.fromEntries(Object.entries(fields).map(([name, denyFields]) => [name, { denyFields }]));

const limiting = ({ domains }: Planted): PolicyConfig =>
  Object.fromEntries(Object.entries(domains).map(([name, domain]) => [name, { domain }]));

const both = (planted: Planted): PolicyConfig => {
  const denied = denying(planted.everyText);
  return Object.fromEntries(
    Object.entries(limiting(planted)).map(([name, entry]) => [name, { ...entry, ...denied[name] }]),
  );
};

const POLICIES: readonly [string, (planted: Planted) => PolicyConfig, canaries: readonly string[]][] = [
  ["a few fields are denied", ({ chosen }) => denying(chosen), [DENIED, NAMING]],
  ["records are outside", limiting, [OUTSIDE]],
  ["records are outside and every text is denied", both, [DENIED, TEXT, NAMING, OUTSIDE]],
];

describeDisorder("leaves what it plants", "closed values", (instance) => {
  const { series, admin } = instance;
  let odoo: Client;
  let folder: string;
  let models: string[];
  let planted: Planted;
  let policies: Map<string, Policy>;
  const over = readingOnce();

  beforeAll(async () => {
    odoo = createClient(await connect(readSettings(admin)));
    folder = await generatedFolder(instance, CONFIG);
    planted = await plant(odoo);
    const rows = await odoo.searchRead("ir.model", [], ["model"], { limit: 5_000, order: "model" });
    models = rows.map(({ model }) => String(model));
    const generated = openGenerated(folder);
    const policyOf = (policy: PolicyConfig) =>
      servedPolicy({ ...generated, manifest: { ...generated.manifest, policy } });
    policies = new Map(POLICIES.map(([name, configOf]) => [name, policyOf(configOf(planted))]));
  });
  afterAll(closeConnections);

  it.each(POLICIES)("are told by nothing where %s", { timeout: 20 * 60_000 }, async (name, _, canaries) => {
    const policy = policies.get(name) as Policy;
    const tools = await openTools(folder, { ...admin, ODOO_WIRE: "jsonrpc" }, { policy, over });
    const { inside, outside } = planted;
    const reading = { tools, policy, policies: [...policies.values()], models, canaries, inside, outside };
    const { finds, read, calls } = await readEverything(reading);
    console.log(
      `Odoo ${series}, ${name}: ${calls} calls, ${tools.asked.length} of Odoo, ${read.length} of ${models.length} models are read: ${read}`,
    );
    expect([...finds].sort()).toEqual([]);
    expect(notReading(tools.asked)).toEqual([]);
  });
});
