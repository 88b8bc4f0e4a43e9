import { describe, expect, it, vi } from "vitest";
import type { Client } from "../../../src/odoo/client.js";
import { OdooError } from "../../../src/odoo/errors/errors.js";
import { type FormView, formView } from "../../../src/odoo/views/form-view.js";
import { modelCall } from "../../../src/tools/call/model-call.js";
import { carryOut, carryOutOrPreview } from "../../../src/tools/change/carry-out.js";
import type { PolicyConfig } from "../../../src/tools/policy/policy.js";
import { createRecord, createRecords } from "../../../src/tools/write/create.js";
import { allThere, contextWith } from "../../support/context.js";
import { fieldWith, odooError, schemaWith } from "../../support/fixtures.js";

const schema = schemaWith({
  "x.order": {
    display_name: fieldWith({ readonly: true }),
    name: fieldWith({ required: true }),
    flag: fieldWith({ type: "boolean", store: false }),
    partner_id: fieldWith({ type: "many2one", relation: "x.partner" }),
    tag_ids: fieldWith({ type: "many2many", relation: "x.tag" }),
    note: fieldWith(),
    other_flag: fieldWith({ type: "boolean", store: false }),
    data: fieldWith({ type: "json" }),
    text: fieldWith({ type: "html" }),
  },
  "x.partner": { name: fieldWith() },
  "x.tag": { name: fieldWith() },
});

/** A call that creates, over an Odoo that gives new records the ids from 42 on. */
async function opened(
  answers: Partial<Client> = {},
  policy: PolicyConfig = {},
  forms: Readonly<Record<string, FormView>> = {},
) {
  const create = vi.fn<Client["create"]>(async (_, rows) => rows.map((_row, index) => 42 + index));
  const context = contextWith({
    schema,
    policy,
    forms,
    answers: { search: allThere, create, read: async (_, ids) => ids.map((id) => ({ id })), ...answers },
  });
  return { call: await modelCall("x.order", "create", context), create };
}
const sentBy = ({ mock }: { mock: { calls: unknown[][] } }) => mock.calls.map((call) => call.slice(0, 2));

const told = (id: number, display_name = "") => ({
  id,
  display_name,
  link: `https://odoo.example/odoo/x.order/${id}`,
});
const LINK = told(42).link;

const REACTING = formView({ arch: '<form><field name="name" on_change="1"/></form>', embedded: {} });

