import { describe, expect, it } from "vitest";
import type { Client } from "../../src/odoo/client.js";
import type { Field } from "../../src/odoo/schema/schema.js";
import { modelCall } from "../../src/tools/call/model-call.js";
import type { ToolContext } from "../../src/tools/call/tool.js";
import { carryOut } from "../../src/tools/change/carry-out.js";
import type { PolicyConfig } from "../../src/tools/policy/policy.js";
import { searchRecords } from "../../src/tools/read/records.js";
import { createRecord, createRecords } from "../../src/tools/write/create.js";
import { deleteRecords } from "../../src/tools/write/delete.js";
import { updateRecords } from "../../src/tools/write/update.js";
import { updateEach } from "../../src/tools/write/update-each.js";
import { allThere, contextWith as contextOf } from "../support/context.js";
import { fieldWith, odooError, schemaWith } from "../support/fixtures.js";

// Ways around the policy that were open once: by lines, by relations, by fields of other records, by previews.

const lines = (relation: string, type: Field["type"] = "one2many", more: Partial<Field> = {}): Field =>
  fieldWith({ type, relation, ...more });
const link = (relation: string, more: Partial<Field> = {}) => lines(relation, "many2one", more);

const SCHEMA = schemaWith({
  "x.order": {
    display_name: fieldWith(),
    name: fieldWith(),
    note: fieldWith(),
    total: fieldWith({ type: "float", readonly: true }),
    line_ids: lines("x.line", "one2many", { relation_field: "order_id" }),
    user_ids: lines("res.users", "one2many"),
    message_partner_ids: lines("x.partner", "many2many", { store: false, depends: ["message_follower_ids"] }),
    partner_id: link("x.partner"),
    company_id: link("res.company", { required: true }),
    header: fieldWith({ related: "company_id.header" }),
    create_uid: link("res.users", { readonly: true }),
  },
  "x.line": {
    display_name: fieldWith(),
    name: fieldWith(),
    order_id: link("x.order", { required: true }),
    tag_ids: lines("x.tag", "many2many"),
  },
  "x.tag": { name: fieldWith() },
  "x.partner": {
    display_name: fieldWith(),
    name: fieldWith(),
    email: fieldWith(),
    price: fieldWith({ type: "float" }),
  },
  "x.variant": {
    code: fieldWith(),
    parent_id: link("x.partner", { required: true }),
    name: fieldWith({ related: "parent_id.name" }),
    email: fieldWith({ inherited: "parent_id" }),
  },
  "x.note": {
    body: fieldWith(),
    res_model: fieldWith(),
    res_id: fieldWith({ type: "many2one_reference" }),
  },
  "x.lead": {
    display_name: fieldWith(),
    partner_id: link("x.partner"),
    email_from: fieldWith({ depends: ["partner_id"], sources: ["partner_id.email"] }),
    template_id: link("mail.template"),
    tag_ids: lines("x.lead.tag", "many2many"),
  },
  "x.lead.tag": { lead_ids: lines("x.lead", "many2many") },
  "x.composer": { body: fieldWith({ type: "html" }), render_model: fieldWith(), template_id: link("mail.template") },
  "res.partner": { email: fieldWith() },
  "account.move": { auto_post: fieldWith({ type: "selection", selection: [["monthly", "Monthly"]] }) },
  "product.template": { attribute_line_ids: lines("x.line", "one2many") },
  "res.users": { login: fieldWith() },
  "res.company": { header: fieldWith() },
});

const EVERYTHING: Partial<Client> = { search: allThere, read: async (_, ids) => ids.map((id) => ({ id })) };

const contextWith = (policy: PolicyConfig, answers: Partial<Client> = {}) =>
  contextOf({ schema: SCHEMA, policy, answers: { ...EVERYTHING, ...answers } });

const create = async (model: string, values: Record<string, unknown>, policy: PolicyConfig = {}, answers = {}) =>
  createRecord(await modelCall(model, "create", contextWith(policy, answers)), { values });
const update = async (model: string, values: Record<string, unknown>, policy: PolicyConfig = {}, answers = {}) =>
  updateRecords(await modelCall(model, "update", contextWith(policy, answers)), { ids: [7], values });
