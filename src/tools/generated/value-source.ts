import { cached } from "../../odoo/cache.js";
import { OdooError } from "../../odoo/errors/errors.js";
import type { Model } from "../../odoo/schema/schema.js";
import type { GeneratedModels } from "../../odoo/values/define-model.js";
import {
  type FieldSchemas,
  fieldSchemas,
  modelValues,
  type ResolveValues,
  type ValuesSchema,
  valuesSchema,
} from "../../odoo/values/values.js";
import type { ModelSource } from "../call/model-source.js";
import type { Generated } from "./folder.js";

/** How values of any model are checked: by its generated module, or by its fields if it has none. Built once a model. */
export function valueSource(generated: Generated, models: ModelSource): ResolveValues {
  const built = cached(build, Number.POSITIVE_INFINITY);
  /** By the model as it was asked: when it is asked again, the schema is built again. */
  const ofModels = new WeakMap<Model, ValuesSchema>();
  const resolve = async (name: string): Promise<ValuesSchema> => {
    if (Object.hasOwn(generated.manifest.models, name)) return built.get(name);
    const model = await models.get(name);
    const schema = ofModels.get(model) ?? modelValues(model, fields);
    ofModels.set(model, schema);
    return schema;
  };
  const fields: FieldSchemas<GeneratedModels> = fieldSchemas(resolve);
  async function build(model: string): Promise<ValuesSchema> {
    const definition = await generated.load(model);
    if (!definition) throw new OdooError("settings", `The manifest names ${model}, which has no generated module.`);
    return valuesSchema(definition.values(fields), definition);
  }
  return resolve;
}
