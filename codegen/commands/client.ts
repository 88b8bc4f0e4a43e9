import { OdooError } from "../../src/odoo/errors/errors.js";
import { planClientEdits, serverCommand, thisPlace, writeClientEdits } from "../setup/client-files.js";
import { CLIENT_NAMES, type ClientName } from "../setup/mcp-clients.js";
import { pasteable, type Said } from "./init.js";

/** Writes the server of `folder` into the named clients' files; with none, what to paste into each. */
export async function clientCommand(names: readonly string[], serverName: string, folder: string): Promise<Said> {
  const server = serverCommand(folder);
  if (names.length === 0) return { done: [], text: pasteable(serverName, server) };
  const edits = planClientEdits(clientNames(names), server, serverName, thisPlace(folder));
  return { done: await writeClientEdits(edits), text: "" };
}

/** Throws `OdooError` "settings" for a client that is not known. */
export function clientNames(names: readonly string[]): ClientName[] {
  return names.map((name) => {
    const known = CLIENT_NAMES.find((client) => client === name);
    if (known) return known;
    throw new OdooError("settings", `There is no client "${name}"; these are known: ${CLIENT_NAMES.join(", ")}.`);
  });
}
