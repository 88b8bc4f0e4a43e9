import { describe, expect, it } from "vitest";
import { OdooError } from "../../../src/odoo/errors/errors.js";
import { checkLinks, linksIn, withLinksExplained } from "../../../src/tools/guard/links.js";
import type { PolicyConfig } from "../../../src/tools/policy/policy.js";
import { contextWith } from "../../support/context.js";
import { fieldWith, odooError, schemaWith } from "../../support/fixtures.js";

const schema = schemaWith({
  "a.order": {
    partner_id: fieldWith({ type: "many2one", relation: "a.partner" }),
    shadow_id: fieldWith({ type: "many2one", relation: "a.partner", store: false }),
    about: fieldWith({ type: "reference" }),
    line_ids: fieldWith({ type: "one2many", relation: "a.line" }),
    tag_ids: fieldWith({ type: "many2many", relation: "a.tag" }),
  },
  "a.line": { partner_id: fieldWith({ type: "many2one", relation: "a.partner" }) },
  "a.partner": { name: fieldWith() },
  "a.tag": { name: fieldWith() },
});

/** An Odoo in which records up to 10 exist, and the order 7 holds the lines 1 and 2. */
function odoo(policy: PolicyConfig = {}) {
  const asked: string[] = [];
  const context = contextWith({
    schema,
    policy,
    answers: {
      search: async (model, domain) => {
        const [, , ids] = domain[0] as [string, string, number[]];
        asked.push(`${model} ${ids}`);
        return ids.filter((id) => id <= 10);
      },
      read: async (model, ids, [field = ""]) => {
        asked.push(`${model} ${ids}.${field}`);
        return ids.map((id) => ({ id, [field]: [1, 2] }));
      },
    },
  });
  return { context, asked };
}

const linked = async (values: Record<string, unknown>, context = odoo().context, ids: readonly number[] = [7]) =>
  linksIn(
    { model: await context.models.get("a.order"), values, at: "values", isNew: ids.length === 0, ids },
    context.models,
  );

describe("the records that values name", () => {
  it.each<[what: string, values: Record<string, unknown>, records: unknown[]]>([
    [
      "a many2one, by an id or as it is read",
      { partner_id: { id: 3, name: "x" } },
      [["values.partner_id", "a.partner", 3, true]],
    ],
    ["one that Odoo does not store", { shadow_id: 3 }, [["values.shadow_id", "a.partner", 3, false]]],
    ["a reference", { about: "a.tag,4" }, [["values.about", "a.tag", 4, false]]],
    [
      "a list",
      { tag_ids: [1, { id: 2 }] },
      [
        ["values.tag_ids[0]", "a.tag", 1, false],
        ["values.tag_ids[1]", "a.tag", 2, false],
      ],
    ],
    ["a link", { tag_ids: { link: [5] } }, [["values.tag_ids.link[0]", "a.tag", 5, false]]],
    [
      "those of a new line",
      { line_ids: { create: [{ partner_id: 9 }] } },
      [["values.line_ids.create[0].partner_id", "a.partner", 9, true]],
    ],
    ["none, where a field is emptied", { partner_id: null, about: null }, []],
  ])("%s", async (_, values, records) => {
    const links = await linked(values);
    expect(links.records.map(({ at, relation, id, guarded }) => [at, relation, id, guarded])).toEqual(records);
  });
});

describe("links before a write", () => {
  it("are asked for once a model, and only where Odoo would not refuse a missing one itself", async () => {
    const { context, asked } = odoo();
    await checkLinks(await linked({ partner_id: 99, tag_ids: { link: [1, 2], set: [3] } }), context);
    expect(asked).toEqual(["a.tag 1,2,3"]);
  });

  it.each<[values: Record<string, unknown>, ...texts: string[]]>([
    [{ tag_ids: [1, 99] }, "values.tag_ids[1]", "no a.tag with the id 99"],
    [{ about: "a.tag,99" }, "values.about", "no a.tag with the id 99"],
    [{ line_ids: { update: [{ id: 3 }] } }, "values.line_ids.update[0]", "a.order 7 holds no a.line with the id 3"],
    [{ line_ids: { delete: [1, 5] } }, "values.line_ids.delete[1]", "holds no a.line with the id 5"],
  ])("are refused where they lead nowhere: %j", async (values, ...texts) => {
    await expect(checkLinks(await linked(values), odoo().context)).rejects.toThrow(odooError("not_found", ...texts));
  });

  it("take a line that the record holds, or that the same values link", async () => {
    const values = { line_ids: { update: [{ id: 1 }], delete: [2], unlink: [6], link: [6] } };
    await expect(checkLinks(await linked(values), odoo().context)).resolves.toBeUndefined();
  });

  it("of a new record can change no line", async () => {
    const links = await linked({ line_ids: { delete: [1] } }, odoo().context, []);
    await expect(checkLinks(links, odoo().context)).rejects.toThrow(odooError("not_found", "a new record holds no"));
  });

  it("ask for a many2one too where the policy limits its model, and name the rule", async () => {
    const policy: PolicyConfig = { "a.partner": { domain: [["name", "=", "x"]] } };
    const { context, asked } = odoo(policy);
    await checkLinks(await linked({ partner_id: 3 }, context), context);
    expect(asked).toEqual(["a.partner 3"]);
    await expect(checkLinks(await linked({ partner_id: 99 }, context), context)).rejects.toMatchObject({
      rule: 'policy["a.partner"].domain',
    });
  });

  it("are told five at a time", async () => {
    const many = { tag_ids: [91, 92, 93, 94, 95, 96, 97] };
    await expect(checkLinks(await linked(many), odoo().context)).rejects.toThrow("There are 2 more.");
  });
});

describe("a write that Odoo refuses", () => {
  const refused = (error: unknown, context = odoo().context) =>
    linked({ partner_id: 99 }).then((links) => withLinksExplained(links, context, () => Promise.reject(error)));

  it("is explained by the many2one that is missing", async () => {
    await expect(refused(new OdooError("validation", "foreign key"))).rejects.toThrow(
      odooError("not_found", "values.partner_id", "99"),
    );
  });

  it.each([
    new OdooError("timeout", "late", { outcome: "unknown" }),
    new OdooError("forbidden", "no"),
    new TypeError("x"),
  ])("keeps its own reason otherwise: %s", async (error) => {
    await expect(refused(error)).rejects.toBe(error);
  });
});
