import { readableHtml } from "../../odoo/notation/html.js";
import { UNSEEN } from "../../odoo/notation/unseen-characters.js";
import { withoutLinkSecrets } from "../../odoo/schema/link-secrets.js";
import { fieldOf, type Model } from "../../odoo/schema/schema.js";
import type { Reader } from "../sending/foreseen.js";
import type { Change, Emptied } from "./change.js";
import { MORE, type Preview, type PreviewRecord, previewOf, WHOLE } from "./preview.js";

// What a person is asked before a change: all that the yes covers, in words and lines that no value can forge.

/** More than a person looks through before a yes, in characters: a hundred records with what is given for each. */
export const MAX_QUESTION = 30_000;

/** Of a longer question what Odoo fills in beside is left out: it is of the same kind for each record. */
const LONG = 12_000;

/** What a person is asked about a change. */
export interface Question {
  /** Whole; longer than `MAX_QUESTION` perhaps. */
  text: string;
  /** The same without what Odoo fills in beside: a default such as the time of day is another at each look. */
  withoutBeside: string;
}

/** The question about a change. Reads what it tells, and writes nothing. */
export async function questionOf(change: Change): Promise<Question> {
  const models = { records: change.call.model, dialogue: change.filled?.call.model };
  const preview = await previewOf(change, WHOLE);
  const asked = (told: Preview) => withoutLinkSecrets(questionText(told, change.call.context.client.url, models));
  const whole = asked(preview);
  const withoutBeside = asked(withoutComputed(preview));
  return { text: whole.length > LONG ? `${withoutBeside}\n${LEFT_OUT}` : whole, withoutBeside };
}

const LEFT_OUT = "What Odoo itself fills in beside is not shown, for that would be too long.";

const withoutComputed = ({ computed: _, records, ...preview }: Preview): Preview => ({
  ...preview,
  records: records.map(({ computed: __, ...record }) => record),
});

/** The models whose fields say how their values are read. */
interface Models {
  records?: Model | undefined;
  dialogue?: Model | undefined;
}

export function questionText(preview: Preview, where: string, models: Models = {}): string {
  const { effect, model, method, records, more = 0, opened_for, asks = [], sends = [], warnings = [] } = preview;
  const { dialogue, meant, message, computed = {} } = preview;
  const count = records.length + more;
  const what = message ? "write on" : method ? `take the step ${method} on` : VERBS[effect];
  return [
    `The assistant wants to ${what} ${counted(count)} of ${model} in ${where}. You are asked because ${asks.join(", and ")}.`,
    ...records.flatMap((record) => recordLines(record, models.records)),
    ...moreLines(more),
    ...emptiedLines(preview),
    ...(Object.keys(computed).length > 0 ? ["Odoo fills in beside:"] : []),
    ...valueLines(computed, models.records),
    ...(opened_for
      ? [`It was opened for ${counted(opened_for.records.length + (opened_for.more ?? 0))} of ${opened_for.model}:`]
      : []),
    ...(opened_for?.records ?? []).flatMap((record) => recordLines(record, undefined)),
    ...moreLines(opened_for?.more ?? 0),
    ...(dialogue ? [`It presses ${dialogue.button} of the dialogue ${dialogue.model}, which holds:`] : []),
    ...valueLines(dialogue?.values ?? {}, models.dialogue),
    ...(meant
      ? [
          `It presses ${meant.button ? quoted(meant.button) : "the usual button"} of the dialogue that may open, filled in with:`,
        ]
      : []),
    ...valueLines(meant?.values ?? {}, undefined),
    ...readerLines(sends),
    ...(message ? messageLines(message) : []),
    ...warnings.map((warning) => `Odoo warns: ${quoted(warning)}`),
  ].join("\n");
}

const VERBS: Readonly<Record<Change["effect"], string>> = {
  create: "create",
  update: "change",
  delete: "delete",
  act: "press a button of",
  send: "send or change",
};

