import { describe, expect, it, vi } from "vitest";
import type { Client } from "../../../src/odoo/client.js";
import { RIGHTS, type Right, type Schema } from "../../../src/odoo/schema/schema.js";
import type { PolicyConfig } from "../../../src/tools/policy/policy.js";
import { callTool, TOOLS } from "../../corpus/odoo.js";
import { contextWith } from "../../support/context.js";
import { odooError, schemaWith } from "../../support/fixtures.js";

const row = (model: string, name: string, transient = false) => ({ id: 1, model, name, transient, abstract: false });
const ROWS = [
  row("x.order", "Order"),
  row("x.wizard", "Order wizard", true),
  row("x.closed", "Order secret"),
  row("x.other", "Order other"),
  row("x.second", "Order second"),
  row("x.third", "Order third"),
  row("x.fourth", "Order fourth"),
];
const CLOSED = { "x.closed": { operations: [] } };

interface Asked {
  query?: string;
  rights?: readonly Right[];
  policy?: PolicyConfig;
  hasAccess?: Client["hasAccess"];
}

async function listed({ query, rights, policy = {}, hasAccess = async () => true }: Asked) {
  const models = schemaWith({ "x.order": {} }).models;
  const schema: Schema = {
    series: "19.0",
    models: { ...models, ...(rights ? { "x.order": { name: "x.order", label: "Order", fields: {}, rights } } : {}) },
  };
  const asked = vi.fn<Client["hasAccess"]>(hasAccess);
  const answers = { searchRead: async () => ROWS, hasAccess: asked };
  const context = contextWith({ schema, policy: { ...CLOSED, ...policy }, answers });
  const told = await TOOLS.get("list_models")?.run(query === undefined ? {} : { query }, context);
  const again = await TOOLS.get("list_models")?.run(query === undefined ? {} : { query }, context);
  expect(again).toEqual(told);
  return { models: told?.models as Record<string, unknown>[], note: told?.note, asked: asked.mock.calls };
}

describe("list_models", () => {
  it("tells all models but those of dialogues and those that the policy closes, typed ones first, and asks no rights", async () => {
    const { models, note, asked } = await listed({ rights: ["read", "write"] });
    expect(models).toEqual([
      { model: "x.order", label: "Order", typed: true, can: "search, update" },
      { model: "x.other", label: "Order other" },
      { model: "x.second", label: "Order second" },
      { model: "x.third", label: "Order third" },
      { model: "x.fourth", label: "Order fourth" },
    ]);
    expect(note).toBeUndefined();
    expect(asked).toEqual([]);
    expect((await listed({ query: " " })).models).toHaveLength(5);
  });

  it("finds by what records are called, and asks once what the user may do with the first three", async () => {
    const { models, asked } = await listed({
      query: "ORDERS",
      rights: RIGHTS,
      hasAccess: async (model, right) => model === "x.other" && right === "create",
    });
    expect(models).toEqual([
      { model: "x.order", label: "Order", typed: true, can: "search, create, update, delete" },
      { model: "x.other", label: "Order other", can: "search, create" },
      { model: "x.second", label: "Order second", can: "search" },
      { model: "x.third", label: "Order third", can: "search" },
      { model: "x.fourth", label: "Order fourth" },
    ]);
    expect(asked).toHaveLength(9);
  });

  it("tells what the policy allows of what the user may do", async () => {
    const policy = { "x.order": { operations: ["read", "update"] } } as const;
    expect((await listed({ query: "x.order", rights: RIGHTS, policy })).models[0]).toMatchObject({
      can: "search, update",
    });
  });

  it("asks for the rights to a model with tools where the snapshot does not tell them", async () => {
    const { models } = await listed({ query: "x.order", hasAccess: async () => false });
    expect(models[0]).toEqual({ model: "x.order", label: "x.order", typed: true, can: "search" });
  });

  it("tells the nearest where nothing is called so", async () => {
    const { models, note } = await listed({ query: "odrer", rights: RIGHTS });
    expect(models[0]).toMatchObject({ model: "x.order" });
    expect(note).toBe('No model here is called "odrer". Taken as "order".');
  });

  it("tells by which values a record is what was asked for", async () => {
    const { result } = await callTool("list_models", { query: "bill" }, 19);
    const { models = [] } = (result ?? {}) as { models?: object[] };
    expect(models[0]).toMatchObject({
      model: "account.move",
      typed: true,
      can: expect.stringContaining("search"),
      where: { move_type: ["in_invoice"] },
    });
  });

  it("refuses a query longer than any name", async () => {
    const { error } = await callTool("list_models", { query: "x".repeat(257) }, 19);
    expect(error).toEqual(odooError("validation", "query"));
  });
});
