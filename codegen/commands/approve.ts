import { processEnvironment } from "../../src/odoo/connection/environment.js";
import { OdooError } from "../../src/odoo/errors/errors.js";
import { shown } from "../../src/odoo/notation/checks.js";
import {
  answerRequest,
  approvalFolder,
  inShort,
  type Request,
  waitingIn,
} from "../../src/tools/session/approval-folder.js";
import type { Io } from "../terminal/io.js";

/**
 * Shows the changes that wait for an answer, whole and one after the other, and asks about each; about one alone where `prefix`,
 * the beginning of its digest, is given. Yields what came of each, in a sentence. Throws `OdooError`: "settings" without a
 * terminal, or where `prefix` is of none or of several; "cancelled" when the person stops, and what is left goes on waiting.
 */
export async function* approveCommand(prefix: string | undefined, io: Io): AsyncGenerator<string> {
  if (!io.stdin.isTTY || !io.stdout.isTTY) {
    throw new OdooError("settings", "approve asks a person, and this is no terminal. Nothing was approved.", {
      hint: "Type it in a terminal.",
    });
  }
  const folder = approvalFolder(processEnvironment(io));
  const waiting = chosen(folder === undefined ? [] : waitingIn(folder), prefix);
  if (folder === undefined || waiting.length === 0) return yield "Nothing waits for a yes.";
  for (const [index, request] of waiting.entries()) {
    yield await answered(folder, request, { place: `${index + 1} of ${waiting.length}`, io });
  }
}

function chosen(waiting: readonly Request[], prefix: string | undefined): readonly Request[] {
  if (prefix === undefined) return waiting;
  const found = waiting.filter(({ digest }) => digest.startsWith(prefix.toLowerCase()));
  if (found.length === 1) return found;
  const names = waiting.map(({ digest }) => inShort(digest));
  throw new OdooError(
    "settings",
    found.length > 1 ? `Several requests begin with ${shown(prefix)}.` : `No request ${shown(prefix)} waits.`,
    { hint: names.length > 0 ? `There are ${names.join(", ")}.` : "Nothing waits for a yes." },
  );
}

async function answered(folder: string, request: Request, { place, io }: { place: string; io: Io }): Promise<string> {
  const { askedToDoIt } = await import("../terminal/ask.js");
  const name = inShort(request.digest);
  const answer = await askedToDoIt(textOf(request, place), { input: io.stdin, output: io.stdout });
  if (answer === "cancel") throw new OdooError("cancelled", `It was stopped. ${name} goes on waiting.`);
  if (!answerRequest(folder, request.digest, answer)) return `${name} waits no more: nothing was approved.`;
  return answer === "accept"
    ? `${name} is approved: the same call goes through once, within 15 minutes.`
    : `${name} is refused: the same call is told so.`;
}

/** What the values say stands below what is ours. */
function textOf({ digest, tool, user, database, folder, question }: Request, place: string): string {
  const where = database === null ? "" : `, database ${shown(database)}`;
  return `\n${inShort(digest)} (${place}): ${tool} as ${shown(user)}${where}, by the server in ${shown(folder)}\n${question}`;
}
