import { describe, expect, it, vi } from "vitest";
import type { Client } from "../../../src/odoo/client.js";
import { modelCall } from "../../../src/tools/call/model-call.js";
import { jsonSchemaOf } from "../../../src/tools/catalogue/json-schemas.js";
import { OPERATIONS, operationOf } from "../../../src/tools/catalogue/operations.js";
import type { RecordOperation } from "../../../src/tools/policy/effects.js";
import { callTool, creationOf } from "../../corpus/odoo.js";
import { contextWith } from "../../support/context.js";
import { fieldWith, odooError, schemaWith } from "../../support/fixtures.js";

describe("an operation", () => {
  const names = Object.keys(OPERATIONS) as (RecordOperation | "act")[];

  it.each(names)("%s lists every argument that it takes, and takes what it lists", (name) => {
    const { arguments: schema } = operationOf(name);
    const { properties, required } = jsonSchemaOf(schema);
    expect(Object.keys(properties)).toEqual(Object.keys(schema.shape));
    const sample = { ids: [1], domain: [], values: {}, extra: {} } as Record<string, unknown>;
    const given = Object.fromEntries(required.map((argument) => [argument, sample[argument]]));
    expect(schema.safeParse(given).success).toBe(true);
    expect(schema.safeParse({ ...given, other: 1 }).success).toBe(false);
    for (const property of Object.values(properties)) expect(property).toHaveProperty("type");
  });

  it.each(names)("%s answers an error in place of all else", (name) => {
    const { result } = operationOf(name);
    expect(result).not.toHaveProperty("additionalProperties");
    expect(result).not.toHaveProperty("required");
    expect(result).toHaveProperty("properties.error");
  });
});

describe("the fields of a create or update tool that it does not list", () => {
  const sent = async (name: string, args: Record<string, unknown>) => {
    const { error, asked } = await callTool(name, args, 19);
    const writes = asked.map(creationOf).filter(({ method }) => method === "write" || method === "create");
    return { error, writes };
  };

  it("are written with those that it lists", async () => {
    const args = { values: { name: "a" }, extra: { ref: "b" } };
    const created = await sent("res_partner_create", args);
    expect(created.writes.map(({ params }) => params?.vals_list)).toEqual([[{ name: "a", ref: "b" }]]);
    const updated = await sent("res_partner_update", { ids: [5], ...args });
    expect(updated.writes.map(({ params }) => params?.vals)).toEqual([{ name: "a", ref: "b" }]);
  });

  it("are not those that it lists, given twice", async () => {
    const { error, writes } = await sent("res_partner_create", { values: { name: "a" }, extra: { name: "b" } });
    expect(error).toEqual(odooError("validation", 'extra: "name" is in values too'));
    expect(writes).toEqual([]);
  });
});

it("search and read answer the model's fields of the manifest where none are asked for", async () => {
  const searchRead = vi.fn<Client["searchRead"]>(async () => []);
  const read = vi.fn<Client["read"]>(async () => []);
  const schema = schemaWith({ "x.order": { name: fieldWith(), note: fieldWith(), total: fieldWith() } });
  const call = await modelCall("x.order", "read", contextWith({ schema, answers: { searchRead, read } }));
  const of = { defaults: { searchFields: ["name"], readFields: ["note"] } };
  for (const fields of [undefined, ["total"]]) {
    await OPERATIONS.search.run(call, { domain: [], fields, order: undefined, limit: 5, offset: 0 }, of);
    await OPERATIONS.read.run(call, { ids: [5], fields }, of);
  }
  expect(searchRead.mock.calls.map(([, , fields]) => fields)).toEqual([["name"], ["total"]]);
  expect(read.mock.calls.map(([, , fields]) => fields)).toEqual([["note"], ["total"]]);
});
