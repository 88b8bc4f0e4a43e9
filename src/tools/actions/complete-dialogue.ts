import { asApplied, forbidden, OdooError, unexpected } from "../../odoo/errors/errors.js";
import type { FilledIn } from "../../odoo/form/fill.js";
import { isCreation } from "../../odoo/form/form-state.js";
import type { RawValues } from "../../odoo/schema/raw.js";
import { type Button, fieldOf, type Model } from "../../odoo/schema/schema.js";
import { meantValues } from "../call/meant-values.js";
import { type ModelCall, refuseLimited } from "../call/model-call.js";
import type { Dialogue } from "../call/open-dialogues.js";
import type { ToolContext } from "../call/tool.js";
import { checkHeirs } from "../guard/heirs.js";
import { checkLinks, type Links, linksIn } from "../guard/links.js";
import { touchedBy } from "../guard/touched.js";
import { isTransient } from "../guard/transient.js";
import type { ChangingEffect } from "../policy/effects.js";
import type { Touch } from "../policy/policy.js";
import { sendingIf } from "../sending/switches.js";
import { checkDemands, linesAsForm, newAsForm } from "../write/as-form.js";
import { parseValues } from "../write/checked-values.js";
import { activeOf, contextFrom, type NameOf } from "./contexts.js";
import {
  buttonOf,
  checkFilled,
  type DialogueForm,
  hiddenNow,
  linesIn,
  namesOfForm,
  openForm,
  shownButtons,
} from "./dialogue-form.js";
import { callMethod } from "./method.js";

// A dialogue filled in, checked, and its button pressed: its record with values, in the context that Odoo gave for it.

/** What a caller fills a dialogue in with, and which of its buttons is pressed; the one it is meant for if left out. */
export interface Filling {
  values?: RawValues | undefined;
  button?: string | undefined;
}

/** A dialogue that is filled in and checked, and whose button is not pressed. */
export interface Completion {
  call: ModelCall;
  dialogue: Dialogue;
  button: Button;
  effect: ChangingEffect;
  /** As the caller gave them. */
  given: RawValues;
  /** What is sent of it. */
  values: RawValues;
  /** The fields that its form shows a person; undefined where the user is not shown the form. */
  shown: readonly string[] | undefined;
  warnings: readonly string[];
  touched: readonly Touch[];
  /** What the form holds, for the context of its button. */
  nameOf: NameOf;
}

/** Checks what a dialogue is filled in with, and which of its buttons is pressed. Throws `OdooError`. Writes nothing. */
export async function checkCompletion(
  dialogue: Dialogue,
  { values: asked = {}, button: named }: Filling,
  context: ToolContext,
): Promise<Completion> {
  checkAllowed(dialogue.model, context);
  const form = await openForm(dialogue, context);
  const call: ModelCall = { model: form.model, context };
  const isNew = dialogue.id === undefined;
  const use = isNew ? "create" : "update";
  const given = await meantValues(form.model, asked, use, context);
  checkFilled(form, given);
  const ids = dialogue.id === undefined ? [] : [dialogue.id];
  const opened = { model: form.model, context: { ...context, client: context.client.inContext(dialogue.context) } };
  const [, ...lines] = await touchedBy(opened, "act", [{ given, at: "values", ids }], { isNew });
  if (!context.policy.operations(dialogue.model).value.includes(use) && !(await isTransient(dialogue.model, context))) {
    context.policy.check(dialogue.model, use);
  }
  refuseLimited(dialogue.model, `values: records of ${dialogue.model} cannot be changed in a dialogue`, context);
  const parsed = Object.keys(given).length === 0 ? {} : await parseValues(call, use, given, "values");
  const links = await linksIn({ model: call.model, values: given, at: "values", isNew, ids }, context.models);
  await checkLinks(links, context);
  const typed = isNew ? await withOpenedLines(form, parsed, context) : parsed;
  const { values, warnings, held, unmet } = await filledIn(call, dialogue, form, typed);
  checkDemands(call, unmet, "values");
  await context.client.checkSendable(values);
  const holds = { ...typed, ...held };
  const unseen = hiddenNow(form, given, holds);
  const buttons = shownButtons(form, holds);
  const button = buttonOf(form.model, buttons, named);
  const effect = context.policy.checkMethod(dialogue.model, button.name, buttons && namesOf(buttons));
  if (effect === "delete") await checkHeirsNamed(links, context);
  const touched = [{ model: dialogue.model, effect, records: 1, unseen }, ...lines];
  const nameOf = namesOfForm(form, holds);
  const pressing = sendingIf(call, effect);
  return { call: pressing, dialogue, button, effect, given, values, shown: form.fields, warnings, touched, nameOf };
}

