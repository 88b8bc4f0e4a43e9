import type { RawValues } from "../../odoo/schema/raw.js";
import { fieldOf } from "../../odoo/schema/schema.js";
import type { ModelCall } from "../call/model-call.js";
import type { Touch } from "../policy/policy.js";
import {
  addressees,
  attendees,
  followersOfParents,
  followersOfProgress,
  type Planned,
  putInCharge,
  putInChargeAnyway,
  type Reason,
  readersBySettings,
  readersOfStages,
} from "./recipients.js";
import { namesOf } from "./sent.js";
import { NO_CREATION_MESSAGE } from "./switches.js";

// What is sent of a change that is not made yet: what the call asks for, and what Odoo cannot be kept from.

/** Somebody who gets an e-mail or a notice. */
export interface Reader {
  /** Name and address; or who it is, where Odoo decides as it sends. */
  to: string;
  because: string;
}

export interface Foreseen {
  recipients: readonly Reader[];
  /** The sending, which the policy has allowed. */
  touched: readonly Touch[];
  /** What the change is made in, so that nothing else is sent. */
  context: RawValues;
}

/** Of new records, with the values that are sent. Throws `OdooError` "forbidden" where something is sent and may not be. */
export async function foreseeCreation(call: ModelCall, values: readonly RawValues[]): Promise<Foreseen> {
  const planned = { ids: [], rows: values.flatMap((row) => [row, ...linesAlike(call, row)]) };
  const [stages, parents, assigned] = await Promise.all([
    readersOfStages(call, planned),
    followersOfParents(call, planned, "creation"),
    putInChargeAnyway(call, planned),
  ]);
  if (!call.context.notify)
    return foreseen(call, [...assigned, ...stages], parents.length > 0 ? NO_CREATION_MESSAGE : {});
  const asked = await Promise.all([putInCharge(call, planned), attendees(call, planned)]);
  return foreseen(call, [...asked.flat(), ...parents, ...stages]);
}

/** Of records that get values. Throws as `foreseeCreation`. */
export async function foreseeUpdate(call: ModelCall, planned: Planned): Promise<Foreseen> {
  const [stages, parents, assigned] = await Promise.all([
    readersOfStages(call, planned),
    followersOfParents(call, planned, "progress"),
    putInChargeAnyway(call, planned),
  ]);
  // What belongs to something else now is told to who follows that, as a task in another project's stage.
  const isProgress =
    parents.length > 0 || planned.rows.some((row) => Object.keys(row).some((name) => saysHowFar(call, name)));
  const followers = isProgress ? await followersOfProgress(call, planned) : [];
  const unswitched = [...assigned, ...parents, ...followers, ...stages];
  if (!call.context.notify) return foreseen(call, unswitched);
  const asked = await Promise.all([putInCharge(call, planned), attendees(call, planned)]);
  return foreseen(call, [...asked.flat(), ...unswitched]);
}

/** A step that is not taken, with the dialogue that is filled in with it, if one is known. */
export interface PlannedStep {
  ids: readonly number[];
  step: string;
  filled?: { model: string; values: RawValues } | undefined;
}

/** Of a step of records. Throws as `foreseeCreation`. */
export async function foreseeStep(call: ModelCall, { ids, step, filled }: PlannedStep): Promise<Foreseen> {
  const planned = { ids, rows: [] };
  const isMessage = filled?.model === "mail.compose.message";
  const reasons = await Promise.all([
    ...(isMessage ? [addressees(call, planned, filled.values)] : []),
    ...(call.context.notify ? [attendees(call, planned)] : []),
    followersOfProgress(call, planned),
    readersBySettings(call, ids, step),
  ]);
  return foreseen(call, reasons.flat());
}

/** Fields whose changes Odoo tells followers: how far a record is, and whether it is still there. */
const saysHowFar = ({ model }: ModelCall, name: string) =>
  fieldOf(model, name)?.type === "selection" || /^(stage_id|active|probability|lost_reason(_id)?)$/.test(name);

/** New lines of the same model, such as a task's subtasks. */
const linesAlike = ({ model }: ModelCall, row: RawValues): RawValues[] =>
  Object.entries(row).flatMap(([name, value]) => {
    const isAlike = fieldOf(model, name)?.type === "one2many" && fieldOf(model, name)?.relation === model.name;
    const commands = isAlike && Array.isArray(value) ? (value as unknown[][]) : [];
    return commands.flatMap(([code, , line]) => (code === 0 ? [line as RawValues] : []));
  });

async function foreseen(call: ModelCall, reasons: readonly Reason[], context: RawValues = {}): Promise<Foreseen> {
  const { model, context: tool } = call;
  const names = await namesOf(tool, [...new Set(reasons.flatMap(({ partners }) => partners))]);
  const told = reasons.flatMap(({ partners, others, because }) => [
    ...partners.map((id) => ({ to: names.get(id) ?? `contact ${id}`, because })),
    ...(others ? [{ to: others, because }] : []),
  ]);
  // Who is told for several reasons is told the first.
  const recipients = [...new Map([...told].reverse().map((one) => [one.to, one])).values()].reverse();
  if (!tool.notify && recipients.length === 0) return { recipients, touched: [], context };
  tool.policy.check(model.name, "send");
  // The records count as what is done to them beside.
  return { recipients, touched: [{ model: model.name, effect: "send", records: 0 }], context };
}
