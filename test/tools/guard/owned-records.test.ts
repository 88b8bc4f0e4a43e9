import { describe, expect, it, vi } from "vitest";
import type { Client } from "../../../src/odoo/client.js";
import { OdooError } from "../../../src/odoo/errors/errors.js";
import { modelCall, pathModel } from "../../../src/tools/call/model-call.js";
import { checkOwnerReadable, readableIds, withinReadable } from "../../../src/tools/guard/owned-records.js";
import type { PolicyConfig } from "../../../src/tools/policy/policy.js";
import { contextWith } from "../../support/context.js";
import { fieldWith, odooError, schemaWith } from "../../support/fixtures.js";

const OWNED = {
  id: fieldWith({ type: "integer" }),
  name: fieldWith(),
  res_model: fieldWith(),
  res_id: fieldWith({ type: "many2one_reference" }),
};
const schema = schemaWith({
  "a.file": { ...OWNED, res_field: fieldWith() },
  "a.activity": OWNED,
  "a.order": { name: fieldWith(), picture: fieldWith({ type: "binary" }), secret: fieldWith({ type: "binary" }) },
  "a.lead": { name: fieldWith() },
});
const POLICY: PolicyConfig = { "a.order": { denyFields: ["secret"] }, "a.lead": { operations: ["create"] } };
const LIMITED: PolicyConfig = { ...POLICY, "a.order": { domain: [["name", "=", "mine"]] } };

const place = (res_model: string | false, res_field: string | false = false) => ({ res_model, res_field });
const DOMAIN = [["name", "=", "x"]];

async function called(
  policy: PolicyConfig,
  places: readonly object[],
  { answers = {}, model = "a.file" }: { answers?: Partial<Client>; model?: string } = {},
) {
  const callModel = vi.fn<Client["callModel"]>(async () => places);
  const context = contextWith({ schema, policy, answers: { callModel, ...answers } });
  return { call: await modelCall(model, "read", context), callModel, context };
}

describe("a domain of what belongs to records", () => {
  it("stays as it is where all may be read, after one question", async () => {
    const { call, callModel } = await called(POLICY, [place("a.order"), place("a.order", "picture"), place(false)]);
    expect(await withinReadable(call, DOMAIN)).toBe(DOMAIN);
    expect(callModel).toHaveBeenCalledOnce();
    expect(callModel.mock.calls[0]?.[2]).toMatchObject({ domain: DOMAIN, groupby: ["res_model", "res_field"] });
  });

  it("is looked at record by record where Odoo lets nobody group", async () => {
    const searchRead: Client["searchRead"] = async () =>
      ["a.order", "a.lead", "a.lead", "a.order"].map((res_model, id) => ({ id, res_model }));
    const callModel = () => Promise.reject(new OdooError("forbidden", "Grouping is not allowed."));
    const { call } = await called(POLICY, [], { model: "a.activity", answers: { callModel, searchRead } });
    expect(await withinReadable(call, DOMAIN)).toEqual([...DOMAIN, ["res_model", "=", "a.order"]]);
    const refused = () => Promise.reject(new OdooError("forbidden", "Not yours."));
    const other = await called(POLICY, [], { model: "a.activity", answers: { callModel, searchRead: refused } });
    await expect(withinReadable(other.call, DOMAIN)).rejects.toThrow("Not yours.");
  });

  it("leaves out models that may not be read, those that are gone, and files behind closed fields", async () => {
    const fieldsGet = () => Promise.reject(new OdooError("not_found", "There is no model."));
    const { call } = await called(
      POLICY,
      [place("a.order"), place("a.order", "secret"), place("a.lead"), place("a.gone", "x"), place(false)],
      { answers: { fieldsGet } },
    );
    expect(await withinReadable(call, DOMAIN)).toEqual([
      ...DOMAIN,
      "|",
      ...["&", ["res_model", "=", "a.order"], ["res_field", "=", false]],
      ...["&", ["res_model", "=", false], ["res_field", "=", false]],
    ]);
  });

  it("finds nothing where nothing may be read", async () => {
    const { call } = await called(POLICY, [place("a.lead")]);
    expect(await withinReadable(call, [])).toEqual([[0, "=", 1]]);
  });

  it("names the records of a limited model that are inside its domain", async () => {
    const searchRead = vi.fn<Client["searchRead"]>(async () => [3, 4, 4].map((res_id, id) => ({ id: id + 1, res_id })));
    const search = vi.fn<Client["search"]>(async () => [4]);
    const { call } = await called(LIMITED, [{ res_model: "a.order" }], {
      answers: { searchRead, search },
      model: "a.activity",
    });
    expect(await withinReadable(call, DOMAIN)).toEqual([
      ...DOMAIN,
      "&",
      ["res_model", "=", "a.order"],
      ["res_id", "in", [4]],
    ]);
    expect(searchRead.mock.calls[0]?.[1]).toEqual([...DOMAIN, ["res_model", "=", "a.order"]]);
    expect(search.mock.calls[0]?.[1]).toEqual([
      ["id", "in", [3, 4]],
      ["name", "=", "mine"],
    ]);
  });

  it("is refused where there are too many records of a limited model, or too many models", async () => {
    const searchRead = async () => Array.from({ length: 5001 }, (_, id) => ({ id: id + 1, res_id: id + 1 }));
    const { call } = await called(LIMITED, [place("a.order")], { answers: { searchRead } });
    await expect(withinReadable(call, [])).rejects.toThrow(odooError("validation", "records of a.order"));
    const many = await called(
      POLICY,
      Array.from({ length: 501 }, (_, at) => place(`a.m${at}`)),
    );
    await expect(withinReadable(many.call, [])).rejects.toThrow(odooError("validation", "more models"));
  });

  it("is that of the policy alone for other models", async () => {
    const { call, callModel } = await called(LIMITED, [], { model: "a.order" });
    expect(await withinReadable(call, DOMAIN)).toEqual([["name", "=", "mine"], ...DOMAIN]);
    expect(callModel).not.toHaveBeenCalled();
  });
});

