// x.thing, from Odoo 19.0. Written by `odoo-mcp generate`; do not edit.
import { defineModel } from "odoo-typed-mcp/runtime";

/** Thing */
export const xThing = defineModel({
  model: "x.thing",
  required: [],
  values: (field) => ({
    /** Any */
    any_ref: field.reference(),
    /** Binary */
    binary: field.binary(),
    /** Boolean */
    boolean: field.boolean(),
    /** Char */
    char: field.char(),
    /** Choice */
    choice: field.selection(["a", "b"]),
    /** Date */
    date: field.date(),
    /** Datetime */
    datetime: field.datetime(),
    /** Float */
    float: field.float(),
    /** Html */
    html: field.html(),
    /** Integer */
    integer: field.integer(),
    /** Json */
    json: field.json(),
    /** Language */
    lang: field.char(),
    /** Lines */
    lines: field.lines("x.line", "thing_id"),
    /** Many */
    many: field.lines("x.thing"),
    /** Many2One_Reference */
    many2one_reference: field.many2one_reference(),
    /** Monetary */
    monetary: field.monetary(),
    /** One */
    one: field.many2one("x.thing"),
    /** Properties */
    props: field.properties(),
    /** Reference */
    ref: field.reference(["x.thing"]),
    /** Text */
    text: field.text(),
  }),
});
export type XThingCreate = typeof xThing.Create;
export type XThingUpdate = typeof xThing.Update;

declare module "odoo-typed-mcp/runtime" {
  interface GeneratedModels {
    "x.thing": typeof xThing;
  }
}
