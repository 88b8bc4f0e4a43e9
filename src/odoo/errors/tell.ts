import { withoutInvisible } from "../notation/visible-text.js";
import { withoutSecrets } from "./secrets.js";

// What failed, on its way to people and models: the words of an Odoo, a proxy or a file may be among it.

/**
 * A text fit for a result, a log or a terminal: without this process's secrets, and without what nobody sees or a terminal obeys.
 * Its lines stay.
 */
export const tellable = (text: string): string =>
  withoutSecrets(withoutInvisible(text.replaceAll(/\r\n?/g, "\n")).text);

/** What was thrown by code of ours, for a log. */
export const traceOf = (thrown: unknown): string =>
  thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);

/** Says something on stderr. */
export const log = (text: string): void => console.error(tellable(text));
