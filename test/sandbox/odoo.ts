import { spawn } from "node:child_process";
import { pbkdf2Sync, randomBytes } from "node:crypto";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { open, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { execa } from "execa";
import type { Progress } from "../../codegen/terminal/progress.js";
import { type Box, inRoot, livePid, sleep } from "./host.js";
import { hasDatabase, sql } from "./postgres.js";
import { LANGUAGE, MODULES } from "./recipes.js";

const ODOO = ["/usr/bin/python3", "/usr/bin/odoo"];
const PID_MARKER = "/usr/bin/odoo";

/** Makes the template database with Odoo itself, unless it is there: minutes. Named as the template only when complete. */
export async function makeTemplate(box: Box, progress: Progress): Promise<void> {
  const ready = join(box.folder, "template.ready");
  const current = (await readFile(ready, "utf8").catch(() => "")) === box.recipeHash;
  if (current && (await hasDatabase(box, box.template))) return;
  const fresh = `${box.template}_new`;
  for (const name of [box.template, fresh]) await dropDatabase(box, name);
  await initialise(box, fresh, progress);
  await addApiKeys(box, fresh, await apiKeys(box));
  await sql(box, fresh, "vacuum analyze");
  await sql(box, "postgres", `alter database ${fresh} rename to ${box.template}`);
  await execa("mv", [filestore(box, fresh), filestore(box, box.template)]);
  await dropDatabase(box, box.database);
  await writeFile(ready, box.recipeHash);
}

/** Copies the template over the working database, from which whoever uses it is cut off. */
export async function restoreDatabase(box: Box): Promise<void> {
  await dropDatabase(box, box.database);
  await sql(box, "postgres", `create database ${box.database} owner odoo template ${box.template}`);
  // A copied sequence logs nothing before its next 32 values or checkpoint: a crash before then would hand out used ids.
  await sql(box, "postgres", "checkpoint");
  await execa("cp", ["-a", filestore(box, box.template), filestore(box, box.database)]);
}

/**
 * Python's own start file. Odoo 19 would hash a password anew at its first sign-in, with 600,000 rounds, and at every sign-in
 * go through them: a third of a second. Its own tests hash with one round. And it looks for garbage less often.
 */
const CHEAP = `import gc
import passlib.context
gc.set_threshold(100_000, 20, 20)
made = passlib.context.CryptContext.__init__
def make(self, *args, **options):
    if "pbkdf2_sha512__rounds" in options:
        options["pbkdf2_sha512__rounds"] = 1
    made(self, *args, **options)
passlib.context.CryptContext.__init__ = make
`;

/** Ends the wait for an Odoo that hangs, however slow the machine is. */
const START_LIMIT_MS = 5 * 60_000;

/** Starts Odoo detached and returns when it has answered a real call. Throws with the end of its log. */
export async function startOdoo(box: Box): Promise<void> {
  const pidFile = join(box.folder, "odoo.pid");
  await setSecrets(box);
  if (!(await odooPid(box))) {
    await writeFile(join(box.root, "etc/odoo/sitecustomize.py"), CHEAP);
    await checkPort(box.port);
    const log = await open(join(box.folder, "odoo.log"), "a");
    const [command, args] = inRoot(box, [
      ...ODOO,
      ...serverArguments(box),
      // Without a filter, Odoo does not ask PostgreSQL at each request which databases there are.
      "-d",
      box.database,
      "--log-handler=werkzeug:WARNING",
    ]);
    const child = spawn(command, args, { detached: true, stdio: ["ignore", log.fd, log.fd] });
    child.unref();
    await writeFile(pidFile, `${child.pid}`);
    await log.close();
  }
  const deadline = Date.now() + START_LIMIT_MS;
  while (!(await answers(box))) {
    if (!(await odooPid(box)) || Date.now() > deadline) {
      throw new Error(`Odoo ${box.recipe.series} did not start:\n${await tail(join(box.folder, "odoo.log"))}`);
    }
    await sleep(200);
  }
}

/** SIGTERM, and SIGKILL if the running call does not end in time. */
export async function stopOdoo(box: Box): Promise<void> {
  const pid = await odooPid(box);
  if (pid) {
    process.kill(pid, "SIGTERM");
    for (let waited = 0; (await odooPid(box)) && waited < 15_000; waited += 100) await sleep(100);
    await killOdoo(box);
  }
  await rm(join(box.folder, "odoo.pid"), { force: true });
}

/** SIGKILL, as a machine that fails. Returns when the process is gone. */
export async function killOdoo(box: Box): Promise<void> {
  for (let pid = await odooPid(box); pid; pid = await odooPid(box)) {
    process.kill(pid, "SIGKILL");
    await sleep(20);
  }
}

export const odooPid = (box: Box) => livePid(join(box.folder, "odoo.pid"), PID_MARKER);

/** By login. They exist only in this sandbox's database, and are like no other text, so that they can be searched for. */
export const apiKeys = (box: Box) => secrets(join(box.folder, "apikeys.json"));
export const passwords = (box: Box) => secrets(join(box.folder, "passwords.json"));

async function secrets(file: string): Promise<Record<"admin" | "demo", string>> {
  if (!existsSync(file)) {
    const made = { admin: randomBytes(20).toString("hex"), demo: randomBytes(20).toString("hex") };
    await writeFile(file, JSON.stringify(made), { mode: 0o600 });
  }
  return JSON.parse(await readFile(file, "utf8"));
}

function serverArguments(box: Box): string[] {
  const server = box.recipe.series === "14" ? [] : ["server"];
  return [...server, "-c", "/etc/odoo/odoo.conf", `--http-port=${box.port}`];
}

async function initialise(box: Box, database: string, progress: Progress): Promise<void> {
  const init = ["-d", database, "-i", MODULES.join(","), `--load-language=en_US,${LANGUAGE}`];
  const once = [...box.recipe.initArguments, "--stop-after-init", "--no-http"];
  const [command, args] = inRoot(box, [...ODOO, ...serverArguments(box), ...init, ...once]);
  const logFile = join(box.folder, "init.log");
  progress.update("making the database");
  const child = execa(command, args, { stdin: "ignore", all: true, buffer: false, reject: false });
  const log = await open(logFile, "w");
  const errors: string[] = [];
  for await (const line of child.iterable({ from: "all" })) {
    await log.write(`${line}\n`);
    const loading = / (?:odoo\.modules\.loading: )Loading module (\S+) \((\d+)\/(\d+)\)/.exec(line);
    if (loading) progress.update(`making the database: module ${loading[2]}/${loading[3]} ${loading[1]}`);
    if (/ (ERROR|CRITICAL) /.test(line)) errors.push(line);
  }
  await log.close();
  const result = await child;
  if (result.failed || errors.length > 0) {
    throw new Error(`Odoo could not make its database, see ${logFile}:\n${errors.join("\n") || (await tail(logFile))}`);
  }
}

/** Gives users API keys, by their logins. The first 8 digits of a key are its index. */
export async function addApiKeys(box: Box, database: string, keys: Readonly<Record<string, string>>): Promise<void> {
  const expiry = box.recipe.apiKeyExpiry ? [", expiration_date", ", null"] : ["", ""];
  const statements = Object.entries(keys).map(
    ([login, key]) =>
      `insert into res_users_apikeys (name, user_id, scope, key, index${expiry[0]})
       select 'sandbox', id, 'rpc', '${hashed(key)}', '${key.slice(0, 8)}'${expiry[1]} from res_users where login = '${login}';`,
  );
  await sql(box, database, statements.join("\n"));
}

/** The passwords, and the keys' hashes, which an older template has in another form. */
async function setSecrets(box: Box): Promise<void> {
  const statements = [
    ...Object.entries(await passwords(box)).map(
      ([login, password]) => `update res_users set password = '${hashed(password)}' where login = '${login}';`,
    ),
    ...Object.values(await apiKeys(box)).map(
      (key) => `update res_users_apikeys set key = '${hashed(key)}' where index = '${key.slice(0, 8)}';`,
    ),
  ];
  await sql(box, box.database, statements.join("\n"));
}

/** Odoo's own format (passlib pbkdf2_sha512), of one round: Odoo checks a key at every call, and the secrets are random. */
function hashed(secret: string): string {
  const base64 = (bytes: Buffer) => bytes.toString("base64").replace(/=+$/, "").replaceAll("+", ".");
  const salt = randomBytes(16);
  return `$pbkdf2-sha512$1$${base64(salt)}$${base64(pbkdf2Sync(secret, salt, 1, 64, "sha512"))}`;
}

async function dropDatabase(box: Box, name: string): Promise<void> {
  await sql(box, "postgres", `drop database if exists ${name} with (force)`);
  await rm(filestore(box, name), { recursive: true, force: true });
}

const filestore = (box: Box, database: string) => join(box.root, "var/lib/odoo/filestore", database);

/** Throws where something else listens, which would otherwise be taken for the server that is about to start. */
async function checkPort(port: number): Promise<void> {
  const probe = createServer();
  try {
    probe.listen(port, "127.0.0.1");
    await once(probe, "listening");
  } catch {
    throw new Error(
      `Port ${port} on 127.0.0.1 is in use by another program; stop it, or another sandbox with \`down\`.`,
    );
  } finally {
    probe.close();
  }
}

async function answers(box: Box): Promise<boolean> {
  const args = [box.database, 2, (await passwords(box)).admin, "res.users", "search_count", [[]]];
  try {
    const response = await fetch(`${box.url}/jsonrpc`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ jsonrpc: "2.0", id: 1, params: { service: "object", method: "execute_kw", args } }),
      signal: AbortSignal.timeout(60_000),
    });
    return "result" in ((await response.json()) as object);
  } catch {
    return false;
  }
}

async function tail(file: string): Promise<string> {
  return (await readFile(file, "utf8").catch(() => "")).trim().split("\n").slice(-15).join("\n");
}
