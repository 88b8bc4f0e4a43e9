import { describe, expect, it } from "vitest";
import { checkNamesInOdoo } from "../../../codegen/introspect/policy-names.js";
import type { Client } from "../../../src/odoo/client.js";
import { OdooError } from "../../../src/odoo/errors/errors.js";
import type { Field } from "../../../src/odoo/schema/schema.js";
import { configWith, fakeClient, fieldWith, odooError, schemaWith } from "../../support/fixtures.js";

const SCHEMA = schemaWith({
  "sale.order": { name: fieldWith(), partner_id: fieldWith({ type: "many2one", relation: "res.partner" }) },
});
/** What Odoo has beside. */
const MODELS: Record<string, Record<string, Field>> = {
  "res.partner": { email: fieldWith(), tag_id: fieldWith({ type: "many2one", relation: "res.tag" }) },
  "res.tag": { color: fieldWith() },
  "hr.employee": { birthday: fieldWith() },
  "hr.contract": { wage: fieldWith() },
  "sale.orders": {},
};

const failing = (category: "forbidden" | "not_found") => Promise.reject(new OdooError(category, "No."));

function odoo({ lists = true, closed = [] as string[] } = {}) {
  const asked: string[] = [];
  const answers: Partial<Client> = {
    searchRead: async (model) => {
      asked.push(model);
      if (!lists) return failing("forbidden");
      return Object.keys(MODELS).map((name, id) => ({ id, model: name, name, transient: false, abstract: false }));
    },
    callModel: async (model, method, params) => {
      asked.push(`${model}.${method}`);
      if (method === "get_available_models") return failing("forbidden");
      const { allfields } = params as { allfields: string[] };
      return Object.fromEntries(Object.entries(MODELS[model] ?? {}).filter(([name]) => allfields.includes(name)));
    },
    fieldsGet: async (model) => {
      asked.push(`${model}.fieldsGet`);
      if (closed.includes(model)) return failing("forbidden");
      return MODELS[model] ?? failing("not_found");
    },
  };
  return { client: fakeClient(answers, lists ? 19 : 15), asked };
}

async function check(policy: Record<string, unknown>, given: Parameters<typeof odoo>[0] = {}) {
  const { client, asked } = odoo(given);
  await checkNamesInOdoo(client, configWith({ "sale.order": {} }, { policy }), SCHEMA);
  return asked;
}

describe("the names in a policy, with an Odoo", () => {
  it("are no question where the snapshot tells of them", async () => {
    expect(await check({ "sale.*": { denyFields: ["name"] }, "sale.order": { operations: ["read"] } })).toEqual([]);
  });

  it.each<[policy: Record<string, unknown>, asked: string[]]>([
    [{ "hr.employee": { denyFields: ["birthday"] } }, ["hr.employee.fieldsGet"]],
    // Nearly a model of the snapshot, and there.
    [{ "sale.orders": {} }, ["sale.orders.fieldsGet"]],
    [{ "hr.*": {} }, ["ir.model"]],
    [
      { "sale.order": { domain: [["partner_id.tag_id.color", "=", "x"]] } },
      ["res.partner.fieldsGet", "res.tag.fieldsGet"],
    ],
    [
      { "hr.*": { denyFields: ["wage", "birthday"] } },
      ["ir.model", "hr.employee.fields_get", "hr.contract.fields_get"],
    ],
  ])("of %j are asked for", async (policy, asked) => {
    expect(await check(policy)).toEqual(asked);
  });

  it("are not asked for any more where all fields of a glob were found", async () => {
    const asked = await check({ "*": { denyFields: ["birthday"] } });
    expect(asked).not.toContain("hr.contract.fields_get");
  });

  it.each<[policy: Record<string, unknown>, told: string[]]>([
    [{ "hr.employe": {} }, ['"hr.employe"', "no such model", 'Did you mean "hr.employee"']],
    [{ "hr.payslip": {} }, ['"hr.payslip"', "no such model"]],
    [{ "fleet.*": {} }, ['"fleet.*"', "no such model"]],
    [{ "HR.*": {} }, ['"HR.*"', 'Did you mean "hr.*"']],
    [{ "hr.employee": { denyFields: ["brithday"] } }, ['"brithday" of hr.employee', 'Did you mean "birthday"']],
    [{ "hr.*": { denyFields: ["salary"] } }, ['"salary" of hr.*']],
    [{ "sale.order": { domain: [["partner_id.emial", "=", "x"]] } }, ['"emial" of res.partner']],
    [{ "res.partner": { domain: [["tag_id.x", "=", "x"]] } }, ['"x" of res.tag']],
  ])("of %j are refused", async (policy, told) => {
    await expect(check(policy)).rejects.toEqual(odooError("settings", ...told));
  });

  it("are judged by the snapshot and by single questions where Odoo lists no models to this user", async () => {
    await expect(check({ "hr.*": {} }, { lists: false })).rejects.toEqual(odooError("settings", '"hr.*"'));
    await expect(check({ "sale.*": {}, "res.*": {} }, { lists: false })).resolves.toBeDefined();
    await expect(check({ "hr.employee": {} }, { lists: false })).resolves.toBeDefined();
    await expect(check({ "hr.employe": {} }, { lists: false })).rejects.toEqual(odooError("settings", '"hr.employe"'));
  });

  it("are there where the user may not see the model", async () => {
    await expect(check({ "hr.employee": { denyFields: ["x"] } }, { closed: ["hr.employee"] })).resolves.toBeDefined();
  });
});
