import { describe, expect, it, vi } from "vitest";
import type { Client } from "../../../src/odoo/client.js";
import { callTool, TOOLS } from "../../corpus/odoo.js";
import { contextWith } from "../../support/context.js";
import { fieldWith, odooError, schemaWith } from "../../support/fixtures.js";

const schema = schemaWith({
  "x.order": {
    name: fieldWith({ string: "Name", required: true }),
    hidden: fieldWith(),
    partner_id: fieldWith({ type: "many2one", relation: "res.partner", string: "Customer" }),
    total: fieldWith({ type: "float", string: "Total", readonly: true, help: "All of it." }),
    step: fieldWith({
      type: "selection",
      string: "Step",
      selection: Array.from({ length: 12 }, (_, at) => [`s${at}`, `Step ${at}`] as const),
    }),
    country: fieldWith({ type: "selection", dynamic: true, selection: [], string: "Land" }),
  },
});
const answers = { country: { type: "selection", string: "Land", selection: [["fr", "France"]] } } as const;
const fields = async (args: Record<string, unknown>, fieldsGet = vi.fn<Client["fieldsGet"]>(async () => answers)) => {
  const context = contextWith({ schema, policy: { "x.order": { denyFields: ["hidden"] } }, answers: { fieldsGet } });
  const told = await TOOLS.get("get_fields")?.run({ model: "x.order", ...args }, context);
  return { fields: told?.fields as Record<string, unknown>, asked: fieldsGet.mock.calls.length };
};

describe("get_fields", () => {
  it("tells all fields in a line each, and asks Odoo nothing", async () => {
    expect(await fields({})).toEqual({
      fields: {
        name: "char required",
        partner_id: "many2one res.partner: Customer",
        total: "float readonly",
        step: "selection s0|s1|s2|s3|s4|s5|s6|s7 (of 12)",
        country: "selection: Land",
      },
      asked: 0,
    });
  });

  it("leaves out what many models have alike, says so, and tells it where it is looked for or named", async () => {
    const get = async (args: Record<string, unknown>) =>
      (await callTool("get_fields", { model: "res.partner", ...args }, 19)).result as {
        fields: Record<string, unknown>;
        note?: string;
      };
    const all = await get({});
    const common = ["id", "create_date", "message_ids", "has_message", "activity_state", "my_activity_date_deadline"];
    for (const name of common) expect(all.fields).not.toHaveProperty(name);
    expect(all.note).toContain('query "message", "activity"');
    const found = await get({ query: "activity" });
    expect(found.fields).toMatchObject({ activity_state: "selection overdue|today|planned readonly" });
    expect(found).not.toHaveProperty("note");
    expect(Object.keys((await get({ fields: common })).fields)).toEqual(common);
  });

  it("tells of a model what others have in common, where it is this model's own", async () => {
    const own = schemaWith({ "x.activity": { activity_type_id: fieldWith({ string: "Type" }) } });
    const context = contextWith({ schema: own });
    const told = await TOOLS.get("get_fields")?.run({ model: "x.activity" }, context);
    expect(told?.fields).toEqual({ activity_type_id: "char" });
  });

  it.each([
    [{ query: "customer" }, ["partner_id"]],
    [{ query: "PARTNER id" }, ["partner_id"]],
    [{ query: "part" }, ["partner_id"]],
    [{ query: "nothing" }, []],
    [{ writable: true }, ["name", "partner_id", "step", "country"]],
    [{ query: "t", writable: true }, []],
  ])("with %j tells those alone", async (args, names) => {
    expect(Object.keys((await fields(args)).fields)).toEqual(names);
  });

  it("tells all of those that are named, in that order, with what is installed now", async () => {
    const told = await fields({ fields: ["step", "country", "total"] });
    expect(Object.keys(told.fields)).toEqual(["step", "country", "total"]);
    expect(Object.keys((told.fields.step as { selection: object }).selection)).toHaveLength(12);
    expect(told.fields.country).toEqual({ type: "selection", label: "Land", selection: { fr: "France" } });
    expect(told.fields.total).toEqual({ type: "float", label: "Total", readonly: true, help: "All of it." });
    expect(told.asked).toBe(1);
    expect((await fields({ fields: ["name"] })).asked).toBe(0);
  });

  it("tells no closed field, and refuses to where one is asked for", async () => {
    await expect(fields({ fields: ["hidden"] })).rejects.toThrow(odooError("forbidden", "hidden"));
  });

  it("refuses a name that is none, before Odoo is asked", async () => {
    const { error, asked } = await callTool("get_fields", { model: "res.partner", fields: ["emial"] }, 19);
    expect(error).toEqual(odooError("validation", '"emial"', 'Did you mean "email"'));
    expect(asked).toEqual([]);
  });

  it("of res.partner costs less than 2,000 tokens", async () => {
    const { result } = await callTool("get_fields", { model: "res.partner" }, 19);
    const { length } = JSON.stringify(result);
    console.log(
      `get_fields of res.partner: ${Object.keys(result?.fields as object).length} fields, ${length} characters`,
    );
    expect(length).toBeLessThan(8_000);
  });
});
