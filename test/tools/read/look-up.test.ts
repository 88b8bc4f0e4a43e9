import { describe, expect, it, vi } from "vitest";
import type { Client } from "../../../src/odoo/client.js";
import { OdooError } from "../../../src/odoo/errors/errors.js";
import type { PolicyConfig } from "../../../src/tools/policy/policy.js";
import { type Asked, lookUp } from "../../../src/tools/read/look-up.js";
import { contextWith } from "../../support/context.js";
import { fieldWith, odooError, schemaWith } from "../../support/fixtures.js";

const schema = schemaWith({
  "x.partner": { display_name: fieldWith(), name: fieldWith(), email: fieldWith() },
  "x.term": { display_name: fieldWith(), name: fieldWith() },
  "x.code": {
    display_name: fieldWith(),
    secret: fieldWith(),
    name: fieldWith({ type: "many2one", relation: "x.term" }),
  },
  "x.computed": { display_name: fieldWith(), secret: fieldWith(), name: fieldWith({ searchable: false }) },
  "x.closed": { display_name: fieldWith() },
});

interface Row {
  id: number;
  display_name: string;
  name?: string;
}

const PARTNERS: readonly Row[] = [
  { id: 1, display_name: "Azure Interior" },
  { id: 2, display_name: "Azure Interior, Brandon Freeman", name: "Brandon Freeman" },
  { id: 3, display_name: "Azure Interior, Colleen Diaz", name: "Colleen Diaz" },
  { id: 4, display_name: "Ready Mat" },
  { id: 5, display_name: "ready mat" },
];
const TERMS: readonly Row[] = [
  { id: 1, display_name: "Immediate Payment" },
  { id: 2, display_name: "30 Days" },
];

/** An Odoo that finds what holds the text in what it displays, with what it was asked. */
function odooWith(rows: Readonly<Record<string, readonly Row[]>> = { "x.partner": PARTNERS, "x.term": TERMS }) {
  const of = (model: string) => rows[model] ?? [];
  const lower = (text: string) => text.toLowerCase();
  const nameSearch = vi.fn<Client["nameSearch"]>(async (model, { name, operator, limit }) =>
    of(model)
      .filter(({ display_name }) =>
        operator === "ilike" ? lower(display_name).includes(lower(name)) : lower(display_name) === lower(name),
      )
      .slice(0, limit)
      .map(({ id }) => id),
  );
  const searchRead = vi.fn<Client["searchRead"]>(async (model, domain) => {
    const ids = (domain.at(-1) as [string, string, number[]])[2];
    // In an order of its own.
    return of(model)
      .filter(({ id }) => ids.includes(id))
      .toReversed()
      .map((row) => ({ name: row.display_name, ...row }));
  });
  const search = vi.fn<Client["search"]>(async (model, domain, { limit }) => {
    const patterns = domain.flatMap((term) => (Array.isArray(term) && term[1] === "=ilike" ? [lower(term[2])] : []));
    return of(model)
      .filter(({ display_name, name = display_name }) => patterns.includes(lower(name)))
      .slice(0, limit)
      .map(({ id }) => id);
  });
  return { nameSearch, searchRead, search };
}

type Odoo = Partial<Client>;
const ask = (names: readonly Asked[], answers: Odoo = odooWith(), policy: PolicyConfig = {}) =>
  lookUp(names, contextWith({ schema, policy, answers }));
const one = async (model: string, name: string, answers?: Odoo, policy?: PolicyConfig) => {
  const { names } = await ask([{ model, name }], answers, policy);
  const { model: _model, name: _name, ...answer } = names[0] ?? {};
  return answer;
};
const byId = (...ids: number[]) => ids.map((id) => expect.objectContaining({ id, display_name: expect.any(String) }));

