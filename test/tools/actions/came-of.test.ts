import { describe, expect, it, vi } from "vitest";
import type { Client } from "../../../src/odoo/client.js";
import { OdooError } from "../../../src/odoo/errors/errors.js";
import type { RawRecord } from "../../../src/odoo/schema/raw.js";
import type { Schema } from "../../../src/odoo/schema/schema.js";
import type { Shown } from "../../../src/tools/actions/answer.js";
import { belonging, cameOf, type Meanwhile } from "../../../src/tools/actions/came-of.js";
import { modelCall } from "../../../src/tools/call/model-call.js";
import type { PolicyConfig } from "../../../src/tools/policy/policy.js";
import { contextWith } from "../../support/context.js";
import { fieldWith, schemaWith } from "../../support/fixtures.js";

const many = (relation: string, type: "one2many" | "many2many" = "one2many") => fieldWith({ type, relation });
const plain = schemaWith({
  "a.order": {
    name: fieldWith(),
    state: fieldWith({ type: "selection", selection: [["sale", "Sale"]] }),
    invoice_status: fieldWith({ type: "selection" }),
    status_text: fieldWith(),
    shown_state: fieldWith({ type: "selection", store: false }),
    stage_id: fieldWith({ type: "many2one", relation: "a.stage" }),
    partner_id: fieldWith({ type: "many2one", relation: "a.partner" }),
    invoice_ids: many("a.invoice", "many2many"),
    secret_ids: many("a.secret"),
    duplicated_order_ids: many("a.order", "many2many"),
    order_line: many("a.order.line"),
    typed_ids: many("a.part"),
    message_ids: many("mail.message"),
    activity_ids: many("mail.activity"),
    partner_ids: many("res.partner", "many2many"),
    move_line_ids: many("account.move.line"),
  },
  "a.invoice": { name: fieldWith() },
});
const order = plain.models["a.order"];
if (!order) throw new Error("no a.order");
const views = { form: [{ name: "typed_ids", columns: [{ name: "x" }] }], list: [], search: [], buttons: [] };
const schema: Schema = { ...plain, models: { ...plain.models, "a.order": { ...order, views } } };

interface Given {
  answers?: Partial<Client>;
  policy?: PolicyConfig;
}

/** An invoice, as it is told. */
const invoice = (id: number) => ({ id, name: `a.invoice ${id}`, link: `https://odoo.example/odoo/a.invoice/${id}` });

const called = ({ answers = {}, policy = {} }: Given) =>
  modelCall("a.order", "act", contextWith({ schema, policy, answers }));

/** Records as they are read: those of the model's own, with what is asked for. */
const reading = (rows: Readonly<Record<string, RawRecord[]>>) =>
  vi.fn<Client["read"]>(async (model, ids) => (rows[model] ?? []).filter(({ id }) => ids.includes(id)));

const names: Client["searchRead"] = async (model, domain) => {
  const [, , ids] = (domain as unknown[]).find((term) => Array.isArray(term) && term[0] === "id") as [0, 0, number[]];
  return ids.map((id) => ({ id, display_name: `${model} ${id}` }));
};

