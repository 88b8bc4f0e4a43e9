import type { Json } from "../support/mcp.js";
import type { Attempt } from "./attempt.js";

// Template syntax, which Odoo would run, in every text that it renders and in every form that it takes.

const RULE = "template syntax";

/** The dialogue of an e-mail to a contact, filled in. */
const sent = (name: string, text: string): Attempt => ({
  what: `write to a contact with ${JSON.stringify(text.slice(0, 40))} in ${name}`,
  tool: "execute_workflow",
  args: ({ partner }) => ({
    model: "res.partner",
    id: partner,
    signal: "send_email",
    values: { [name]: text },
  }),
  rule: RULE,
  asks: "reads",
  under: "none",
});

const made = (model: string, values: Json, more: Partial<Attempt> = {}): Attempt => ({
  what: `create ${model} with ${JSON.stringify(values).slice(0, 80)}`,
  tool: "create_record",
  args: () => ({ model, values }),
  rule: RULE,
  asks: "reads",
  under: "messages",
  ...more,
});

/** Forms in which engines of templates find something to run, or find it once the text was cleaned as HTML. */
const FORMS = [
  "{{ object.env['res.users'].search([]) }}",
  "\x24{object.sudo().env.cr}",
  "<% import os %>",
  "{% for a in [].__class__.__base__.__subclasses__() %}{% endfor %}",
  "a\n% for user in object.env['res.users'].search([]):\nb",
  "a\n  %- set x = object\nb",
  '<t t-out="object.env"/>',
  '<p t-esc="object.env"></p>',
  "<p t-att-href='object.env'></p>",
  "<T t-call='x'></T>",
  "&#123;&#123; object.env &#125;&#125;",
  "&#x7b;&#x7b; object.env }}",
  "&lcub;&lcub; object.env }}",
  "{<!-- -->{ object.env }}",
  "{<b></b>{ object.env }}",
  "$<i></i>{object.env}",
  "&dollar;{object.env}",
  '<a href="http://x/%7B%7Bobject.env%7D%7D">x</a>',
  '<a href="%24%7Bobject.env%7D">x</a>',
  "&lt;t t-out=&quot;object.env&quot;/&gt;",
];

export const templates: Attempt[] = [
  ...FORMS.map((text) => sent("body", text)),
  sent("subject", "{{ object.env }}"),
  sent("subject", "\x24{object.env}"),
  sent("email_from", "{{ object.env.user.login }}"),
  ...FORMS.slice(0, 3).map((text) => made("mail.mail", { body_html: text })),
  made("mail.mail", { subject: "{{ 7 }}", body_html: "x" }),
  made("mail.mail", { email_to: "{{ object.env.user.email }}", body_html: "x" }),
  made("sms.sms", { body: "{{ object.env }}", number: "+32" }),
  made("sms.template", { name: "x", body: "{{ object.env }}" }),
  made("mail.template", { name: "x", body_html: "<t t-out='object.env'/>" }),
  made("mail.template", { name: "x", subject: "{{ object.env }}" }),
  made("mail.template", { name: "x", email_from: "{{ object.env }}" }),
  made("mail.template", { name: "x", lang: "{{ object.env }}" }),
  made("mail.template", { name: "x", email_to: "\x24{object.env}" }),
  made("digest.tip", { name: "x", tip_description: "<t t-out='object.env'/>" }),
  made("digest.tip", { name: "{{ object.env }}", tip_description: "x" }),
];
