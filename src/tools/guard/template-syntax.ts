import picomatch from "picomatch";
import { forbidden } from "../../odoo/errors/errors.js";
import { fieldOf, type Model } from "../../odoo/schema/schema.js";
import type { ToolContext } from "../call/tool.js";
import { isOutward } from "../policy/policy.js";
import type { VisitedField } from "./walk-values.js";

// Texts that Odoo takes for templates: what stands between their marks it runs, with the rights of who sends, or its own.

/** Models whose texts are rendered, beside those of messages (`OUTWARD`) and those that say what they are rendered for. */
const RENDERED = picomatch(
  "mail.template mail.template.* sms.template sms.template.* digest.tip card.campaign account.invoice.send survey.invite slide.channel.invite applicant.send.mail applicant.get.refuse.reason calendar.popover.delete.wizard fleet.vehicle.send.mail sale.order.cancel".split(
    " ",
  ),
);

/** Odoo's mixin of what is rendered has a field for the model of the records (15 to 19). */
const isRendered = (model: Model) =>
  isOutward(model.name) || RENDERED(model.name) || fieldOf(model, "render_model") !== undefined;

/** Throws `OdooError` "forbidden" for a text that Odoo would run a part of, unless the config lets tools change templates. */
export function checkTemplateSyntax({ model, name, field, value, at }: VisitedField, { policy }: ToolContext): void {
  if (typeof value !== "string" || !TEXTS.has(field.type) || !isRendered(model) || !hasTemplateSyntax(value)) return;
  if (policy.operations("mail.template").value.includes("update")) return;
  const message = `${at}: holds template syntax, which Odoo would run.`;
  const hint =
    "Write the text itself, without {{, {%, <%, a $ before {, lines that begin with %, or attributes that begin with t-.";
  throw forbidden("template syntax", message, { model: model.name, field: name, hint });
}

const TEXTS: ReadonlySet<string> = new Set(["char", "text", "html"]);

/** Words that Jinja's lines begin with. */
const STATEMENT =
  "(?:for|if|elif|else|end[a-z]+|set|macro|call|filter|block|extends|include|import|from|with|autoescape|raw|trans|do|continue|break)\\b";

const SYNTAX: readonly RegExp[] = [
  /\{\{|\$\{|\{%|<%/,
  // Of lines Odoo 14 and 15 take those that begin with %.
  new RegExp(`(?:^|>)[^\\S\\r\\n]*%[-+]?[^\\S\\r\\n]*${STATEMENT}`, "im"),
  /<\/?t(?=[\s/>])/i,
];

/** In an element: `t-out="…"`. */
const QWEB_ATTRIBUTE = /[\s"'/]t-[a-z][\w.:-]*\s*=/i;

/** Pairs that become one once a comment or an element between them is taken away. */
const PARTED: readonly (readonly [before: RegExp, after: RegExp])[] = [
  [/[{$]</, />[{%]/],
  [/<</, />%/],
];

/**
 * True for what Odoo's engines of templates know (Jinja in 14 and 15, QWeb and inline expressions from 15 on), also where it
 * only comes about as Odoo cleans the text as HTML: from entities, from an address's escapes, or without what it takes away.
 */
export function hasTemplateSyntax(text: string): boolean {
  return [text, decoded(text)].some(
    (form) =>
      SYNTAX.some((syntax) => syntax.test(form)) ||
      (form.includes("<") && QWEB_ATTRIBUTE.test(form)) ||
      PARTED.some(([before, after]) => {
        const at = form.search(before);
        return at >= 0 && after.test(form.slice(at + 1));
      }),
  );
}

const NAMED: Readonly<Record<string, string>> = {
  lt: "<",
  gt: ">",
  amp: "&",
  quot: '"',
  apos: "'",
  lcub: "{",
  lbrace: "{",
  rcub: "}",
  rbrace: "}",
  dollar: "$",
  percnt: "%",
  equals: "=",
  Tab: "\t",
  NewLine: "\n",
};

/** Entities, and the escapes of addresses that Odoo takes back in HTML. */
function decoded(text: string): string {
  return text
    .replaceAll(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]+));?/gi, (entity, decimal, hex, name) => {
      if (name) return NAMED[name] ?? entity;
      const code = decimal ? Number(decimal) : Number.parseInt(hex, 16);
      return code <= 0x10ffff ? String.fromCodePoint(code) : entity;
    })
    .replaceAll(/%(24|25|7B|7D|3C)/gi, (escaped) => decodeURIComponent(escaped));
}
