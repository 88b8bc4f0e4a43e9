import { OdooError } from "../../odoo/errors/errors.js";
import { isObject } from "../../odoo/notation/checks.js";
import type { RawRecord } from "../../odoo/schema/raw.js";
import { type Field, fieldOf, isSecret, type Model } from "../../odoo/schema/schema.js";
import type { ToolContext } from "../call/tool.js";

// What was changed of a record, as its messages tell. `mail.tracking.value` is for administrators; up to 17 Odoo tells everybody
// who reads the message, by a method that 18 took away.

/** A field and what it held. The values are as Odoo shows them: names of records, labels of choices. */
export interface TrackedChange {
  field: string;
  old: unknown;
  new: unknown;
}

/** Why there are none, of a user who is not told. */
export const UNTOLD_CHANGES = "Changes are not told: from Odoo 18 on its API tells them to administrators alone.";

/** By message; undefined where Odoo does not tell this user. Changes of fields that the policy closes, or that are no more, are left out. */
export async function trackedChanges(
  model: Model,
  messages: readonly number[],
  context: ToolContext,
): Promise<ReadonlyMap<number, readonly TrackedChange[]> | undefined> {
  if (messages.length === 0) return new Map();
  const told = await (context.client.series.major < 18 ? formatted : stored)(messages, context);
  return told && new Map([...told].flatMap(([id, changes]) => ownChanges(model, id, changes)));
}

function ownChanges(model: Model, id: number, changes: readonly Told[]): [number, readonly TrackedChange[]][] {
  const own = changes.flatMap(({ name, label, ...values }): TrackedChange[] => {
    const field = name === undefined ? labelled(model, label) : openField(model, name);
    if (!field) return [];
    const isYesOrNo = fieldOf(model, field)?.type === "boolean";
    return [{ field, ...(isYesOrNo ? { old: values.old === true, new: values.new === true } : values) }];
  });
  return own.length > 0 ? [[id, own]] : [];
}

/** A change as Odoo tells it: 14 and 15 name the field by its label alone. */
interface Told extends Omit<TrackedChange, "field"> {
  name?: string | undefined;
  label: string;
}

const isOpen = ([name, field]: readonly [string, Field]) => !field.closed && !isSecret(name, field);

function openField(model: Model, name: string): string | undefined {
  const field = fieldOf(model, name);
  return field && isOpen([name, field]) ? name : undefined;
}

/** The open field with this label; of a label that a closed one shares, none. The label is the one of the time of the change. */
function labelled(model: Model, label: string): string | undefined {
  const fields = Object.entries(model.fields);
  const own = fields.filter(([, { string }]) => string === label);
  if (own.length > 0) return own.every(isOpen) ? own[0]?.[0] : undefined;
  return fields.every(isOpen) ? label : undefined;
}

/** Up to 17. */
async function formatted(messages: readonly number[], { client, signal }: ToolContext) {
  const options = { ids: messages, signal };
  const answer = await client.callModel("mail.message", "message_format", undefined, options);
  if (!Array.isArray(answer)) return undefined;
  return new Map(
    answer.map((message: Record<string, unknown>) => {
      const changes = (message.trackingValues ?? message.tracking_value_ids ?? []) as Record<string, unknown>[];
      return [Number(message.id), changes.map(ofFormatted)] as const;
    }),
  );
}

const ofFormatted = (change: Record<string, unknown>): Told => ({
  name: typeof change.fieldName === "string" ? change.fieldName : undefined,
  label: String(change.changedField ?? change.changed_field ?? ""),
  old: plain(change.oldValue ?? change.old_value),
  new: plain(change.newValue ?? change.new_value),
});

/** 16 and 17 tell a value with its currency. */
const plain = (value: unknown): unknown => {
  const inner = isObject(value) && "value" in (value as object) ? (value as { value: unknown }).value : value;
  return inner === false || inner === undefined || inner === "" ? null : inner;
};

const VALUES = ["char", "text", "integer", "float", "datetime"];

/** From 18 on: read by an administrator. */
async function stored(messages: readonly number[], { client, signal }: ToolContext) {
  const values = VALUES.flatMap((type) => [`old_value_${type}`, `new_value_${type}`]);
  const fields = {
    field_id: { fields: { name: {}, ttype: {}, field_description: {} } },
    ...Object.fromEntries(values.map((name) => [name, {}])),
  };
  try {
    const rows = await client.webRead("mail.message", messages, { tracking_value_ids: { fields } }, { signal });
    const changes = (row: RawRecord) => (row.tracking_value_ids ?? []) as Record<string, unknown>[];
    return new Map(rows.map((row) => [row.id, changes(row).map(ofStored)]));
  } catch (error) {
    if (error instanceof OdooError && error.category === "forbidden") return undefined;
    throw error;
  }
}

/** Where a value of this type is kept. */
const KEPT_IN: Readonly<Record<string, string>> = {
  integer: "integer",
  boolean: "integer",
  float: "float",
  monetary: "float",
  date: "datetime",
  datetime: "datetime",
  text: "text",
};

function ofStored(change: Record<string, unknown>): Told {
  const { name = "", ttype = "", field_description = "" } = (change.field_id || {}) as Record<string, string>;
  const kept = KEPT_IN[ttype] ?? "char";
  const value = (which: string) => {
    const held = change[`${which}_value_${kept}`];
    return ttype === "boolean" ? held === 1 : plain(ttype === "date" ? String(held || "").slice(0, 10) : held);
  };
  return { name, label: field_description, old: value("old"), new: value("new") };
}
