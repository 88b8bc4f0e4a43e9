import { existsSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { parseEnv } from "node:util";
import { OdooError } from "../errors/errors.js";

/** The variables of a `.env` file; none where there is no file. Throws `OdooError` "settings" for a file that is no text. */
export function readEnvFile(file: string): Record<string, string | undefined> {
  if (!existsSync(file)) return {};
  const text = textOf(readFileSync(file));
  if (text.includes("\0")) {
    throw new OdooError("settings", `${basename(file)} is not UTF-8.`, {
      hint: "Save it as UTF-8; Windows calls that an encoding.",
    });
  }
  return { ...parseEnv(text), ...wholeValues(text) };
}

/** Windows' editors and shells write a byte order mark, and some of them UTF-16. */
function textOf(bytes: Uint8Array): string {
  const [first, second] = bytes;
  const encoding =
    first === 0xff && second === 0xfe ? "utf-16le" : first === 0xfe && second === 0xff ? "utf-16be" : "utf-8";
  return new TextDecoder(encoding).decode(bytes);
}

/** A line's name, and a value that is in quotes, over several lines perhaps, or a value without them. */
const LINE = /^[^\S\n]*(?:export[^\S\n]+)?([\w.-]+)[^\S\n]*=[^\S\n]*(?:(["'`])[\s\S]*?\2|([^\s"'`][^\n]*))/gm;
const HASH_IN_A_WORD = /[^\s#]#/;

/**
 * The values that hold a `#` in the midst of a word, without quotes: as in a shell, a comment begins only after a blank. Node's
 * parser would cut a password at it.
 */
function wholeValues(text: string): Record<string, string> {
  const found = [...text.replaceAll("\r\n", "\n").matchAll(LINE)].flatMap(([, name = "", , value = ""]) =>
    HASH_IN_A_WORD.test(value) ? [[name, value.replace(/(^|\s)#.*$/, "").trim()]] : [],
  );
  return Object.fromEntries(found);
}
