import { spawn } from "node:child_process";
import { once } from "node:events";
import { copyFile, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { expect, it } from "vitest";
import { openGenerated } from "../../src/tools/generated/folder.js";
import { committedConfig, filesBelow, GENERATED, ROOT, SCHEMA_FILE, temporaryFolder } from "../support/fixtures.js";
import { CLI } from "../support/mcp.js";
import { random } from "../support/random.js";

const RUNS = 12;

it("leaves generated/ whole when generate is killed at any moment", { timeout: 240_000 }, async () => {
  const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);
  console.log(`seed ${seed} (SEED=${seed} repeats it)`);
  const next = random(seed);
  const { folder, remove } = await temporaryFolder();
  const generated = join(folder, "generated");
  const { models } = committedConfig();
  const configs = ["a", "b"].map((name) => join(folder, `${name}.json`));
  // Another description in every tool, and another set of modules.
  await writeFile(configs[0] ?? "", JSON.stringify({ models }));
  const { "crm.lead": _, ...fewer } = models;
  await writeFile(configs[1] ?? "", JSON.stringify({ models: fewer, maxFields: 3 }));
  const args = (config: string) => [CLI, "generate", "--config", config, "--generated", generated];
  await execa("mkdir", ["-p", generated]);
  await copyFile(SCHEMA_FILE, join(generated, "schema.json"));

  const whole: Record<string, string>[] = [];
  let slowest = 0;
  for (const config of configs) {
    const started = performance.now();
    await execa(process.execPath, args(config), { cwd: ROOT });
    slowest = Math.max(slowest, performance.now() - started);
    whole.push(await filesBelow(generated));
  }
  const outcomes = { before: 0, after: 0 };
  let current = 1;
  for (let run = 0; run < RUNS; run++) {
    const other = 1 - current;
    const child = spawn(process.execPath, args(configs[other] ?? ""), { cwd: ROOT, stdio: "ignore" });
    const exited = once(child, "exit");
    // Most runs are killed in the last third, where files are written.
    const delay = slowest * (run % 3 === 0 ? next() : 0.6 + 0.4 * next());
    await new Promise((resolve) => setTimeout(resolve, delay));
    child.kill("SIGKILL");
    await exited;
    openGenerated(generated);
    const files = Object.fromEntries(
      Object.entries(await filesBelow(generated)).filter(([path]) => !path.startsWith(".")),
    );
    const is = files["manifest.json"] === whole[current]?.["manifest.json"] ? current : other;
    expect(files, `seed ${seed}, run ${run}, killed after ${delay.toFixed(0)} ms`).toEqual(whole[is]);
    outcomes[is === current ? "before" : "after"]++;
    current = is;
  }
  console.log(`killed ${RUNS} times: ${outcomes.before} kept the old files, ${outcomes.after} had the new ones`);
  expect(await readFile(join(generated, "schema.json"), "utf8")).toBe(
    await readFile(join(GENERATED, "schema.json"), "utf8"),
  );
  await remove();
});