/** What is typed, with what the dialogue's form fills in beside it. */
async function filledIn(
  call: ModelCall,
  { id, context, form: ref }: Dialogue,
  { untouched }: DialogueForm,
  typed: RawValues,
): Promise<FilledIn> {
  if (id !== undefined) return linesAsForm(call, id, typed, { context });
  if (untouched && Object.keys(typed).length === 0) return untouched;
  return newAsForm(call, typed, { context, form: ref, held: true });
}

/** What a dialogue that deletes is told of may be what it deletes: contacts that are merged. */
async function checkHeirsNamed({ records }: Links, context: ToolContext): Promise<void> {
  for (const { relation, id, at } of records) await checkHeirs({ model: relation, ids: [id], at }, "delete", context);
}

/** Throws `OdooError` "forbidden" for a dialogue that the policy closes, with what a person has to do instead. */
export function checkAllowed(model: string, { policy }: ToolContext): void {
  try {
    policy.check(model, "act");
  } catch (error) {
    if (!(error instanceof OdooError) || !error.rule) throw error;
    throw forbidden(error.rule, `${error.message} Odoo opens a dialogue of it for this step.`, {
      model,
      hint: BY_HAND,
    });
  }
}

/** Of what no tool can do. */
export const BY_HAND = "A person has to take this step on Odoo's own screen.";

const namesOf = (buttons: readonly Button[]) => buttons.map(({ name }) => name);

/**
 * A dialogue may open with lines (the products of a delivery to be returned). A line that is given is that one of them with
 * which it agrees in the records that it names, and changes the rest of it; those that are not given are left out.
 */
async function withOpenedLines(form: DialogueForm, given: RawValues, context: ToolContext): Promise<RawValues> {
  const entries = Object.entries(given).map(async ([name, value]) => {
    const { type, relation = "" } = fieldOf(form.model, name) ?? {};
    const opened = type === "one2many" ? linesIn(form.values[name]).rows : [];
    if (opened.length === 0 || !Array.isArray(value)) return [name, value] as const;
    const line = await context.models.get(relation);
    return [name, value.map((command) => asOpened(command, opened, line))] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

function asOpened(command: unknown, opened: readonly RawValues[], line: Model): unknown {
  if (!isCreation(command)) return command;
  const [, , row] = command;
  const named = Object.keys(row).filter((name) => fieldOf(line, name)?.type === "many2one");
  const alike = opened.filter((one) => named.every((name) => one[name] === row[name]));
  const isClear = alike.length === 1 && (named.length > 0 || opened.length === 1);
  return isClear ? [0, 0, { ...alike[0], ...row }] : command;
}

/** What became of a dialogue. */
export type Completed =
  /** What its button returned, and the dialogue's record. */
  | { id: number; answer: unknown }
  /** What failed, whose outcome says whether anything was written. `isOpen`: its button was not carried out, and can be pressed again. */
  | { failed: OdooError; isOpen: boolean };

/**
 * Saves the dialogue and presses its button. Its record is put into `onSaved` before that, so that it is not made twice.
 * Throws nothing.
 */
export async function pressDialogue(
  { call, dialogue, button, values, nameOf }: Completion,
  onSaved: (id: number) => void,
): Promise<Completed> {
  const isNew = dialogue.id === undefined;
  let saved: number | undefined;
  try {
    saved = await dialogueRecord(call, dialogue, values);
    onSaved(saved);
    const own: RawValues = { ...activeOf(call.model.name, [saved]), id: saved };
    const added = contextFrom(button.context, (name) => (Object.hasOwn(own, name) ? own[name] : nameOf(name)));
    const context = { ...dialogue.context, ...added };
    return { id: saved, answer: await callMethod(call, [saved], button.name, context) };
  } catch (thrown) {
    const error = thrown instanceof OdooError ? thrown : unexpected(thrown, "unknown");
    const isOpen = error.outcome === "not_applied";
    const isWritten = saved !== undefined && (isNew || Object.keys(values).length > 0);
    if (
      !isWritten ||
      error.outcome === "applied" ||
      (await isTransient(call.model.name, call.context).catch(() => false))
    )
      return { failed: error, isOpen };
    const what = isOpen ? "can be completed by its handle" : "whether its button was carried out is not known";
    return {
      failed: asApplied(error, call.model.name, [saved ?? 0], `${call.model.name} ${saved} is saved, and ${what}`),
      isOpen,
    };
  }
}

/** The dialogue's record with the values: a new one, or the one that Odoo has made, or an earlier attempt. */
async function dialogueRecord({ model, context }: ModelCall, dialogue: Dialogue, values: RawValues): Promise<number> {
  const { client, signal } = context;
  const options = { signal, context: dialogue.context };
  if (dialogue.id === undefined) {
    const [id = 0] = await client.create(model.name, [values], options);
    return id;
  }
  if (Object.keys(values).length > 0) await client.write(model.name, [dialogue.id], values, options);
  return dialogue.id;
}
