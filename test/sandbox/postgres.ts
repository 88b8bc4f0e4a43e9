import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { appendFile, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { execa } from "execa";
import { type Box, inRoot, livePid } from "./host.js";

const DATA = "/var/lib/pg/data";
const SOCKET = "/run/postgresql";

/** The cluster's superuser, whose output is unaligned. */
const psql = (box: Box, database: string) =>
  inRoot(box, ["psql", "-h", SOCKET, "-U", "postgres", "-d", database, "-qAtX", "-v", "ON_ERROR_STOP=1"]);

/** Runs SQL as the cluster's superuser and returns its unaligned output. */
export async function sql(box: Box, database: string, statement: string): Promise<string> {
  const [command, args] = psql(box, database);
  const { stdout } = await execa(command, args, { input: statement });
  return stdout.trim();
}

/** One process for many statements, for to start it costs more than most of them. */
export interface SqlSession {
  /** The lines of what one statement gives, or several. */
  ask(statement: string): Promise<string[]>;
  close(): void;
}

const END = "that is all";

export function openSql(box: Box, database: string): SqlSession {
  const [command, args] = psql(box, database);
  const session = spawn(command, args, { stdio: ["pipe", "pipe", "inherit"] });
  const output = createInterface({ input: session.stdout })[Symbol.asyncIterator]();
  return {
    async ask(statement) {
      session.stdin.write(`${statement};\n\\echo ${END}\n`);
      const lines: string[] = [];
      for (;;) {
        const { value, done } = await output.next();
        if (done) throw new Error("psql has ended.");
        if (value === END) return lines;
        lines.push(value);
      }
    },
    close: () => session.stdin.end(),
  };
}

export async function hasDatabase(box: Box, name: string): Promise<boolean> {
  return (await sql(box, "postgres", `select 1 from pg_database where datname = '${name}'`)) === "1";
}

/** Starts the sandbox's own PostgreSQL on a socket inside its root; no TCP port. Makes the cluster the first time. */
export async function startPostgres(box: Box): Promise<void> {
  const pidFile = join(box.root, DATA, "postmaster.pid");
  if (await livePid(pidFile, "postgres")) return;
  if (!existsSync(join(box.root, DATA, "PG_VERSION"))) {
    await postgres(box, "initdb", "-D", DATA, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8");
    // Crash-safe, because a sandbox outlives its machine's naps, but a lost last commit does not matter.
    await appendFile(
      join(box.root, DATA, "postgresql.conf"),
      `listen_addresses = ''\nunix_socket_directories = '${SOCKET}'\nsynchronous_commit = off\njit = off\n` +
        "shared_buffers = 256MB\nmax_wal_size = 2GB\ncheckpoint_timeout = 30min\n",
    );
  }
  await rm(pidFile, { force: true });
  await postgres(box, "pg_ctl", "-D", DATA, "-l", `${DATA}/server.log`, "-w", "-t", "300", "start");
  if ((await sql(box, "postgres", "select 1 from pg_roles where rolname = 'odoo'")) !== "1") {
    await sql(box, "postgres", "create role odoo superuser login");
  }
}

export async function stopPostgres(box: Box): Promise<void> {
  if (!(await livePid(join(box.root, DATA, "postmaster.pid"), "postgres"))) return;
  await postgres(box, "pg_ctl", "-D", DATA, "-m", "fast", "-w", "stop");
}

/** Output goes to a file: the server that `pg_ctl start` leaves running would hold a pipe open. */
async function postgres(box: Box, program: string, ...args: string[]): Promise<void> {
  const log = join(box.folder, "postgres.log");
  const [command, all] = inRoot(box, [`/usr/lib/postgresql/${box.recipe.postgres}/bin/${program}`, ...args]);
  const toLog = ["-c", 'exec "$@" > "$0" 2>&1', log, command, ...all];
  const result = await execa("sh", toLog, { stdio: "ignore", reject: false });
  if (result.failed) throw new Error(`${program} failed:\n${(await readFile(log, "utf8")).slice(-2000)}`);
}
