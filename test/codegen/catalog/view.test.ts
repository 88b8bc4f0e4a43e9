import { describe, expect, it } from "vitest";
import { catalogView } from "../../../codegen/catalog/view.js";
import { committedConfig, committedSchema, configWith, fieldWith, schemaWith } from "../../support/fixtures.js";

describe("the view of the catalogue", () => {
  const view = catalogView(committedSchema(), committedConfig());

  it("knows what each tool can do", () => {
    const tools = [...view.models.flatMap(({ tools: own }) => own), ...view.generic];
    const effects = Object.fromEntries(tools.map(({ definition, effect }) => [definition.name, effect]));
    expect(effects).toMatchObject({
      sale_order_search: "read",
      sale_order_create: "create",
      sale_order_update: "update",
      sale_order_action_confirm: "act",
      search_records: "read",
      create_record: "create",
      update_record: "update",
      delete_records: "delete",
      execute_workflow: "act",
    });
  });

  it("tells what search and read answer, and no other tool", () => {
    const order = view.models.find(({ name }) => name === "sale.order");
    const answering = order?.tools.filter(({ answers }) => answers.length > 0).map(({ definition }) => definition.name);
    expect(answering).toEqual(["sale_order_search", "sale_order_read"]);
  });

  it("names the models that generic tools may change, too", () => {
    const schema = { ...schemaWith({ "a.b": {} }), reached: { by: "menus" as const, models: ["a.b", "c.d"] } };
    expect(catalogView(schema, configWith({ "a.b": {} })).reached).toEqual(["c.d"]);
  });

  it("names the models of the snapshot that the config leaves out", () => {
    const schema = schemaWith({ "b.c": {}, "a.b": { name: fieldWith() }, "a.c": {} });
    expect(catalogView(schema, configWith({ "a.b": {} })).otherModels.map(({ name }) => name)).toEqual(["a.c", "b.c"]);
  });
});
