import { checkOpen } from "../../odoo/schema/closed-fields.js";
import { isWritable } from "../../odoo/schema/schema.js";
import { type ModelCall, refuseLimited } from "../call/model-call.js";
import type { ToolContext } from "../call/tool.js";
import type { ChangingEffect } from "../policy/effects.js";
import type { Touch } from "../policy/policy.js";
import { checkAutomation, checkCode, touchedLater } from "./automation.js";
import { checkOtherSide, touchedThird } from "./other-side.js";
import { checkOwner } from "./owners.js";
import { type Reached, reachedBy } from "./sources.js";
import { checkTemplateSyntax } from "./template-syntax.js";
import { checkLasting } from "./transient.js";
import { type LineOperation, type Values, type VisitedLines, walkValues } from "./walk-values.js";

// What values do beside the record they belong to: lines of other models, attachments of other records.

/** Values of one record, and the argument that holds them. */
export interface Row {
  given: Values;
  at: string;
  /** The records that they are written to; none of a new one. */
  ids?: readonly number[];
}

/**
 * What values of one or several records touch: `records` of the model, and lines inside them. Throws `OdooError`
 * "forbidden" for a closed field, for lines that the policy refuses, as it would refuse them to a tool of their own, and for
 * more records than a call may hold, lines of all records together. Looks at values of any form: they are not parsed yet.
 */
export async function touchedBy(
  { model, context }: ModelCall,
  effect: ChangingEffect,
  rows: readonly Row[],
  { records = rows.length, isNew = effect === "create" }: { records?: number; isNew?: boolean } = {},
): Promise<Touch[]> {
  const touched: Touch[] = [{ model: model.name, effect, records }];
  const reached: Reached[] = [];
  // A step that opened a dialogue has made its record, or will.
  const isDialogue = effect === "act";
  for (const { given, at, ids = [] } of rows) {
    await walkValues({ model, values: given, at, isNew, ids }, context.models, {
      async row(row) {
        await checkOwner(row.model, row.values, row.at, context);
        if (!isDialogue) await checkLasting(row.model, row.at, context);
        touched.push(...touchedThird(row, context));
      },
      async field(field) {
        checkOpen(field.model, field.name, field.at);
        if (!isWritable(field.name, field.field)) return;
        checkTemplateSyntax(field, context);
        checkAutomation(field, context, isDialogue);
        checkCode(field, context);
        touched.push(...touchedLater(field, context));
        reached.push(...(await reachedBy(field, context)));
      },
      async lines(lines) {
        await checkOtherSide(lines, context);
        touched.push(...touchedLines(lines, context));
      },
    });
  }
  touched.push(...touchesOf(reached));
  for (const name of new Set(touched.map((touch) => touch.model))) {
    const touches = touched.filter((touch) => touch.model === name);
    context.policy.checkCount(
      name,
      touches.reduce((sum, touch) => sum + touch.records, 0),
    );
  }
  return touched;
}

/** Records that several values reach count once. */
function touchesOf(reached: readonly Reached[]): Touch[] {
  return [...new Set(reached.map(({ model }) => model))].map((model) => {
    const ids = reached.flatMap((one) => (one.model === model ? one.ids : []));
    return { model, effect: "update" as const, records: new Set(ids).size };
  });
}

/** What each operation on lines does to their records. Taking a line away from its record can delete it. */
const LINE_EFFECTS = {
  one2many: new Map<LineOperation, ChangingEffect>([
    ["create", "create"],
    ["update", "update"],
    ["delete", "delete"],
    ["link", "update"],
    ["unlink", "delete"],
    ["set", "delete"],
  ]),
  many2many: new Map<LineOperation, ChangingEffect>([
    ["create", "create"],
    ["update", "update"],
    ["delete", "delete"],
  ]),
};

/** Fields that write the list of those who get a record's messages. */
const FOLLOWERS: ReadonlyMap<string, string> = new Map([
  ["message_partner_ids", "mail.followers"],
  ["message_channel_ids", "mail.followers"],
]);

/** A new record has no lines to lose. */
function lineEffect({ name, field, isNew }: VisitedLines, operation: LineOperation): ChangingEffect | undefined {
  const type = field.type === "one2many" || FOLLOWERS.has(name) ? "one2many" : "many2many";
  return isNew && type === "one2many" && operation === "set" ? "update" : LINE_EFFECTS[type].get(operation);
}

function touchedLines(lines: VisitedLines, context: ToolContext): Touch[] {
  const relation = FOLLOWERS.get(lines.name) ?? lines.field.relation ?? "";
  return lines.operations.flatMap(({ operation, items }): Touch[] => {
    const effect = lineEffect(lines, operation);
    // To set no lines takes all of them away.
    if (!effect || (items.length === 0 && !(operation === "set" && effect === "delete"))) return [];
    context.policy.check(relation, effect);
    // Lines of a one2many are edited inside the form that shows them.
    if (lines.field.type === "many2many" && !FOLLOWERS.has(lines.name)) context.policy.checkReached(relation);
    refuseLimited(relation, `${lines.at}: lines of ${relation} cannot be changed along with their record`, context);
    return [{ model: relation, effect, records: Math.max(items.length, 1) }];
  });
}
