import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Client, createClient } from "../../src/odoo/client.js";
import { connect } from "../../src/odoo/connection/connect.js";
import { readSettings } from "../../src/odoo/connection/settings.js";
import { OdooError } from "../../src/odoo/errors/errors.js";
import { closeConnections } from "../../src/odoo/wires/http.js";
import { describeEachOdoo, wiresOf } from "./odoos.js";

// One suite over every wire that each server has, with the same expected results.

const PAGE = { limit: 10 };

describeEachOdoo("client", (instance) => {
  const { series, admin, demo } = instance;
  const wires = wiresOf(instance);

  describe.each(wires)("over %s", (wire) => {
    let odoo: Client;
    const made: number[] = [];
    const create = async (...rows: Record<string, unknown>[]) => {
      const ids = await odoo.create("res.partner", rows);
      made.push(...ids);
      return ids;
    };

    beforeAll(async () => {
      odoo = createClient(await connect(readSettings({ ...admin, ODOO_WIRE: wire })));
    });
    afterAll(async () => {
      const left = await odoo.search(
        "res.partner",
        [
          ["id", "in", made],
          ["active", "in", [true, false]],
        ],
        { limit: 100 },
      );
      if (left.length > 0) await odoo.unlink("res.partner", left);
      await closeConnections();
    });

    it("creates one and many, in order, and reads them back", async () => {
      const ids = await create({ name: "Zoë <&> ]]> 東京" }, { name: "second", country_id: false });
      expect(ids).toHaveLength(2);
      expect(await odoo.read("res.partner", ids, ["name", "country_id"])).toEqual([
        { id: ids[0], name: "Zoë <&> ]]> 東京", country_id: false },
        { id: ids[1], name: "second", country_id: false },
      ]);
    });

    it("searches, counts, orders and pages", async () => {
      const ids = await create(
        { name: "page a", ref: "paging" },
        { name: "page b", ref: "paging" },
        { name: "page c", ref: "paging" },
      );
      const domain = [["id", "in", ids]];
      expect(await odoo.search("res.partner", domain, { order: "name desc", limit: 2, offset: 1 })).toEqual([
        ids[1],
        ids[0],
      ]);
      expect(await odoo.searchCount("res.partner", domain)).toBe(3);
      expect(await odoo.searchRead("res.partner", domain, ["ref"], { order: "name", limit: 1 })).toEqual([
        { id: ids[0], ref: "paging" },
      ]);
    });

    it("takes a method's None for success, though XML-RPC answers with a fault after the commit", async () => {
      const ids = await create({ name: "to be archived" });
      expect(await odoo.callMethod("res.partner", ids, "action_archive")).toBeNull();
      expect(await odoo.read("res.partner", ids, ["active"])).toEqual([{ id: ids[0], active: false }]);
    });

    it("writes, tells metadata and unlinks", async () => {
      const ids = await create({ name: "before" });
      await odoo.write("res.partner", ids, { name: "after" });
      const [metadata] = await odoo.getMetadata("res.partner", ids);
      expect(metadata).toMatchObject({ id: ids[0], create_uid: [odoo.user.uid, expect.any(String)] });
      await odoo.unlink("res.partner", ids);
      expect(await odoo.read("res.partner", ids, ["name"])).toEqual([]);
    });

    it("asks fields and defaults", async () => {
      const fields = await odoo.fieldsGet("sale.order");
      expect(fields.partner_id).toMatchObject({ type: "many2one", relation: "res.partner", required: true });
      // 14 flags it readonly, with states that make it writable.
      expect(fields.partner_id?.readonly).toBeUndefined();
      expect(fields.amount_total).toMatchObject({ type: "monetary", readonly: true });
      expect(await odoo.defaultGet("sale.order", ["state", "partner_id"])).toMatchObject({ state: "draft" });
    });

    it("asks onchange for a new record, and writes nothing", async () => {
      const before = await odoo.searchCount("sale.order", []);
      const [partner = 0] = await create({ name: "asked about" });
      const fields = { partner_id: { reacts: true }, partner_invoice_id: { reacts: true } };
      const { value } = await odoo.onchange("sale.order", { partner_id: partner }, fields);
      expect(value.partner_invoice_id).toEqual(series === "14" ? [partner, "asked about"] : expect.anything());
      expect(await odoo.searchCount("sale.order", [])).toBe(before);
    });

    it.each([
      ["an unknown field", "validation", "nope", () => odoo.read("res.partner", [1], ["nope"])],
      ["a wrong selection value", "validation", "type", () => odoo.create("res.partner", [{ name: "x", type: "zzz" }])],
      ["a missing record", "not_found", undefined, () => odoo.write("res.partner", [999_999], { name: "x" })],
      ["an unknown model", "not_found", undefined, () => odoo.read("no.such.model", [1], ["x"])],
      ["an unknown method", "not_found", undefined, () => odoo.callMethod("res.partner", [1], "no_such_method")],
      ["a missing value", "validation", "name", () => odoo.create("crm.lead", [{}])],
      ["a domain's unknown field", "validation", "nope", () => odoo.search("res.partner", [["nope", "=", 1]], PAGE)],
      ["Odoo's own rule", "business_rule", undefined, () => odoo.unlink("res.lang", [1])],
      ["a private method", "forbidden", undefined, () => odoo.callMethod("res.partner", [1], "_compute_display_name")],
    ])("tells %s as %s", (_, category, field, attempt) => isTold(attempt(), category, field));

    it.skipIf(!demo)("tells no right as forbidden (needs the sandbox's ordinary user)", async () => {
      const plain = createClient(await connect(readSettings({ ...demo, ODOO_WIRE: wire })));
      await isTold(plain.write("res.currency", [1], { name: "X" }), "forbidden");
    });

    it("aborts a call that takes longer than allowed", async () => {
      const impatient = createClient(await connect(readSettings({ ...admin, ODOO_WIRE: wire })));
      const abort = new AbortController();
      const call = impatient.fieldsGet("res.partner", { signal: abort.signal });
      abort.abort();
      await expect(call).rejects.toMatchObject({ category: "cancelled", outcome: "not_applied" });
    });
  });
});

async function isTold(attempt: Promise<unknown>, category: string, field?: string): Promise<void> {
  const error = await attempt.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(OdooError);
  expect(error).toMatchObject({ category, outcome: "not_applied", field });
  expect((error as OdooError).message).not.toMatch(/Traceback|File "|\.py/);
}
