import type { OpensDialogue } from "../../odoo/schema/schema.js";
import type { Dialogue } from "../call/open-dialogues.js";
import type { NamedStep } from "../policy/policy.js";
import type { OpenedWindow } from "./answer.js";
import { contextFrom, namesOf } from "./contexts.js";

// Which dialogue a step opens.

export interface OpenedDialogue extends OpensDialogue {
  /**
   * It opens whatever the records are, and a method that is called for it does nothing else. Otherwise it may, and the step
   * may be done without it.
   */
  always: boolean;
}

/** What only the code of Odoo's own applications says of its methods, where a dialogue does not depend on the series. */
const OF_METHODS: Readonly<Record<string, Readonly<Record<string, OpenedDialogue>>>> = {
  "account.move": {
    action_register_payment: { model: "account.payment.register", always: true },
    action_reverse: { model: "account.move.reversal", always: true },
  },
  "sale.order": {
    // 16 to 18, of some orders.
    action_cancel: { model: "sale.order.cancel", always: false },
    action_quotation_send: { model: "mail.compose.message", always: true },
  },
  "purchase.order": {
    action_rfq_send: { model: "mail.compose.message", always: true },
  },
  "stock.picking": {
    button_validate: { model: "stock.backorder.confirmation", always: false },
  },
};

/** Undefined for a step that opens none, as far as its view or the table tells. */
export function dialogueOf(model: string, { name, action }: NamedStep): OpenedDialogue | undefined {
  if (action?.kind === "dialogue") {
    const { kind: _, xmlid: __, ...opens } = action;
    return { ...opens, always: true };
  }
  const ofModel = action === undefined && Object.hasOwn(OF_METHODS, model) ? OF_METHODS[model] : undefined;
  return ofModel && Object.hasOwn(ofModel, name) ? ofModel[name] : undefined;
}

/** How many records a dialogue's work takes: of fewer, Odoo does nothing and says nothing. */
export const atLeast = (dialogue: string): number => (dialogue === "base.partner.merge.automatic.wizard" ? 2 : 1);

/** Where a dialogue is opened: the context around it, the records of its step, and what belonged to them before. */
export type Place = Pick<Dialogue, "context" | "from" | "before">;

/** The dialogue of a window that Odoo opened. `form`: its external id, where the action names one. */
export function dialogueFrom({ model, id, context, formView }: OpenedWindow, place: Place, form?: string): Dialogue {
  const own = contextFrom(context, namesOf(place.context));
  const ref = formView !== undefined ? { id: formView } : form !== undefined ? { xmlid: form } : formIn(own);
  return { ...place, model, context: { ...place.context, ...own }, id, ...(ref ? { form: ref } : {}) };
}

/** Odoo's own screens look into an action's context for the form, too. */
function formIn({ form_view_ref: xmlid }: Dialogue["context"]): Dialogue["form"] {
  return typeof xmlid === "string" && /^\w+\.[\w.-]+$/.test(xmlid) ? { xmlid } : undefined;
}