describe("a name", () => {
  it.each([
    ["Azure Interior", 1],
    ["azure interior", 1],
    [" Azure Interior ", 1],
    ["azure interior, brandon freeman", 2],
    ["Brandon Freeman", 2],
  ])("that one record has, displayed or its own, is that record: %j", async (name, id) => {
    const { display_name } = PARTNERS[id - 1] ?? {};
    expect(await one("x.partner", name)).toEqual({ id, display_name });
  });

  it("that several have is answered with all of them, never with one", async () => {
    expect(await one("x.partner", "Ready Mat")).toEqual({
      candidates: [
        { id: 4, display_name: "Ready Mat" },
        { id: 5, display_name: "ready mat" },
      ],
    });
    const twice = { "x.partner": [...PARTNERS, { id: 9, display_name: "Brandon Freeman" }] };
    expect(await one("x.partner", "Brandon Freeman", odooWith(twice))).toEqual({ candidates: byId(2, 9) });
  });

  it("that Odoo's own search hides is found all the same", async () => {
    const odoo = { ...odooWith(), nameSearch: async () => [3] };
    expect(await one("x.partner", "Azure Interior", odoo)).toMatchObject({ id: 1 });
    expect(await one("x.partner", "Ready Mat", odoo)).toEqual({ candidates: byId(4, 5) });
  });

  it("that none has is answered with what Odoo found, in its order", async () => {
    expect(await one("x.partner", "Azure")).toEqual({ nearest: byId(1, 2, 3) });
  });

  it("is looked for with fewer words, and by how it begins", async () => {
    expect(await one("x.partner", "Azure Interior Inc")).toEqual({ nearest: byId(1, 3, 2) });
    expect(await one("x.partner", "Azre Interior")).toEqual({ nearest: byId(1, 3, 2) });
    expect(await one("x.term", "Immedate")).toEqual({ nearest: byId(1) });
    expect(await one("x.term", "Nothing like it")).toEqual({ nearest: [] });
  });

  it("is exact where Odoo finds it with fewer words only", async () => {
    const odoo = odooWith({ "x.term": [{ id: 7, display_name: "Alabama (US)" }] });
    const { nameSearch } = odoo;
    const found = nameSearch.getMockImplementation() ?? (async () => []);
    nameSearch.mockImplementation(async (model, asked) => (asked.name.includes("(") ? [] : found(model, asked)));
    expect(await one("x.term", "alabama (us)", odoo)).toEqual({ id: 7, display_name: "Alabama (US)" });
  });

  it("is not taken for a name where the model's field of that name is none", async () => {
    const odoo = odooWith({ "x.code": [{ id: 1, display_name: "Azure" }] });
    expect(await one("x.code", "Azure", odoo)).toEqual({ id: 1, display_name: "Azure" });
    expect(odoo.searchRead.mock.calls[0]?.[2]).toEqual(["display_name"]);
  });

  it("of a record without one is nothing", async () => {
    const searchRead = async () => [{ id: 1, display_name: false, name: false }];
    expect(await one("x.term", "x", { ...odooWith(), nameSearch: async () => [1], searchRead })).toEqual({
      nearest: [{ id: 1, display_name: "" }],
    });
  });
});

