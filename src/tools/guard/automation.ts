import picomatch from "picomatch";
import { forbidden } from "../../odoo/errors/errors.js";
import type { ToolContext } from "../call/tool.js";
import { MONEY } from "../policy/defaults.js";
import type { Touch } from "../policy/policy.js";
import { idIn, lineOperations, type VisitedField } from "./walk-values.js";

// Values by which Odoo acts later by itself: code and templates that a record refers to, and fields that post or pay.

/** What Odoo runs or sends by itself where a record refers to it. */
const AUTOMATION = picomatch(
  "ir.actions.* ir.cron ir.cron.* base.automation base.automation.* ir.model ir.model.* ir.ui.view mail.alias mail.template mail.template.* sms.template whatsapp.template".split(
    " ",
  ),
);

/** References without which an ordinary record cannot be made, and by which nothing runs. */
const ORDINARY: Readonly<Record<string, readonly string[]>> = {
  // The kind of record that they belong to: see `checkOwner`.
  "mail.activity": ["res_model_id"],
  "calendar.event": ["res_model_id"],
  "rating.rating": ["res_model_id", "parent_res_model_id"],
  // Whom a mailing goes to; it is sent by a button.
  "mailing.mailing": ["mailing_model_id"],
  "mailing.filter": ["mailing_model_id"],
};

/** What a person chooses in a dialogue is done with it, and not later. */
const CHOSEN_IN_DIALOGUES = picomatch("mail.template sms.template whatsapp.template ir.actions.report".split(" "));

/**
 * Throws `OdooError` "forbidden" for a value that refers to code or to a template, so that Odoo acts by itself later, unless
 * the config lets tools act on that model. To empty such a field is allowed.
 */
export function checkAutomation(visited: VisitedField, { policy }: ToolContext, isDialogue: boolean): void {
  const { model, name, at } = visited;
  const relation = referredTo(visited);
  if (relation === undefined || !AUTOMATION(relation)) return;
  if (Object.hasOwn(ORDINARY, model.name) && ORDINARY[model.name]?.includes(name)) return;
  if (isDialogue && CHOSEN_IN_DIALOGUES(relation)) return;
  if (policy.operations(relation).value.includes("act")) return;
  const message = `${at}: refers to ${relation}, by which Odoo would act by itself later.`;
  throw forbidden("automation", message, {
    model: model.name,
    field: name,
    hint: `Leave the field out. Whoever keeps odoo-models.config.json can allow it there, under policy: "${relation}" with "act" among its operations.`,
  });
}

/** Columns of code, by the habit of Odoo and of its modules: `python_compute` of a tax (14 to 17), `code` of an exception's rule. */
const CODE = /(?:^|_)(?:python|code|sql)(?:_|$)/;

/**
 * Throws `OdooError` "forbidden" for a text that Odoo would run, in a model that people change on screens; unless the config lets
 * tools change server actions, which run code as well. To empty it is allowed.
 */
export function checkCode({ model, name, field, value, at }: VisitedField, { policy }: ToolContext): void {
  if (field.type !== "text" || !CODE.test(name) || typeof value !== "string" || value.trim() === "") return;
  if (policy.operations("ir.actions.server").value.includes("update")) return;
  throw forbidden("automation", `${at}: holds code, which Odoo would run.`, {
    model: model.name,
    field: name,
    hint: 'Leave the field out. Whoever keeps odoo-models.config.json can allow it there, under policy: "ir.actions.server" with "update" among its operations.',
  });
}

/** The model of the records that a value names; undefined where it names none. */
function referredTo(visited: VisitedField): string | undefined {
  const { field, value } = visited;
  switch (field.type) {
    case "many2one":
      return value === null || value === false || Number.isNaN(idIn(value)) ? undefined : field.relation;
    case "reference":
      return typeof value === "string" ? value.split(",")[0] : undefined;
    case "one2many":
    case "many2many": {
      const adds = lineOperations(visited).some(({ operation, items }) => ADDING.has(operation) && items.length > 0);
      return adds ? field.relation : undefined;
    }
    default:
      return undefined;
  }
}

const ADDING: ReadonlySet<string> = new Set(["create", "link", "set", "update"]);

const money = picomatch([...MONEY]);

/** Fields of models of money by which something is posted or settled without a button, and the values that do nothing. */
const ACTS_LATER: Readonly<Record<string, readonly unknown[]>> = {
  // Posts the entry on its day, and again each month or year (`account.move`; a boolean in 14 and 15).
  auto_post: [false, null, "no"],
  auto_post_until: [false, null],
  // Settles what it matches without a person (`account.reconcile.model`; from 19 on `trigger`).
  auto_reconcile: [false, null],
  trigger: [false, null, "manual"],
  // A step of a workflow in place of its button (`account.payment`, whose state can be written from 18 on).
  state: [],
};

/** What a value does later counts as a button that is pressed: a person is asked, where the policy asks before those. */
export function touchedLater({ model, name, value }: VisitedField, { policy }: ToolContext): Touch[] {
  const harmless = Object.hasOwn(ACTS_LATER, name) && money(model.name) ? ACTS_LATER[name] : undefined;
  if (!harmless || harmless.includes(value)) return [];
  policy.check(model.name, "act");
  return [{ model: model.name, effect: "act", records: 0 }];
}