describe("a new record", () => {
  it("is sent when the change is made and not before, and answers its id and name", async () => {
    const { call, create } = await opened({ read: async () => [{ id: 42, display_name: "Order 42" }] });
    const change = await createRecord(call, { values: { name: "a", partner_id: { id: 3, name: "Azure" } } });
    expect(create).not.toHaveBeenCalled();
    expect(await carryOut(change)).toEqual({
      id: 42,
      display_name: "Order 42",
      link: LINK,
    });
    expect(sentBy(create)).toEqual([["x.order", [{ name: "a", partner_id: 3 }]]]);
  });

  it("is told by the name that was read along with its creation, and by nothing else that was", async () => {
    const held = { id: 42, display_name: "Order 42", flag: true };
    const createAndRead = vi.fn<Client["createAndRead"]>(async () => ({ id: 42, held }));
    const read = vi.fn<Client["read"]>(async () => [{ id: 42, display_name: "Order", flag: false }]);
    const { call } = await opened({ createAndRead, read });
    expect(await carryOut(await createRecord(call, { values: { name: "a", flag: true } }))).toEqual({
      ...told(42, "Order 42"),
      not_kept: [{ id: 42, flag: false }],
    });
    const asked = createAndRead.mock.calls.map((each) => each.slice(0, 3));
    expect(asked).toEqual([["x.order", { name: "a", flag: true }, ["display_name"]]]);
    expect(read.mock.calls.map(([, , fields]) => fields)).toEqual([["flag"]]);
  });

  it("is asked for as its form makes it while it is looked up what was sent last, and not in a preview", async () => {
    const began: string[] = [];
    const onchange: Client["onchange"] = async () => {
      began.push("form");
      return { value: {} };
    };
    const { call } = await opened({ onchange }, {}, { "x.order": REACTING });
    const lastMessage = async () => {
      began.push("sent");
      return undefined;
    };
    const looking = { ...call, context: { ...call.context, lastMessage } };
    await createRecord(looking, { values: { name: "a" } });
    expect(began).toEqual(["sent", "form"]);
    await carryOutOrPreview(await createRecord(call, { values: { name: "a" } }), { dry_run: true });
    expect(began).toEqual(["sent", "form", "form"]);
  });

  it("is made also where its name cannot be read", async () => {
    const { call } = await opened({ read: () => Promise.reject(new OdooError("forbidden", "No.")) });
    expect(await carryOut(await createRecord(call, { values: { name: "a" } }))).toEqual({
      id: 42,
      display_name: "",
      link: LINK,
    });
  });

  it("with an idempotency key is made by load, which knows the key, and checked against the policy's domain", async () => {
    const load = vi.fn<Client["load"]>(async () => [7]);
    const search = vi.fn<Client["search"]>(async () => []);
    const policy: PolicyConfig = { "x.order": { domain: [["name", "!=", "b"]] } };
    const { call, create } = await opened({ load, search }, policy);
    const change = await createRecord(call, { values: { name: "a" }, idempotency_key: "abcdefgh" });
    await expect(carryOut(change)).rejects.toMatchObject({ category: "forbidden", outcome: "applied" });
    expect(load).toHaveBeenCalledOnce();
    expect(create).not.toHaveBeenCalled();
  });

  describe("whose idempotency key made a record before", () => {
    const KEY = { idempotency_key: "abcdefgh" };
    /** An Odoo that holds the order 7, which the key made. */
    const holding = (record: object, more: Partial<Client> = {}): Partial<Client> => ({
      load: async () => [7],
      search: async (_, domain) => (domain.length === 0 ? [9] : [7]),
      read: async () => [{ id: 7, display_name: "Order 7", ...record }],
      callModel: async () => ["x.order", 7],
      ...more,
    });
    const values = { name: "a" };
    const changed = {
      category: "validation",
      outcome: "not_applied",
      record: 7,
      field: "name",
      message:
        "idempotency_key: it made x.order 7, which holds something else now than is given: name. Nothing was written.",
    };

    it("answers that record, and that it is repeated", async () => {
      const { call } = await opened(holding({ name: "a" }));
      const link = "https://odoo.example/odoo/x.order/7";
      const made = { id: 7, display_name: "Order 7", link, repeated: true };
      expect(await carryOut(await createRecord(call, { values, ...KEY }))).toEqual(made);
    });

    it("is refused where the record holds something else than is given", async () => {
      const { call } = await opened(holding({ name: "b" }));
      const change = await createRecord(call, { values, ...KEY });
      await expect(carryOut(change)).rejects.toMatchObject(changed);
    });

    it("is refused where the record is outside the policy's domain, and nothing is told of what it holds", async () => {
      const search: Client["search"] = async (_, domain) => (domain.length === 0 ? [9] : []);
      const policy: PolicyConfig = { "x.order": { domain: [["name", "!=", "b"]] } };
      const { call } = await opened(holding({ name: "b" }, { search }), policy);
      const change = await createRecord(call, { values, ...KEY });
      await expect(carryOut(change)).rejects.toMatchObject({ category: "forbidden", outcome: "not_applied" });
    });

    it("is previewed as that record, or refused as it would be", async () => {
      const load = vi.fn<Client["load"]>();
      const preview = async (record: object, more: Partial<Client> = {}) => {
        const { call } = await opened(holding(record, { load, ...more }));
        return carryOutOrPreview(await createRecord(call, { values, ...KEY }), { dry_run: true });
      };
      expect(await preview({ name: "a" })).toEqual({
        preview: { effect: "create", model: "x.order", repeated: true, records: [{ id: 7, name: "Order 7" }] },
      });
      await expect(preview({ name: "b" })).rejects.toMatchObject(changed);
      const unknown = () => Promise.reject(new OdooError("server_error", "External ID not found"));
      expect(await preview({ name: "b" }, { callModel: unknown, defaultGet: async () => ({}) })).toMatchObject({
        preview: { records: [{ values: { name: { new: "a" } } }] },
      });
      expect(load).not.toHaveBeenCalled();
    });
  });

  it("keeps the lines of a plain text in a field of HTML, with a key and without", async () => {
    const load = vi.fn<Client["load"]>(async () => [7]);
    const { call, create } = await opened({ load });
    const values = { name: "a", text: "R&D:\n1. b" };
    await carryOut(await createRecord(call, { values }));
    await carryOut(await createRecord(call, { values, idempotency_key: "abcdefgh" }));
    expect(sentBy(create)).toEqual([["x.order", [{ name: "a", text: "<p>R&amp;D:<br>1. b</p>" }]]]);
    expect(load.mock.calls[0]?.[1].rows[0]?.slice(1)).toEqual(["a", "<p>R&amp;D:<br>1. b</p>"]);
  });

  it("whose values are outside the policy's domain is not sent", async () => {
    const { call, create } = await opened({}, { "x.order": { domain: [["name", "!=", "b"]] } });
    await expect(createRecord(call, { values: { name: "b" } })).rejects.toMatchObject({
      rule: 'policy["x.order"].domain',
      outcome: "not_applied",
    });
    expect(create).not.toHaveBeenCalled();
  });

  it("is refused with details of a relation that are not what is stored", async () => {
    const { call } = await opened({ read: async () => [{ id: 3, name: "Azure" }] });
    const values = { name: "a", tag_ids: [{ id: 3, name: "Other" }] };
    await expect(createRecord(call, { values })).rejects.toThrow(
      odooError("validation", "values.tag_ids[0].name: is not what is stored"),
    );
  });

  it("that Odoo's computations put outside the policy's domain is deleted again", async () => {
    const unlink = vi.fn<Client["unlink"]>(async () => {});
    const policy: PolicyConfig = { "x.order": { domain: [["name", "!=", "b"]] } };
    const { call } = await opened({ search: async () => [], unlink }, policy);
    await expect(carryOut(await createRecord(call, { values: { name: "a" } }))).rejects.toMatchObject({
      category: "forbidden",
      outcome: "not_applied",
      rule: 'policy["x.order"].domain',
    });
    expect(unlink.mock.calls[0]?.slice(0, 2)).toEqual(["x.order", [42]]);
  });
});

