import { UNSEEN, UNSEEN_OR_SPACE, WITHOUT_KNOWN_SHAPE } from "../../src/odoo/notation/unseen-characters.js";
import { withoutInvisible } from "../../src/odoo/notation/visible-text.js";

// Every text from a database is hostile: anyone who may rename a field can write it. It leaves this file as data.

/** A text for people and models to read: one line, no control, invisible or private characters, at most `max` characters. */
export function plainText(text: string, max: number): string {
  const seen = withoutInvisible(text.replaceAll(SHAPELESS, " ")).text;
  const line = seen.replaceAll(/\s+/g, " ").trim();
  const characters = [...line];
  if (characters.length <= max) return line;
  const begun = characters.slice(0, max - 1).join("");
  return `${begun.replace(UNSEEN_END, "")}…`;
}

const SHAPELESS = new RegExp(`[${WITHOUT_KNOWN_SHAPE}]`, "gu");
/** What a cut would leave before the "…". */
const UNSEEN_END = new RegExp(`[\\s${UNSEEN}]+$`, "u");

/** A text with everything that is not seen written as an escape, on one line; about `max` characters with those. */
export function revealed(text: string, max: number): string {
  let shown = "";
  for (const character of text) {
    if (shown.length >= max) return `${shown}… (${text.length} characters)`;
    if (character === "\\") shown += "\\\\";
    else shown += HIDDEN.test(character) ? `\\u{${character.codePointAt(0)?.toString(16)}}` : character;
  }
  return shown;
}

/** All but the usual space. */
const HIDDEN = new RegExp(`(?! )[${UNSEEN_OR_SPACE}]`, "u");

/** A text as a TypeScript string literal, ASCII only: nothing in it can end the literal. */
export function literal(text: string): string {
  return JSON.stringify(text).replaceAll(/[^\x20-\x7e]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
}

/** A text inside a comment of either kind: nothing in it can end the comment. */
export function commentText(text: string): string {
  return plainText(text, 100).replaceAll("*/", "* /").replaceAll("@", "(at)");
}
