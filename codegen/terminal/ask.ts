import type { Readable, Writable } from "node:stream";
import { confirm, isCancel } from "@clack/prompts";
import { tellable } from "../../src/odoo/errors/tell.js";

/** The terminal that is asked. */
export interface Terminal {
  input: Readable;
  output: Writable;
}

/** Shows a text whole, without what a terminal obeys, and asks whether to do it: enter alone is a no, Ctrl-C is no answer. */
export async function askedToDoIt(
  text: string,
  terminal: Terminal,
  signal?: AbortSignal,
): Promise<"accept" | "decline" | "cancel"> {
  terminal.output.write(`${tellable(text)}\n`);
  const answer = await confirm({ message: "Do it?", initialValue: false, ...terminal, ...(signal ? { signal } : {}) });
  return isCancel(answer) ? "cancel" : answer ? "accept" : "decline";
}
