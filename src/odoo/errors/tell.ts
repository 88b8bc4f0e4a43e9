import { withoutInvisible } from "../notation/visible-text.js";
import { withoutSecrets } from "./secrets.js";
import { traceMark } from "./trace.js";

// What failed, on its way to people and models: the words of an Odoo, a proxy or a file may be among it.

/** Of one text, in characters: more than any message of ours, and less than what an Odoo or a caller could fill an answer with. */
const MAX_TOLD = 16_000;

/**
 * A text fit for a result, a log or a terminal: without this process's secrets, and without what nobody sees or a terminal obeys.
 * Its lines stay.
 */
export const tellable = (text: string): string =>
  withoutSecrets(withoutInvisible(text.replaceAll(/\r\n?/g, "\n")).text);

/** The same for what others may have filled; of a very long one the beginning. */
export function tellableInShort(text: string): string {
  const told = tellable(text);
  return told.length > MAX_TOLD ? `${told.slice(0, MAX_TOLD)}...` : told;
}

/** What was thrown by code of ours, for a log. */
export const traceOf = (thrown: unknown): string =>
  thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);

/** Says something on stderr, with the trace that it belongs to. */
export const log = (text: string): void => console.error(tellableInShort(`${traceMark()}${text}`));