describe("what belongs to records before a step", () => {
  it("are the records that a step may make: no lines, nothing typed, alike or kept of all", async () => {
    const read = reading({
      "a.order": [
        { id: 7, invoice_ids: [1, 2], secret_ids: [] },
        { id: 8, invoice_ids: [3], secret_ids: [9] },
      ],
    });
    const before = await belonging(await called({ answers: { read } }), [7, 8]);
    expect(read.mock.calls[0]?.slice(0, 3)).toEqual(["a.order", [7, 8], ["invoice_ids", "secret_ids"]]);
    // What is shown again is not made.
    expect(read.mock.calls[0]?.[3]?.context).toEqual({ active_test: false });
    expect([...before]).toEqual([
      ["invoice_ids", new Set([1, 2, 3])],
      ["secret_ids", new Set([9])],
    ]);
  });

  it("are not asked of closed fields, of many records, or where records may not be read", async () => {
    const read = reading({ "a.order": [{ id: 7, invoice_ids: [1] }] });
    const policy = { "a.order": { denyFields: ["secret_ids"] } };
    await belonging(await called({ answers: { read }, policy }), [7]);
    expect(read.mock.calls[0]?.[2]).toEqual(["invoice_ids"]);
    const many = Array.from({ length: 21 }, (_, index) => index + 1);
    expect(await belonging(await called({ answers: { read } }), many)).toEqual(new Map());
    const blind = { "a.order": { operations: ["act" as const] } };
    const unread = await belonging(await called({ answers: { read }, policy: blind }), [7]);
    expect([...unread.values()].flatMap((ids) => [...ids])).toEqual([]);
    expect(read).toHaveBeenCalledOnce();
  });

  it("are none where Odoo refuses to tell, and fail where it does not answer", async () => {
    const failing = async (category: "forbidden" | "timeout") =>
      belonging(await called({ answers: { read: () => Promise.reject(new OdooError(category, "No.")) } }), [7]);
    expect([...(await failing("forbidden")).values()].flatMap((ids) => [...ids])).toEqual([]);
    await expect(failing("timeout")).rejects.toThrow("No.");
  });
});

