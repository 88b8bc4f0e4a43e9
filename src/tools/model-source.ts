import { shown } from "../odoo/checks.js";
import type { Client } from "../odoo/client.js";
import { OdooError } from "../odoo/errors.js";
import { isModelName, type Model, type Schema } from "../odoo/schema.js";
import { didYouMean } from "../odoo/suggest.js";

/** Where tools learn what a model looks like. */
export interface ModelSource {
  /** The snapshot's model, or one asked of Odoo and kept. Throws `OdooError` "not_found" for one that does not exist. */
  get(name: string, signal?: AbortSignal): Promise<Model>;
  /** The models of the snapshot. */
  known(): readonly Model[];
}

export function modelSource(snapshot: Schema, client: Client): ModelSource {
  const asked = new Map<string, Promise<Model>>();
  const known = Object.values(snapshot.models);

  async function ask(name: string, signal?: AbortSignal): Promise<Model> {
    try {
      return { name, label: name, fields: await client.fieldsGet(name, { signal }) };
    } catch (error) {
      if (!(error instanceof OdooError) || error.category !== "not_found") throw error;
      throw unknownModel(name, known);
    }
  }

  return {
    known: () => known,
    get(name, signal) {
      const model = Object.hasOwn(snapshot.models, name) ? snapshot.models[name] : undefined;
      if (model) return Promise.resolve(model);
      if (!isModelName(name)) return Promise.reject(unknownModel(name, known));
      const pending = asked.get(name) ?? ask(name, signal);
      asked.set(name, pending);
      // A failure is not kept: the next call asks again.
      pending.catch(() => asked.delete(name));
      return pending;
    },
  };
}

function unknownModel(name: string, known: readonly Model[]): OdooError {
  const wanted = name.toLowerCase();
  const labelled = known.find(({ label }) => label.toLowerCase() === wanted);
  const suggestion = labelled
    ? ` Did you mean "${labelled.name}"?`
    : didYouMean(
        name,
        known.map((model) => model.name),
      );
  return new OdooError("not_found", `There is no model ${shown(name)}.${suggestion}`, {
    hint: "list_models tells which there are.",
  });
}
