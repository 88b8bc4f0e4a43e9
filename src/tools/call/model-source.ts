import { cached } from "../../odoo/cache.js";
import type { Client } from "../../odoo/client.js";
import { OdooError } from "../../odoo/errors/errors.js";
import { listModels, type ModelInfo } from "../../odoo/instance/list-models.js";
import { shown } from "../../odoo/notation/checks.js";
import { isModelName, type Model, RIGHTS, type Right, type Schema } from "../../odoo/schema/schema.js";
import { type Heir, heirsOf } from "../../odoo/schema/sources.js";
import { didYouMean } from "../../odoo/schema/suggest.js";
import type { Policy } from "../policy/policy.js";

/** Where tools learn what a model looks like. */
export interface ModelSource {
  /** The snapshot's model, or one asked of Odoo and kept. Throws `OdooError` "not_found" for one that does not exist. */
  get(name: string): Promise<Model>;
  /** The model as Odoo describes it now, kept for a while. */
  now(name: string): Promise<Model>;
  /** Odoo says that the model is not what it was: from now on it is asked, also where the snapshot knows it. */
  forget(name: string): void;
  /** The models of the snapshot. */
  known(): readonly Model[];
  /** Whether it is a model of the snapshot, or of lines of such. */
  isKnown(name: string): boolean;
  /** The models of the snapshot that show fields of a model as their own. */
  heirs(name: string): readonly Heir[];
  /** The models the user may work with, in the language of `asking`, kept for a while; none where Odoo does not tell. */
  allowed(asking: Client): Promise<readonly ModelInfo[]>;
  /** What the user may do with records of a model that they may read; kept for a while. */
  rights(name: string): Promise<readonly Right[]>;
}

/** `view` marks what the policy closes. */
export function modelSource(snapshot: Schema, client: Client, { view }: Pick<Policy, "view">): ModelSource {
  const stale = new Set<string>();
  const known = Object.values(snapshot.models);
  const heirs = new Map<string, readonly Heir[]>();

  // Without the abort signal of a call: others may wait for the same answer.
  const asked = cached(async (name): Promise<Model> => {
    try {
      return { name, label: name, fields: await client.fieldsGet(name) };
    } catch (error) {
      if (!(error instanceof OdooError) || error.category !== "not_found") throw error;
      throw unknownModel(name, known);
    }
  });

  // On 14 this asks for the rights to each model.
  const allowed = cached(async (context) => (await listModels(client.inContext(JSON.parse(context)))) ?? []);

  const rights = cached(async (name) => {
    const may = await Promise.all(RIGHTS.map((right) => right === "read" || client.hasAccess(name, right)));
    return RIGHTS.filter((_, at) => may[at]);
  });

  return {
    rights: (name) => rights.get(name),
    known: () => known,
    heirs(name) {
      const found = heirs.get(name) ?? heirsOf(name, known);
      heirs.set(name, found);
      return found;
    },
    isKnown: (name) => Object.hasOwn(snapshot.models, name) || Object.hasOwn(snapshot.lines ?? {}, name),
    allowed: (asking) => allowed.get(JSON.stringify(asking.user.context)),
    get(name) {
      const model = Object.hasOwn(snapshot.models, name) && !stale.has(name) ? snapshot.models[name] : undefined;
      if (model) return Promise.resolve(view(model));
      if (!isModelName(name)) return Promise.reject(unknownModel(name, known));
      return asked.get(name).then(view);
    },
    now: (name) => asked.get(name).then(view),
    forget(name) {
      stale.add(name);
      asked.forget(name);
      allowed.forget();
      rights.forget(name);
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
