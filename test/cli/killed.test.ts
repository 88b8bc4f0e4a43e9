import { spawn } from "node:child_process";
import { once } from "node:events";
import { watch } from "node:fs";
import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { expect, it } from "vitest";
import { openGenerated } from "../../src/tools/generated/folder.js";
import { committedConfig, filesBelow, GENERATED, ROOT, SCHEMA_FILE, temporaryFolder } from "../support/fixtures.js";
import { CLI } from "../support/mcp.js";

/** At which change of the folder the process is killed. What is left before each step on disk is in codegen/disk/killed.test.ts. */
const CHANGES = [1, 2, 3, 5, 8, 13];

it("leaves generated/ whole when generate is killed while it writes", { timeout: 240_000 }, async () => {
  const { folder, remove } = await temporaryFolder();
  const generated = join(folder, "generated");
  const { models } = committedConfig();
  const configs = ["a", "b"].map((name) => join(folder, `${name}.json`));
  // Another description in every tool, and another set of modules.
  await writeFile(configs[0] ?? "", JSON.stringify({ models }));
  const { "crm.lead": _, ...fewer } = models;
  await writeFile(configs[1] ?? "", JSON.stringify({ models: fewer, maxFields: 3 }));
  const args = (config: string) => [CLI, "generate", "--config", config, "--generated", generated];
  await mkdir(generated);
  await copyFile(SCHEMA_FILE, join(generated, "schema.json"));

  const whole: Record<string, string>[] = [];
  for (const config of configs) {
    await execa(process.execPath, args(config), { cwd: ROOT });
    whole.push(await filesBelow(generated));
  }
  const outcomes = { before: 0, after: 0 };
  let current = 1;
  for (const change of CHANGES) {
    const other = 1 - current;
    const child = spawn(process.execPath, args(configs[other] ?? ""), { cwd: ROOT, stdio: "ignore" });
    const exited = once(child, "exit");
    let seen = 0;
    const watcher = watch(generated, () => {
      if (++seen === change) child.kill("SIGKILL");
    });
    await exited;
    watcher.close();
    openGenerated(generated);
    const files = Object.fromEntries(
      Object.entries(await filesBelow(generated)).filter(([path]) => !path.startsWith(".")),
    );
    const is = files["manifest.json"] === whole[current]?.["manifest.json"] ? current : other;
    expect(files, `killed at change ${change}`).toEqual(whole[is]);
    outcomes[is === current ? "before" : "after"]++;
    current = is;
  }
  console.log(
    `killed ${CHANGES.length} times: ${outcomes.before} kept the old files, ${outcomes.after} had the new ones`,
  );
  expect(await readFile(join(generated, "schema.json"), "utf8")).toBe(
    await readFile(join(GENERATED, "schema.json"), "utf8"),
  );
  await remove();
});
