import { cached } from "../cache.js";
import type { Client } from "../client.js";
import { OdooError, PASSING } from "../errors/errors.js";
import type { RawValues } from "../schema/raw.js";
import type { Alert } from "../views/alerts.js";
import type { ReadViews } from "../views/arch.js";
import type { FormView } from "../views/form-view.js";
import type { RawViews } from "../views/raw-views.js";

/** A form other than the one that a user opens first: by its id in this database, or by its external id. */
export type FormRef = { id: number } | { xmlid: string };

/** What screens are like, asked once and kept for a while. */
export interface Forms {
  /**
   * The form that a user opens first, or another. Undefined where Odoo does not tell: the user may not see it, or the views
   * of 14 would come over XML-RPC, which cannot carry them.
   */
  view(model: string, form?: FormRef): Promise<FormView | undefined>;
  /** The boxes in which that form warns of a new record; none where Odoo does not tell the form. */
  alerts(model: string, form?: FormRef): Promise<readonly Alert[]>;
  /** Its first form, also of a model whose records are created as they are given. */
  whole(model: string): Promise<FormView | undefined>;
  /** What a user sees on it and can press; undefined as above. */
  screen(model: string, form?: FormRef): Promise<ReadViews | undefined>;
  /** Which of the form's fields have a default in a context. */
  withDefault(model: string, context: RawValues): Promise<ReadonlySet<string>>;
}

/** As if nothing on any form reacted: records are created as they are given. */
export const PLAIN: Forms = {
  view: async () => new Map(),
  alerts: async () => [],
  whole: async () => new Map(),
  screen: async () => undefined,
  withDefault: async () => new Set(),
};

/** `isPlain`: models whose records are created as they are given, as if nothing on their form reacted. */
export function formsOf(client: Client, isPlain: (model: string) => boolean = () => false): Forms {
  const raw = cached(async (key): Promise<RawViews | undefined> => {
    const [model, form] = JSON.parse(key) as [string, FormRef | null];
    try {
      return await client.getViews(model, form ? formOptions(form) : {});
    } catch (error) {
      if (error instanceof OdooError && !PASSING.has(error.category)) return undefined;
      throw error;
    }
  });
  const rawOf = (model: string, form?: FormRef) => raw.get(JSON.stringify([model, form ?? null]));
  const parsed = new WeakMap<RawViews, ParsedForm>();
  const parsedOf = async (model: string, form?: FormRef): Promise<ParsedForm | undefined> => {
    const views = await rawOf(model, form);
    const known = views && (parsed.get(views) ?? (await parse(views)));
    if (views && known) parsed.set(views, known);
    return known;
  };
  const view = async (model: string, form?: FormRef) => (await parsedOf(model, form))?.view;
  const defaults = cached(async (key) => {
    const [model, context] = JSON.parse(key) as [string, RawValues];
    const names = [...((await view(model)) ?? new Map()).keys()];
    return new Set(Object.keys(await client.defaultGet(model, names, { context })));
  });
  return {
    view: (model, form) => (isPlain(model) ? PLAIN.view(model) : view(model, form)),
    async alerts(model, form) {
      return isPlain(model) ? PLAIN.alerts(model) : ((await parsedOf(model, form))?.alerts ?? []);
    },
    whole: (model) => view(model),
    async screen(model, form) {
      const views = await rawOf(model, form);
      const { readViews } = await import("../views/arch.js");
      return views && readViews(views);
    },
    withDefault: (model, context) => defaults.get(JSON.stringify([model, context])),
  };
}

interface ParsedForm {
  view: FormView;
  alerts: readonly Alert[];
}

/** The XML parser is loaded with the first form, and not when the server starts. */
async function parse({ form }: RawViews): Promise<ParsedForm> {
  const [{ formView }, { formAlerts }] = await Promise.all([
    import("../views/form-view.js"),
    import("../views/alerts.js"),
  ]);
  return { view: formView(form), alerts: formAlerts(form) };
}

/** Odoo finds a form by its external id where the context names it, which it does for any user. */
const formOptions = (form: FormRef) =>
  "id" in form ? { formView: form.id } : { context: { form_view_ref: form.xmlid } };
