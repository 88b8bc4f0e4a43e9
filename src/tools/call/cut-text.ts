import { OdooError } from "../../odoo/errors/errors.js";

// A text of a record that an answer has no room for: cut and marked, and known again when it comes back.

/** A text of at most `most` characters and the mark, which says how long the whole is; never cuts a character in two. */
export function cutText(text: string, most: number): string {
  if (text.length <= most) return text;
  return `${beginningOf(text, most)}…[cut: ${text.length} characters in all; read_file reads them]`;
}

/** The first `most` characters, or one less where the last of them would be half of one. */
export function beginningOf(text: string, most: number): string {
  const begun = text.slice(0, most);
  return begun.length < text.length && /[\ud800-\udbff]$/.test(begun) ? begun.slice(0, -1) : begun;
}

const MARK = /…\[cut: \d+ characters in all;/;

/** Throws `OdooError` "validation" for arguments with a text that was cut in an answer: what was cut off would be lost. */
export function checkUncut(args: unknown): void {
  const at = placeOf(args);
  if (at === undefined) return;
  throw new OdooError(
    "validation",
    `${at.slice(1)}: an answer had cut this text, as its mark says; the rest would be lost.`,
    {
      hint: "Leave it out to keep it as it is, or read all of it with read_file (model, id, field) first.",
    },
  );
}

/** As ".values.order_line[0].name"; undefined where there is none. */
function placeOf(value: unknown): string | undefined {
  if (typeof value === "string") return MARK.test(value) ? "" : undefined;
  if (typeof value !== "object" || value === null) return undefined;
  for (const [name, item] of Object.entries(value)) {
    const place = placeOf(item);
    if (place !== undefined) return `${Array.isArray(value) ? `[${name}]` : `.${name}`}${place}`;
  }
  return undefined;
}
