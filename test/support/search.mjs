// Searches what a run printed and wrote for the secrets that it was given. JavaScript, because Node runs it as it stands
// in the programs that tests start. See canary.ts.
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseEnv } from "node:util";

/** Secrets that tests make up hold it, wherever they come from. */
const MARK = "s3cr3t";
const NAMES = /^ODOO_.*(KEY|PASSWORD)$/;
/** A shorter one, such as "admin", is found in ordinary text. */
const SHORTEST = 8;

/** `.env`, and of an instance `.env.<name>`. */
const SECRET_FILE = /(^|[\\/])\.env(\.[\w-]+)?$/;

/** Adds to the runs below `records` the command of this run and where a secret was found. */
export function recordRun(records, run) {
  const secrets = secretsOf(run);
  const found = [["its output or arguments", `${run.printed}\n${run.args.join(" ")}`], ...filesOf(run)]
    .filter(([, text]) => secrets.some((secret) => text.includes(secret)))
    .map(([where]) => where);
  mkdirSync(records, { recursive: true });
  appendFileSync(join(records, "runs"), `${JSON.stringify({ command: run.args.join(" "), found })}\n`);
}

function secretsOf({ folder, env }) {
  const files = readdirSync(folder).filter((name) => SECRET_FILE.test(name));
  const variables = [env, ...files.map((name) => parseEnv(readFileSync(join(folder, name), "utf8")))];
  const given = variables
    .flatMap((one) => Object.entries(one))
    .flatMap(([name, value]) => (NAMES.test(name) ? [value.trim()] : []));
  return [MARK, ...given.filter((secret) => secret.length >= SHORTEST)];
}

/** Path and text of what the run may have written: in the folders that it worked in or was given, and its audit. */
function filesOf({ args, folder, env, home }) {
  const given = [...args, env.ODOO_MCP_AUDIT, join(folder, "generated")].filter((path) => path && existsSync(path));
  const top = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => join(folder, name));
  // Clients' files, where the home is made for a test.
  const clients = home.startsWith(tmpdir()) ? [home, join(folder, ".vscode")] : [];
  const paths = new Set([...given, ...top, ...clients.filter((path) => existsSync(path))].flatMap(below));
  return [...paths].map((path) => [path, readFileSync(path, "utf8")]);
}

/** A file of settings is where the secret belongs. */
function below(path) {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats?.isFile()) return SECRET_FILE.test(path) || stats.size > 20_000_000 ? [] : [path];
  if (!stats?.isDirectory()) return [];
  const names = readdirSync(path).filter((name) => !["node_modules", ".git", ".npm", ".cache"].includes(name));
  return names.flatMap((name) => below(join(path, name)));
}