describe("what came of a step", () => {
  const NOW: RawRecord = {
    id: 7,
    display_name: "S07",
    state: "sale",
    invoice_status: false,
    stage_id: [4, "Won"],
    invoice_ids: [1, 5],
  };
  const came = async (meanwhile: Partial<Meanwhile>, { answers = {}, policy = {} }: Given = {}, rows = [NOW]) => {
    const read = reading({ "a.order": rows });
    const call = await called({ answers: { read, searchRead: names, ...answers }, policy });
    const before = new Map([["invoice_ids", new Set([1])]]);
    return { came: await cameOf(call, [7], { before, shows: undefined, ...meanwhile }), read };
  };

  it("are the records with what says how far they are, and those that belong to them now", async () => {
    const { came: told, read } = await came({});
    expect(read.mock.calls[0]?.[2]).toEqual(["display_name", "state", "invoice_status", "stage_id", "invoice_ids"]);
    expect(told).toEqual({
      records: [
        {
          id: 7,
          name: "S07",
          state: "sale",
          invoice_status: null,
          stage_id: { id: 4, name: "Won" },
          link: "https://odoo.example/odoo/a.order/7",
        },
      ],
      made: [{ model: "a.invoice", records: [invoice(5)] }],
    });
  });

  it("is nothing made where nothing was looked at before, or nothing came to be", async () => {
    expect((await came({ before: undefined })).came).not.toHaveProperty("made");
    const before = new Map([["invoice_ids", new Set([1, 5])]]);
    expect((await came({ before })).came).not.toHaveProperty("made");
  });

  it("tells no closed field, and no records where they may not be read", async () => {
    const closed = { "a.order": { denyFields: ["state"] } };
    expect((await came({}, { policy: closed })).came.records?.[0]).not.toHaveProperty("state");
    expect((await came({}, { policy: { "a.order": { operations: ["act"] } } })).came).toEqual({});
  });

  it("has the names of what it made only as far as they may be read", async () => {
    const read = { "a.invoice": { operations: [] } };
    expect((await came({}, { policy: read })).came.made).toEqual([{ model: "a.invoice", records: [{ id: 5 }] }]);
    const limited = { "a.invoice": { domain: [["name", "=", "own"]] } };
    const asked: unknown[] = [];
    const search: Client["search"] = async (_, domain) => {
      asked.push(domain);
      return [];
    };
    const told = await came({}, { policy: limited, answers: { search } });
    expect(told.came.made).toEqual([{ model: "a.invoice", records: [{ id: 5 }] }]);
    expect(asked[0]).toEqual(expect.arrayContaining([["id", "in", [5]]]));
    expect(JSON.stringify(asked[0])).toContain('["name","=","own"]');
  });

  it("is told without what Odoo refuses to tell, and fails where it does not answer", async () => {
    const failing = (category: "forbidden" | "timeout") =>
      came({}, { answers: { read: () => Promise.reject(new OdooError(category, "No.")) } });
    expect((await failing("forbidden")).came).toEqual({});
    await expect(failing("timeout")).rejects.toThrow("No.");
    const bug = { read: () => Promise.reject(new TypeError("a bug")) };
    await expect(came({}, { answers: bug })).rejects.toThrow("a bug");
  });

  describe("where Odoo shows a screen", () => {
    const shown = (shows: Shown, given: Given & { since?: string } = {}) => {
      const { since, ...rest } = given;
      return came({ shows, since: since === undefined ? undefined : Promise.resolve(since) }, rest);
    };
    const window = (more: Partial<Shown>): Shown => ({
      kind: "records",
      title: "Invoices",
      model: "a.invoice",
      ...more,
    });

    it("is not what was made already", async () => {
      expect((await shown(window({ id: 5 }))).came).not.toHaveProperty("shows");
    });

    it("is the records of the screen otherwise, within the policy's domain", async () => {
      expect((await shown(window({ id: 9 }))).came.shows).toEqual({
        kind: "records",
        title: "Invoices",
        model: "a.invoice",
        records: [invoice(9)],
      });
      const search = vi.fn<Client["search"]>(async () => [9, 8]);
      const policy = { "a.invoice": { domain: [["name", "=", "own"]] } };
      const { came: told } = await shown(window({ domain: [["state", "=", "x"]] }), { answers: { search }, policy });
      expect(told.shows?.records).toEqual([9, 8].map(invoice));
      expect(search.mock.calls[0]?.[2]).toMatchObject({ limit: 20 });
      expect(JSON.stringify(search.mock.calls[0]?.[1])).toContain('["name","=","own"]');
    });

    it("is told where it shows no record, too", async () => {
      const { came: told, read } = await shown(window({ domain: [] }), { answers: { search: async () => [] } });
      expect(told.shows).toEqual({ kind: "records", title: "Invoices", model: "a.invoice", records: [] });
      expect(read).toHaveBeenCalledOnce();
    });

    it("are none of a model that may not be read, nor of a domain that refers to the screen", async () => {
      const policy = { "a.invoice": { operations: [] } };
      const without = { kind: "records", title: "Invoices", model: "a.invoice" };
      expect((await shown(window({ domain: [] }), { policy })).came.shows).toEqual(without);
      expect((await shown(window({ domain: "[('id', '=', active_id)]" }))).came.shows).toEqual(without);
      expect((await shown(window({}))).came.shows).toEqual(without);
      const search = () => Promise.reject(new OdooError("server_error", "x"));
      expect((await shown(window({ domain: [["nope", "=", 1]] }), { answers: { search } })).came.shows).toEqual(
        without,
      );
    });

    it("are those that it made, where they were made since the dialogue was", async () => {
      const read: Client["read"] = async (model, ids, fields) =>
        model === "a.order"
          ? [NOW]
          : ids.map((id) => {
              expect(fields).toEqual(["create_date"]);
              return { id, create_date: id > 8 ? "2026-01-05 10:00:01" : "2026-01-05 09:59:59" };
            });
      const search: Client["search"] = async () => [9, 8];
      const { came: told } = await shown(window({ domain: [] }), {
        since: "2026-01-05 10:00:00",
        answers: { read, search },
      });
      expect(told.made).toEqual([
        {
          model: "a.invoice",
          records: [5, 9].map(invoice),
        },
      ]);
      expect(told.shows?.records).toEqual([invoice(8)]);
    });

    it.each<Shown>([
      { kind: "url", title: "Pay", url: "/my/orders/7" },
      { kind: "report", title: "Quotation" },
      { kind: "other" },
      { kind: "records", title: "Of no model" },
    ])("is that: %j", async (shows) => {
      expect((await shown(shows)).came.shows).toEqual(shows);
    });
  });
});
