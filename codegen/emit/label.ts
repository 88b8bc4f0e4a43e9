import type { Field } from "../../src/odoo/schema/schema.js";
import { plainText } from "../text/text.js";

/** A field's label in at most `max` characters; empty where it tells no more than the field's name. */
export function tellingLabel(name: string, { string }: Pick<Field, "string">, max: number): string {
  const text = plainText(string, max);
  const words = wordsOf(text);
  return words === wordsOf(name) || words === wordsOf(name.replace(/_ids?$/, "")) ? "" : text;
}

const wordsOf = (text: string) => text.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, "");
