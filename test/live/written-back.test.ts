import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Client, createClient } from "../../src/odoo/client.js";
import { connect } from "../../src/odoo/connection/connect.js";
import { readSettings } from "../../src/odoo/connection/settings.js";
import { OdooError } from "../../src/odoo/errors/errors.js";
import { closeConnections } from "../../src/odoo/wires/http.js";
import type { Json } from "../support/mcp.js";
import { askingOnce, openTools, type Tools, writesAmong } from "./in-process.js";
import { describeEachOdoo, itIf, ownWireOf, wiresOf } from "./odoos.js";
import { generatedFolder } from "./shared.js";

// What Odoo answers done to and does not do: it is refused by the field's name, or told. And what a read gave is taken.

const MISSING = 99_999_999;

describeEachOdoo("what is written", (instance) => {
  const { series, admin, demo } = instance;
  const wires = wiresOf(instance);
  const over = askingOnce();
  let administrator: Client;
  let generated: string;

  beforeAll(async () => {
    administrator = createClient(await connect(readSettings({ ...admin, ODOO_WIRE: "jsonrpc" })));
    const models = { "res.partner": {}, "res.partner.category": {}, "ir.attachment": {} };
    generated = await generatedFolder(instance, JSON.stringify({ models }));
  });
  afterAll(closeConnections);

  // All but Odoo's own errors and whole records is the same whatever carries it.
  describe.each(wires)("over %s", (wire) => {
    const itOwn = itIf(wire === ownWireOf(instance));
    let tools: Tools;
    let parent: number;
    let child: number;
    let stranger: number;
    let tag: number;

    const update = (values: Json, id = parent) => tools.call("res_partner_update", { ids: [id], values });
    const read = async (fields: readonly string[], id = parent) => {
      const { records } = await tools.call("res_partner_read", { ids: [id], fields });
      return (records as Json[])[0] ?? {};
    };
    const refusal = async (call: Promise<unknown>): Promise<OdooError> => {
      const thrown = await call.catch((error: unknown) => error);
      if (thrown instanceof OdooError) return thrown;
      throw new Error(`It was not refused: ${JSON.stringify(thrown)}`);
    };

    beforeAll(async () => {
      tools = await openTools(generated, { ...admin, ODOO_WIRE: wire }, { over });
      [parent = 0, stranger = 0] = await administrator.create("res.partner", [
        { name: "Parent" },
        { name: "Stranger" },
      ]);
      [tag = 0] = await administrator.create("res.partner.category", [{ name: `tag ${wire}` }]);
      [child = 0] = await administrator.create("res.partner", [{ name: "Child", parent_id: parent }]);
    });
    afterAll(async () => {
      await administrator.unlink("res.partner", [child, parent, stranger]);
      await administrator.unlink("res.partner.category", [tag]);
    });

    itOwn("names no record that is not there", async () => {
      const wrong: [values: Json, at: string, relation: string][] = [
        [{ category_id: [tag, MISSING] }, "values.category_id[1]", "res.partner.category"],
        [{ category_id: { link: [MISSING] } }, "values.category_id.link[0]", "res.partner.category"],
        [{ category_id: { set: [MISSING] } }, "values.category_id.set[0]", "res.partner.category"],
        [{ category_id: { unlink: [MISSING] } }, "values.category_id.unlink[0]", "res.partner.category"],
        [{ category_id: { delete: [MISSING] } }, "values.category_id.delete[0]", "res.partner.category"],
        [{ child_ids: { link: [MISSING] } }, "values.child_ids.link[0]", "res.partner"],
        [{ child_ids: { set: [child, MISSING] } }, "values.child_ids.set[1]", "res.partner"],
        [{ child_ids: { update: [{ id: MISSING, name: "x" }] } }, "values.child_ids.update[0]", "res.partner"],
        [{ child_ids: { update: [{ id: stranger, name: "x" }] } }, "values.child_ids.update[0]", "res.partner"],
        [{ child_ids: { unlink: [MISSING] } }, "values.child_ids.unlink[0]", "res.partner"],
        [{ child_ids: { delete: [child, stranger] } }, "values.child_ids.delete[1]", "res.partner"],
        [
          { child_ids: { update: [{ id: child, category_id: [MISSING] }] } },
          "values.child_ids.update[0].category_id[0]",
          "res.partner.category",
        ],
      ];
      const before = await read(["child_ids", "category_id"]);
      const asked = tools.asked.length;
      for (const [values, at, relation] of wrong) {
        const error = await refusal(update(values));
        expect(error, JSON.stringify(values)).toMatchObject({ category: "not_found", outcome: "not_applied" });
        expect(error.message).toContain(`${at}: `);
        expect(error.message).toContain(relation);
        expect(error.field).toBe(Object.keys(values)[0]);
      }
      expect(writesAmong(tools.asked.slice(asked))).toEqual([]);
      expect(await read(["child_ids", "category_id"])).toEqual(before);
      expect(await read(["name"], stranger)).toEqual({ id: stranger, name: "Stranger" });
    });

    it("says of a many2one which record is not there, where Odoo blames a deletion", async () => {
      const country_id = MISSING;
      for (const call of [
        () => update({ country_id }),
        () => tools.call("res_partner_create", { values: { name: "x", country_id } }),
        () => tools.call("create_records", { model: "res.partner", records: [{ name: "x", country_id }] }),
      ]) {
        const error = await refusal(call());
        expect(error).toMatchObject({ category: "not_found", outcome: "not_applied" });
        expect(error.message).toMatch(/country_id: there is no res\.country with the id 99999999/);
      }
      // Held outside of the table in 14, where no key guards it.
      const company = await refusal(update({ property_account_position_id: MISSING }));
      expect(company.message).toContain("values.property_account_position_id: there is no account.fiscal.position");
    });

    itOwn("links and changes archived records as others", async () => {
      await administrator.write("res.partner", [child], { active: false });
      await update({ child_ids: { link: [child], update: [{ id: child, name: "Child" }] } });
      await administrator.write("res.partner", [child], { active: true });
      expect(await read(["name", "parent_id"], child)).toMatchObject({ name: "Child", parent_id: { id: parent } });
    });

    itOwn("tells of computed fields that did not keep it", async () => {
      const name = "phone_mobile_search";
      const model = series === "14" ? "crm.lead" : "res.partner";
      const [id = 0] = await administrator.create(model, [{ name: "lost" }]);
      const write = (values: Json) => tools.call("update_record", { model, id, values });
      const error = await refusal(write({ [name]: "12345" }));
      expect(error).toMatchObject({ category: "validation", field: name });
      expect(await write({ [name]: "12345", name: "kept" })).toEqual({ ids: [id], not_kept: [{ id, [name]: null }] });
      expect(await write({ name: "found" })).toEqual({ ids: [id] });
      const made = await tools.call("create_record", { model, values: { name: "made", [name]: "12345" } });
      expect(made).toMatchObject({ not_kept: [{ id: made.id, [name]: null }] });
      await administrator.unlink(model, [id, made.id as number]);
    });

    it("is what was read, whole, with details, and refused where it was changed", async () => {
      await update({ category_id: [tag] });
      const fields = ["child_ids.name", "child_ids.parent_id.name", "category_id.name", "country_id.code"];
      const { id, ...record } = await read(["name", "display_name", "commercial_partner_id", "email", ...fields]);
      await update({ ...record, country_id: null, id });
      expect(await read(["child_ids", "category_id"])).toMatchObject({
        child_ids: [child],
        category_id: [{ id: tag, name: expect.any(String) }],
      });
      const [line] = record.child_ids as Json[];
      const changed = await refusal(update({ child_ids: [{ ...line, name: "Renamed" }] }));
      expect(changed.message).toMatch(/^values\.child_ids\[0\]\.name: is not what is stored.+\{"update": \[\{"id": /);
      expect((await refusal(update({ commercial_partner_id: stranger, name: "x" }))).message).toContain("is readonly");
      // Everything that can be written, as a read without fields gives it.
      const all = await tools.call("res_partner_read", { ids: [parent] });
      await update((all.records as Json[])[0] ?? {});
      expect(await tools.call("res_partner_read", { ids: [parent] })).toEqual(all);
    });

    itOwn("is no file's description, which tells what the file is and where to fetch it", async () => {
      const datas = Buffer.from("a text of 26 bytes, at last").toString("base64");
      const [file = 0] = await administrator.create("ir.attachment", [
        { name: "a.txt", datas, mimetype: "text/plain" },
      ]);
      const asked = tools.asked.length;
      const { records } = await tools.call("ir_attachment_read", { ids: [file], fields: ["name", "datas"] });
      const told = { size: "27.00 bytes", bytes: 27, mimetype: "text/plain" };
      const url = `${administrator.url}/web/content/ir.attachment/${file}/datas`;
      expect(records).toEqual([{ id: file, name: "a.txt", datas: { ...told, url } }]);
      // Where it belongs, what it says, and what its file is.
      expect(tools.asked.length - asked).toBe(3);
      const values = { datas: (records as Json[])[0]?.datas };
      const error = await refusal(tools.call("ir_attachment_update", { ids: [file], values }));
      expect(error.message).toContain("values.datas: expected only a file's content in base64, or the field left out");
      await administrator.unlink("ir.attachment", [file]);

      expect(await read(["image_1920"])).toEqual({ id: parent, image_1920: null });
      const pixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
      await update({ image_1920: pixel }, child);
      // Odoo 14 hides the attachments behind fields from every search.
      const known = series === "14" ? { bytes: null, mimetype: null } : { bytes: 70, mimetype: "image/png" };
      const image = { size: "70.00 bytes", ...known };
      const at = `${administrator.url}/web/content/res.partner/${child}/image_1920`;
      expect(await read(["image_1920"], child)).toEqual({ id: child, image_1920: { ...image, url: at } });
      const nested = await read(["child_ids.image_1920"]);
      expect(nested).toEqual({ id: parent, child_ids: [{ id: child, image_1920: { ...image, url: at } }] });
      const search = { domain: [["id", "=", child]], fields: ["image_1920"] };
      expect(await tools.call("res_partner_search", search)).toMatchObject({ records: [{ image_1920: { ...image } }] });
      // An Odoo of one's own has no ordinary user to read it.
      if (!demo) return;
      const plain = await openTools(generated, { ...demo, ODOO_WIRE: wire === "json2" ? "jsonrpc" : wire });
      const seen = await plain.call("res_partner_read", { ids: [child], fields: ["image_1920"] });
      expect(seen).toMatchObject({ records: [{ image_1920: { size: "70.00 bytes", url: at } }] });
    });
  });
});