const forbiddenBy = (rule: string) => expect.objectContaining({ category: "forbidden", rule, outcome: "not_applied" });
const MINE: PolicyConfig = { "x.order": { domain: [["name", "=", "mine"]] } };

describe("lines", () => {
  it.each([[[]], [{ set: [] }]])("are taken away by %j as by a deletion", async (none) => {
    await expect(update("x.order", { user_ids: none })).rejects.toEqual(
      expect.objectContaining({ rule: expect.stringMatching(/^guarded models/) }),
    );
    const { touched } = await update("x.order", { line_ids: none });
    expect(touched).toContainEqual({ model: "x.line", effect: "delete", records: 1 });
  });

  it("are none to lose for a new record", async () => {
    const { touched } = await create("x.order", { line_ids: [] });
    expect(touched).toEqual([{ model: "x.order", effect: "create", records: 1 }]);
  });

  const three = { line_ids: { create: [{ name: "a" }, { name: "b" }, { name: "c" }] } };

  it("count together, of several records", async () => {
    const policy: PolicyConfig = { "x.line": { maxRecords: 5 } };
    const on = await modelCall("x.order", "create", contextWith(policy));
    await expect(createRecords(on, { records: [three] })).resolves.toBeDefined();
    await expect(createRecords(on, { records: [three, three] })).rejects.toEqual(
      forbiddenBy('policy["x.line"].maxRecords'),
    );
  });

  it("are asked for together, once", async () => {
    const context = contextWith({ "x.line": { confirmAbove: 5 } });
    const { touched } = await createRecords(await modelCall("x.order", "create", context), {
      records: [three, three],
    });
    expect(context.policy.confirmations(touched)).toEqual(["it changes 6 records of x.line"]);
  });

  it("are not those who get a record's messages", async () => {
    for (const operation of ["link", "unlink", "set"]) {
      await expect(update("x.order", { message_partner_ids: { [operation]: [3] } })).rejects.toEqual(
        expect.objectContaining({ rule: expect.stringContaining("record of what happened") }),
      );
    }
  });
});

describe("values that name a record", () => {
  const nothing = { search: async () => [] };

  it("name none outside the policy's domain of its model", async () => {
    const outside = expect.objectContaining({ category: "not_found", rule: 'policy["x.order"].domain' });
    await expect(create("x.line", { name: "a", order_id: 9 }, MINE, nothing)).rejects.toEqual(outside);
    const on = await modelCall(
      "x.line",
      "update",
      contextWith(MINE, { search: async (model) => (model === "x.line" ? [7] : []) }),
    );
    await expect(updateEach(on, { updates: [{ id: 7, values: { order_id: 9 } }] })).rejects.toEqual(outside);
    await expect(create("x.line", { name: "a", order_id: 9 }, MINE)).resolves.toBeDefined();
  });
});

describe("a field of another record", () => {
  const policy: PolicyConfig = { "x.partner": { denyFields: ["email"], operations: ["read"] } };

  it("is closed where it is closed there", async () => {
    const { models } = contextWith(policy);
    expect((await models.get("x.variant")).fields.email?.closed).toBe('policy["x.partner"].denyFields');
    expect((await models.get("x.variant")).fields.name?.closed).toBeUndefined();
  });

  it("is open where the model's own entry names it", async () => {
    const { models } = contextWith({ ...policy, "x.variant": { allowFields: ["email"] } });
    expect((await models.get("x.variant")).fields.email?.closed).toBeUndefined();
  });

  it("is written only where that record may be", async () => {
    await expect(update("x.variant", { name: "a" }, policy)).rejects.toEqual(
      forbiddenBy('policy["x.partner"].operations'),
    );
    await expect(create("x.variant", { name: "a" }, policy)).rejects.toEqual(
      forbiddenBy('policy["x.partner"].operations'),
    );
    await expect(update("x.variant", { code: "a" }, policy)).resolves.toBeDefined();
    await expect(update("x.order", { header: "evil" })).rejects.toEqual(
      forbiddenBy("guarded models: it runs the platform"),
    );
    const limited: PolicyConfig = { "x.partner": { domain: [["name", "=", "mine"]] } };
    await expect(update("x.variant", { name: "a" }, limited)).rejects.toEqual(
      forbiddenBy('policy["x.partner"].domain'),
    );
  });
});

