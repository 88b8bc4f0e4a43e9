import { describe, expect, it } from "vitest";
import type { Client } from "../../../src/odoo/client.js";
import { OdooError } from "../../../src/odoo/errors/errors.js";
import { namedRecords } from "../../../src/tools/actions/named-records.js";
import { contextWith } from "../../support/context.js";
import { odooError, schemaWith } from "../../support/fixtures.js";

const context = (callModel: Client["callModel"]) => contextWith({ schema: schemaWith({}), answers: { callModel } });

describe("records that an action's context names", () => {
  it("are the ids that Odoo tells the user, of one or of several", async () => {
    const ids: Readonly<Record<string, number>> = { "mail.a": 5, "sale.b": 6, "sale.c.d": 7 };
    const tools = context(async (model, method, { module, xml_id } = {}) => {
      expect([model, method]).toEqual(["ir.model.data", "check_object_reference"]);
      return ["mail.template", ids[`${module}.${xml_id}`]];
    });
    const records = { default_template_id: "mail.a", default_tag_ids: ["sale.b", "sale.c.d"] };
    expect(await namedRecords(records, tools)).toEqual({ default_template_id: 5, default_tag_ids: [6, 7] });
    expect(await namedRecords(undefined, tools)).toEqual({});
  });

  it.each<[what: string, Client["callModel"]]>([
    ["the user may not read", async () => ["mail.template", false]],
    ["this Odoo lacks", () => Promise.reject(new OdooError("validation", "External ID not found"))],
  ])("that %s are an error that names them", async (_, callModel) => {
    const error = await namedRecords({ default_template_id: "mail.a" }, context(callModel)).catch((thrown) => thrown);
    expect(error).toEqual(odooError("not_found", "mail.a"));
  });

  it("that cannot be asked for now are that failure", async () => {
    const late = new OdooError("timeout", "late");
    const asking = namedRecords(
      { default_template_id: "mail.a" },
      context(() => Promise.reject(late)),
    );
    await expect(asking).rejects.toBe(late);
  });
});
