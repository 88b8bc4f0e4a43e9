import { dialogueIn, type Model } from "../../src/odoo/schema/schema.js";
import type { OpenedDialogue } from "../../src/tools/actions/dialogue-of.js";
import { isOffered, meantFirst, usualButton } from "../../src/tools/actions/usual-button.js";
import type { DialoguePlan } from "./model-plan.js";
import { needsOf } from "./needs.js";
import { isTechnical } from "./technical.js";

/** What a step's tool shows of its dialogue, of one that the snapshot knows. */
export function dialoguePlan(
  opened: OpenedDialogue | undefined,
  dialogues: Readonly<Record<string, Model>>,
): { dialogue?: DialoguePlan } {
  const model = opened && dialogueIn(dialogues, opened);
  if (!model || !opened) return {};
  const { fields } = needsOf(model);
  const form = model.views?.form ?? [];
  const typed = form.filter(({ name }) => fields.some(([field, { type }]) => field === name && type !== "binary"));
  const values = {
    name: model.name,
    fields,
    // It opens filled in.
    required: [],
    requiredUnless: {},
    createOnly: [],
    requiredWhen: new Map(
      typed.flatMap(({ name, required }) => (required && required !== "always" ? [[name, required] as const] : [])),
    ),
    shown: typed
      .map(({ name }) => name)
      .filter((name) => !isTechnical(name))
      .slice(0, MAX_FIELDS),
  };
  const buttons = meantFirst((model.views?.buttons ?? []).filter(isOffered));
  const usual = usualButton(buttons)?.name;
  const pressed = { buttons, ...(usual === undefined ? {} : { usual }) };
  return { dialogue: { values, rows: new Map(), ...pressed, always: opened.always } };
}

/** A dialogue of more is for a screen. */
const MAX_FIELDS = 12;
