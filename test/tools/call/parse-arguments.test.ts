import { describe, expect, it } from "vitest";
import { z } from "zod";
import { parseArguments } from "../../../src/tools/call/parse-arguments.js";
import { contextWith } from "../../support/context.js";
import { fieldWith, odooError, schemaWith } from "../../support/fixtures.js";

// What models write in the place of arguments and values is in test/corpus/.

const tool = z.strictObject({
  domain: z.array(z.unknown()),
  limit: z.int().min(1).max(500).optional(),
  texts: z.array(z.strictObject({ text: z.string() })).optional(),
});

describe("arguments", () => {
  it("are what their schema makes of them; none at all is an empty object", async () => {
    expect(await parseArguments(z.object({ a: z.string().default("x") }), undefined)).toEqual({ a: "x" });
    expect(await parseArguments(z.object({ a: z.string().transform((text) => text.length) }), { a: "abc" })).toEqual({
      a: 3,
    });
  });

  it.each<[args: unknown, message: string]>([
    [{}, "domain: is required."],
    [{ domain: "x" }, 'domain: expected a list, not "x".'],
    [5, "Expected an object."],
    [{ domain: [], limit: 0 }, "limit: expected at least 1, not 0."],
    [{ domain: [], limit: 501 }, "limit: expected at most 500, not 501."],
    [{ domain: [], texts: [{ text: "a" }, { text: 5 }] }, "texts[1].text: expected a text, not 5."],
    [{ domain: [], lmit: 5 }, 'Unknown argument "lmit". Did you mean "limit"?'],
    [{ domain: [], lagn: 5 }, 'Unknown argument "lagn". Did you mean "lang"?'],
    [{ domain: [], zzz: 5 }, 'Unknown argument "zzz"; the tool takes domain, limit, texts, company_id, lang.'],
  ])("are refused in words that say what would be right: %j", async (args, message) => {
    await expect(parseArguments(tool, args)).rejects.toMatchObject({ category: "validation", message });
  });

  it("are all told at once, ten at most, and where they stand", async () => {
    await expect(parseArguments(tool, { domain: 5, limit: 0 }, "call")).rejects.toThrow(
      odooError("validation", "call.domain: expected a list", "call.limit: expected at least 1"),
    );
    const many = await parseArguments(z.array(z.string()), Array(30).fill(5)).catch((error: Error) => error.message);
    expect(String(many).match(/expected a text/g)).toHaveLength(10);
    expect(many).toMatch(/ There are 20 more\.$/);
    const unknown = Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`zzz${index}`, 1]));
    await expect(parseArguments(tool, { domain: [], ...unknown })).rejects.toThrow(
      /^(Unknown argument "zzz\d"[^.]*\. ){10}There are 4990 more\.$/,
    );
  });
});

describe("values", () => {
  const schema = schemaWith({
    "x.order": {
      name: fieldWith(),
      state: fieldWith({
        type: "selection",
        selection: [
          ["draft", "Quotation"],
          ["sale", "Sales Order"],
        ],
      }),
      total: fieldWith({ type: "float", readonly: true }),
      password: fieldWith(),
      hidden: fieldWith({ closed: "a rule" }),
      props: fieldWith({ type: "properties" }),
      definition: fieldWith({ type: "properties_definition" }),
      line_ids: fieldWith({ type: "one2many", relation: "x.line", relation_field: "order_id" }),
    },
    "x.line": { price: fieldWith({ type: "float" }), order_id: fieldWith({ type: "many2one", relation: "x.order" }) },
  });
  const refusal = async (values: Record<string, unknown>) => {
    const { models, values: schemas } = contextWith({ schema });
    const model = await models.get("x.order");
    const { create } = await schemas("x.order");
    const error = await parseArguments(create, values, "values", { model, models }).catch((thrown: unknown) => thrown);
    return error as { message: string; model: string; field: string };
  };

  it.each<[values: Record<string, unknown>, text: string]>([
    [{ nmae: "a" }, 'Unknown field "nmae" on x.order. Did you mean "name"?'],
    [{ total: 5 }, 'Field "total" on x.order is readonly: Odoo computes or controls it.'],
    [{ password: "x" }, "is secret: no tool writes it"],
    [{ hidden: "x" }, "is closed to this server (a rule)"],
    [{ props: {} }, "holds properties: update one record at a time"],
    [{ definition: [] }, "is a properties_definition field, which cannot be written"],
    [{ state: "Sales Order" }, 'Did you mean "sale"?'],
  ])("are refused by what the field is: %j", async (values, text) => {
    const { message, model, field } = await refusal(values);
    expect(message).toContain(text);
    expect([model, field]).toEqual(["x.order", Object.keys(values)[0]]);
  });

  it("of lines are refused by the lines' model, at their place", async () => {
    const lines = await refusal({ line_ids: { create: [{ price: 1 }, { pirce: 2 }] } });
    expect(lines.message).toContain('Unknown field "pirce" on x.line');
    expect(lines.message).toContain("(at values.line_ids.create[1])");
    expect(lines.field).toBe("line_ids");
    expect((await refusal({ line_ids: { add: [5] } })).message).toMatch(/^values\.line_ids: "add" is none of create, /);
  });
});