describe("ids of what belongs to records", () => {
  it("are all of them, or those that the domain finds", async () => {
    const open = await called(POLICY, [place("a.order")]);
    expect(await readableIds(open.call, [1, 2])).toEqual([1, 2]);
    const search = vi.fn<Client["search"]>(async () => [2]);
    const closed = await called(POLICY, [place("a.order"), place("a.lead")], { answers: { search } });
    expect(await readableIds(closed.call, [1, 2])).toEqual([2]);
    expect(search.mock.calls[0]?.[1][0]).toEqual(["id", "in", [1, 2]]);
  });
});

describe("the owner of a file", () => {
  it.each([
    [{ model: "a.order", id: 5 }, undefined],
    [{ model: "a.order", id: 5, field: "picture" }, undefined],
    [{ model: "a.order", id: 5, field: "secret" }, 'policy["a.order"].denyFields'],
    [{ model: "a.lead", id: 5 }, 'policy["a.lead"].operations'],
    [{ model: "ir.mail_server", id: 5 }, "guarded models: it holds credentials"],
  ])("%j is refused by %s", async (owner, rule) => {
    const { context } = await called(POLICY, []);
    const refused = await checkOwnerReadable(owner, context).then(
      () => undefined,
      (error: OdooError) => error.rule,
    );
    expect(refused).toBe(rule);
  });

  it("has to be inside its model's domain", async () => {
    const { context } = await called(LIMITED, [], { answers: { search: async () => [] } });
    await expect(checkOwnerReadable({ model: "a.order", id: 5 }, context)).rejects.toMatchObject({
      rule: 'policy["a.order"].domain',
    });
  });
});

describe("a path into what belongs to records", () => {
  it("is refused where the policy limits any model, and only there", async () => {
    expect((await pathModel("a.file", (await called(POLICY, [])).context)).name).toBe("a.file");
    await expect(pathModel("a.file", (await called(LIMITED, [])).context)).rejects.toMatchObject({
      rule: 'policy["a.order"].domain',
    });
  });
});
