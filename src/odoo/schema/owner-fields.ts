import { type Field, fieldOf, isGroupable, type Model } from "./schema.js";

/** The fields by which a record tells the one that it belongs to: `res_model` and `res_id` of a file or an activity. */
export interface OwnerFields {
  model: "res_model";
  id: "res_id";
  /** Of files alone: the binary field whose value it holds. */
  field?: "res_field";
}

/** Undefined of a model whose records belong to no other, or do not tell it in columns. */
export function ownerFields(model: Pick<Model, "fields">): OwnerFields | undefined {
  const has = (name: string, isRight: (field: Field) => boolean) => {
    const field = fieldOf(model, name);
    return field !== undefined && isGroupable(field) && isRight(field);
  };
  if (!has("res_model", ({ type }) => type === "char")) return undefined;
  if (!has("res_id", ({ type }) => type === "many2one_reference" || type === "integer")) return undefined;
  return { model: "res_model", id: "res_id", ...(has("res_field", () => true) ? { field: "res_field" } : {}) };
}
