import { type CatalogView, catalogView } from "../../../codegen/catalog/view.js";
import { plainText } from "../../../codegen/text/text.js";
import type { Schema } from "../../../src/odoo/schema/schema.js";
import { HOSTILE, hostileConfig, hostileSchema, schemaOf } from "../hostile.js";

/** Also puts the text of each model on its buttons: one that becomes a tool, one that is left out. */
function withButtons(schema: Schema): Schema {
  const models = Object.entries(schema.models).map(([name, model]) => {
    const { label } = model;
    const buttons = [
      { name: "action_go", label, place: "header", confirm: label, hidden: label },
      { name: "action_count", label, place: "counter" },
    ] as const;
    const form = Object.keys(model.fields).map((field) => ({ name: field, required: label }));
    return [name, { ...model, views: { form, list: ["char"], search: [], buttons } }];
  });
  return { ...schema, models: Object.fromEntries(models) };
}

/** A catalogue with a hostile text wherever a person can write one. */
export const hostileView = (): CatalogView => catalogView(withButtons(hostileSchema()), hostileConfig());

/** The same with harmless texts, which are values of a selection where those are. */
export const harmlessView = (): CatalogView =>
  catalogView(
    withButtons(schemaOf(HOSTILE.map(([, text]) => (plainText(text, 64) === text ? "Harmless" : "Harmless  text")))),
    hostileConfig(),
  );