describe("a new record whose form reacts", () => {
  const FORMS = {
    "x.order": formView({
      arch: '<form><field name="name" on_change="1"/><field name="note"/><field name="flag"/><field name="other_flag"/></form>',
      embedded: {},
    }),
  };
  const filling = (warning?: string): Partial<Client> => ({
    onchange: async (_, { name }) => ({
      value: { note: `filled for ${name}`, other_flag: true },
      ...(warning ? { warning } : {}),
    }),
    read: async (_, ids) => ids.map((id) => ({ id, flag: false, other_flag: false })),
  });
  const filled = (name: string, more = {}) => ({ name, ...more, note: `filled for ${name}`, other_flag: true });

  it("is sent with what it fills in, and tells what it warns of and which given value was not kept", async () => {
    const { call, create } = await opened(filling("No stock."), {}, FORMS);
    const change = await createRecord(call, { values: { name: "a", flag: true } });
    expect(change).toMatchObject({
      rows: [{ name: "a", flag: true }],
      sent: [filled("a", { flag: true })],
      warnings: ["No stock."],
    });
    expect(await carryOut(change)).toEqual({
      id: 42,
      display_name: "",
      link: LINK,
      not_kept: [{ id: 42, flag: false }],
      warnings: ["No stock."],
    });
    expect(sentBy(create)).toEqual([["x.order", [filled("a", { flag: true })]]]);
  });

  it("is filled in by itself where there are several, and warns of the same once", async () => {
    const { call, create } = await opened(filling("No stock."), {}, FORMS);
    const change = await createRecords(call, { records: [{ name: "a" }, { name: "b" }] });
    expect(await carryOut(change)).toEqual({
      ids: [42, 43],
      records: [told(42), told(43)],
      warnings: ["No stock."],
    });
    expect(sentBy(create)).toEqual([["x.order", [filled("a"), filled("b")]]]);
  });

  it("is checked against the policy's domain with what it fills in", async () => {
    const { call, create } = await opened(filling(), { "x.order": { domain: [["note", "=", "mine"]] } }, FORMS);
    await expect(createRecord(call, { values: { name: "a" } })).rejects.toMatchObject({
      rule: 'policy["x.order"].domain',
      outcome: "not_applied",
    });
    expect(create).not.toHaveBeenCalled();
  });

  it("is not sent where it demands a field under a condition that holds, and nothing fills it", async () => {
    const arch = `<form><field name="name" on_change="1"/><field name="note" required="name == 'b'"/></form>`;
    const forms = { "x.order": formView({ arch, embedded: {} }) };
    const { call, create } = await opened({ onchange: async () => ({ value: { note: false } }) }, {}, forms);
    const records = [{ name: "a" }, { name: "b" }];
    await expect(createRecords(call, { records })).rejects.toThrow(
      odooError("validation", "records[1].note: is empty, and Odoo's form demands it when"),
    );
    expect(await carryOut(await createRecord(call, { values: { name: "b", note: "c" } }))).toMatchObject({ id: 42 });
    expect(create).toHaveBeenCalledOnce();
  });

  it("with an idempotency key is loaded with what it fills in, and refused for no more than what was given", async () => {
    const load = vi.fn<Client["load"]>(async () => [7]);
    const arch = '<form><field name="name" on_change="1"/><field name="note"/><field name="data"/></form>';
    const onchange = async () => ({ value: { note: "filled", data: { a: 1 } } });
    const forms = { "x.order": formView({ arch, embedded: {} }) };
    const { call } = await opened({ onchange, load }, {}, forms);
    const key = { idempotency_key: "abcdefgh" };
    await carryOut(await createRecord(call, { values: { name: "a" }, ...key }));
    expect(load.mock.calls[0]?.[1].fields.slice(1).sort()).toEqual(["name", "note"]);
    const tags = { tag_ids: { create: [{ name: "t" }] } };
    const refused = createRecord(call, { values: { name: "a", ...tags }, ...key });
    await expect(refused).rejects.toThrow(odooError("validation", "values.tag_ids: with an idempotency_key"));
  });
});

