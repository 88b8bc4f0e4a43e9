import { describe, expect, it } from "vitest";
import { createPolicy, type PolicyConfig } from "../../../src/tools/policy/policy.js";

const policyOf = (config: PolicyConfig = {}) =>
  createPolicy(config, { screens: { reached: ["sale.order", "crm.lead"], named: () => ["sale.order"] } });

describe("models that people change on no screen", () => {
  it("are refused, with a suggestion and the way to open them", () => {
    const refused = () => policyOf().checkReached("sale.ordr");
    expect(refused).toThrow(
      'no screen that this user reaches by the menus of its apps, so no tool changes them. Did you mean "sale.order"?',
    );
    expect(refused).toThrow(
      expect.objectContaining({ rule: "screens", hint: expect.stringContaining('by its name "sale.ordr"') }),
    );
  });

  it.each(["sale.order", "ir.attachment", "mail.activity"])("are not %s", (model) => {
    expect(() => policyOf().checkReached(model)).not.toThrow();
  });

  it.each(["sale.report", "sale.*"])("are open where %s names what may be done", (name) => {
    expect(() => policyOf({ [name]: { operations: ["read", "update"] } }).checkReached("sale.report")).not.toThrow();
    expect(() => policyOf({ [name]: { maxRecords: 5 } }).checkReached("sale.report")).toThrow("no screen");
  });

  it("are none where nothing is known of screens", () => {
    expect(() => createPolicy({}).checkReached("sale.report")).not.toThrow();
    expect(createPolicy({}).openFields("sale.report")).toBeUndefined();
  });
});

describe("models that the config does not name", () => {
  const LIMITED: readonly PolicyConfig[] = [
    { "sale.order": { domain: [["user_id", "=", "me"]] } },
    { "*": { denyFields: ["email"] } },
    { "res.partner": { allowFields: ["name"] } },
  ];

  it.each(LIMITED)("are not read beside %j", (config) => {
    const policy = policyOf(config);
    expect(() => policy.check("crm.lead", "read")).toThrow(
      "Records of crm.lead may not be read by this server (models that the config does not name, beside policy[",
    );
    for (const model of ["sale.order", "res.country", "mail.message"])
      expect(() => policy.check(model, "read")).not.toThrow();
    expect(() => policy.check("crm.lead", "create")).not.toThrow();
  });

  it("are read where an entry says so, and where nothing is closed", () => {
    expect(() => policyOf({ ...LIMITED[0], "crm.lead": {} }).check("crm.lead", "read")).not.toThrow();
    expect(() =>
      policyOf({ ...LIMITED[0], "crm.*": { operations: ["read"] } }).check("crm.lead", "read"),
    ).not.toThrow();
    expect(() =>
      policyOf({ "*": { maxRecords: 5 }, "sale.order": { domain: [] } }).check("crm.lead", "read"),
    ).not.toThrow();
  });

  it("are refused for what they are guarded for, where that alone refuses it", () => {
    const policy = policyOf(LIMITED[0]);
    expect(() => policy.check("ir.cron", "create")).toThrow("guarded models: it can hold code");
    expect(() => policy.check("ir.config_parameter", "read")).toThrow("guarded models: it holds credentials");
    expect(() => policy.check("ir.cron", "read")).toThrow("models that the config does not name");
  });

  it("are not named by what is said of all models", () => {
    const policy = policyOf({ ...LIMITED[0], "*": { operations: ["read"] } });
    expect(() => policy.check("crm.lead", "read")).toThrow("models that the config does not name");
    expect(() => policy.check("sale.order", "read")).not.toThrow();
    expect(() => policy.check("sale.order", "update")).toThrow('policy["*"].operations');
  });

  it("stay closed where they are guarded and hold secrets", () => {
    expect(() => policyOf(LIMITED[0]).check("ir.cron", "read")).toThrow("may not be read");
    expect(() => policyOf({ ...LIMITED[0], "ir.config_parameter": {} }).check("ir.config_parameter", "read")).toThrow();
  });
});
