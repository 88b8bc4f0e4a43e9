import { describe, expect, it, vi } from "vitest";
import type { Client } from "../../../src/odoo/client.js";
import { OdooError } from "../../../src/odoo/errors/errors.js";
import { createOnce } from "../../../src/tools/write/create-once.js";
import { contextWith } from "../../support/context.js";
import { fieldWith, schemaWith } from "../../support/fixtures.js";

const schema = schemaWith({
  "x.order": { name: fieldWith(), tag_ids: fieldWith({ type: "many2many", relation: "x.tag" }) },
  "x.tag": { name: fieldWith() },
});

/** Creates with a key; `load` remembers its tables. */
async function created({ key = "abcdefgh", model = "x.order", uid = 2, name = "a" } = {}) {
  const load = vi.fn<Client["load"]>(async () => [42]);
  const user: Client["user"] = { uid, context: { lang: "en_US", tz: "UTC", allowed_company_ids: [1] }, companies: [1] };
  const context = contextWith({ schema, answers: { load, user } });
  const id = await createOnce({ model: await context.models.get(model), context }, key, { name });
  const [, table, options] = load.mock.calls[0] ?? [];
  return { id, externalId: String(table?.rows[0]?.[0]), fields: table?.fields, options };
}

describe("a record that is created once", () => {
  it("has an external id of no module of Odoo, and none of the key's own characters", async () => {
    const { id, externalId, fields } = await created();
    expect(id).toBe(42);
    expect(fields).toEqual(["id", "name"]);
    expect(externalId).toMatch(/^__odoo_typed_mcp__\.[0-9a-f]{40}$/);
    expect((await created({ key: "x.y'; drop" })).externalId).toMatch(/^__odoo_typed_mcp__\.[0-9a-f]{40}$/);
  });

  it("has the same external id for the same key, model and user, whatever its values, and no other", async () => {
    const { externalId } = await created();
    expect((await created({ name: "b" })).externalId).toBe(externalId);
    const others = [await created({ key: "abcdefgi" }), await created({ model: "x.tag" }), await created({ uid: 3 })];
    expect(others.map((other) => other.externalId)).not.toContain(externalId);
  });

  it("is left as it is where it is there already, and the call may be made again", async () => {
    const { options } = await created();
    expect(options).toMatchObject({ context: { mode: "update", noupdate: true }, repeatable: true });
  });
});

describe("a failure", () => {
  const failing = async (error: unknown, values: Record<string, unknown> = { name: "a" }) => {
    const context = contextWith({ schema, answers: { load: () => Promise.reject(error) } });
    const made = createOnce({ model: await context.models.get("x.order"), context }, "abcdefgh", values);
    return made.catch((thrown: unknown) => thrown);
  };

  it("whose outcome is not known says that the call is repeated with its key", async () => {
    const lost = new OdooError("timeout", "late", { outcome: "unknown" });
    expect(await failing(lost)).toMatchObject({
      outcome: "unknown",
      hint: expect.stringContaining("same idempotency_key"),
    });
  });

  it("whose outcome is known is Odoo's own", async () => {
    const refused = new OdooError("business_rule", "No.");
    expect(await failing(refused)).toBe(refused);
  });

  it("of values that load cannot carry names the field, and the key as the reason", async () => {
    expect(await failing(new Error("not reached"), { tag_ids: [[0, 0, { name: "new" }]] })).toMatchObject({
      category: "validation",
      outcome: "not_applied",
      field: "tag_ids",
      message: expect.stringMatching(/^values\.tag_ids: with an idempotency_key, /),
      hint: expect.stringContaining("leave the idempotency_key out"),
    });
  });
});
