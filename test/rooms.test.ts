import { existsSync, readdirSync, readFileSync } from "node:fs";
import { copyFile, mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { execa } from "execa";
import { beforeAll, describe, expect, it } from "vitest";
import { ROOT, temporaryFolder } from "./support/fixtures.js";

// The linter's rules of what may import what (rooms.grit, biome.json), tried on modules that break them.

const UPWARDS = "Imports run downwards only";

/** What each module breaks; nothing where the rules let it pass. */
const PROBES: readonly (readonly [what: string, file: string, code: string, broken: string | undefined])[] = [
  ["a room above its own", "src/odoo/values/a.ts", 'export { x } from "../wires/http.js";', UPWARDS],
  ["a type of a room above", "src/odoo/notation/a.ts", 'export type { Wire } from "../wires/wire.js";', UPWARDS],
  ["a room above, when needed", "src/tools/guard/a.ts", 'export const x = () => import("../write/x.js");', UPWARDS],
  ["the room above", "src/tools/write/f.ts", 'export { x } from "../conversation/x.js";', UPWARDS],
  ["a file above", "src/odoo/wires/a.ts", 'export { createClient } from "../client.js";', UPWARDS],
  ["the last room", "src/odoo/instance/a.ts", 'export { x } from "../report/x.js";', UPWARDS],
  ["the floor above", "src/odoo/query/a.ts", 'export type { Tool } from "../../tools/call/tool.js";', UPWARDS],
  ["a face of the package", "src/tools/generated/a.ts", 'export * from "../../runtime.js";', UPWARDS],
  ["the SDK", "src/tools/session/a.ts", 'export * from "@modelcontextprotocol/sdk/types.js";', UPWARDS],
  ["the server", "codegen/explain/a.ts", 'export * from "../../src/server/protocol.js";', UPWARDS],
  ["the other server (1)", "src/http/a.ts", 'export * from "../server/protocol.js";', UPWARDS],
  ["the other server (2)", "src/server/a.ts", 'export * from "../http/protocol.js";', UPWARDS],
  ["the other server's SDK (1)", "src/http/h.ts", 'export * from "@modelcontextprotocol/sdk/types.js";', UPWARDS],
  ["the other server's SDK (2)", "src/server/h.ts", 'export * from "@modelcontextprotocol/server";', UPWARDS],
  ["a server", "src/tools/session/h.ts", 'export * from "../../http/users.js";', UPWARDS],
  ["a command", "codegen/emit/a.ts", 'export * from "../commands/generate.js";', UPWARDS],
  ["what serves HTTP, in what replicas share", "src/replicas/a.ts", 'export * from "../http/users.js";', UPWARDS],
  ["what replicas share, in the server", "src/server/r.ts", 'export * from "../replicas/sealing.js";', UPWARDS],
  ["what replicas share, over HTTP", "src/http/r.ts", 'export * from "../replicas/sealing.js";', undefined],
  ["Odoo, where people sign in", "src/oauth/b.ts", 'export * from "../odoo/errors/errors.js";', undefined],
  ["a room below its own", "src/odoo/values/b.ts", 'export { x } from "../notation/checks.js";', undefined],
  ["a type below its own", "src/tools/write/b.ts", 'export type { X } from "../change/change.js";', undefined],
  ["the SDK, in the server", "src/server/b.ts", 'export * from "@modelcontextprotocol/sdk/types.js";', undefined],
  ["the other SDK, over HTTP", "src/http/b.ts", 'export * from "@modelcontextprotocol/server";', undefined],
  ["the floor below", "codegen/commands/b.ts", 'export * from "../../src/tools/policy/policy.js";', undefined],
  ["each other (1)", "src/tools/read/c.ts", 'export * from "./d.js";\nexport const c = 1;', "noImportCycles"],
  ["each other (2)", "src/tools/read/d.ts", 'export type { c } from "./c.js";', "noImportCycles"],
  ["81 lines", "src/server/e.ts", `export function e() {\n${"  f();\n".repeat(81)}}`, "noExcessiveLinesPerFunction"],
  [
    "5 parameters",
    "codegen/plan/f.ts",
    "export const f = (a: 1, b: 1, c: 1, d: 1, e: 1) => [a, b, c, d, e];",
    "useMaxParams",
  ],
  ["401 lines", "src/odoo/query/g.ts", "f();\n".repeat(401), "noExcessiveLinesPerFile"],
];

describe("the linter", () => {
  let output = "";
  beforeAll(async () => {
    const { folder, remove } = await temporaryFolder();
    try {
      for (const file of ["biome.json", "rooms.grit"]) await copyFile(join(ROOT, file), join(folder, file));
      for (const [, file, code] of PROBES) {
        await mkdir(dirname(join(folder, file)), { recursive: true });
        await writeFile(join(folder, file), `${code}\n`);
      }
      const biome = join(ROOT, "node_modules", ".bin", "biome");
      const flags = ["--vcs-enabled=false", "--max-diagnostics=none", "--colors=off"];
      const run = await execa(biome, ["lint", ...flags, "."], { cwd: folder, all: true, reject: false });
      output = run.all;
    } finally {
      await remove();
    }
  });

  it.each(PROBES)("of a module that has %s (%s)", (_, file, __, broken) => {
    const reports = output.split(/^(?=\S+\.ts[: ])/m).filter((report) => report.startsWith(file));
    if (broken === undefined) expect(reports.join("")).not.toContain(UPWARDS);
    else expect(reports.join("")).toContain(broken);
  });
});

describe("every room", () => {
  const read = (file: string) => readFileSync(join(ROOT, file), "utf8");
  const rooms = ["src/odoo", "src/tools", "codegen"].flatMap((floor) =>
    readdirSync(join(ROOT, floor), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => [floor, name] as const),
  );

  it.each(rooms)("of %s is in the linter's rules, the architecture and the layout: %s", (_, room) => {
    expect(read("rooms.grit")).toMatch(new RegExp(`\\b${room}\\b`));
    expect(read("docs/architecture.md")).toContain(`\`${room}/\``);
    expect(read("CONTRIBUTING.md")).toMatch(new RegExp(`\\b${room}/`));
  });

  it("and every file that the architecture names is there", () => {
    const text = read("docs/architecture.md");
    const named = [...text.matchAll(/`((?:[\w-]+\/)*[\w.-]+\.(?:ts|grit|json))`/g)].map(([, file]) => file ?? "");
    expect(named.length).toBeGreaterThan(30);
    const places = ["", "src", "src/tools", "src/odoo"];
    const nowhere = named.filter((file) => !places.some((place) => existsSync(join(ROOT, place, file))));
    // "lines.ts" and "defaults.ts" stand behind a file of the same room.
    expect(nowhere.filter((file) => file.includes("/"))).toEqual([]);
  });
});