describe("what Odoo computes from another record, and writes back there", () => {
  const behind = {
    read: async (_: string, ids: readonly number[]) => ids.map((id) => ({ id, partner_id: [3, "Ann"] })),
  };

  it("is a change of that record, in new ones, old ones and many", async () => {
    const policy: PolicyConfig = { "x.partner": { operations: ["read"] } };
    const refused = forbiddenBy('policy["x.partner"].operations');
    await expect(create("x.lead", { email_from: "a", partner_id: 3 }, policy)).rejects.toEqual(refused);
    await expect(update("x.lead", { email_from: "a" }, policy, behind)).rejects.toEqual(refused);
    const on = await modelCall("x.lead", "update", contextWith(policy, behind));
    await expect(updateEach(on, { updates: [{ id: 7, values: { email_from: "a" } }] })).rejects.toEqual(refused);
    await expect(update("x.lead", { email_from: "a" })).resolves.toBeDefined();
  });

  it("is asked about as such, once for each of its records", async () => {
    const policy: PolicyConfig = { "x.partner": { confirm: ["update"] } };
    const { touched } = await update("x.lead", { email_from: "a" }, policy, behind);
    expect(touched).toContainEqual({ model: "x.partner", effect: "update", records: 1 });
  });

  it("is closed where it is closed there, unless the model's own entry names it", async () => {
    const policy: PolicyConfig = { "x.partner": { denyFields: ["email"] } };
    const refused = forbiddenBy('policy["x.partner"].denyFields');
    await expect(update("x.lead", { email_from: "a" }, policy)).rejects.toEqual(refused);
    const on = await modelCall("x.lead", "read", contextWith(policy));
    const searching = searchRecords(on, { domain: [["email_from", "=", "a"]], limit: 1, offset: 0 });
    await expect(searching).rejects.toEqual(refused);
    const opened = { ...policy, "x.lead": { allowFields: ["email_from"] } };
    await expect(update("x.lead", { email_from: "a" }, opened)).resolves.toBeDefined();
  });
});

describe("records that are part of others", () => {
  it("are not changed or deleted through their other side: a user's contact", async () => {
    const users = { search: async (model: string) => (model === "res.users" ? [2] : [7]) };
    const refused = expect.objectContaining({ rule: expect.stringMatching(/^guarded models: it decides/) });
    await expect(update("res.partner", { email: "a" }, {}, users)).rejects.toEqual(refused);
    const on = async (effect: "update" | "delete") => modelCall("res.partner", effect, contextWith({}, users));
    const each = { updates: [{ id: 7, values: { email: "a" } }] };
    await expect(updateEach(await on("update"), each)).rejects.toEqual(refused);
    await expect(deleteRecords(await on("delete"), { ids: [7] })).rejects.toEqual(refused);
  });

  it("are closed where the other shows what is closed to it", async () => {
    const { models } = contextWith({ "x.variant": { denyFields: ["email"] } });
    expect((await models.get("x.partner")).fields.email?.closed).toBe('policy["x.variant"].denyFields');
    expect((await models.get("x.partner")).fields.price?.closed).toBeUndefined();
  });
});

describe("a value that acts later, or elsewhere", () => {
  it.each<[rule: string | RegExp, model: string, values: Record<string, unknown>, policy?: PolicyConfig]>([
    [/^template syntax$/, "x.composer", { body: "{{ object }}" }],
    [/^automation$/, "x.lead", { template_id: 5 }],
    [/^policy\["x\.lead\.tag"\]/, "x.lead", { tag_ids: { link: [5] } }, { "x.lead.tag": { operations: ["read"] } }],
    [
      /^policy\["account\.move"\]/,
      "account.move",
      { auto_post: "monthly" },
      { "account.move": { operations: ["update"] } },
    ],
    [
      /^policy\["product\.product"\]/,
      "product.template",
      { attribute_line_ids: { link: [5] } },
      { "product.product": { operations: ["read", "update"] } },
    ],
  ])("is refused by %s: %s %j", async (rule, model, values, policy) => {
    await expect(update(model, values, policy)).rejects.toEqual(
      expect.objectContaining({ category: "forbidden", rule: expect.stringMatching(rule), outcome: "not_applied" }),
    );
  });

  it("is asked about", async () => {
    const { touched } = await update("account.move", { auto_post: "monthly" });
    expect(contextWith({}).policy.confirmations(touched)).toHaveLength(1);
    const variants = await update("product.template", { attribute_line_ids: { link: [5] } });
    expect(variants.touched).toContainEqual({ model: "product.product", effect: "delete", records: 1 });
  });

  it("is a dialogue's record that no step opened", async () => {
    const listed = async () => [{ id: 1, model: "x.listed", name: "", transient: false, abstract: false }];
    const answers = { searchRead: listed, fieldsGet: async () => ({ name: fieldWith() }) };
    for (const write of [create, update])
      await expect(write("x.wizard", { name: "a" }, {}, answers)).rejects.toEqual(forbiddenBy("dialogues"));
    await expect(update("x.listed", { name: "a" }, {}, answers)).resolves.toBeDefined();
  });
});