describe("a name that is found too often", () => {
  const numbered = (count: number) =>
    Array.from({ length: count }, (_, index) => ({ id: index + 1, display_name: `Desk ${index + 1}`, name: "x" }));

  it("tells that there are more", async () => {
    expect(await one("x.term", "Desk", odooWith({ "x.term": numbered(6) }))).toEqual({
      nearest: byId(1, 2, 3, 4, 5),
      more: true,
    });
  });

  it.each<[string, Row]>([
    ["displayed so", { id: 99, display_name: "Desk" }],
    ["called so", { id: 99, display_name: "[A] Desk", name: "Desk" }],
  ])("is still the one that is %s", async (_, row) => {
    expect(await one("x.term", "desk", odooWith({ "x.term": [...numbered(60), row] }))).toMatchObject({ id: 99 });
  });

  it("is not one record where another may be beyond what was looked at", async () => {
    const rows = [...numbered(60), ...numbered(60).map((row) => ({ id: row.id + 100, display_name: "Desk" }))];
    expect(await one("x.term", "Desk", odooWith({ "x.term": rows }))).toEqual({
      candidates: byId(101, 102, 103, 104, 105),
      more: true,
    });
    const alike = [{ id: 98, display_name: "Desk (US)", name: "Desk" }, ...numbered(60)];
    const odoo = odooWith({ "x.term": alike });
    odoo.nameSearch.mockImplementation(async (_, { name }) => (name === "Desk" ? alike.map(({ id }) => id) : []));
    expect(await one("x.term", "Desk (US)", odoo)).toEqual({ candidates: byId(98), more: true });
    const many = Array.from({ length: 501 }, (_, id) => ({ id: id + 1, display_name: "Desk" }));
    const hidden = {
      ...odooWith({ "x.term": many }),
      nameSearch: async () => [1],
      searchRead: async () => many.slice(0, 1),
    };
    expect(await one("x.term", "Desk", hidden)).toEqual({ candidates: byId(1), more: true });
  });

  it("is searched for with its signs, not with patterns", async () => {
    const odoo = odooWith({ "x.term": Array.from({ length: 60 }, (_, id) => ({ id: id + 1, display_name: "15%_" })) });
    await one("x.term", "15%_", odoo);
    expect(odoo.nameSearch.mock.calls.at(-1)?.[1]).toMatchObject({ name: "15\\%\\_", operator: "=ilike" });
    expect(odoo.search.mock.calls[0]?.[1]).toEqual([["name", "=ilike", "15\\%\\_"]]);
  });
});

describe("several names", () => {
  it("are answered in their order, each model's records read at once", async () => {
    const odoo = odooWith();
    const { names } = await ask(
      [
        { model: "x.term", name: "30 days" },
        { model: "x.partner", name: "Azure Interior" },
        { model: "x.term", name: "Immediate Payment" },
        { model: "x.term", name: "30 days" },
      ],
      odoo,
    );
    expect(names).toEqual([
      { model: "x.term", name: "30 days", id: 2, display_name: "30 Days" },
      { model: "x.partner", name: "Azure Interior", id: 1, display_name: "Azure Interior" },
      { model: "x.term", name: "Immediate Payment", id: 1, display_name: "Immediate Payment" },
      { model: "x.term", name: "30 days", id: 2, display_name: "30 Days" },
    ]);
    expect([odoo.nameSearch.mock.calls.length, odoo.search.mock.calls.length]).toEqual([3, 2]);
    expect(odoo.searchRead.mock.calls.length).toBe(2);
    const [terms] = odoo.search.mock.calls.filter(([model]) => model === "x.term");
    expect(terms?.[1]).toEqual(["|", ["name", "=ilike", "30 days"], ["name", "=ilike", "Immediate Payment"]]);
  });

  it("cost at most three searches each where nothing is found", async () => {
    const odoo = odooWith({});
    await ask(
      [..."abc"].map((letter) => ({ model: "x.term", name: `${letter}${letter} quite unknown` })),
      odoo,
    );
    expect([odoo.nameSearch.mock.calls.length, odoo.search.mock.calls.length]).toEqual([9, 1]);
    expect(odoo.searchRead).not.toHaveBeenCalled();
  });

  const GOOD = { model: "x.term", name: "30 Days" };
  const SECRET = { model: "res.users.apikeys", name: "x" };

  it("are answered where a model of others is refused or unknown, which are told why", async () => {
    const fieldsGet = () => Promise.reject(new OdooError("not_found", "the model 'x.trem' does not exist"));
    const { names } = await ask([SECRET, { model: "x.trem", name: "30 Days" }, GOOD], { ...odooWith(), fieldsGet });
    expect(names).toEqual([
      {
        ...SECRET,
        error: {
          category: "forbidden",
          message: expect.any(String),
          rule: expect.any(String),
          hint: expect.any(String),
        },
      },
      {
        model: "x.trem",
        name: "30 Days",
        error: {
          category: "not_found",
          message: expect.stringContaining('Did you mean "x.term"'),
          hint: expect.stringContaining("list_models"),
        },
      },
      { ...GOOD, id: 2, display_name: "30 Days" },
    ]);
  });

  it("fail as the first where none could be looked up", async () => {
    await expect(ask([SECRET, { model: "res.users.apikeys", name: "y" }])).rejects.toThrow(
      odooError("forbidden", "res.users.apikeys"),
    );
  });

  it.each([
    ["Odoo does not answer", new OdooError("timeout", "late")],
    ["the model is not what it was", new OdooError("not_found", "the model 'x.partner' does not exist")],
    ["our own code fails", new TypeError("x is undefined")],
  ])("fail together where %s", async (_, failure) => {
    const odoo = odooWith();
    const { nameSearch } = odoo;
    const found = nameSearch.getMockImplementation() ?? (async () => []);
    nameSearch.mockImplementation(async (model, asked) => {
      if (model === "x.partner") throw failure;
      return found(model, asked);
    });
    await expect(ask([GOOD, { model: "x.partner", name: "Azure" }], odoo)).rejects.toBe(failure);
  });
});

