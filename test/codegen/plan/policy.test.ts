import { describe, expect, it } from "vitest";
import { openPart, policyConfig, policyOf } from "../../../codegen/plan/policy.js";
import { configWith, fieldWith, odooError, schemaWith } from "../../support/fixtures.js";

const config = (models: Record<string, unknown>, policy: Record<string, unknown> = {}) =>
  configWith(models, { policy });

describe("the policy of the manifest", () => {
  it.each<[what: string, models: Record<string, unknown>, policy: Record<string, unknown>, made: object]>([
    ["says nothing of an ordinary model", { "sale.order": {} }, {}, {}],
    [
      "opens a guarded model for reading where the config names it",
      { "res.users": {} },
      {},
      { "res.users": { operations: ["read"] } },
    ],
    [
      "opens it for what its own entry names",
      { "res.users": { operations: ["search", "create"] } },
      {},
      { "res.users": { operations: ["read", "create"] } },
    ],
    ["opens none by a glob", { "res.*": {} }, {}, {}],
    ["opens none that the config leaves out", { "res.users": false }, {}, {}],
    [
      "leaves it to what the policy says itself",
      { "res.users": { operations: ["create"] } },
      { "res.users": { operations: ["read"] } },
      { "res.users": { operations: ["read"] } },
    ],
    [
      "keeps what else the policy says",
      { "res.users": {} },
      { "res.users": { maxRecords: 3 } },
      { "res.users": { maxRecords: 3, operations: ["read"] } },
    ],
  ])("%s", (_, models, policy, made) => {
    expect(policyConfig(config(models, policy))).toEqual(made);
  });
});

describe("a policy over a snapshot", () => {
  const schema = schemaWith({
    "a.b": { name: fieldWith(), user_id: fieldWith({ type: "many2one", relation: "res.users" }) },
  });

  it.each<[Record<string, unknown>, string]>([
    [{ denyFields: ["nmae"] }, 'names a field "nmae" of a.b, which has none. Did you mean "name"?'],
    [{ allowFields: ["nope"] }, 'a field "nope"'],
    [{ domain: [["usr_id", "=", 1]] }, 'a field "usr_id"'],
    [{ methods: ["_private"] }, "The config's policy of a.b"],
  ])("refuses %j", (entry, told) => {
    expect(() => policyOf(config({ "a.b": {} }, { "a.b": entry }), schema)).toThrow(odooError("settings", told));
  });

  it.each([
    [
      {
        domain: [
          ["user_id.name", "=", "x"],
          [1, "=", 1],
        ],
      },
    ],
    [{ domain: ["|", ["name", "=", "x"], ["user_id", "=", "me"]] }],
    [{ methods: ["action_go"] }],
  ])("takes %j", (entry) => {
    expect(() => policyOf(config({ "a.b": {} }, { "a.b": entry }), schema)).not.toThrow();
  });

  it("says nothing of the fields of a model that the snapshot lacks", () => {
    expect(() => policyOf(config({ "a.b": {} }, { "c.d": { denyFields: ["x"] } }), schema)).not.toThrow();
  });
});

describe("the open part of a model", () => {
  it("has neither the fields that are closed nor their places on screens", () => {
    const fields = { name: fieldWith(), secret: { ...fieldWith(), closed: "a rule" } };
    const views = { form: [{ name: "name" }, { name: "secret" }], list: ["secret"], search: ["secret"], buttons: [] };
    const { model, closed } = openPart({ name: "a.b", label: "A", fields, views });
    expect(closed).toEqual(["secret"]);
    expect(model).toMatchObject({ fields: { name: {} }, views: { form: [{ name: "name" }], list: [], search: [] } });
    expect(Object.keys(model.fields)).toEqual(["name"]);
  });

  it("is the model itself where nothing is closed", () => {
    const model = { name: "a.b", label: "A", fields: { name: fieldWith() } };
    expect(openPart(model).model).toBe(model);
  });
});
