import { existsSync, readdirSync, readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const read = (file: string) => readFileSync(join(ROOT, file), "utf8");
const SECURITY = read("SECURITY.md");
const LOCK = JSON.parse(read("package-lock.json")) as {
  packages: Record<
    string,
    { dev?: boolean; devOptional?: boolean; optional?: boolean; integrity?: string; hasInstallScript?: boolean }
  >;
};
const production = Object.entries(LOCK.packages).filter(([path, { dev }]) => path !== "" && !dev);

it("SECURITY.md names a reason for every production dependency, and for no other", () => {
  const { dependencies } = JSON.parse(read("package.json")) as { dependencies: Record<string, string> };
  const installed = production.filter(([, { optional, devOptional }]) => !optional && !devOptional);
  const named = [...SECURITY.matchAll(/^\| `([^`]+)`(?: \*)? \| \S/gm)].map(([, name]) => name);
  expect(named).toEqual(Object.keys(dependencies).sort());
  expect(SECURITY).toMatch(new RegExp(`\\b${installed.length} packages that are installed`));
});

it("what is published imports production dependencies alone", () => {
  const { dependencies, name: self } = JSON.parse(read("package.json")) as {
    name: string;
    dependencies: Record<string, string>;
  };
  const files = ["src", "codegen"].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts"))
      .map((file) => read(join(folder, file))),
  );
  const imported = files.flatMap((text) =>
    [...text.matchAll(/(?:^(?:import|export|\}) .*from |\bimport\()"([^".][^"]*)"/gm)].map(([, name]) => name ?? ""),
  );
  const packages = imported.filter((name) => !isBuiltin(name)).map((name) => /^(@[^/]+\/)?[^/]+/.exec(name)?.[0] ?? "");
  expect([...new Set(packages)].filter((name) => name !== self).sort()).toEqual(Object.keys(dependencies).sort());
});

it("SECURITY.md names tests that are there", () => {
  const named = [...SECURITY.matchAll(/`(test\/[^`]+)`/g)].map(([, file]) => file ?? "");
  expect(named.length).toBeGreaterThan(10);
  expect(named.filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
});

it("every production package is pinned by its hash, and runs nothing when it is installed", () => {
  expect(production.filter(([, { integrity }]) => !integrity)).toEqual([]);
  expect(production.filter(([, { hasInstallScript }]) => hasInstallScript)).toEqual([]);
});

it("nothing but one filter, the audit and a warning that is ours writes on the process's stderr", () => {
  const files = readdirSync(join(ROOT, "src"), { recursive: true, encoding: "utf8" }).filter((file) =>
    file.endsWith(".ts"),
  );
  const writing = files.filter((file) =>
    /console\.(error|warn|log|info)\(|process\.stderr/.test(read(join("src", file))),
  );
  expect(writing.sort()).toEqual(["command-line.ts", "odoo/errors/tell.ts", "tools/session/audit-file.ts"]);
});
