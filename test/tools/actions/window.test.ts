import { describe, expect, it } from "vitest";
import type { Client } from "../../../src/odoo/client.js";
import { OdooError } from "../../../src/odoo/errors/errors.js";
import { tellWindow } from "../../../src/tools/actions/window.js";
import type { PolicyConfig } from "../../../src/tools/policy/policy.js";
import { contextWith } from "../../support/context.js";
import { fieldWith, schemaWith } from "../../support/fixtures.js";

const schema = schemaWith({
  "a.order": {
    partner_id: fieldWith({ type: "many2one", relation: "a.partner" }),
    tag_ids: fieldWith({ type: "many2many", relation: "a.tag" }),
    line_ids: fieldWith({ type: "one2many", relation: "a.line" }),
    at: fieldWith({ type: "datetime" }),
    origin: fieldWith(),
    note: fieldWith(),
    total: fieldWith({ readonly: true }),
  },
});

async function told(
  context: Record<string, unknown>,
  { id, policy = {}, transient = false }: { id?: number; policy?: PolicyConfig; transient?: boolean } = {},
) {
  const known = [{ id: 1, model: "a.order", name: "Order", transient }];
  const searchRead: Client["searchRead"] = async () => known;
  const callModel: Client["callModel"] = async () => [];
  const call = contextWith({ schema, policy, answers: { searchRead, callModel } });
  const models = { ...call.models, allowed: async () => [{ model: "a.order", label: "Order", transient }] };
  return tellWindow({ model: "a.order", title: "Orders", id, context }, { ...call, models });
}
const NAMED = { model: "a.order", title: "Orders" };

describe("a window without a button", () => {
  it("shows its record where it has one", async () => {
    expect(await told({ default_origin: "x" }, { id: 7 })).toEqual({ shows: { kind: "records", ...NAMED, id: 7 } });
  });

  it("of a model whose records do not stay shows something, and not its record", async () => {
    expect(await told({}, { id: 7, transient: true })).toEqual({ shows: { kind: "other", ...NAMED } });
    expect(await told({}, { transient: true })).toEqual({ shows: { kind: "other", ...NAMED } });
    // What a merge of contacts answers on 17: nobody is to take the dialogue for a record that it made.
    expect(await told({}, { id: 7, transient: true })).toEqual({ shows: { kind: "other", ...NAMED } });
  });

  it("is the form of a record to be made: with what its context says of that, as a tool takes it", async () => {
    const context = {
      default_partner_id: 3,
      default_tag_ids: [[6, 0, [1, 2]]],
      default_line_ids: [[0, 0, { x: 1 }]],
      default_at: "2026-01-05 10:00:00",
      default_origin: "S01",
      default_note: false,
      default_total: 5,
      default_nope: 1,
      search_default_partner_id: 3,
      lang: "fr_FR",
    };
    expect(await told(context)).toEqual({
      next: {
        kind: "new_record",
        ...NAMED,
        values: { partner_id: 3, tag_ids: { link: [1, 2] }, at: "2026-01-05T10:00:00Z", origin: "S01" },
        how: expect.stringContaining('create_record with model "a.order"'),
      },
    });
    expect((await told({})) as { next: object }).not.toHaveProperty("next.values");
  });

  it("tells nothing of closed fields, and what a person has to do where no record may be made", async () => {
    const closed = { "a.order": { denyFields: ["origin"] } };
    expect(await told({ default_origin: "S01", default_note: "x" }, { policy: closed })).toMatchObject({
      next: { values: { note: "x" } },
    });
    expect(await told({ default_note: "x" }, { policy: { "a.order": { operations: ["read", "act"] } } })).toEqual({
      next: {
        kind: "new_record",
        ...NAMED,
        refused: expect.stringContaining('policy["a.order"].operations'),
        how: expect.stringContaining("A person"),
      },
    });
  });

  it("fails with a mistake of ours alone", async () => {
    const failing = (error: Error) => {
      const call = contextWith({ schema });
      const models = { ...call.models, get: () => Promise.reject(error) };
      return tellWindow({ model: "a.order", title: undefined, context: {} }, { ...call, models });
    };
    await expect(failing(new TypeError("a bug"))).rejects.toThrow("a bug");
    expect(await failing(new OdooError("timeout", "Slow."))).toMatchObject({ next: { refused: "Slow." } });
  });
});
