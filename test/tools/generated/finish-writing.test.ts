import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { finishWriting, isOwnPath, JOURNAL, READY } from "../../../src/tools/generated/finish-writing.js";
import { filesBelow, odooError, temporaryFolder, writeFiles } from "../../support/fixtures.js";

// What a killed writer leaves in every place is in test/codegen/disk/killed.test.ts.

let folder: string;
let remove: () => Promise<void>;
beforeEach(async () => {
  ({ folder, remove } = await temporaryFolder());
});
afterEach(() => remove());

/** New files that stand ready, with the journal that says what is to be done. */
async function ready(journal: object, files: Record<string, string> = {}) {
  await mkdir(join(folder, READY), { recursive: true });
  await writeFiles(
    join(folder, READY),
    Object.entries(files).map(([path, text]) => ({ path, text })),
  );
  await writeFile(join(folder, READY, JOURNAL), JSON.stringify(journal));
}

describe("what stands ready", () => {
  it("is put in place, what is to go is removed, and nothing else is touched", async () => {
    await writeFiles(folder, [
      { path: "manifest.json", text: "old" },
      { path: "models/gone.ts", text: "old" },
      { path: "mine.md", text: "mine" },
    ]);
    await ready(
      { write: ["manifest.json", "models/new.ts"], remove: ["models/gone.ts"] },
      { "manifest.json": "new", "models/new.ts": "new" },
    );
    finishWriting(folder);
    expect(await filesBelow(folder)).toEqual({ "manifest.json": "new", "models/new.ts": "new", "mine.md": "mine" });
    finishWriting(folder);
    expect(await readdir(folder)).not.toContain(READY);
  });

  it.each(["../outside.ts", "/etc/x.ts", "models/../../x.ts", "x.sh", ".env", "models/a/b.ts"])(
    "is refused where its journal names %s",
    async (path) => {
      await ready({ write: [path], remove: [] });
      expect(() => finishWriting(folder)).toThrow(odooError("settings", "half written", "names other files"));
      await ready({ write: [], remove: [path] });
      expect(() => finishWriting(folder)).toThrow(odooError("settings", "half written"));
    },
  );

  it("is rubbish without its journal", async () => {
    await mkdir(join(folder, READY));
    await writeFile(join(folder, READY, "manifest.json"), "half");
    await writeFile(join(folder, "manifest.json"), "old");
    finishWriting(folder);
    expect(await readFile(join(folder, "manifest.json"), "utf8")).toBe("old");
    expect(await readdir(folder)).toEqual(["manifest.json"]);
  });
});

it("a path of ours is a module or a list of the folder, and no other", () => {
  expect(["manifest.json", "index.ts", "models/sale_order.ts"].every(isOwnPath)).toBe(true);
  expect([undefined, 5, "", "models/", "Models/a.ts", "a.js"].some(isOwnPath)).toBe(false);
});