describe("the policy", () => {
  const MINE: PolicyConfig = { "x.partner": { domain: [["name", "!=", "secret"]] } };
  const LIMIT = ["name", "!=", "secret"];

  it("has its domain put before every search, and before what is read", async () => {
    const odoo = odooWith({ "x.partner": Array.from({ length: 60 }, (_, id) => ({ id: id + 1, display_name: "A" })) });
    await one("x.partner", "A", odoo, MINE);
    expect(odoo.nameSearch.mock.calls.map(([, { domain }]) => domain)).toEqual([[LIMIT], [LIMIT]]);
    expect(odoo.search.mock.calls[0]?.[1]).toEqual([LIMIT, ["name", "=ilike", "A"]]);
    expect(odoo.searchRead.mock.calls[0]?.[1]).toEqual([LIMIT, ["id", "in", expect.any(Array)]]);
  });

  it("holds where a model's own search by name does not keep to the domain", async () => {
    const odoo = { ...odooWith(), nameSearch: async () => [1, 2], searchRead: async () => [] };
    expect(await one("x.partner", "Azure Interior", odoo, MINE)).toEqual({ nearest: [] });
  });

  it("closes a model for reading", async () => {
    const answered = one("x.closed", "a", odooWith(), { "x.closed": { operations: ["create"] } });
    await expect(answered).rejects.toThrow(odooError("forbidden", 'policy["x.closed"].operations'));
  });

  it("lets a model whose search by name could tell a closed field be searched by its field called name", async () => {
    const odoo = { ...odooWith(), search: vi.fn<Client["search"]>(async () => [2]) };
    const policy: PolicyConfig = { "x.partner": { ...MINE["x.partner"], denyFields: ["email"] } };
    expect(await one("x.partner", "brandon freeman", odoo, policy)).toMatchObject({ id: 2 });
    expect(odoo.search.mock.calls.map(([, domain]) => domain)).toEqual([
      [LIMIT, ["name", "=ilike", "brandon freeman"]],
      [LIMIT, ["name", "ilike", "brandon freeman"]],
    ]);
    expect(odoo.nameSearch).not.toHaveBeenCalled();
  });

  it("closes such a model where that field is closed, none, or cannot be searched", async () => {
    const denied: PolicyConfig = { "x.partner": { denyFields: ["email", "name"] } };
    await expect(one("x.partner", "a", {}, denied)).rejects.toThrow(odooError("forbidden", "could tell name"));
    for (const model of ["x.code", "x.computed"]) {
      const answered = one(model, "a", {}, { [model]: { denyFields: ["secret"] } });
      await expect(answered).rejects.toThrow(odooError("forbidden", "could tell secret"));
    }
  });

  it("limits the names of a model, and the records that all of them are answered with", async () => {
    const policy: PolicyConfig = { "x.partner": { maxRecords: 4 } };
    const names = (count: number) =>
      ["Azure", "Azure Interior,", "Ready Mat", "a", "b"].slice(0, count).map((name) => ({ model: "x.partner", name }));
    await expect(ask(names(5), odooWith(), policy)).rejects.toThrow(odooError("forbidden", "4 records of x.partner"));
    const answered = await ask(names(2), odooWith(), policy);
    expect(answered.names).toMatchObject([{ nearest: byId(1, 2), more: true }, { nearest: byId(2, 3) }]);
  });
});
