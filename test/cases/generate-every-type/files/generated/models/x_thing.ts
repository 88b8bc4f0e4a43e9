// x.thing, from Odoo 19.0. Written by `odoo-mcp generate`; do not edit.
import { defineModel } from "odoo-typed-mcp/runtime";

/** Thing */
export const xThing = defineModel({
  model: "x.thing",
  required: [],
  shown: (field) => ({
    any_ref: field.reference(), // Any
    boolean: field.boolean(),
    char: field.char(),
    choice: field.selection(["a", "b"]),
    date: field.date(),
    datetime: field.datetime(),
    float: field.float(),
    html: field.html(),
    integer: field.integer(),
    json: field.json(),
    lang: field.char(), // Language
    lines: field.lines("x.line", "thing_id"),
    many: field.lines("x.thing"),
    many2one_reference: field.many2one_reference(),
    monetary: field.monetary(),
    one: field.many2one("x.thing"),
    props: field.properties(), // Properties
    ref: field.reference(["x.thing"]), // Reference
    text: field.text(),
  }),
  others: (field) => ({
    binary: field.binary(),
  }),
});
export type XThingCreate = typeof xThing.Create;
export type XThingUpdate = typeof xThing.Update;

declare module "odoo-typed-mcp/runtime" {
  interface GeneratedModels {
    "x.thing": typeof xThing;
  }
}
