import { randomUUID } from "node:crypto";
import { text as readAll } from "node:stream/consumers";
import { OdooError } from "../../src/odoo/errors/errors.js";
import { plainJson } from "../../src/odoo/notation/visible-text.js";
import type { WebSession } from "../../src/odoo/report/web-session.js";
import { didYouMean } from "../../src/odoo/schema/suggest.js";
import { closeConnections } from "../../src/odoo/wires/http.js";
import type { Ask, ServedTool } from "../../src/tools/call/tool.js";
import type { Surface } from "../../src/tools/catalogue/surface.js";
import { openAudit } from "../../src/tools/session/audit-file.js";
import { type CallResult, runCall } from "../../src/tools/session/run-call.js";
import { type ServedFolder, type ServedOptions, servedFolder } from "../../src/tools/session/served-folder.js";
import { signIn } from "../../src/tools/session/sign-in.js";
import type { Io } from "../terminal/io.js";
import type { Report } from "../terminal/report.js";

/** A called tool's result or error as JSON, and what is to be said of it. */
export interface Called extends Report {
  failed: boolean;
}

/**
 * Calls a tool as a server would for its client. `json`: its arguments, or "-" for those that stdin holds. Throws `OdooError`
 * "settings" for what is no call; what fails of the call itself is its result.
 */
export async function callCommand(name: string, json: string, options: ServedOptions, io: Io): Promise<Called> {
  const served = await servedFolder(options, io);
  const tool = toolNamed(name, served.surface);
  const args = argumentsIn(json === "-" ? await readAll(io.stdin) : json);
  return told(await called({ name, tool, args }, served, io));
}

/** Throws `OdooError` "settings" for a name that no tool has. */
export function toolNamed(name: string, { listed, find }: Surface): ServedTool {
  const tool = find(name);
  if (tool) return tool;
  const names = listed.map(({ definition }) => definition.name);
  throw new OdooError("settings", `There is no tool "${name}".${didYouMean(name, names)}`, {
    hint: "`odoo-mcp tools` lists them.",
  });
}

function argumentsIn(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw new OdooError("settings", `The arguments must be a JSON object such as '{"ids": [1]}', or - for stdin.`);
  }
}

interface Asked {
  name: string;
  tool: ServedTool;
  args: unknown;
}

async function called({ name, tool, args }: Asked, served: ServedFolder, io: Io): Promise<CallResult> {
  const audit = openAudit(served.environment().ODOO_MCP_AUDIT);
  const { signal } = new AbortController();
  let web: WebSession | undefined;
  const session = async () => {
    const signedIn = await signIn(served, { audit, signal });
    web = signedIn.web;
    return signedIn;
  };
  const { instance } = served;
  const call = { id: randomUUID().slice(0, 8), tool: name, client: "odoo-mcp call", ...(instance ? { instance } : {}) };
  try {
    return await runCall(tool, args, session, { signal, ask: askAt(io), call });
  } finally {
    audit.end();
    await web?.close();
    await closeConnections();
  }
}

/** Undefined where nobody sits at a terminal: stdout is for the result, so that questions are of stderr. */
function askAt({ stdin, stderr }: Io): Ask | undefined {
  if (!stdin.isTTY || !stderr.isTTY) return undefined;
  return async (question, signal) => {
    const { askedToDoIt } = await import("../terminal/ask.js");
    return askedToDoIt(question, { input: stdin, output: stderr }, signal);
  };
}

function told({ result, isError, retries, attached }: CallResult): Called {
  const { value, removed } = plainJson(result);
  const { message, hint = "" } = (value.error ?? {}) as { message?: string; hint?: string };
  return {
    text: JSON.stringify(value, undefined, 2),
    failed: isError,
    done: [
      ...(isError ? [`odoo-mcp: ${message} ${hint}`.trimEnd()] : []),
      ...(retries.length > 0 ? [`Calls to Odoo that were made again: ${retries.length}.`] : []),
      ...(removed > 0 ? [`Invisible characters that were left out: ${removed}.`] : []),
      ...attached.map(({ name }) => `The file ${name} was not written: name a folder for it in ODOO_MCP_FILES.`),
    ],
  };
}
