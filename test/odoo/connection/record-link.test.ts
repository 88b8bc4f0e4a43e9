import { expect, it } from "vitest";
import { recordLink } from "../../../src/odoo/connection/record-link.js";

const at = (major: number) => ({ url: "https://odoo.example", series: { major, minor: 0, name: `${major}.0` } });

it.each([
  [14, "sale.order", "https://odoo.example/web#id=7&model=sale.order&view_type=form"],
  [17, "sale.order", "https://odoo.example/web#id=7&model=sale.order&view_type=form"],
  [18, "sale.order", "https://odoo.example/odoo/sale.order/7"],
  [19, "sale.order", "https://odoo.example/odoo/sale.order/7"],
  [19, "website", "https://odoo.example/odoo/m-website/7"],
])("of Odoo %i leads to the form of a %s", (major, model, link) => {
  expect(recordLink(at(major), model, 7)).toBe(link);
});
