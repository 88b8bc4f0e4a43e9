import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { closeConnections } from "../../../src/odoo/wires/http.js";
import { NO_AUDIT } from "../../../src/tools/call/audit.js";
import { approvalFolder, waitingIn } from "../../../src/tools/session/approval-folder.js";
import { servedFolder } from "../../../src/tools/session/served-folder.js";
import { signIn } from "../../../src/tools/session/sign-in.js";
import { type FakeOdoo, fakeOdoo } from "../../support/fake-odoo.js";
import { GENERATED, odooError, temporaryFolder } from "../../support/fixtures.js";

describe("a sign-in", () => {
  let home: string;
  let remove: () => Promise<void>;
  let odoo: FakeOdoo;
  beforeEach(async () => {
    ({ folder: home, remove } = await temporaryFolder());
    odoo = await fakeOdoo();
  });
  afterEach(async () => {
    await closeConnections();
    await remove();
  });

  const signedIn = async (env: Record<string, string> = {}, readOnly = false) => {
    const surroundings = { env: { ...odoo.settings, HOME: home, ...env }, cwd: () => home, stderr: process.stderr };
    const served = await servedFolder({ generated: GENERATED, readOnly }, surroundings);
    return signIn(served, { audit: NO_AUDIT, signal: new AbortController().signal });
  };

  it("has the user, the folder's policy, and a place for what waits, in the home", async () => {
    const { client, policy, approvalsOf } = await signedIn();
    expect(client.user.uid).toBe(2);
    expect(() => policy.check("res.users", "update")).toThrow(odooError("forbidden"));
    approvalsOf?.("delete_records", {}).wait("same", "Delete it?");
    expect(waitingIn(approvalFolder({ HOME: home }) ?? "")).toMatchObject([
      { url: odoo.url, database: "test", user: "bot", folder: home, question: "Delete it?" },
    ]);
  });

  it("is read-only where the folder is served so", async () => {
    const { policy } = await signedIn({}, true);
    expect(() => policy.check("res.partner", "update")).toThrow(odooError("forbidden", "read-only"));
  });

  it("has a folder for files, and a session as a browser's for a password, where the settings name them", async () => {
    expect((await signedIn({ ODOO_MCP_FILES: home })).folder).toBeDefined();
    const { folder, web } = await signedIn();
    expect({ folder, hasWeb: web !== undefined }).toEqual({ folder: undefined, hasWeb: true });
    await expect(signedIn({ ODOO_MCP_FILES: `${home}/none` })).rejects.toThrow(odooError("settings", "no folder"));
  });
});
