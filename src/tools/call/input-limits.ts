import { OdooError } from "../../odoo/errors/errors.js";
import { shown } from "../../odoo/notation/checks.js";

// What a call may be at most, before a tool looks at it: time and memory stay bounded, whatever a client sends.

const MAX_DEPTH = 20;
const MAX_VALUES = 50_000;
/** Of all texts and names together: files are sent as base64. */
const MAX_TEXT = 20 * 1024 * 1024;

/** Throws `OdooError` "validation" for arguments that are too deep, too many or too long, or that name a prototype. */
export function checkInput(args: unknown): void {
  let values = 0;
  let text = 0;
  const spend = (length: number) => {
    text += length;
    if (text > MAX_TEXT) throw tooLarge(`hold more than ${MAX_TEXT / 2 ** 20} MiB of text`);
  };
  const walk = (value: unknown, depth: number): void => {
    values += 1;
    if (values > MAX_VALUES) throw tooLarge(`hold more than ${MAX_VALUES} values`);
    if (typeof value === "string") spend(value.length);
    if (typeof value !== "object" || value === null) return;
    if (depth >= MAX_DEPTH) throw tooLarge(`are nested deeper than ${MAX_DEPTH} levels`);
    if (Array.isArray(value)) {
      for (const item of value) walk(item, depth + 1);
      return;
    }
    for (const [name, item] of Object.entries(value)) {
      if (name === "__proto__") throw new OdooError("validation", `No argument or field is called ${shown(name)}.`);
      spend(name.length);
      walk(item, depth + 1);
    }
  };
  walk(args, 0);
}

const tooLarge = (how: string) =>
  new OdooError("validation", `The arguments ${how}.`, { hint: "Make several calls with less in each." });
