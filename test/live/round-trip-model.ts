import type { Client } from "../../src/odoo/client.js";

// A custom model with a field of every type that one can be given over the API.

export const ROUND_TRIP = "x_otmcp_roundtrip";

/** Selection keys as custom fields may have them. */
export const KEYS = ["draft", "1", 'été "x"', "<b>&amp;</b>", "false"] as const;

/** As Odoo's `[0, 0, values]`, which creates a line. */
type NewLine = [0, 0, Record<string, unknown>];
const line = (values: Record<string, unknown>): NewLine => [0, 0, values];
const field = (name: string, ttype: string, more: Record<string, unknown> = {}) =>
  line({ name, ttype, field_description: name, ...more });
const options = (values: readonly string[]) => ({
  selection_ids: values.map((value) => line({ value, name: `Option ${value}` })),
});

/** Makes the model anew, as an administrator does in Odoo's settings. */
export async function createRoundTripModel(client: Client): Promise<void> {
  await deleteRoundTripModel(client);
  const internalUser = [
    ["module", "=", "base"],
    ["name", "=", "group_user"],
  ];
  const [group] = await client.searchRead("ir.model.data", internalUser, ["res_id"], { limit: 1 });
  const access = { name: ROUND_TRIP, group_id: group?.res_id };
  const rights = { perm_read: true, perm_write: true, perm_create: true, perm_unlink: true };
  const [model] = await client.create("ir.model", [
    {
      name: "Round trip",
      model: ROUND_TRIP,
      field_id: [
        field("x_name", "char"),
        field("x_sized", "char", { size: 8 }),
        field("x_text", "text"),
        field("x_html", "html"),
        field("x_integer", "integer"),
        field("x_float", "float"),
        field("x_currency_id", "many2one", { relation: "res.currency" }),
        field("x_monetary", "monetary"),
        field("x_boolean", "boolean"),
        field("x_date", "date"),
        field("x_datetime", "datetime"),
        field("x_selection", "selection", options(KEYS)),
        field("x_reference", "reference", options(["res.partner", ROUND_TRIP])),
        field("x_parent_id", "many2one", { relation: ROUND_TRIP }),
        field("x_partner_id", "many2one", { relation: "res.partner" }),
        field("x_tag_ids", "many2many", { relation: "res.partner.category" }),
        field("x_binary", "binary"),
        ...(client.series.major < 17 ? [] : [field("x_json", "json")]),
      ],
      access_ids: [line({ ...access, ...rights })],
    },
  ]);
  const children = { ttype: "one2many", relation: ROUND_TRIP, relation_field: "x_parent_id" };
  await client.create("ir.model.fields", [
    { model_id: model, name: "x_child_ids", field_description: "x_child_ids", ...children },
  ]);
  // 17 remembers who may do what from before, until rights change again.
  const made = await client.search("ir.model.access", [["model_id", "=", model]], { limit: 1 });
  await client.write("ir.model.access", made, rights);
}

/** Deletes the model with its tables, if it is there. */
export async function deleteRoundTripModel(client: Client): Promise<void> {
  // By themselves: Odoo deletes no field that another one depends on, and with the model not a many2many's table.
  const apart = [
    ["model", "=", ROUND_TRIP],
    ["ttype", "in", ["one2many", "many2many"]],
  ];
  const fields = await client.search("ir.model.fields", apart, { limit: 10 });
  if (fields.length > 0) await client.unlink("ir.model.fields", fields);
  const models = await client.search("ir.model", [["model", "=", ROUND_TRIP]], { limit: 1 });
  if (models.length > 0) await client.unlink("ir.model", models);
}
