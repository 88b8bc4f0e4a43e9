import type { Attempt } from "./attempt.js";

// Secrets in texts, and texts in other languages and companies.

const SECRET = "secret fields";

const searched = (what: string, model: string, domain: unknown[], more: Partial<Attempt> = {}): Attempt => ({
  what,
  tool: "search_count",
  args: () => ({ model, domain }),
  rule: SECRET,
  asks: "reads",
  under: "none",
  ...more,
});

const abroad = (
  what: string,
  tool: string,
  args: Attempt["args"],
  rule: string,
  more: Partial<Attempt> = {},
): Attempt => ({
  what,
  tool,
  args: (target) => ({ ...args(target), lang: "fr_FR" }),
  rule,
  asks: "reads",
  under: "translated",
  ...more,
});

const TEMPLATES = 'policy["product.template"].domain';
const PRODUCTS = 'policy["product.product"].domain';

export const texts: Attempt[] = [
  searched("a link's token in messages, letter by letter", "mail.message", [["body", "like", "access_token=a"]]),
  searched("it in e-mails", "mail.mail", [["body_html", "ilike", "%access_token=%"]]),
  searched("it by a pattern", "mail.mail", [["body_html", "=ilike", "%access_t_ken_a%"]]),
  searched("it without its name", "mail.message", [["body", "like", "________-____-4___"]]),
  searched("it in an order's messages", "sale.order", [["message_ids.body", "like", "access_token=a"]]),
  searched("it as a number", "mail.message", [["body", "ilike", "3f2"]]),
  searched("it by comparing", "mail.message", [["body", ">", "<p>https://x?access_token=7"]]),
  searched("it by its beginning", "mail.message", [["body", "=like", "<p>a%"]]),
  searched("it in a sub-domain", "sale.order", [["message_ids", "any", [["body", "like", "token=a"]]]], {
    series: "19",
  }),
  {
    ...searched("a link's mask in place of its secret", "sale.order", []),
    tool: "update_record",
    args: ({ mine }) => ({
      model: "sale.order",
      id: mine,
      values: { note: "<p>https://x/my?access_token=[hidden]</p>" },
    }),
    rule: "validation",
    says: "[hidden]",
  },
  ...["access_token", "password", "totp_secret", "api_key", "oauth_access_token"].map((name) =>
    searched(`users by ${name}`, "res.users", [[name, "like", "a%"]], {
      rule: name === "password" ? SECRET : "validation",
    }),
  ),
  abroad(
    "rename a product in another language",
    "update_record",
    ({ template }) => ({ model: "product.template", id: template, values: { name: "evil" } }),
    TEMPLATES,
  ),
  abroad(
    "rename its variant so",
    "update_record",
    ({ product }) => ({ model: "product.product", id: product, values: { name: "evil" } }),
    TEMPLATES,
  ),
  abroad(
    "rename a product of others so",
    "update_record",
    () => ({ model: "product.template", id: 1, values: { name: "Attacked" } }),
    PRODUCTS,
  ),
  abroad("delete a product of others so", "delete_records", () => ({ model: "product.template", ids: [1] }), TEMPLATES),
  abroad(
    "rename a tag of others so",
    "update_record",
    () => ({ model: "crm.tag", id: 1, values: { color: 3 } }),
    'policy["crm.tag"].domain',
  ),
  abroad(
    "name one of others in an order",
    "update_record",
    ({ mine }) => ({ model: "sale.order", id: mine, values: { tag_ids: { link: [1] } } }),
    'policy["crm.tag"].domain',
  ),
  abroad(
    "attach a file to one of others",
    "attach_file",
    () => ({ model: "product.template", id: 1, name: "x.txt", text: "x" }),
    TEMPLATES,
  ),
  abroad(
    "note something on one of others",
    "post_message",
    () => ({ model: "product.template", id: 1, kind: "note", text: "x" }),
    TEMPLATES,
  ),
  abroad(
    "put one of others into an order",
    "create_record",
    ({ mine }) => ({ model: "sale.order.line", values: { order_id: mine, product_id: 1 } }),
    PRODUCTS,
  ),
];
