import { describe, expect, it } from "vitest";
import { OdooError } from "../../../src/odoo/errors/errors.js";
import { checkDomain } from "../../../src/odoo/query/domain.js";
import type { Field, FieldType, Model } from "../../../src/odoo/schema/schema.js";
import type { Series } from "../../../src/odoo/schema/series.js";

const field = (type: FieldType, more: Partial<Field> = {}): Field => ({ type, string: type, ...more });

const order: Model = {
  name: "sale.order",
  label: "Sales Order",
  fields: {
    id: field("integer"),
    name: field("char", { string: "Order Reference" }),
    note: field("html"),
    active: field("boolean"),
    state: field("selection", {
      selection: [
        ["draft", "Quotation"],
        ["sale", "Order"],
      ],
    }),
    priority_level: field("integer"),
    amount_total: field("monetary"),
    margin: field("float"),
    date_order: field("datetime"),
    commitment: field("date"),
    partner_id: field("many2one", { relation: "res.partner", string: "Customer" }),
    order_line: field("one2many", { relation: "sale.order.line", relation_field: "order_id" }),
    tag_ids: field("many2many", { relation: "crm.tag" }),
    res_id: field("many2one_reference"),
    origin_ref: field("reference", { selection: [["res.partner", "Contact"]] }),
    attachment: field("binary"),
    display_total: field("char", { searchable: false, store: false }),
    parent_order_id: field("many2one", { relation: "sale.order" }),
    shadow_partner_id: field("many2one", { relation: "res.partner", searchable: false }),
    properties: field("properties"),
    properties_def: field("properties_definition"),
    distribution: field("json"),
  },
};

const models: Record<string, Model> = {
  "sale.order": order,
  "res.partner": {
    name: "res.partner",
    label: "Contact",
    fields: {
      id: field("integer"),
      email: field("char", { string: "Email" }),
      signup_token: field("char"),
      active: field("boolean"),
      country_id: field("many2one", { relation: "res.country" }),
      create_date: field("datetime"),
    },
  },
  "res.country": { name: "res.country", label: "Country", fields: { code: field("char") } },
  "sale.order.line": {
    name: "sale.order.line",
    label: "Line",
    fields: { qty: field("float"), order_id: field("many2one", { relation: "sale.order" }) },
  },
};

const check = (domain: unknown, major = 19) => {
  const series: Series = { major, minor: 0, name: `${major}.0` };
  return checkDomain(domain, order, {
    series,
    timeZone: "Europe/Brussels",
    async model(name) {
      const found = models[name];
      if (!found) throw new OdooError("forbidden", `You may not read ${name}.`);
      return found;
    },
  });
};

/** The message of the refusal. */
async function refusal(domain: unknown, major?: number): Promise<string> {
  const error: unknown = await check(domain, major).then(
    (sent) => new Error(`not refused, but sent as ${JSON.stringify(sent)}`),
    (refused) => refused,
  );
  if (error instanceof OdooError && ["validation", "forbidden"].includes(error.category)) return error.message;
  throw error;
}

