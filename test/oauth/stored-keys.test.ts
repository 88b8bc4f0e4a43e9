import { chmod, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { keysByCommand, keysInFile } from "../../src/oauth/stored-keys.js";
import { temporaryFolder } from "../support/fixtures.js";

async function file(content: string, mode = 0o600): Promise<string> {
  const { folder, remove } = await temporaryFolder();
  onTestFinished(remove);
  const path = join(folder, "keys.json");
  await writeFile(path, content);
  await chmod(path, mode);
  return path;
}

describe("a file of keys", () => {
  it("has the keys of its users and of nobody else, as it is now", async () => {
    const path = await file('{ "mitchell": "k3y" }');
    const keyOf = keysInFile(path);
    expect(await keyOf("mitchell")).toBe("k3y");
    for (const login of ["marc", "", "__proto__", "constructor", "toString"])
      expect(await keyOf(login)).toBeUndefined();
    await writeFile(path, '{ "marc": "0ther" }');
    expect(await keyOf("mitchell")).toBeUndefined();
    expect(await keyOf("marc")).toBe("0ther");
  });

  it.each([
    ["no JSON", "mitchell: s3cr3t"],
    ["a list", '["s3cr3t"]'],
    ["a key that is none", '{ "mitchell": 5, "marc": "s3cr3t" }'],
  ])("of %s is refused without a word of what is in it", async (_what, content) => {
    const asked = keysInFile(await file(content))("mitchell");
    await expect(asked).rejects.toMatchObject({ category: "settings" });
    await expect(asked).rejects.not.toThrow(/s3cr3t/);
  });

  it("that is missing is refused", async () => {
    await expect(keysInFile("/no/such/file")("mitchell")).rejects.toThrow("cannot be read");
  });

  it.skipIf(process.platform === "win32").each([0o640, 0o604, 0o660])(
    "that others may read is refused: %o",
    async (mode) => {
      await expect(keysInFile(await file("{}", mode))("mitchell")).rejects.toThrow("may be read by others");
    },
  );
});

describe.skipIf(process.platform === "win32")("a command for keys", () => {
  const NAME = "ODOO_MCP_OAUTH_COMMAND";

  it("finds the login in its environment, whatever is in it, and runs once for each", async () => {
    const runs = await file("");
    const keyOf = keysByCommand(
      `echo run >> '${runs}'; test "$ODOO_MCP_LOGIN" = 'a"; echo $(id) #' && echo k3y || true`,
      NAME,
    );
    expect(await keyOf('a"; echo $(id) #')).toBe("k3y");
    expect(await keyOf('a"; echo $(id) #')).toBe("k3y");
    expect(await keyOf("mitchell")).toBeUndefined();
    expect(await keyOf("a\0b")).toBeUndefined();
    expect(await readFile(runs, "utf8")).toBe("run\nrun\n");
  });

  it("that fails is told of by the setting's name, without what it printed", async () => {
    await expect(keysByCommand("echo s3cr3t; exit 3", NAME)("mitchell")).rejects.toThrow(
      `${NAME} failed with exit code 3.`,
    );
  });
});
