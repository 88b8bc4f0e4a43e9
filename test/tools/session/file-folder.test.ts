import { link, mkdir, readFile, rename, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { FileFolder } from "../../../src/tools/call/tool.js";
import { fileFolder } from "../../../src/tools/session/file-folder.js";
import { odooError, temporaryFolder } from "../../support/fixtures.js";

const MOST = 100;

describe("the folder for files", () => {
  let root: string;
  let remove: () => Promise<void>;
  let folder: FileFolder;
  const read = async (path: string) => Buffer.from(await folder.read(path, MOST)).toString();

  beforeAll(async () => {
    ({ folder: root, remove } = await temporaryFolder());
    await mkdir(join(root, "in", "deep"), { recursive: true });
    await mkdir(join(root, "out"));
    await writeFile(join(root, "in", "a.txt"), "inside");
    await writeFile(join(root, "in", "deep", "b.txt"), "deep");
    await writeFile(join(root, "out", "a.txt"), "outside");
    await symlink(join(root, "out", "a.txt"), join(root, "in", "link.txt"));
    await symlink(join(root, "out"), join(root, "in", "way"));
    await symlink(join(root, "in", "a.txt"), join(root, "in", "own.txt"));
    const made = fileFolder(join(root, "in"));
    if (!made) throw new Error("There is no folder.");
    folder = made;
  });
  afterAll(() => remove());

  it("is none where none is named, and has to be there", () => {
    expect(fileFolder(undefined)).toBeUndefined();
    expect(fileFolder("  ")).toBeUndefined();
    expect(() => fileFolder(join(root, "nowhere"))).toThrow(odooError("settings", "no folder"));
  });

  it("gives what is below it", async () => {
    expect(await read("a.txt")).toBe("inside");
    expect(await read("./deep//b.txt")).toBe("deep");
  });

  it.each([
    "../out/a.txt",
    "deep/../../out/a.txt",
    "deep/../a.txt",
    "..\\out\\a.txt",
    "/etc/passwd",
    "C:\\a.txt",
    "c:a.txt",
    "\\\\server\\a.txt",
    "a.txt\0",
    "link.txt",
    "own.txt",
    "way/a.txt",
  ])("gives nothing for %j", async (path) => {
    await expect(read(path)).rejects.toThrow(odooError("forbidden", "leads out"));
  });

  it("gives nothing of another folder that takes the place of one of its own meanwhile", async () => {
    await mkdir(join(root, "in", "swap"));
    await writeFile(join(root, "in", "swap", "a.txt"), "inside");
    let stop = false;
    const swapping = (async () => {
      while (!stop) {
        await rename(join(root, "in", "swap"), join(root, "kept"));
        await symlink(join(root, "out"), join(root, "in", "swap"));
        await rm(join(root, "in", "swap"));
        await rename(join(root, "kept"), join(root, "in", "swap"));
        await sleep(1);
      }
    })();
    const answers: string[] = [];
    for (let turn = 0; turn < 300; turn++) answers.push(await read("swap/a.txt").catch(() => "refused"));
    stop = true;
    await swapping;
    console.log(`${answers.filter((one) => one === "inside").length} of 300 read, the others refused`);
    expect(answers).not.toContain("outside");
    expect(await read("swap/a.txt")).toBe("inside");
  });

  it("says what is no file, what is not there and what is too large", async () => {
    await expect(read("deep")).rejects.toThrow(odooError("validation", "no file"));
    await expect(read("none.txt")).rejects.toThrow(odooError("not_found", "none.txt"));
    await expect(read("a.txt/b")).rejects.toThrow(odooError("not_found"));
    await writeFile(join(root, "in", "large"), Buffer.alloc(MOST + 1));
    await expect(read("large")).rejects.toThrow(odooError("validation", `${MOST + 1} bytes`));
    await writeFile(join(root, "in", "just"), Buffer.alloc(MOST));
    expect(await read("just")).toHaveLength(MOST);
  });

  it.skipIf(process.platform === "win32")("does not wait at a pipe", async () => {
    await execa("mkfifo", [join(root, "in", "pipe")]);
    await expect(read("pipe")).rejects.toThrow(odooError("validation", "no file"));
  });

  it("takes a file under another name where there is one of that name, and follows no link", async () => {
    expect(folder.save("a.txt", Buffer.from("new"))).toBe(join(root, "in", "a (2).txt"));
    expect(folder.save("link.txt", Buffer.from("new"))).toBe(join(root, "in", "link (2).txt"));
    expect(await readFile(join(root, "out", "a.txt"), "utf8")).toBe("outside");
    await link(join(root, "in", "a.txt"), join(root, "in", "hard.txt"));
    expect(folder.save("hard.txt", Buffer.from("new"))).toBe(join(root, "in", "hard (2).txt"));
    expect(await read("a.txt")).toBe("inside");
  });
});