describe("a domain's form", () => {
  it.each([
    [[]],
    [[["name", "=", "S1"]]],
    [
      [
        ["name", "=", "S1"],
        ["active", "=", true],
      ],
    ],
    [["&", ["name", "=", "S1"], ["active", "=", true]]],
    [["|", "&", ["name", "=", "a"], ["name", "=", "b"], "!", ["name", "=", "c"]]],
    [[["name", "=", "a"], "|", ["name", "=", "b"], ["name", "=", "c"], ["name", "=", "d"]]],
    [["!", "!", ["name", "=", "a"]]],
    [[[1, "=", 1]]],
    [["|", [0, "=", 1], ["name", "=", "a"]]],
  ])("is taken as it is: %j", async (domain) => {
    expect(await check(domain)).toEqual(domain);
  });

  it.each<[unknown, string]>([
    [["|"], 'domain: lacks 2 terms after its last "&", "|" or "!".'],
    [["&", ["name", "=", "a"]], 'domain: lacks 1 term after its last "&", "|" or "!".'],
    [[["name", "=", "a"], "!"], 'domain: lacks 1 term after its last "&", "|" or "!".'],
    [["|", "|", ["name", "=", "a"], ["name", "=", "b"]], 'domain: lacks 1 term after its last "&", "|" or "!".'],
  ])("lacks a term: %j", async (domain, message) => {
    expect(await refusal(domain)).toBe(message);
  });

  it.each(["constructor", "toString", "AND", "or", ""])("has no connective %j", async (word) => {
    expect(await refusal([word, ["name", "=", "a"]])).toContain(`domain[0]: expected a term`);
  });

  it("shows how a single term is bracketed, to who forgot it", async () => {
    expect(await refusal(["and", ["name", "=", "a"], ["active", "=", true]])).not.toContain("brackets");
    expect(await refusal(["name", "=", "S1", "x"])).not.toContain("brackets");
    expect(await refusal(["name", "=", "S1"])).toMatch(/brackets of its own: \[\["name","=","S1"\]\]\.$/);
  });

  it.each(["every order", "[('name', '=', user.name)]", "", null, undefined, true, 5, { name: "S1" }])(
    "must be a list, not %j",
    async (domain) => {
      expect(await refusal(domain)).toMatch(/^domain: expected a list of terms such as \[\["name"/);
    },
  );

  it.each<[unknown, string]>([
    [[["name", "="]], 'domain[0]: expected [field, operator, value], not ["name","="].'],
    [[["name", "=", "a", "b"]], "domain[0]: expected [field, operator, value]"],
    [[["name", "=", "a"], { name: "a" }], "domain[1]: expected [field, operator, value]"],
    [[["name", "=", "a"], null], "domain[1]: expected [field, operator, value], not null."],
    [[[5, "=", 5]], "domain[0]: expected a field's name first, not 5."],
    [[[1, "=", 2]], "domain[0]: expected a field's name first"],
    [[[1, "!=", 1]], "domain[0]: expected a field's name first"],
    [[[["name", "=", "a"]]], "domain[0]: expected [field, operator, value]"],
  ])("has terms of three: %j", async (domain, message) => {
    expect(await refusal(domain)).toContain(message);
  });

  it("has at most 200 terms", async () => {
    const terms = (count: number) => Array.from({ length: count }, () => ["name", "=", "a"]);
    expect(await check(terms(200))).toHaveLength(200);
    expect(await refusal(terms(201))).toBe("domain: has 201 terms, 200 are allowed.");
  });

  it("has at most 1,000 terms in all, with those of the domains within it", async () => {
    const terms = (count: number) => Array.from({ length: count }, () => ["name", "=", "a"]);
    const within = (lists: number, count: number) =>
      Array.from({ length: lists }, () => ["parent_order_id", "any", terms(count)]);
    expect(await check(within(5, 199))).toHaveLength(5);
    expect(await refusal(within(5, 200))).toBe("domain: has more than 1000 terms, with those within them.");
    expect(await refusal(within(200, 200))).toBe("domain: has more than 1000 terms, with those within them.");
  });

  it("has at most 10,000 values in all its lists", async () => {
    const lists = (count: number, length: number) =>
      Array.from({ length: count }, () => ["id", "in", Array.from({ length }, (_, index) => index + 1)]);
    expect(await check(lists(10, 1_000))).toHaveLength(10);
    expect(await refusal(lists(10, 1_001))).toBe("domain: has more than 10000 values in its lists.");
    expect(await refusal([["parent_order_id", "any", lists(101, 100)]])).toMatch(/more than 10000 values/);
  });

  it("has no endless texts and paths", async () => {
    expect(await refusal(" ".repeat(100_001))).toBe("domain: has 100001 characters, 100000 are allowed.");
    expect(await refusal([[`${"parent_order_id.".repeat(1_000)}name`, "=", "a"]])).toMatch(
      /^domain\[0\]: expected a field's name first, not "parent_order_id\.parent_order_id/,
    );
    expect(await refusal([["date_order", ">=", "+1d".repeat(1_000_000)]])).toMatch(/expected .*2026-03-01T09:30:00Z/);
  });

  it("is nested at most 8 levels deep", async () => {
    const nested = (depth: number): unknown[] =>
      depth === 0 ? [["name", "=", "a"]] : [["parent_order_id", "any", nested(depth - 1)]];
    expect(await check(nested(8))).toEqual(nested(8));
    expect(await refusal(nested(9))).toMatch(/^domain(\[0\]\[2\]){9}: is nested deeper than 8 levels\.$/);
  });
});

describe("a path", () => {
  it.each(["partner_id.email", "partner_id.country_id.code", "order_line.order_id.partner_id.email", "partner_id.id"])(
    "leads through relations: %s",
    async (path) => {
      const value = path.endsWith("id") ? 5 : "x";
      expect(await check([[path, "=", value]])).toEqual([[path, "=", value]]);
    },
  );

  it.each([
    ["nme", 'domain[0]: unknown field "nme" on sale.order. Did you mean "name"?'],
    ["Customer", 'domain[0]: unknown field "Customer" on sale.order. Did you mean "partner_id"?'],
    ["partner_id.emial", 'domain[0]: unknown field "emial" on res.partner. Did you mean "email"?'],
    ["constructor", 'domain[0]: unknown field "constructor" on sale.order.'],
    ["", 'domain[0]: unknown field "" on sale.order.'],
    ["partner_id.", 'domain[0]: unknown field "" on res.partner.'],
    ["name.length", 'domain[0]: "name" is a char, so "name.length" cannot go on behind it.'],
    ["partner_id.email.x", 'domain[0]: "email" is a char, so "partner_id.email.x" cannot go on behind it.'],
  ])("is refused where it leads nowhere: %s", async (path, message) => {
    expect(await refusal([[path, "=", "x"]])).toBe(message);
  });

  it("is refused through a model that the user may not see, in Odoo's words", async () => {
    await expect(check([["tag_ids.name", "=", "x"]])).rejects.toMatchObject({
      category: "forbidden",
      message: "You may not read crm.tag.",
    });
  });

  it.each(["display_total", "shadow_partner_id.email"])("is refused where it cannot be searched: %s", async (path) => {
    expect(await refusal([[path, "=", "x"]])).toMatch(
      /^domain\[0\]: sale\.order\.\w+ is computed and cannot be searched\.$/,
    );
  });

  it.each(["date_order.month_number", "commitment.year_number", "partner_id.create_date.hour_number"])(
    "ends in a part of a date from 18 on: %s",
    async (path) => {
      expect(await check([[path, "=", 3]], 18)).toEqual([[path, "=", 3]]);
      expect(await refusal([[path, "=", "March"]], 18)).toContain("expected a whole number");
      expect(await refusal([[path, "=", 3]], 17)).toContain("cannot go on behind it");
    },
  );

  it("knows no other parts of a date", async () => {
    expect(await refusal([["date_order.month", "=", 3]])).toContain("cannot go on behind it");
  });

  it("ends in a property from 17 on", async () => {
    expect(await check([["properties.colour", "=", "red"]], 17)).toEqual([["properties.colour", "=", "red"]]);
    expect(await refusal([["properties.colour", "=", "red"]], 16)).toContain("cannot go on behind it");
  });

  it.each(["properties", "order_line.order_id.properties"])(
    "names one property from 17 on, as Odoo fails at all of them together: %s",
    async (path) => {
      for (const major of [17, 19]) {
        expect(await refusal([[path, "!=", null]], major)).toBe(
          `domain[0]: "${path}" holds properties; name the one that is compared: "${path}.<property>".`,
        );
      }
    },
  );

  it.each<[string, string]>([
    ["properties.Colour", "is no property's name"],
    ["properties.", "is no property's name"],
    ["properties.__proto__", "is no property's name"],
    ["properties.colour.name", "cannot go on behind a property"],
  ])("is refused behind properties: %s", async (path, message) => {
    expect(await refusal([[path, "=", "red"]])).toContain(message);
  });

  it("ends in a property that begins with a digit, as half of Odoo's random names do", async () => {
    expect(await check([["properties.3adf37f3258cfe40", "=", "x"]])).toEqual([
      ["properties.3adf37f3258cfe40", "=", "x"],
    ]);
  });
});

describe("an operator", () => {
  it.each<[string, number, boolean]>([
    ["any", 14, false],
    ["any", 16, false],
    ["any", 17, true],
    ["any", 19, true],
    ["not any", 14, false],
    ["not any", 17, true],
  ])("%s is known in Odoo %i: %s", async (operator, major, known) => {
    const domain = [["partner_id", operator, [["email", "=", "x"]]]];
    if (known) expect(await check(domain, major)).toEqual(domain);
    else expect(await refusal(domain, major)).toContain(`Odoo ${major}.0 has no operator "${operator}"`);
  });

  it.each<[string, number, boolean]>([
    ["not =like", 14, false],
    ["not =ilike", 18, false],
    ["not =like", 19, true],
    ["not =ilike", 19, true],
    ["=like", 14, true],
    ["=ilike", 14, true],
    ["not ilike", 14, true],
    ["=?", 14, true],
    ["<>", 14, false],
  ])("%s works on a text in Odoo %i: %s", async (operator, major, known) => {
    const domain = [["name", operator, "S%"]];
    if (known) expect(await check(domain, major)).toEqual(domain);
    else expect(await refusal(domain, major)).toContain(`Odoo ${major}.0 has no operator "${operator}"`);
  });

  it.each([
    ["==", ' Did you mean "="?'],
    ["<>", ' Did you mean "!="?'],
    ["is", ' Did you mean "="?'],
    ["=~", ' Did you mean "ilike"?'],
    ["contains", ' Did you mean "ilike"?'],
    ["ILIKE", ' Did you mean "ilike"?'],
    ["NOT IN", ' Did you mean "not in"?'],
    ["childof", ' Did you mean "child_of"?'],
  ])("is suggested for %s", async (operator, hint) => {
    expect(await refusal([["name", operator, "x"]])).toBe(`domain[0]: Odoo 19.0 has no operator "${operator}".${hint}`);
  });

  it.each<[unknown, string]>([
    ["constructor", '"constructor"'],
    [5, "5"],
    [null, "null"],
    [{ toString: 5 }, '{"toString":5}'],
  ])("is refused where it is none: %j", async (operator, shown) => {
    expect(await refusal([["name", operator, "x"]])).toBe(`domain[0]: Odoo 19.0 has no operator ${shown}.`);
  });

  it.each([
    ["active", ">", true],
    ["active", "ilike", true],
    ["amount_total", "ilike", "5"],
    ["date_order", "like", "2026"],
    ["partner_id", ">", 5],
    ["order_line", "<=", 5],
    ["name", "child_of", "x"],
    ["amount_total", "child_of", 5],
    ["state", "parent_of", "sale"],
  ])("is refused where it does not work on the field: %s %s", async (path, operator, value) => {
    expect(await refusal([[path, operator, value]])).toMatch(
      new RegExp(`^domain\\[0\\]: "${operator}" does not work on "${path}", a \\w+; it takes =`),
    );
  });

  it.each<[string, string, unknown]>([
    ["partner_id", "child_of", 5],
    ["partner_id", "child_of", [5, 6]],
    ["partner_id", "child_of", "Azure"],
    ["tag_ids", "parent_of", 5],
    ["id", "child_of", 5],
    ["id", "parent_of", [5]],
    ["partner_id.id", "child_of", 5],
  ])("follows a hierarchy: %s %s %j", async (...term) => {
    expect(await check([term])).toEqual([term]);
  });
});

describe("a value", () => {
  it.each<[string, string, value: unknown, sent?: unknown]>([
    ["name", "=", "S1"],
    ["name", "ilike", "%x_"],
    ["name", "in", ["a", "b"]],
    ["name", "not in", []],
    ["note", "ilike", "x"],
    ["active", "=", true],
    ["active", "!=", false],
    ["active", "in", [true, false]],
    ["state", "=", "draft"],
    ["state", "in", ["draft", "sale"]],
    ["priority_level", ">=", -1],
    ["amount_total", "<", 9.5],
    ["margin", "=", 0],
    ["commitment", "<=", "2026-03-01"],
    ["date_order", ">=", "2026-03-01 09:30:00"],
    ["date_order", ">=", "2026-03-01T09:30:00+02:00", "2026-03-01 07:30:00"],
    ["date_order", "in", ["2026-03-01T09:30:00Z", null], ["2026-03-01 09:30:00", false]],
    ["partner_id", "=", 5],
    ["partner_id", "in", [5, "Azure", false]],
    ["partner_id", "=", "Azure Interior"],
    ["partner_id", "ilike", "azure"],
    ["partner_id", "=?", null, false],
    ["tag_ids", "=", false],
    ["order_line", "=", null, false],
    ["res_id", "=", 7],
    ["origin_ref", "=", "res.partner,7"],
    ["name", "=", null, false],
    ["name", "!=", false],
    ["amount_total", "=", null, false],
    ["attachment", "!=", null, false],
    ["attachment", "=", false],
    ["distribution", "=", 5],
    ["distribution", "in", [5, "Marketing", null], [5, "Marketing", false]],
    ["distribution", "ilike", "market"],
    ["distribution", "!=", false],
    ["properties_def", "!=", null, false],
    ["properties.count", "=", 5],
    ["properties.count", ">=", -2.5],
    ["properties.partner", "in", [5, 6]],
    ["properties.done", "=", true],
    ["properties.done", "!=", false],
    ["properties.id", "=", null, false],
    ["properties.tags", "in", ["a", 1, true, null], ["a", 1, true, false]],
    ["properties.tags", "in", "a"],
    ["properties.partner", "not in", 5],
    ["properties.note", "not ilike", "x"],
    ["partner_id", "=", -5],
    ["partner_id", "in", [-5, 5]],
    ["partner_id", "child_of", -5],
    ["tag_ids", "in", [-1]],
    ["order_line", "!=", -7],
  ])("is taken: %s %s %j", async (path, operator, value, sent = value) => {
    expect(await check([[path, operator, value]])).toEqual([[path, operator, sent]]);
  });

  it.each<[string, string, unknown, RegExp]>([
    ["name", "=", true, /expected a text, not true/],
    ["name", "=", ["a"], /expected a text, not \["a"\]/],
    ["name", "=", { a: 1 }, /expected a text/],
    ["name", "ilike", 5, /expected a text, not 5/],
    ["name", "ilike", null, /expected a text/],
    ["name", "in", "a", /expected a list, not "a"/],
    ["name", "not in", 5, /expected a list/],
    ["active", "=", "false", /expected true or false, not "false"/],
    ["active", "=", 0, /expected true or false/],
    ["active", "=", null, /expected true or false/],
    ["state", "=", "Quotation", /expected one of "draft", "sale", not "Quotation"/],
    ["state", "in", ["draft", "done"], /expected one of "draft", "sale", not "done"/],
    ["priority_level", "=", "5", /expected a whole number [^,]+, not "5"/],
    ["priority_level", "=", 5.5, /expected a whole number/],
    ["id", "=", true, /expected a whole number/],
    ["id", "in", "1", /expected a list/],
    ["id", "in", [[1, 2]], /expected a whole number [^,]+, not \[1,2\]/],
    ["margin", "=", Number.NaN, /expected a number/],
    ["amount_total", ">", "9.5", /expected a number, not "9.5"/],
    ["commitment", ">=", "01/03/2026", /expected a date as "2026-03-01"/],
    ["commitment", ">=", "2026-02-30", /expected a date as "2026-03-01"/],
    ["commitment", ">=", "2026-03-01T00:00:00Z", /expected a date/],
    ["commitment", ">=", "tomorrow", /expected a date/],
    ["date_order", "!=", "2026-03-01", /is a time, and != with a day is not clear/],
    ["date_order", ">=", "3 days ago", /expected "2026-03-01T09:30:00Z"/],
    ["partner_id", "=", "5", /expected an id as a number, or a name of a res.partner, not "5"/],
    ["partner_id", "=", [5, "Azure"], /expected an id as a number/],
    ["partner_id", "=", true, /expected an id as a number/],
    ["partner_id", "=", 0, /expected an id as a number/],
    ["partner_id", "in", 5, /expected a list/],
    ["partner_id", "child_of", ["5"], /expected an id as a number/],
    ["id", "child_of", "5", /expected a whole number/],
    ["res_id", "=", "7", /expected a whole number/],
    ["attachment", "=", "aGVsbG8=", /expected null, not/],
    ["attachment", "ilike", "x", /"ilike" does not work on "attachment", a binary; it takes =, !=/],
    ["attachment", "in", [false], /"in" does not work on "attachment"/],
    ["distribution", "=", true, /expected a text or a number, not true/],
    ["distribution", "=", { "5": 100 }, /expected a text or a number/],
    ["distribution", "=", Number.NaN, /expected a text or a number, not NaN/],
    ["distribution", "ilike", 5, /expected a text, not 5/],
    ["properties_def", "=", "x", /expected null, not "x"/],
    [
      "properties_def",
      "ilike",
      "x",
      /"ilike" does not work on "properties_def", a properties_definition; it takes =, !=/,
    ],
    ["properties.count", "=", Number.POSITIVE_INFINITY, /expected a text, a number, true, false or null, not Infinity/],
    ["properties.count", "=", [5], /expected a text, a number, true, false or null, not \[5\]/],
    ["properties.count", "in", [[5]], /expected a text, a number, true, false or null, not \[5\]/],
    ["properties.count", "=", { id: 5 }, /expected a text, a number, true, false or null/],
    ["properties.count", "in", true, /expected a list, not true/],
    ["properties.count", "ilike", 5, /expected a text, not 5/],
    ["properties.note", "=", "a\u0000b", /expected a value without the character NUL/],
    ["properties.note", "in", ["\ud800"], /expected a value without half of a surrogate pair/],
    ["properties.id", "child_of", 5, /"child_of" does not work on "properties.id", a property/],
    ["partner_id", "=", 0, /expected an id as a number/],
    ["partner_id", "=", -1.5, /expected an id as a number/],
    ["partner_id", "=", "-5", /expected an id as a number/],
    ["tag_ids", "in", [0], /expected an id as a number/],
    ["order_line", "=", "-7", /expected an id as a number/],
  ])("is refused: %s %s %j", async (path, operator, value, message) => {
    const text = await refusal([[path, operator, value]]);
    expect(text).toMatch(/^domain\[0\]: ".+" /);
    expect(text).toMatch(message);
  });

  it("is refused with the position of its term", async () => {
    const domain = ["|", ["name", "=", "a"], "!", ["active", "=", "yes"]];
    expect(await refusal(domain)).toBe('domain[3]: "active" = expected true or false, not "yes".');
  });
});

describe("a property", () => {
  it.each<[string, number, boolean]>([
    ["=like", 17, false],
    ["=ilike", 18, false],
    ["=?", 18, false],
    ["=like", 19, true],
    ["not =ilike", 19, true],
    ["=?", 19, true],
    ["ilike", 17, true],
    ["<", 17, true],
  ])("is compared with %s in Odoo %i: %s", async (operator, major, works) => {
    const domain = [["properties.note", operator, "x"]];
    if (works) expect(await check(domain, major)).toEqual(domain);
    else
      expect(await refusal(domain, major)).toContain(`"${operator}" does not work on "properties.note", a property;`);
  });

  it("is no relation that any could go on through", async () => {
    expect(await refusal([["properties.partner", "any", []]])).toBe(
      'domain[0]: "any" needs a relation, and "properties.partner" is a property.',
    );
  });
});

it("compares the properties of Odoo 16, where none can be searched alone, with nothing", async () => {
  expect(await check([["properties", "!=", null]], 16)).toEqual([["properties", "!=", false]]);
  expect(await refusal([["properties", "=", "x"]], 16)).toContain("expected null");
});

describe("any", () => {
  it("holds a domain on the other model, which is converted too", async () => {
    const domain = [["partner_id", "any", ["|", ["active", "=", true], ["create_date", "<", "2026-03-01T00:00:00Z"]]]];
    expect(await check(domain)).toEqual([
      ["partner_id", "any", ["|", ["active", "=", true], ["create_date", "<", "2026-03-01 00:00:00"]]],
    ]);
  });

  it("can stand in itself, and stands behind a path", async () => {
    const domain = [["order_line", "not any", [["order_id.partner_id", "any", [["email", "ilike", "x"]]]]]];
    expect(await check(domain)).toEqual(domain);
  });

  it.each<[unknown, string]>([
    [
      [
        [
          "partner_id",
          "any",
          [
            ["active", "=", true],
            ["emial", "=", "x"],
          ],
        ],
      ],
      'domain[0][2][1]: unknown field "emial" on res.partner. Did you mean "email"?',
    ],
    [
      [["order_line", "not any", [["order_id", "any", [["nme", "=", "x"]]]]]],
      'domain[0][2][0][2][0]: unknown field "nme" on sale.order. Did you mean "name"?',
    ],
    [
      [["partner_id", "any", ["|", ["active", "=", true]]]],
      'domain[0][2]: lacks 1 term after its last "&", "|" or "!".',
    ],
    [[["partner_id", "any", 5]], 'domain[0][2]: expected a list of terms such as [["name", "ilike", "azure"]], not 5.'],
    [[["name", "any", []]], 'domain[0]: "any" needs a relation, and "name" is a char.'],
  ])("names the place of what is wrong in it: %j", async (domain, message) => {
    expect(await refusal(domain)).toBe(message);
  });
});

describe("a domain as a text", () => {
  it.each(["[('name', '=', 'S1')]", '[["name", "=", "S1"]]'])("is read: %s", async (text) => {
    expect(await check(text)).toEqual([["name", "=", "S1"]]);
  });
});

describe("a day against a time, in the user's time zone", () => {
  it.each<[string, unknown[]]>([
    [">=", [["date_order", ">=", "2026-02-28 23:00:00"]]],
    ["<", [["date_order", "<", "2026-02-28 23:00:00"]]],
    [">", [["date_order", ">", "2026-03-01 22:59:59"]]],
    ["<=", [["date_order", "<=", "2026-03-01 22:59:59"]]],
    ["=", ["&", ["date_order", ">=", "2026-02-28 23:00:00"], ["date_order", "<=", "2026-03-01 22:59:59"]]],
  ])("%s, the same on every series", async (operator, sent) => {
    for (const major of [14, 19]) expect(await check([["date_order", operator, "2026-03-01"]], major)).toEqual(sent);
  });
});

describe("relative dates", () => {
  it.each(["today", "-3d", "today -1d", "=monday -1w", "now +2H"])("%s are Odoo's own from 19 on", async (value) => {
    expect(await check([["date_order", ">=", value]])).toEqual([["date_order", ">=", value]]);
    expect(await refusal([["date_order", ">=", value]], 18)).toMatch(/expected "2026-03-01T09:30:00Z"/);
  });
});

it("refuses to search a secret, which could be found letter by letter", async () => {
  expect(await refusal([["partner_id.signup_token", "=like", "a%"]])).toMatch(/res\.partner\.signup_token is secret/);
});
