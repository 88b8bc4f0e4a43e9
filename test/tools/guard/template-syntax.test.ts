import { describe, expect, it } from "vitest";
import { checkTemplateSyntax, hasTemplateSyntax } from "../../../src/tools/guard/template-syntax.js";
import type { PolicyConfig } from "../../../src/tools/policy/policy.js";
import { contextWith } from "../../support/context.js";
import { fieldWith, odooError, schemaWith } from "../../support/fixtures.js";

describe("a text", () => {
  it.each([
    "{{ object.env['res.users'] }}",
    "Dear {{object.name}}",
    "\u0024{object.company_id.name}",
    "<% set x = 1 %>",
    "{% if x %}",
    "% for user in object.env['res.users'].search([]):",
    "Hello\n  % if object.name:",
    "%- set x = 1",
    '<t t-out="object.name"/>',
    "<t>x</t>",
    "</t>",
    "<T T-ESC='x'/>",
    '<p t-out="object.name"></p>',
    "<p class='a'\n  t-attf-href = '#{x}'>",
    '<p title="<" t-call="x"/>',
    "<a/t-out=x>",
    // What Odoo makes of HTML as it cleans it.
    "&#123;&#123; x }}",
    "&#x7B;&#x7b x }}",
    "&lcub;{ x }}",
    "$&lbrace;x}",
    "&dollar;{x}",
    '<a href="%24%7Bobject.name%7D">x</a>',
    '<a href="&#37;24&#37;7B x">x</a>',
    "&lt;% x %&gt;",
    "{<!-- -->{ x }}",
    "$<x>{y}</x>",
    '{<b title=">">{ x',
    "<<!-- -->% x",
    "<p><!-- -->% for x in y",
  ])("is a template, or becomes one: %j", (text) => expect(hasTemplateSyntax(text)).toBe(true));

  it.each([
    "",
    "Dear Ann,\nyour order is {ready}.",
    "5 % off, 100 % cotton",
    "% of the price",
    "A t-shirt costs 5 = five",
    "<p>Our t-shirt</p>",
    "<table><tr><td>x</td></tr></table>",
    '<a href="https://a.example/?q=a%20b">x</a>',
    "if x < 5 and y > 3",
    "<b>{</b> brace",
    "&amp; &nbsp; &copy; &unknown; &#99999999;",
  ])("is none: %j", (text) => expect(hasTemplateSyntax(text)).toBe(false));

  it("is looked at in time that grows with its length", () => {
    for (const part of ["<", "<!--", "<a ", " t-", "%", "&#", "\n% ", '<b title="']) {
      expect(hasTemplateSyntax(part.repeat(200_000))).toBe(false);
    }
  });
});

const schema = schemaWith({
  "mail.compose.message": { subject: fieldWith(), body: fieldWith({ type: "html" }), model: fieldWith() },
  "a.composer": { text: fieldWith({ type: "text" }), render_model: fieldWith() },
  "survey.invite": { body: fieldWith({ type: "html" }) },
  "product.template": { description: fieldWith({ type: "html" }) },
});

describe("a value with template syntax", () => {
  const check = async (model: string, name: string, value: unknown, policy: PolicyConfig = {}) => {
    const context = contextWith({ schema, policy });
    const described = await context.models.get(model);
    const field = described.fields[name] ?? fieldWith();
    const row = { model: described, values: { [name]: value }, isNew: true, ids: [] };
    checkTemplateSyntax({ ...row, name, field, value, at: `values.${name}` }, context);
  };

  it.each([
    ["mail.compose.message", "body"],
    ["mail.compose.message", "subject"],
    ["a.composer", "text"],
    ["survey.invite", "body"],
  ])("is refused in what Odoo renders: %s.%s", async (model, name) => {
    const said = `values.${name}: holds template syntax, which Odoo would run.`;
    await expect(check(model, name, "{{ 1 }}")).rejects.toEqual(odooError("forbidden", said));
    await expect(check(model, name, "{{ 1 }}")).rejects.toMatchObject({
      rule: "template syntax",
      outcome: "not_applied",
      field: name,
    });
    await expect(check(model, name, "Dear Ann")).resolves.toBeUndefined();
  });

  it("is taken in records that Odoo does not render, and where the config lets tools change templates", async () => {
    await expect(check("product.template", "description", "{{ 1 }}")).resolves.toBeUndefined();
    const policy: PolicyConfig = { "mail.template": { operations: ["read", "update"] } };
    await expect(check("mail.compose.message", "body", "{{ 1 }}", policy)).resolves.toBeUndefined();
    await expect(check("mail.compose.message", "body", 5)).resolves.toBeUndefined();
  });
});
