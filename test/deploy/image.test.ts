import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, copyFile, mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, inject, it, onTestFinished } from "vitest";
import { ANNAS_KEY, fakeOdoo19, SECRET } from "../http/support.js";
import { bearer, modernClient } from "../support/http-clients.js";
import { node24 } from "../support/node24.js";
import { freePort } from "../support/redis.js";
import { commandOf } from "./dockerfile.js";
import { buildTree, type ImageTree } from "./image-tree.js";
import { ROOT, read } from "./read.js";

// The instructions of both Dockerfiles without a container: a base image cannot be had everywhere, and what they do can.

/** What a container has of its base image, of this machine. */
const SYSTEM = ["bin", "dev", "etc", "lib", "lib64", "proc", "usr"];

/** In mounts of its own: the tree as the root, read-only, and no capability. Arguments: the root, the folder to run in, the user, the group, the command. */
const CONTAINED = `
set -e
root=$1 workdir=$2 user=$3 group=$4
shift 4
mount --bind "$root" "$root"
for folder in ${SYSTEM.join(" ")}; do mkdir -p "$root/$folder"; mount --rbind "/$folder" "$root/$folder"; done
mount -o remount,bind,ro "$root"
mount -o remount,bind,ro "$root/usr"
mount -o remount,bind,ro "$root/etc"
exec /usr/sbin/chroot "$root" /usr/bin/setpriv --reuid "$user" --regid "$group" --clear-groups --no-new-privs --bounding-set=-all \\
  --inh-caps=-all /usr/bin/env --chdir="$workdir" "$@"
`;

it.skipIf(!inject("services"))(
  "the images are built by their steps, and serve as a user without rights where nothing can be written",
  async () => {
    const parent = await mkdtemp(join(tmpdir(), "odoo-typed-mcp-image-"));
    onTestFinished(() => rm(parent, { recursive: true, force: true }));
    const context = { context: ROOT, parent };
    const ours = await buildTree(read("Dockerfile"), { ...context, base: await baseImage(parent) });
    const { root, workdir, user } = await buildTree(read("deploy/Dockerfile"), { ...context, base: ours });
    await chmod(root, 0o755);
    await chmod(parent, 0o755);
    const odoo = await fakeOdoo19();
    const port = await freePort();
    const environment = {
      PATH: "/opt:/usr/bin:/bin",
      HOME: "/nonexistent",
      ODOO_URL: odoo.url,
      ODOO_DB: "test",
      ODOO_MCP_HTTP_HOSTS: "mcp.example.com",
      ODOO_MCP_HTTP_SECRET: SECRET,
      ODOO_MCP_HTTP_DRAIN_MS: "0",
    };
    const command = commandOf(read("Dockerfile")).map((word) => (word === "0.0.0.0" ? "127.0.0.1" : word));
    const child = spawn(
      "unshare",
      ["--mount", "sh", "-c", CONTAINED, "sh", root, workdir, ...user.split(":"), ...command, "--port", `${port}`],
      { env: environment, stdio: ["ignore", "ignore", "pipe"] },
    );
    const exited = once(child, "exit");
    onTestFinished(() => void child.kill("SIGKILL"));
    let stderr = "";
    child.stderr.setEncoding("utf8");
    await new Promise<void>((done, reject) => {
      child.stderr.on("data", (text: string) => {
        stderr += text;
        if (stderr.includes("serving ")) done();
      });
      exited.then(() => reject(new Error(`It ended: ${stderr}`)), reject);
    });
    const origin = `http://127.0.0.1:${port}`;
    expect((await fetch(`${origin}/healthz`)).status).toBe(200);
    const anna = await modernClient(origin, bearer(ANNAS_KEY));
    // A typed tool, whose module is compiled for it.
    const { isError, structuredContent } = await anna.callTool({ name: "res_partner_read", arguments: { ids: [3] } });
    expect([isError ?? false, structuredContent]).toEqual([
      false,
      expect.objectContaining({ records: [expect.anything()] }),
    ]);
    await anna.close();
    child.kill("SIGTERM");
    expect(await exited).toEqual([0, null]);
    expect(stderr.split("\n").filter((line) => /EROFS|EACCES|EPERM|permission/i.test(line))).toEqual([]);
  },
);

/** A folder with the Node that the image has; this machine's own where there is no package of it. */
async function baseImage(parent: string): Promise<ImageTree> {
  const root = join(parent, "base");
  await mkdir(join(root, "opt"), { recursive: true });
  await copyFile((await node24(parent)) ?? process.execPath, join(root, "opt/node"));
  return { root, workdir: "/", user: "0:0" };
}
