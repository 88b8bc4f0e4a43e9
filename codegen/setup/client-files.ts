import { constants, existsSync, readFileSync } from "node:fs";
import { copyFile, mkdir, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { isDeepStrictEqual } from "node:util";
import { applyEdits, modify, type ParseError, parse } from "jsonc-parser";
import { OdooError } from "../../src/odoo/errors/errors.js";
import { isObject } from "../../src/odoo/notation/checks.js";
import type { Io } from "../terminal/io.js";
import { CLIENTS, type ClientName, type McpClient, type Place, type ServerCommand } from "./mcp-clients.js";

/** A client's file as it will be, and whether it was there before. */
export interface ClientEdit {
  client: McpClient;
  file: string;
  text: string;
  existed: boolean;
}

/** Where this machine's clients keep their files. The working folder is the user's own. */
export const thisPlace = ({ env, cwd }: Io): Place => ({
  platform: process.platform,
  home: (process.platform === "win32" ? env.USERPROFILE : env.HOME) || homedir(),
  environment: env,
  folder: cwd(),
});

/**
 * How a client starts the server of `folder`, whatever its own working directory: with absolute paths, and with the
 * settings in the folder's `.env`, so that no client's file holds a secret.
 */
export function serverCommand(folder: string): ServerCommand {
  const cli = fileURLToPath(new URL("../../src/cli.js", import.meta.url));
  const args = ["serve", "--folder", resolve(folder)];
  // npx keeps what is not installed in a cache that it may clear.
  const command = /[\\/]_npx[\\/]/.test(cli) ? ["npx", "-y", "odoo-typed-mcp"] : [process.execPath, cli];
  const [program = "", ...before] =
    process.platform === "win32" && command[0] === "npx" ? ["cmd", "/c", ...command] : command;
  return { command: program, args: [...before, ...args], env: {} };
}

/** What each client's file will hold. Writes nothing; throws `OdooError` "settings" for a file that cannot be kept whole. */
export function planClientEdits(
  names: readonly ClientName[],
  server: ServerCommand,
  serverName: string,
  place: Place,
): ClientEdit[] {
  return CLIENTS.filter(({ name }) => names.includes(name)).map((client) => {
    const file = client.file(place);
    const before = existsSync(file) ? readFileSync(file, "utf8") : undefined;
    const text = withServer(before, { client, file, serverName, server });
    return { client, file, text, existed: before !== undefined };
  });
}

/** Writes the files, each after a copy of what was there. Answers a sentence a file. */
export async function writeClientEdits(edits: readonly ClientEdit[]): Promise<string[]> {
  const done: string[] = [];
  for (const { client, file, text, existed } of edits) {
    let kept = "";
    if (existed) {
      const backup = `${file}.${new Date().toISOString().replaceAll(/[-:.]/g, "")}.bak`;
      await copyFile(file, backup, constants.COPYFILE_EXCL);
      kept = ` What was there is kept in ${backup}.`;
    }
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
    done.push(`Wrote ${file}, for ${client.title}.${kept}`);
  }
  return done;
}

interface Addition {
  client: McpClient;
  file: string;
  serverName: string;
  server: ServerCommand;
}

/** The file's text with the server added; everything else, comments included, stays but for spaces beside it. Pure. */
export function withServer(text: string | undefined, { client, file, serverName, server }: Addition): string {
  const source = text?.replace(/^\uFEFF/, "").trim() ? text.replace(/^\uFEFF/, "") : "{}\n";
  const entry = client.entry(server);
  const known = serversIn(source, client);
  if (!known) {
    throw new OdooError("settings", `${file} is not what ${client.title} reads: a JSON object with its servers.`, {
      hint: "Mend it, or paste the configuration by hand.",
    });
  }
  const existing = Object.hasOwn(known, serverName) ? known[serverName] : undefined;
  if (existing !== undefined && !isDeepStrictEqual(existing, entry)) {
    throw new OdooError("settings", `${file} already has another server named "${serverName}".`, {
      hint: "Choose another name with --server-name.",
    });
  }
  const formattingOptions = { insertSpaces: !/^\t/m.test(source), tabSize: 2, eol: "\n" };
  const path = [client.key, serverName];
  return existing === undefined ? applyEdits(source, modify(source, path, entry, { formattingOptions })) : source;
}

/** The servers that a client's file names; undefined where the file is not such a file. Pure. */
export function serversIn(text: string, client: McpClient): Readonly<Record<string, unknown>> | undefined {
  const errors: ParseError[] = [];
  const { comments } = client;
  const root: unknown = parse(text, errors, { disallowComments: !comments, allowTrailingComma: comments });
  if (errors.length > 0 || !isRecord(root)) return undefined;
  const servers = Object.hasOwn(root, client.key) ? root[client.key] : {};
  return isRecord(servers) ? servers : undefined;
}

/** The clients whose files start the server of the place's folder. */
export function clientsFound(place: Place): McpClient[] {
  return CLIENTS.filter((client) => {
    const file = client.file(place);
    if (!existsSync(file)) return false;
    const servers = serversIn(readFileSync(file, "utf8").replace(/^\uFEFF/, ""), client) ?? {};
    return Object.values(servers).some((server) => startsServerOf(place.folder, server));
  });
}

function startsServerOf(folder: string, server: unknown): boolean {
  const args = isRecord(server) && Array.isArray(server.args) ? server.args : [];
  return args.includes("serve") && args.some((arg) => typeof arg === "string" && resolve(folder, arg) === folder);
}

const isRecord = (value: unknown): value is Record<string, unknown> => isObject(value);
