import { chmod, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { failed, findingsText, ok, orFailed, warning } from "../../codegen/doctor/findings.js";
import { checkEncryption, checkSecretFile } from "../../codegen/doctor/offline.js";
import { readSettings } from "../../src/odoo/connection/settings.js";
import { OdooError } from "../../src/odoo/errors/errors.js";
import { temporaryFolder } from "../support/fixtures.js";

const findings = [ok("tls", "Fine."), warning("budget", "Much.", "Less."), failed("sign-in", "Refused.", "Try.")];

it("is a line each, with what to do below", () => {
  expect(findingsText(findings, false)).toMatchInlineSnapshot(`
    "ok       tls        Fine.
    warning  budget     Much.
                        -> Less.
    error    sign-in    Refused.
                        -> Try.

    1 error, 1 warning."
  `);
});

it("has colours only where they are wanted", () => {
  expect(findingsText(findings, false)).not.toContain("\u001b[");
  expect(findingsText(findings, true)).toContain("\u001b[31merror");
});

it("takes an OdooError for a finding, and nothing else", async () => {
  const throwing = (error: Error) => () => Promise.reject(error);
  expect(await orFailed("x", "Do it.", throwing(new OdooError("auth", "No.")))).toEqual([failed("x", "No.", "Do it.")]);
  const hinted = new OdooError("auth", "No.", { hint: "Better." });
  expect(await orFailed("x", "Do it.", throwing(hinted))).toEqual([failed("x", "No.", "Better.")]);
  await expect(orFailed("x", "Do it.", throwing(new Error("bug")))).rejects.toThrow("bug");
});

it.each([
  ["https://odoo.example", {}, "ok"],
  ["https://odoo.example", { NODE_TLS_REJECT_UNAUTHORIZED: "0" }, "warning"],
  ["http://odoo.example", {}, "warning"],
  ["http://localhost:8069", {}, "ok"],
])("takes %s with %j for %s", (url, environment, status) => {
  const settings = readSettings({ ODOO_ALLOW_HTTP: "1", ODOO_URL: url, ODOO_PASSWORD: "x" });
  expect(checkEncryption(settings, environment).status).toBe(status);
});

it("minds a .env that others may read", async () => {
  const { folder, remove } = await temporaryFolder();
  expect(checkSecretFile(folder)).toEqual([]);
  await writeFile(join(folder, ".env"), "ODOO_API_KEY_COMMAND=pass show odoo\n", { mode: 0o644 });
  expect(checkSecretFile(folder)).toEqual([]);
  await rm(join(folder, ".env"));
  await writeFile(join(folder, ".env"), "ODOO_PASSWORD=s3cr3t\n", { mode: 0o600 });
  expect(checkSecretFile(folder)).toMatchObject([{ status: "ok" }]);
  await chmod(join(folder, ".env"), 0o644);
  expect(checkSecretFile(folder)).toMatchObject([{ status: "warning", next: "chmod 600 .env" }]);
  await remove();
});

it("shows what Odoo said as plain text of one line", () => {
  const [line] = findingsText([failed("server", "One\n\u001b[31mtwo", "Do it.")], false).split("\n");
  expect(line).toBe("error    server     One [31mtwo");
});
