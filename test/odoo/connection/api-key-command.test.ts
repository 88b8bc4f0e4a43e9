import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { withApiKey } from "../../../src/odoo/connection/api-key-command.js";
import { readSettings } from "../../../src/odoo/connection/settings.js";

const settings = (ODOO_API_KEY_COMMAND: string) =>
  readSettings({ ODOO_URL: "https://odoo.example", ODOO_API_KEY_COMMAND });

/** A command that ends when the test is over, and not before. */
async function endless(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "odoo-typed-mcp-endless-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  return `while [ -e '${folder}' ]; do sleep 0.1; done 2> /dev/null`;
}

describe.skipIf(process.platform === "win32")("ODOO_API_KEY_COMMAND", () => {
  it.each([
    ["echo k3y", "k3y"],
    ["printf 'k3y\\r\\nlogin: bot\\n'", "k3y"],
    ["printf ' k3y'", "k3y"],
    ["echo k3y; head -c 300000 /dev/zero | tr '\\0' x", "k3y"],
    ["true && echo $((40 + 2))", "42"],
  ])("is run by the shell, and prints the key on its first line: %s", async (command, key) => {
    expect(await withApiKey(settings(command))).toMatchObject({ apiKey: key, apiKeyCommand: command });
  });

  it.each([
    ["echo s3cr3t; exit 3", "ODOO_API_KEY_COMMAND failed with exit code 3."],
    ["no-such-program-s3cr3t 2> /dev/null", "ODOO_API_KEY_COMMAND failed with exit code 127."],
    ["echo s3cr3t; kill -9 $$", "ODOO_API_KEY_COMMAND was ended by SIGKILL."],
    ["printf '\\n s3cr3t'", "ODOO_API_KEY_COMMAND printed no key on its first line."],
    ["true", "ODOO_API_KEY_COMMAND printed no key on its first line."],
  ])("is refused without a word of what it is or printed: %s", async (command, message) => {
    const hint = "Run the command in a terminal: the first line that it prints must be the API key.";
    await expect(withApiKey(settings(command))).rejects.toMatchObject({ category: "settings", message, hint });
  });

  it("is given up where it takes too long, with all it has started", async () => {
    await expect(withApiKey(settings(`${await endless()}; echo late`), undefined, 200)).rejects.toMatchObject({
      category: "settings",
      message: "ODOO_API_KEY_COMMAND did not end within 0.2 seconds.",
    });
  });

  it("is given up where the sign-in is", async () => {
    const stopping = new AbortController();
    const command = await endless();
    const asked = withApiKey(settings(command), stopping.signal);
    stopping.abort();
    await expect(asked).rejects.toMatchObject({ category: "cancelled" });
    await expect(withApiKey(settings(command), stopping.signal)).rejects.toMatchObject({
      category: "cancelled",
    });
  });

  it("does not read from stdin, which is the client's", async () => {
    expect(await withApiKey(settings("cat; echo k3y"))).toMatchObject({ apiKey: "k3y" });
  });

  it("runs again at every call, and not where there is no command", async () => {
    const folder = await mkdtemp(join(tmpdir(), "odoo-typed-mcp-secret-"));
    onTestFinished(() => rm(folder, { recursive: true }));
    const file = join(folder, "counted");
    const given = settings(`echo x >> '${file}'; wc -l < '${file}'`);
    expect((await withApiKey(given)).apiKey).toBe("1");
    expect((await withApiKey(given)).apiKey).toBe("2");
    expect(await readFile(file, "utf8")).toBe("x\nx\n");
    const plain = readSettings({ ODOO_URL: "https://odoo.example", ODOO_API_KEY: "k3y" });
    expect(await withApiKey(plain)).toBe(plain);
  });
});
