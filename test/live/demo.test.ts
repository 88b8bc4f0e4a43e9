import { execa } from "execa";
import { expect, it } from "vitest";
import { createClient } from "../../src/odoo/client.js";
import { connect } from "../../src/odoo/connection/connect.js";
import { readSettings } from "../../src/odoo/connection/settings.js";
import { closeConnections } from "../../src/odoo/wires/http.js";
import { describeSandbox } from "./odoos.js";

describeSandbox("knows how many tools there are", "npm run demo", ({ admin }) => {
  // As against an instance of one's own; as a new user runs it, without settings, in readme.19.test.ts.
  let run: ReturnType<typeof start> | undefined;
  const start = () => execa("npm", ["run", "--silent", "demo"], { env: admin, reject: false });
  const demo = () => {
    run ??= start();
    return run;
  };

  async function countAll() {
    const odoo = createClient(await connect(readSettings(admin)));
    const archivedToo = [["active", "in", [true, false]]];
    const counts = [
      await odoo.searchCount("res.partner", archivedToo),
      await odoo.searchCount("product.product", archivedToo),
      await odoo.searchCount("sale.order", []),
    ];
    await closeConnections();
    return counts;
  }

  it("prints a transcript and the configuration of each client, and leaves no record behind", async () => {
    const before = await countAll();
    const { stdout, stderr, exitCode } = await demo();
    expect(stderr.replace(/^npm warn.*\n?/gm, "")).toBe("");
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^7\d tools: [45]\d typed for this Odoo, 22 for every model\.$/m);
    expect(stdout).toContain('Unknown field "e_mail" on res.partner. Did you mean "email"? Nothing was written.');
    expect(stdout).toMatch(/> sale_order_action_confirm .*\n< \{"notice":"[^"]+","ids":\[\d+\],"done":true[,}]/);
    expect(stdout).toContain('"state":"sale"');
    expect(stdout).toMatch(/^\? The assistant wants to delete 1 record of sale\.order in /m);
    expect(stdout).toMatch(/^odoo-mcp audit: \{"time":.*"event":"begin".*"tool":"sale_order_create"/m);
    for (const client of [
      "Claude Desktop",
      "Claude Code",
      "Cursor",
      "VS Code",
      "Codex",
      "Gemini CLI",
      "Windsurf",
      "Zed",
    ])
      expect(stdout).toContain(`# ${client}: `);
    expect(await countAll()).toEqual(before);
  });

  it("shows no secret of an instance of one's own", async () => {
    const { stdout } = await demo();
    expect(stdout).toContain("<your API key>");
    expect(stdout).not.toContain(admin.ODOO_API_KEY);
  });
});
