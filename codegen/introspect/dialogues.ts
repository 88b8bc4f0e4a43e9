import { dialogueKey, type Field, fieldOf, isWritable, type Model } from "../../src/odoo/schema/schema.js";
import { readViews } from "../../src/odoo/views/arch.js";
import { dialogueOf } from "../../src/tools/actions/dialogue-of.js";
import { isOffered } from "../../src/tools/actions/usual-button.js";
import type { Config } from "../config/config.js";
import { chosenButtons } from "../steps/chosen.js";
import { withoutDynamicValues } from "./dynamic.js";
import { type Fields, type Oracle, unlessRefused } from "./needed.js";

// The dialogues that tools open: their forms, as those of models, and of their fields what the forms let a user fill in.

/** A dialogue's model, the external id of its form where it is not the usual one, and its key in the snapshot. */
export interface Dialogue {
  key: string;
  model: string;
  form?: string;
}

/** The dialogues of all steps that become tools, each form once. */
export function dialoguesOf(models: Readonly<Record<string, Model>>, config: Config): Dialogue[] {
  const opened = Object.values(models).flatMap((model) =>
    chosenButtons(model, config).flatMap((button) => dialogueOf(model.name, button) ?? []),
  );
  const forms = [...new Map(opened.map(({ model, form }) => [dialogueKey(model, form), { model, form }])).values()];
  return forms.map(({ model, form }) => {
    const isOnly = forms.filter((other) => other.model === model).length === 1;
    return { key: isOnly ? model : dialogueKey(model, form), model, ...(form ? { form } : {}) };
  });
}

interface Asking extends Oracle {
  fieldsOf(model: string): Promise<Fields>;
}

/** A dialogue with its form; undefined where it does not exist in this series, or the user may not see it. */
export async function introspectDialogue(oracle: Asking, { model, form }: Dialogue): Promise<Model | undefined> {
  const fields = await unlessRefused<Fields | undefined>(oracle.fieldsOf(model), undefined);
  const context = { ...oracle.options.context, ...(form ? { form_view_ref: form } : {}) };
  const raw = fields && (await unlessRefused(oracle.client.getViews(model, { ...oracle.options, context }), undefined));
  if (!fields || !raw) return undefined;
  const { views, buttons } = readViews(raw);
  const kept = views.form.flatMap(({ name, readonly }): [string, Field][] => {
    const field = fieldOf({ fields }, name);
    return field && !readonly && isWritable(name, field) ? [[name, withoutDynamicValues(field)]] : [];
  });
  const pressed = buttons.flatMap((button) => ("name" in button && isOffered(button) ? [button] : []));
  return {
    name: model,
    label: model,
    views: { ...views, buttons: pressed },
    fields: Object.fromEntries(kept),
  };
}
