import { describe, expect, it } from "vitest";
import { OdooError } from "../../../src/odoo/errors/errors.js";
import { checkExisting, existingIds } from "../../../src/tools/guard/existing.js";
import type { PolicyConfig } from "../../../src/tools/policy/policy.js";
import { contextWith } from "../../support/context.js";
import { fieldWith, odooError, schemaWith } from "../../support/fixtures.js";

const schema = schemaWith({ "a.order": { id: fieldWith({ type: "integer" }) } });
const search = async (_: string, domain: readonly unknown[]) =>
  (domain[0] as [string, string, number[]])[2].filter((id) => id <= 10 && (domain.length === 1 || id > 5));

async function check(ids: readonly number[], policy: PolicyConfig = {}) {
  const context = contextWith({ schema, policy, answers: { search } });
  return checkExisting({ model: await context.models.get("a.order"), context }, ids);
}

describe("records to be changed", () => {
  it("must be there", async () => {
    await expect(check([1, 2, 2])).resolves.toBeUndefined();
    await expect(check([1, 99])).rejects.toThrow(odooError("not_found", "ids: there is no a.order 99"));
    await expect(check([91, 92, 93, 94, 95, 96])).rejects.toThrow("91, 92, 93, 94, 95 and 1 more");
  });

  it("must be in the policy's domain, whose rule is named, and no more than it allows", async () => {
    const policy: PolicyConfig = { "a.order": { domain: [["id", ">", 5]], maxRecords: 2 } };
    await expect(check([6, 7], policy)).resolves.toBeUndefined();
    await expect(check([3], policy)).rejects.toMatchObject({ rule: 'policy["a.order"].domain', record: 3 });
    await expect(check([6, 7, 8], policy)).rejects.toMatchObject({ rule: 'policy["a.order"].maxRecords' });
  });
});

describe("who may not read a model", () => {
  const forbidden = () => Promise.reject(new OdooError("forbidden", "no"));
  const { client } = contextWith({ schema, answers: { search: forbidden } });

  it("may change its records all the same, unless a domain limits them", async () => {
    expect(await existingIds(client, "a.order", [1, 99])).toEqual([1, 99]);
    await expect(existingIds(client, "a.order", [1], { domain: [["id", ">", 5]] })).rejects.toThrow("no");
  });
});
