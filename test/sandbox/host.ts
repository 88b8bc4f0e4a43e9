import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { LANGUAGE, MODULES, RECIPES, type Recipe, type Series } from "./recipes.js";

/** The uid that PostgreSQL and Odoo run as inside the sandbox. It needs no account on the host. */
export const UID = 8069;

/** Where one sandbox keeps everything. The folder is also its cache: `down` stops the servers and leaves it. */
export interface Box {
  recipe: Recipe;
  folder: string;
  /** Root of the unpacked Debian userland. */
  root: string;
  port: number;
  url: string;
  database: string;
  template: string;
  /** Changes when the recipe does, so that an old root or template database is made again. */
  recipeHash: string;
}

export function box(series: Series): Box {
  const recipe = RECIPES[series];
  const folder = join(process.env.ODOO_SANDBOX_DIR ?? "/var/cache/odoo-typed-mcp", series);
  const port = recipe.port + Number(process.env.ODOO_SANDBOX_PORT_SHIFT ?? 0);
  const recipeHash = createHash("sha256")
    .update(JSON.stringify([2, recipe, MODULES, LANGUAGE]))
    .digest("hex")
    .slice(0, 12);
  return {
    recipe,
    folder,
    root: join(folder, "root"),
    port,
    url: `http://127.0.0.1:${port}`,
    database: `odoo${series}`,
    template: `odoo${series}_template`,
    recipeHash,
  };
}

/** Thrown where a sandbox cannot be built at all, as opposed to a build that failed. */
export class SandboxImpossible extends Error {
  constructor(reason: string) {
    super(
      `The sandbox cannot run here: ${reason}. Use \`docker compose up\` with the project's compose.yaml, ` +
        "or set ODOO_URL, ODOO_DB, ODOO_USERNAME and ODOO_PASSWORD to an Odoo of your own.",
    );
    this.name = "SandboxImpossible";
  }
}

/** The mirror of the Debian archive that this machine's apt is configured for. Throws `SandboxImpossible`. */
export async function debianMirror(): Promise<string> {
  if (process.platform !== "linux") throw new SandboxImpossible("it needs Debian or a derivative");
  if (process.getuid?.() !== 0) throw new SandboxImpossible("it needs root (chroot and private mounts)");
  for (const tool of ["apt-get", "dpkg-deb", "unshare", "flock", "tar", "xargs"]) {
    const found = await execa("sh", ["-c", `command -v ${tool}`], { reject: false });
    if (found.failed) throw new SandboxImpossible(`there is no ${tool}`);
  }
  const mounts = await execa("unshare", ["--mount", "--propagation", "private", "true"], { reject: false });
  if (mounts.failed) throw new SandboxImpossible("private mounts are not allowed on this machine");
  const sources = await execa("apt-get", ["--print-uris", "update"], { reject: false });
  const mirror = /'([^']+\/debian)\/dists\//.exec(sources.stdout)?.[1];
  if (!mirror) throw new SandboxImpossible("apt has no mirror of the Debian archive");
  return mirror;
}

/** Runs a command inside the sandbox's root as its uid. Mounts are private to the process: nothing is left behind. */
export function inRoot(box: Box, command: readonly string[]): [string, string[]] {
  const script =
    'r=$1; u=$2; shift 2; mount --bind /proc "$r/proc" && exec chroot --userspec="$u:$u" "$r" /usr/bin/env -i ' +
    "PATH=/usr/bin:/bin HOME=/var/lib/odoo LANG=C.UTF-8 LC_ALL=C.UTF-8 TZ=UTC USER=odoo LOGNAME=odoo " +
    'PYTHONUNBUFFERED=1 PYTHONPYCACHEPREFIX=/var/cache/pyc PYTHONPATH=/etc/odoo "$@"';
  return [
    "unshare",
    ["--mount", "--propagation", "private", "sh", "-c", script, "sh", box.root, String(UID), ...command],
  ];
}

/** Runs `work` while no other sandbox command works on the same folder. */
export async function locked<T>(box: Box, work: () => Promise<T>): Promise<T> {
  const release = await lock(box, "lock");
  try {
    return await work();
  } finally {
    release();
  }
}

/** Waits until nobody else holds this lock of the box, and takes it. It dies with this process. */
export async function lock(box: Box, name: string): Promise<() => void> {
  await mkdir(box.folder, { recursive: true });
  const holder = spawn("flock", [join(box.folder, name), "sh", "-c", "echo locked; cat"], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  await new Promise<void>((resolve, reject) => {
    holder.once("error", reject);
    holder.once("exit", () => reject(new Error(`cannot lock ${box.folder}`)));
    holder.stdout.once("data", () => resolve());
  });
  holder.removeAllListeners("exit");
  return () => holder.stdin.end();
}

/** The pid in `file`, if that process still runs and its command line holds `marker`. A reused pid is not mistaken for ours. */
export async function livePid(file: string, marker: string): Promise<number | undefined> {
  const pid = Number.parseInt(await readFile(file, "utf8").catch(() => ""), 10);
  if (!Number.isInteger(pid)) return undefined;
  const told = (what: string) => readFile(`/proc/${pid}/${what}`, "utf8").catch(() => "");
  const commandLine = await told("cmdline");
  if (commandLine !== "") return commandLine.includes(marker) ? pid : undefined;
  // It has ended and nobody has asked how, or it is just becoming another program, and has no command line yet.
  const [, state] = /\) (\S)/.exec(await told("stat")) ?? [];
  return state === undefined || "ZX".includes(state) ? undefined : pid;
}

export const sleep = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
