// Loaded before a program that a test starts: when it ends, whatever it printed or wrote is searched for the secrets that
// it was given. JavaScript, because Node runs it as it stands. See canary.ts.
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseEnv } from "node:util";

const FOLDER = process.env.ODOO_TEST_CANARY ?? fileURLToPath(new URL("../../dist/canary", import.meta.url));

/** Secrets that tests make up hold it, wherever they come from. */
const MARK = "s3cr3t";
const NAMES = /^ODOO_.*(KEY|PASSWORD)$/;
/** A shorter one, such as "admin", is found in ordinary text. */
const SHORTEST = 8;

const initial = { ...process.env };
const folder = () => process.cwd();
let printed = "";

for (const stream of [process.stdout, process.stderr]) {
  const write = stream.write;
  stream.write = (chunk, ...rest) => {
    printed += typeof chunk === "string" ? chunk : Buffer.from(chunk).toString();
    return write.call(stream, chunk, ...rest);
  };
}
process.on("uncaughtExceptionMonitor", (error) => {
  printed += String(error?.stack ?? error);
});

process.on("exit", () => {
  const secrets = secretsOfRun();
  const found = [["its output or arguments", `${printed}\n${process.argv.join(" ")}`], ...filesOfRun()]
    .filter(([, text]) => secrets.some((secret) => text.includes(secret)))
    .map(([where]) => where);
  mkdirSync(FOLDER, { recursive: true });
  const command = process.argv.slice(2).join(" ");
  appendFileSync(join(FOLDER, "runs"), `${JSON.stringify({ command, found })}\n`);
});

function secretsOfRun() {
  const file = join(folder(), ".env");
  const all = { ...(existsSync(file) ? parseEnv(readFileSync(file, "utf8")) : {}), ...initial };
  const given = Object.entries(all).flatMap(([name, value]) => (NAMES.test(name) ? [value.trim()] : []));
  return [MARK, ...given.filter((secret) => secret.length >= SHORTEST)];
}

/** Path and text of what the run may have written: in the folders that it worked in or was given, and its audit. */
function filesOfRun() {
  const given = [...process.argv.slice(2), initial.ODOO_MCP_AUDIT, join(folder(), "generated")].filter(
    (path) => path && existsSync(path),
  );
  const top = readdirSync(folder(), { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => join(folder(), name));
  // Clients' files, where the home is made for a test.
  const home = homedir().startsWith(tmpdir()) ? [homedir(), join(folder(), ".vscode")] : [];
  const paths = new Set([...given, ...top, ...home.filter((path) => existsSync(path))].flatMap(below));
  return [...paths].map((path) => [path, readFileSync(path, "utf8")]);
}

/** `.env` is where the secret belongs. */
function below(path) {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats?.isFile()) return path.endsWith(".env") || stats.size > 20_000_000 ? [] : [path];
  if (!stats?.isDirectory()) return [];
  const names = readdirSync(path).filter((name) => !["node_modules", ".git", ".npm", ".cache"].includes(name));
  return names.flatMap((name) => below(join(path, name)));
}
