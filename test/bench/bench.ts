import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { parseConfig } from "../../codegen/config/config.js";
import { catalogue } from "../../codegen/emit/catalogue.js";
import { withProgress } from "../../codegen/terminal/progress.js";
import { createClient } from "../../src/odoo/client.js";
import { connect } from "../../src/odoo/connection/connect.js";
import { readSettings } from "../../src/odoo/connection/settings.js";
import { listModels } from "../../src/odoo/instance/list-models.js";
import { parseSchema } from "../../src/odoo/schema/snapshot.js";
import { closeConnections } from "../../src/odoo/wires/http.js";
import { environment, up } from "../sandbox/sandbox.js";
import { BUILT_CLI as CLI, startServer } from "../support/mcp.js";
import { benchTokens } from "./bench-tokens.js";
import { benchCreate } from "./create.js";
import { benchHttp } from "./http.js";
import { benchIntrospect } from "./introspect.js";
import { benchOverload } from "./overload.js";
import { benchReads } from "./reads.js";
import { report } from "./report.js";
import { benchStart } from "./start.js";
import { benchIdempotency, benchLargeRead, benchLatency } from "./wires.js";
import { benchWrites } from "./writes.js";

// npm run bench: what codegen and the server cost, on the sandbox's Odoo 19, and a create on 14, too. Ratios of one run mean
// more than seconds.

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
}

/** Of a Node process, as the system counts it. */
async function peakMegabytes(args: string[], env: Record<string, string>): Promise<number> {
  const hook = "process.on('exit', () => process.stdout.write('PEAK ' + process.resourceUsage().maxRSS))";
  const preload = `data:text/javascript,${encodeURIComponent(hook)}`;
  const { stdout } = await execa(process.execPath, ["--import", preload, ...args], { env });
  return Math.round(Number(/PEAK (\d+)/.exec(stdout)?.[1]) / 1024);
}

await withProgress("Odoo 19", (progress) => up("19", progress));
await execa("npm", ["run", "--silent", "build"], { cwd: ROOT });
const settings = await environment("19");
const folder = await mkdtemp(join(tmpdir(), "odoo-typed-mcp-bench-"));
const codegen = (config: string, generated: string) =>
  execa(process.execPath, [CLI, "codegen", "--config", config, "--generated", join(folder, generated)], {
    env: settings,
  });
try {
  await benchLatency(settings);
  await benchReads(settings);
  await benchLargeRead(settings);
  await benchIdempotency(settings);
  await benchOverload(settings);
  await benchHttp();
  await benchCreate("19", settings);
  await benchWrites(settings);
  await withProgress("Odoo 14", (progress) => up("14", progress));
  await benchCreate("14", await environment("14"));
  report(
    "codegen, default config",
    await seconds(() => codegen(join(ROOT, "odoo-models.config.json"), "default")),
    "(allowed: 10)",
  );

  await benchStart(settings, join(folder, "default"));

  const connection = await connect(readSettings(settings));
  const client = createClient(connection);
  await benchTokens(settings, client, join(folder, "default"));
  const models = ((await listModels(client)) ?? []).map(({ model }) => model);
  const config = join(folder, "all.json");
  const everyModel = JSON.stringify({ models: Object.fromEntries(models.map((model) => [model, {}])) });
  await writeFile(config, everyModel);
  await benchIntrospect(connection, parseConfig(everyModel, config));
  const whole = await seconds(() => codegen(config, "all"));
  const hundred = `${((whole / models.length) * 100).toFixed(2)} s per 100 models`;
  report(`codegen, ${models.length} models`, whole, hundred);

  const { budget } = catalogue(
    parseSchema(await readFile(join(folder, "default", "schema.json"), "utf8"), "schema.json"),
    parseConfig(await readFile(join(ROOT, "odoo-models.config.json"), "utf8"), "odoo-models.config.json"),
  );
  const largest = budget.tools.reduce((a, b) => (a.tokens > b.tokens ? a : b));
  const partner = budget.tools.find(({ name }) => name === "res_partner_create");
  console.log(
    `default config: ${budget.tools.length} tools (allowed: 60), ${budget.total.tokens} tokens (allowed: 25000)`,
  );
  console.log(
    `  largest ${largest.name} ${largest.tokens} (allowed: 1200), res_partner_create ${partner?.tokens} (750)`,
  );

  // Node's own time and ts-morph's, which generate would need if it had to write anything.
  const morph = ["--input-type=module", "-e", 'await import("ts-morph")'];
  const importing = await seconds(() => execa(process.execPath, morph, { cwd: ROOT }));
  for (const [generated, file] of Object.entries({ default: join(ROOT, "odoo-models.config.json"), all: config })) {
    const again = ["generate", "--config", file, "--generated", join(folder, generated)];
    const took = await seconds(() => execa(process.execPath, [CLI, ...again]));
    const ratio = (took / importing).toFixed(2);
    report(`generate, ${generated}, nothing changed`, took, `${ratio} times Node and ts-morph (allowed: 1.5)`);
  }
  const forced = ["codegen", "--force", "--config", config, "--generated", join(folder, "all")];
  const peak = await peakMegabytes([CLI, ...forced], settings);
  console.log(`codegen, ${models.length} models: peak memory ${peak} MB (allowed: 700)`);

  for (const generated of ["default", "all"]) {
    const args = ["--generated", join(folder, generated)];
    let session: Awaited<ReturnType<typeof startServer>> | undefined;
    report(
      `serve, ${generated}: start to first tools/list`,
      await seconds(async () => {
        session = await startServer(settings, args);
      }),
    );
    const call = () =>
      session?.call("res_partner_create", { values: { name: "Bench" } }) ??
      Promise.resolve<Record<string, unknown>>({});
    const made: unknown[] = [];
    report(`serve, ${generated}: first create`, await seconds(async () => made.push((await call()).id)));
    report(`serve, ${generated}: second create`, await seconds(async () => made.push((await call()).id)));
    await session?.call("delete_records", { model: "res.partner", ids: made });
    await session?.close();
  }
} finally {
  await closeConnections();
  await rm(folder, { recursive: true, force: true });
}
