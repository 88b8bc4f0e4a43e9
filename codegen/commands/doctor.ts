import { environmentIn, settingsFiles } from "../../src/odoo/connection/environment.js";
import { findOdoo } from "../../src/odoo/connection/find-odoo.js";
import { toldOf } from "../../src/odoo/connection/instance-settings.js";
import { readSettings, type Settings } from "../../src/odoo/connection/settings.js";
import type { Schema } from "../../src/odoo/schema/schema.js";
import { closeConnections } from "../../src/odoo/wires/http.js";
import { openGenerated } from "../../src/tools/generated/folder.js";
import type { Config } from "../config/config.js";
import type { Paths } from "../disk/paths.js";
import { type Finding, findingsText, ok, orFailed } from "../doctor/findings.js";
import {
  checkBudget,
  checkClients,
  checkEncryption,
  checkMade,
  checkNetwork,
  checkPolicy,
  checkSecretFile,
} from "../doctor/offline.js";
import { checkDrift, checkPolicyInOdoo, checkRights, checkSignIn } from "../doctor/online.js";
import { thisPlace } from "../setup/client-files.js";
import type { Io } from "../terminal/io.js";
import { type Progress, withProgress } from "../terminal/progress.js";
import { readConfig } from "./introspect.js";

/** Long enough for a slow Odoo, short enough for a person who waits. */
const LONGEST_WAIT_MS = 20_000;

const AGAIN = "Run `odoo-mcp doctor` again.";

/** Looks at everything a server needs. Healthy is what has no error; `text` is for people, or JSON. */
export async function doctorCommand(
  { json, ...paths }: Paths & { json?: boolean },
  io: Io,
): Promise<{ text: string; healthy: boolean }> {
  try {
    const findings = await withProgress("Checking", (progress) => examine(paths, io, progress), io);
    const healthy = findings.every(({ status }) => status !== "error");
    const colours = Boolean(io.stdout.isTTY) && !io.env.NO_COLOR;
    return { healthy, text: json ? JSON.stringify({ healthy, findings }, null, 2) : findingsText(findings, colours) };
  } finally {
    await closeConnections();
  }
}

async function examine(paths: Paths, io: Io, progress: Progress): Promise<Finding[]> {
  const folder = io.cwd();
  const config = await examineConfig(paths.config);
  const generated = await examineGenerated(paths.generated, config.config && paths.config);
  const { instance } = paths;
  const mend = instance ? `Write them into ${instance.env}.` : "odoo-mcp init";
  const live = await orFailed("settings", mend, async () => {
    const settings = toldOf(instance, () => readSettings(environmentIn(folder, io.env, instance)));
    const bounded = { ...settings, timeoutMs: Math.min(settings.timeoutMs, LONGEST_WAIT_MS) };
    const online = await examineOdoo(bounded, config.config, generated.schema, progress);
    return [
      ok("settings", `${settings.url}, ${settings.username ?? "no login"}.`),
      checkEncryption(settings, io.env),
      ...online,
    ];
  });
  const place = { ...thisPlace(io), instance: instance?.name };
  const isAsked = live.some(({ check }) => check === "policy");
  const policy = isAsked ? [] : await checkPolicy(config.config, generated.schema);
  const own = [...config.findings, ...policy, ...generated.findings];
  const files = settingsFiles(instance).flatMap((file) => checkSecretFile(folder, file));
  const findings = [...files, ...checkNetwork(folder, io.env), ...live, ...own, ...checkClients(place)];
  return instance ? findings.map((finding) => nextOf(finding, instance.name)) : findings;
}

/** A command of ours is to be about the same instance. */
const nextOf = ({ next, ...finding }: Finding, instance: string): Finding =>
  next === undefined ? finding : { ...finding, next: next.replace(/^odoo-mcp .*/, `$& --instance ${instance}`) };

async function examineConfig(file: string): Promise<{ config?: Config; findings: Finding[] }> {
  let config: Config | undefined;
  const findings = await orFailed("config", "Mend the file, or make one with `odoo-mcp init`.", async () => {
    config = await readConfig(file);
    return [ok("config", `${file}: ${Object.keys(config.models).length} entries.`)];
  });
  return { ...(config ? { config } : {}), findings };
}

/** `config`: the file of one that could be read. */
async function examineGenerated(
  folder: string,
  config: string | undefined,
): Promise<{ schema?: Schema; findings: Finding[] }> {
  let schema: Schema | undefined;
  const findings = await orFailed("generated", "odoo-mcp codegen", async () => {
    const { manifest, ...opened } = openGenerated(folder);
    schema = opened.schema();
    const models = Object.keys(schema.models).length;
    return [
      ok("generated", `${folder}: ${models} models of Odoo ${schema.series}.`),
      ...(config ? await checkMade(folder, manifest, config) : []),
      checkBudget(manifest),
    ];
  });
  return { ...(schema ? { schema } : {}), findings };
}

async function examineOdoo(
  settings: Settings,
  config: Config | undefined,
  schema: Schema | undefined,
  progress: Progress,
): Promise<Finding[]> {
  return orFailed("server", "Check ODOO_URL, and that Odoo runs.", async () => {
    const started = performance.now();
    const { url, series } = await findOdoo(settings);
    const answered = `Odoo ${series.name} answers at ${url}, in ${Math.round(performance.now() - started)} ms.`;
    const signedIn = await checkSignIn(settings, series, async (client) => [
      ...(await orFailed("rights", AGAIN, async () => (config ? checkRights(client, config, schema, progress) : []))),
      ...(config ? await checkPolicyInOdoo(client, config, schema) : []),
      ...(await orFailed("drift", AGAIN, async () => (schema ? checkDrift(client, schema) : []))),
    ]);
    const next = url === settings.url ? {} : { next: `ODOO_URL=${url} is its address, without a path of its screens.` };
    return [{ ...ok("server", answered), ...next }, ...signedIn];
  });
}
