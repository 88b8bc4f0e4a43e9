import { describe, expect, it } from "vitest";
import { explainCall } from "../../../codegen/explain/explain.js";
import { openGenerated } from "../../../src/tools/generated/folder.js";
import { GENERATED } from "../../support/fixtures.js";

const explain = (tool: string, args?: Record<string, unknown>, readOnly = false) =>
  explainCall(openGenerated(GENERATED), tool, { args, readOnly });

describe("the explanation of a tool", () => {
  it("says what it does, what is allowed, and what a person is asked before", async () => {
    expect(await explain("account_move_action_post")).toEqual({
      tool: "account_move_action_post",
      model: "account.move",
      effect: "act",
      rules: [
        { what: "allowed", says: "read, create, update, delete, act, send", rule: "default" },
        { what: "a person is asked, because", says: "it presses a button of account.move", rule: "confirmation" },
      ],
    });
  });
});

describe("the explanation of a tool that creates", () => {
  const { manifest, ...generated } = openGenerated(GENERATED);
  const partner = manifest.models["res.partner"];
  if (!partner) throw new Error("no model res.partner");
  const models = { ...manifest.models, "res.partner": { ...partner, create: "plain" as const } };
  it.each([
    ["res_partner_create", undefined, true],
    ["create_record", { model: "res.partner", values: { name: "x" } }, true],
    ["res_partner_update", undefined, false],
    ["sale_order_create", undefined, false],
  ])("%s %j says whether it leaves the form out: %j", async (tool, args, isSaid) => {
    const { rules } = await explainCall({ ...generated, manifest: { ...manifest, models } }, tool, { args });
    const said = rules.find(({ what }) => what === "created")?.says;
    expect(said).toBe(isSaid ? "as given, without what Odoo's form fills in" : undefined);
  });
});

describe("the explanation of a tool that a person is asked about", () => {
  it.each([
    ["account_move_action_post", {}, false],
    ["account_move_action_post", { "account.*": { approve: false } }, true],
    ["account_move_action_post", { "sale.*": { approve: false } }, false],
    ["res_partner_update", { "*": { approve: false } }, false],
  ])("%s under %j says that a yes outside of the client does not count: %j", async (tool, policy, isSaid) => {
    const { manifest, ...generated } = openGenerated(GENERATED);
    const { rules } = await explainCall({ ...generated, manifest: { ...manifest, policy } }, tool, {});
    expect(rules.some(({ says }) => says === "refused: nobody may say yes by odoo-mcp approve")).toBe(isSaid);
  });
});

describe("the explanation of a tool that changes records", () => {
  it.each<[string, Record<string, unknown>, string | undefined, string]>([
    ["res_partner_update", {}, "the config names the model", "models"],
    [
      "update_record",
      { model: "crm.tag" },
      "this user reaches it by the menus of its apps, or as lines of a form",
      "screens",
    ],
    ["update_record", { model: "sale.report.unheard.of" }, undefined, ""],
    ["res_partner_search", {}, undefined, ""],
  ])("%s %j says why that is allowed", async (tool, args, says, rule) => {
    const { rules } = await explain(tool, Object.keys(args).length > 0 ? args : undefined);
    expect(rules.filter(({ what }) => what === "may be changed, because")).toEqual(
      says === undefined ? [] : [{ what: "may be changed, because", says, rule }],
    );
  });
});

describe("the explanation of a call", () => {
  it.each<[string, Record<string, unknown>, string]>([
    ["res_partner_search", { domain: [] }, "webSearchRead of res.partner"],
    ["res_partner_create", { values: { name: "x" } }, "createAndRead of res.partner"],
    ["delete_records", { model: "res.partner", ids: [1] }, "search of res.partner"],
    ["search_records", { model: "hr.employee", domain: [] }, "fieldsGet of hr.employee"],
  ])("%s %j names the first question to Odoo", async (tool, args, next) => {
    const { refused, next: asked } = await explain(tool, args);
    expect(refused).toBeUndefined();
    expect(asked).toBe(next);
  });

  it.each<[string, Record<string, unknown>, string | RegExp | undefined]>([
    ["create_record", { model: "res.users", values: { name: "x" } }, /^guarded models/],
    ["execute_workflow", { model: "sale.order", id: 1, signal: "unlink" }, "refused methods"],
    ["execute_workflow", { model: "sale.order", id: 1, signal: "action_unheard_of" }, "buttons"],
    [
      "res_partner_update",
      { ids: [1], values: {}, extra: { user_ids: { create: [{ login: "x" }] } } },
      /^guarded models/,
    ],
    ["sale_order_search", { domain: [["access_token", "=like", "a%"]] }, "secret fields"],
    ["res_partner_search", { domain: [["nmae", "=", "x"]] }, undefined],
  ])("%s %j names what refuses it", async (tool, args, rule) => {
    const { refused, next } = await explain(tool, args);
    expect(next).toBeUndefined();
    expect(refused?.message).toBeTruthy();
    if (rule === undefined) expect(refused?.rule).toBeUndefined();
    else expect(refused?.rule).toMatch(rule);
  });

  it.each([
    [{ lang: "fr_FR" }, "createAndRead of res.partner"],
    [{ company_id: 7 }, "createAndRead of res.partner"],
    [{ company_id: "7" }, "createAndRead of res.partner"],
  ])("%j passes, for the policy has nothing to say of it", async (context, next) => {
    const explained = await explain("res_partner_create", { values: { name: "x" }, ...context });
    expect([explained.refused, explained.next]).toEqual([undefined, next]);
    const refused = await explain("create_record", { model: "res.users", values: { name: "x" }, ...context });
    expect(refused.refused?.rule).toMatch(/^guarded models/);
    const deep = { ids: [1], values: {}, extra: { user_ids: { create: [{ login: "x" }] } }, ...context };
    expect((await explain("res_partner_update", deep)).refused?.rule).toMatch(/^guarded models/);
  });

  it("knows of a read-only server", async () => {
    expect((await explain("res_partner_create", { values: { name: "x" } }, true)).refused?.rule).toBe("read-only");
  });
});
