import { describe, expect, it } from "vitest";
import { checkDrift, checkPolicyInOdoo, checkRights } from "../../../codegen/doctor/online.js";
import { SILENT } from "../../../codegen/terminal/progress.js";
import { OdooError } from "../../../src/odoo/errors/errors.js";
import type { Right } from "../../../src/odoo/schema/schema.js";
import { configWith, fakeClient, fieldWith, schemaWith } from "../../support/fixtures.js";

describe("the rights to a model", () => {
  const check = async (rights: readonly Right[], models: Record<string, unknown> = { "a.b": {} }) => {
    const client = fakeClient({ hasAccess: async (_, right) => rights.includes(right) });
    return checkRights(client, configWith(models), undefined, SILENT);
  };

  it.each<[rights: Right[], status: string, message: string]>([
    [["read", "write", "create", "unlink"], "ok", "a.b: read, write, create, unlink."],
    [["read", "write", "create"], "ok", "a.b: read, write, create."],
    [["read"], "warning", "a.b: read; tools that write and create are left out."],
    [[], "error", "a.b: no right at all; the user may not read it."],
  ])("%j are found %s", async (rights, status, message) => {
    expect(await check(rights)).toMatchObject([{ check: "rights", status, message }]);
  });

  it("are those that its tools need", async () => {
    expect(await check(["read"], { "a.b": { operations: ["search"] } })).toMatchObject([{ status: "ok" }]);
  });

  it("are asked of models that are named or in the snapshot, once each, not of globs", async () => {
    const client = fakeClient({ hasAccess: async () => true });
    const config = configWith({ "a.b": {}, "c.*": {}, "d.e": false });
    const findings = await checkRights(client, config, schemaWith({ "a.b": {}, "c.d": {} }), SILENT);
    expect(findings.map(({ message }) => message.split(":")[0])).toEqual(["a.b", "c.d"]);
  });

  it("of a model that does not exist are an error with what to do, any other failure is thrown", async () => {
    const failing = (error: Error) => fakeClient({ hasAccess: () => Promise.reject(error) });
    const config = configWith({ "a.b": {} });
    const gone = await checkRights(failing(new OdooError("not_found", "no")), config, undefined, SILENT);
    expect(gone).toMatchObject([{ status: "error", message: "a.b does not exist in this Odoo." }]);
    const lost = new OdooError("unavailable", "gone");
    await expect(checkRights(failing(lost), config, undefined, SILENT)).rejects.toThrow(lost);
  });
});

describe("the names in the policy", () => {
  const snapshot = schemaWith({ "a.b": { name: fieldWith() } });
  const fieldsGet = (name: string) =>
    name === "c.d" ? Promise.resolve({ x: fieldWith() }) : Promise.reject(new OdooError("not_found", "no"));
  const check = (policy: object, schema: typeof snapshot | undefined = snapshot) =>
    checkPolicyInOdoo(fakeClient({ fieldsGet, searchRead: async () => [] }), configWith({}, { policy }), schema);

  it("are found to be there, or an error with what to do; nothing is found of no policy", async () => {
    expect(await check({ "a.b": { denyFields: ["name"] }, "c.d": {} })).toMatchObject([
      { check: "policy", status: "ok" },
    ]);
    expect(await check({ "e.f": {} })).toMatchObject([
      { check: "policy", status: "error", next: expect.stringContaining("remove it") },
    ]);
    expect(await check({})).toEqual([]);
  });

  it("are asked for without a snapshot, too", async () => {
    expect(await check({ "c.d": { denyFields: ["y"] } }, undefined)).toMatchObject([{ status: "error" }]);
  });

  it("are judged as generate judges them", async () => {
    expect(await check({ "a.b": { methods: ["unlink"] } })).toMatchObject([{ status: "error" }]);
  });
});

describe("the drift since codegen", () => {
  const snapshot = schemaWith({ "a.b": { name: fieldWith(), gone: fieldWith() } });
  const check = (now: Record<string, ReturnType<typeof fieldWith>>, series = "19.0") =>
    checkDrift(fakeClient({ fieldsGet: async () => now }), { ...snapshot, series });

  it.each([
    ["nothing", { name: fieldWith(), gone: fieldWith() }, "ok", undefined],
    [
      "a field more, which breaks nothing",
      { name: fieldWith(), gone: fieldWith(), more: fieldWith() },
      "ok",
      "odoo-mcp codegen",
    ],
    ["a field less", { name: fieldWith() }, "warning", "odoo-mcp codegen"],
  ])("is %s", async (_, now, status, next) => {
    const [finding, ...others] = await check(now);
    expect([finding?.status, finding?.next, others]).toEqual([status, next, []]);
  });

  it("is another series", async () => {
    expect((await check({ name: fieldWith(), gone: fieldWith() }, "18.0"))[0]).toMatchObject({
      status: "warning",
      message: "generated/ is made for Odoo 18.0, and the server runs 19.0.",
    });
  });
});
