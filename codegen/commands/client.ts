import type { InstanceSettings } from "../../src/odoo/connection/instance-settings.js";
import { OdooError } from "../../src/odoo/errors/errors.js";
import { leftToPaste, planClientEdits, serverCommand, thisPlace, writeClientEdits } from "../setup/client-files.js";
import { CLIENT_NAMES, type ClientName, pasteable } from "../setup/mcp-clients.js";
import type { Io } from "../terminal/io.js";
import type { Report } from "../terminal/report.js";

export interface ClientOptions {
  /** What the client calls the server; `odoo` if left out, and of an instance its name behind it. */
  serverName?: string;
  instance?: InstanceSettings | undefined;
}

/** Writes the server of the working folder into the named clients' files, where they can be; with none, what to paste into each. */
export async function clientCommand(names: readonly string[], options: ClientOptions, io: Io): Promise<Report> {
  const instance = options.instance?.name;
  const { serverName = instance ? `odoo-${instance}` : "odoo" } = options;
  const place = { ...thisPlace(io), instance };
  const server = serverCommand(place);
  if (names.length === 0) return { done: [], text: pasteable(server, serverName) };
  const known = clientNames(names);
  const edits = planClientEdits(known, server, serverName, place);
  const { done, text } = leftToPaste(known, server, serverName, place);
  return { done: [...(await writeClientEdits(edits)), ...done], text };
}

/** Throws `OdooError` "settings" for a client that is not known. */
export function clientNames(names: readonly string[]): ClientName[] {
  return names.map((name) => {
    const known = CLIENT_NAMES.find((client) => client === name);
    if (known) return known;
    throw new OdooError("settings", `There is no client "${name}"; these are known: ${CLIENT_NAMES.join(", ")}.`);
  });
}