describe("what belongs to a record", () => {
  const held = (res_model: string) => ({ read: async () => [{ id: 7, res_model }] });

  it("is added only to one that may be changed", async () => {
    await expect(create("x.note", { body: "a", res_model: "res.users", res_id: 2 })).rejects.toEqual(
      expect.objectContaining({ rule: expect.stringContaining("decides who may do what") }),
    );
    await expect(create("x.note", { res_model: "x.order", res_id: 2 }, MINE)).rejects.toEqual(
      forbiddenBy('policy["x.order"].domain'),
    );
    await expect(create("x.note", { res_id: 2 })).rejects.toEqual(
      odooError("forbidden", "res_model", "along with its id"),
    );
    await expect(create("x.note", { res_model: "x.partner", res_id: 2 })).resolves.toBeDefined();
  });

  it("is changed and deleted only beside one that may be changed", async () => {
    const refused = expect.objectContaining({ rule: expect.stringContaining("decides who may do what") });
    await expect(update("x.note", { body: "a" }, {}, held("res.users"))).rejects.toEqual(refused);
    const on = await modelCall("x.note", "delete", contextWith({}, held("res.users")));
    await expect(deleteRecords(on, { ids: [7] })).rejects.toEqual(refused);
    await expect(update("x.note", { body: "a" }, {}, held("x.partner"))).resolves.toBeDefined();
  });
});

describe("what tells of closed fields", () => {
  const closed: PolicyConfig = { "x.partner": { denyFields: ["email"] } };
  const searched = async (model: string, domain: unknown) =>
    searchRecords(await modelCall(model, "read", contextWith(closed, { searchRead: async () => [] })), {
      domain,
      limit: 1,
      offset: 0,
    });

  it("is a search by name, which Odoo does among other texts, too", async () => {
    for (const [model, domain] of [
      ["x.partner", [["display_name", "ilike", "a@"]]],
      ["x.order", [["partner_id", "ilike", "a@"]]],
      ["x.order", [["partner_id", "in", ["a@b"]]]],
      ["x.line", [["order_id.partner_id", "=", "a@b"]]],
    ] as const) {
      await expect(searched(model, domain)).rejects.toEqual(forbiddenBy('policy["x.partner"].denyFields'));
    }
    await expect(searched("x.order", [["partner_id", "=", 3]])).resolves.toBeDefined();
    await expect(searched("x.partner", [["name", "ilike", "a"]])).resolves.toBeDefined();
    await expect(searched("x.line", [["order_id", "ilike", "a"]])).resolves.toBeDefined();
  });
});

it("a yes is given to what is sent", async () => {
  const notes = ["old", "new"];
  const sent: unknown[] = [];
  const context: ToolContext = {
    ...contextWith(
      { "x.order": { confirm: ["update"] } },
      {
        read: async (_: string, ids: readonly number[]) =>
          ids.map((id) => ({ id, display_name: "x", note: notes.shift() })),
        write: async (...given: unknown[]) => void sent.push(given),
      },
    ),
    ask: async () => "accept",
  };
  const change = await updateRecords(await modelCall("x.order", "update", context), {
    ids: [7],
    values: { note: "a" },
  });
  await expect(carryOut(change)).rejects.toEqual(odooError("conflict", "changed while"));
  expect(sent).toEqual([]);
});