const counted = (count: number) => `${count} ${count === 1 ? "record" : "records"}`;
const moreLines = (more: number) => (more > 0 ? [`and ${more} more`] : []);

function emptiedLines({ emptied = [], emptied_in = [] }: Emptied): string[] {
  const told = emptied.map((name) => {
    const some = emptied_in.find(({ field }) => field === name);
    const ids = some && `${some.ids.join(", ")}${some.more ? ` and ${some.more} more` : ""}`;
    return `${withoutUnseen(name)}${ids ? ` (id ${ids})` : ""}`;
  });
  return told.length > 0 ? [`It empties: ${told.join("; ")}`] : [];
}

function recordLines({ id, name, values = {}, computed = {} }: PreviewRecord, model: Model | undefined): string[] {
  const changes = Object.entries(values).flatMap(([field, change]) => {
    const before = "old" in change ? `${inShort(seen(field, change.old, model))} -> ` : "";
    return valueLine(field, change.new, model, before);
  });
  return [
    `- ${[name && quoted(name), id === undefined ? "new" : `id ${id}`].filter(Boolean).join(", ")}`,
    ...changes,
    ...(Object.keys(computed).length > 0 ? ["    and beside, by Odoo:"] : []),
    ...valueLines(computed, model),
  ];
}

const valueLines = (values: Readonly<Record<string, unknown>>, model: Model | undefined) =>
  Object.entries(values).flatMap(([field, value]) => valueLine(field, value, model));

/** Whole: a text of several lines on lines of its own, each marked, so that none can pass for a line of the question. */
function valueLine(field: string, value: unknown, model: Model | undefined, before = ""): string[] {
  const told = seen(field, value, model);
  const name = field === MORE ? field : withoutUnseen(field);
  if (typeof told !== "string" || !LINE_ENDS.test(told)) return [`    ${name}: ${before}${quoted(told)}`];
  return [`    ${name}: ${before}`.trimEnd(), ...textLines(told, "        | ")];
}

/** HTML as a person reads it. */
const seen = (name: string, value: unknown, model: Model | undefined) =>
  model && typeof value === "string" && fieldOf(model, name)?.type === "html" ? readableHtml(value) : value;

/** Who gets something, a line each. */
const readerLines = (sends: readonly Reader[]): string[] =>
  sends.length === 0
    ? []
    : [
        "Odoo sends an e-mail or a notice of it to:",
        ...sends.map(({ to, because }) => `    ${quoted(to)}, who ${quoted(because)}`),
      ];

function messageLines({ text, files = [], to }: NonNullable<Preview["message"]>): string[] {
  const told = readableHtml(text);
  return [
    ...(text === "" ? [] : ["The text:", ...textLines(told, "    | ")]),
    ...files.map((name) => `With the file ${quoted(name)}`),
    to.length > 0 ? "It is sent to:" : "Nobody is notified.",
    ...to.map(
      ({ name, email }) => `- ${quoted(name)}${email ? `, ${quoted(email)}` : email === null ? ", no address" : ""}`,
    ),
  ];
}

const textLines = (text: string, mark: string) => text.split(LINE_ENDS).map((line) => `${mark}${withoutUnseen(line)}`);

const LINE_ENDS = /\r\n?|[\n\v\f\u0085\u2028\u2029]/;
const UNSEEN_CHARACTERS = new RegExp(`[${UNSEEN}]`, "gu");
const withoutUnseen = (text: string) => text.replaceAll(UNSEEN_CHARACTERS, "?");

/** Names and values are written by anyone: on one line, so that none can pass for a line of the question. */
const quoted = (value: unknown): string => withoutUnseen(JSON.stringify(value) ?? "");

/** What is there now: nothing of it is sent. */
const MAX_OLD = 120;

function inShort(value: unknown): string {
  const text = quoted(value);
  return text.length > MAX_OLD ? `${text.slice(0, MAX_OLD)}... (${text.length} characters)` : text;
}