describe("several new records", () => {
  it("are sent in one call, and tell which did not keep a value", async () => {
    const { call, create } = await opened({
      read: async () => [
        { id: 42, flag: false },
        { id: 43, flag: true },
      ],
    });
    const records = [
      { name: "a", flag: true },
      { name: "b", flag: true },
    ];
    expect(await carryOut(await createRecords(call, { records }))).toEqual({
      ids: [42, 43],
      records: [told(42), told(43)],
      not_kept: [{ id: 42, flag: false }],
    });
    expect(sentBy(create)).toEqual([["x.order", records]]);
  });

  it("are told by name and link, the first 20 of them, and read for it in one call", async () => {
    const read = vi.fn<Client["read"]>(async (_, ids) => ids.map((id) => ({ id, display_name: `Order ${id}` })));
    const { call } = await opened({ read }, { "x.order": { confirmAbove: 50 } });
    const records = Array.from({ length: 21 }, () => ({ name: "a" }));
    const made = await carryOut(await createRecords(call, { records }));
    expect(made.ids).toHaveLength(21);
    expect(made.records).toEqual(made.ids.slice(0, 20).map((id) => told(id, `Order ${id}`)));
    expect(read).toHaveBeenCalledOnce();
  });

  it.each<[what: string, second: Record<string, unknown>, ...texts: string[]]>([
    ["a wrong value", { name: 5 }, "records[1].name"],
    ["an unknown field", { name: "b", nmae: "c" }, '"nmae"', "records[1]"],
    ["a link to nothing", { name: "b", tag_ids: [9] }, "records[1].tag_ids[0]", "there is no x.tag with the id 9"],
  ])("are none where one of them has %s, which is named by its place", async (_, second, ...texts) => {
    const { call, create } = await opened({ search: async () => [] });
    const refusal = await createRecords(call, { records: [{ name: "a" }, second] }).catch((error: unknown) => error);
    for (const text of texts) expect(refusal).toMatchObject({ message: expect.stringContaining(text) });
    expect(create).not.toHaveBeenCalled();
  });
});

it("a refusal by Odoo is explained by the relation that leads to nothing", async () => {
  const { call } = await opened({
    create: () => Promise.reject(new OdooError("validation", "Foreign key.")),
    search: async () => [],
  });
  await expect(carryOut(await createRecord(call, { values: { name: "a", partner_id: 9 } }))).rejects.toThrow(
    odooError("not_found", "values.partner_id", "there is no x.partner with the id 9"),
  );
});
