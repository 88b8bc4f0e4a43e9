import { afterAll, expect, it } from "vitest";
import { createClient } from "../../src/odoo/client.js";
import { connect } from "../../src/odoo/connection/connect.js";
import { readSettings } from "../../src/odoo/connection/settings.js";
import { administratorText } from "../../src/odoo/instance/administrator.js";
import { closeConnections } from "../../src/odoo/wires/http.js";
import { box } from "../sandbox/host.js";
import { sql } from "../sandbox/postgres.js";
import { describeSandbox } from "./odoos.js";

describeSandbox("asks as an ordinary user, and writes SQL", "administrators", ({ series, admin, demo }) => {
  afterAll(closeConnections);
  const signIn = async (settings: Record<string, string>) => createClient(await connect(readSettings(settings)));

  it.each(["auto", "jsonrpc", "xmlrpc"])("are told of over %s, and others are not", async (ODOO_WIRE) => {
    expect(await administratorText(await signIn({ ...admin, ODOO_WIRE }))).toContain("an administrator of Odoo");
    expect(await administratorText(await signIn({ ...demo, ODOO_WIRE }))).toBeUndefined();
  });

  it("are told of where they may only change rights", async () => {
    const administrator = await signIn({ ...admin, ODOO_WIRE: "jsonrpc" });
    const named = [
      ["module", "=", "base"],
      ["name", "=", "group_erp_manager"],
    ];
    const [found] = await administrator.searchRead("ir.model.data", named, ["res_id"], { limit: 1 });
    const group = found?.res_id;
    const field = series === "19" ? "group_ids" : "groups_id";
    const { uid } = (await signIn(demo)).user;
    await administrator.write("res.users", [uid], { [field]: [[4, group]] });
    try {
      expect(await administratorText(await signIn(demo))).toContain("one who may change users and rights");
    } finally {
      await administrator.write("res.users", [uid], { [field]: [[3, group]] });
    }
  });

  it("may not be the superuser, which Odoo itself keeps from signing in", async () => {
    const administrator = await signIn({ ...admin, ODOO_WIRE: "jsonrpc" });
    await expect(administrator.write("res.users", [1], { active: true })).rejects.toThrow("activate the superuser");
    const settings = { ...admin, ODOO_API_KEY: "", ODOO_USERNAME: "__system__", ODOO_PASSWORD: "of-the-superuser" };
    const change = (values: string) =>
      sql(box(series), admin.ODOO_DB ?? "", `update res_users set ${values} where id = 1`);
    await change(`password = '${settings.ODOO_PASSWORD}'`);
    try {
      await expect(signIn(settings)).rejects.toMatchObject({ category: "auth" });
      // As no screen can make it.
      await change("active = true");
      await expect(signIn(settings)).rejects.toMatchObject({
        category: "settings",
        message: expect.stringContaining("OdooBot, uid 1"),
      });
    } finally {
      await change("active = false, password = null");
    }
  });
});
