import { type Field, fieldOf, isGroupable, type Model } from "./schema.js";

/** The fields by which a record tells the one that it belongs to: `res_model` and `res_id` of a file or an activity, `model` of a message. */
export interface OwnerFields {
  model: "res_model" | "model";
  id: "res_id";
  /** Of files alone: the binary field whose value it holds. */
  field?: "res_field";
}

/** Undefined of a model whose records belong to no other, or do not tell it in columns. */
export function ownerFields({ fields }: Pick<Model, "fields">): OwnerFields | undefined {
  const has = (name: string, isRight: (field: Field) => boolean) => {
    const field = fieldOf({ fields }, name);
    return field !== undefined && isGroupable(field) && isRight(field);
  };
  const model = (["res_model", "model"] as const).find((name) => has(name, ({ type }) => type === "char"));
  if (!model) return undefined;
  if (!has("res_id", ({ type }) => type === "many2one_reference" || type === "integer")) return undefined;
  return { model, id: "res_id", ...(has("res_field", () => true) ? { field: "res_field" } : {}) };
}
