import { constants, existsSync, readFileSync } from "node:fs";
import { copyFile, mkdir, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, isAbsolute, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { isDeepStrictEqual } from "node:util";
import { applyEdits, modify, type ParseError, parse } from "jsonc-parser";
import { OdooError } from "../../src/odoo/errors/errors.js";
import { isObject } from "../../src/odoo/notation/checks.js";
import type { Io } from "../terminal/io.js";
import {
  CLIENTS,
  type ClientName,
  type JsonClient,
  type JsonForm,
  type McpClient,
  type Place,
  pasteable,
  type ServerCommand,
} from "./mcp-clients.js";

/** A client's file as it will be, and whether it was there before. */
export interface ClientEdit {
  client: JsonClient;
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
 * How a client starts the server of a folder, whatever its own working directory: with absolute paths, and with the
 * settings in the folder's `.env`, so that no client's file holds a secret.
 */
export function serverCommand({ folder, instance }: Pick<Place, "folder" | "instance">): ServerCommand {
  const cli = fileURLToPath(new URL("../../src/cli.js", import.meta.url));
  const args = ["serve", "--folder", resolve(folder), ...(instance ? ["--instance", instance] : [])];
  // npx keeps what is not installed in a cache that it may clear.
  const command = /[\\/]_npx[\\/]/.test(cli) ? ["npx", "-y", "odoo-typed-mcp"] : [process.execPath, cli];
  const [program = "", ...before] =
    process.platform === "win32" && command[0] === "npx" ? ["cmd", "/c", ...command] : command;
  return { command: program, args: [...before, ...args], env: {} };
}

const isWritten = (client: McpClient): client is JsonClient => client.json !== undefined;

/** What each client's file will hold, of those that are JSON. Writes nothing; throws `OdooError` "settings" for a file that cannot be kept whole. */
export function planClientEdits(
  names: readonly ClientName[],
  server: ServerCommand,
  serverName: string,
  place: Place,
): ClientEdit[] {
  const clients = CLIENTS.filter(isWritten).filter(({ name }) => names.includes(name));
  return clients.map((client) => {
    const file = client.file(place);
    const before = existsSync(file) ? readFileSync(file, "utf8") : undefined;
    const text = withServer(before, { client, file, place, serverName, server });
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

/** What is left to the person: the text for the clients whose files are not written, and a sentence for each. */
export function leftToPaste(
  names: readonly ClientName[],
  server: ServerCommand,
  serverName: string,
  place: Place,
): { done: string[]; text: string } {
  const clients = CLIENTS.filter((client) => names.includes(client.name) && !isWritten(client));
  return {
    done: clients.map(
      (client) =>
        `${client.title}'s file is not written, for its comments would be lost: paste the text below into ${client.file(place)}.`,
    ),
    text: pasteable(server, serverName, clients),
  };
}

interface Addition {
  client: JsonClient;
  file: string;
  /** With the folder that the server is of: an entry that starts an older server of it is replaced. */
  place: Pick<Place, "folder" | "instance">;
  serverName: string;
  server: ServerCommand;
}

/** The file's text with the server added; everything else, comments included, stays but for spaces beside it. Pure. */
export function withServer(text: string | undefined, { client, file, place, serverName, server }: Addition): string {
  const source = text?.replace(/^\uFEFF/, "").trim() ? text.replace(/^\uFEFF/, "") : "{}\n";
  const known = serversIn(source, client.json);
  if (!known) {
    throw new OdooError("settings", `${file} is not what ${client.title} reads: a JSON object with its servers.`, {
      hint: "Mend it, or paste the configuration by hand.",
    });
  }
  const existing = Object.hasOwn(known, serverName) ? known[serverName] : undefined;
  const entry = client.json.entry(server);
  if (isDeepStrictEqual(existing, entry)) return source;
  if (existing !== undefined && !startsServerOf(place, existing)) {
    throw new OdooError("settings", `${file} already has another server named "${serverName}".`, {
      hint: "Choose another name with --server-name.",
    });
  }
  const formattingOptions = { insertSpaces: !/^\t/m.test(source), tabSize: 2, eol: "\n" };
  return applyEdits(
    source,
    modify(source, [client.json.key, serverName], renewed(existing, entry), { formattingOptions }),
  );
}

/** The entry, or of one that is there already what it runs alone: what a person has added, such as `--read-only`, stays. */
function renewed(existing: unknown, entry: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  if (!isEntry(existing)) return entry;
  const { args, ...rest } = existing;
  return { ...rest, command: entry.command, args: [...beforeServe(entry.args), ...args.slice(args.indexOf("serve"))] };
}

/** The servers that a client's file names; undefined where the file is not such a file. Pure. */
export function serversIn(text: string, { key, comments }: JsonForm): Readonly<Record<string, unknown>> | undefined {
  const errors: ParseError[] = [];
  const root: unknown = parse(text, errors, { disallowComments: !comments, allowTrailingComma: comments });
  if (errors.length > 0 || !isRecord(root)) return undefined;
  const servers = Object.hasOwn(root, key) ? root[key] : {};
  return isRecord(servers) ? servers : undefined;
}

/** A client whose file starts the server of a folder. */
export interface FoundClient {
  client: McpClient;
  file: string;
  /** What the client calls it. */
  serverName: string;
  /** Its program and script, where they are not there: as after an update of Node. */
  missing: readonly string[];
}

/** The entries of clients' files that start the server of the place's folder, and of its instance. */
export function clientsFound(place: Place): FoundClient[] {
  return CLIENTS.flatMap((client) => {
    const file = client.file(place);
    if (!existsSync(file)) return [];
    const text = readFileSync(file, "utf8").replace(/^\uFEFF/, "");
    const servers = client.json ? (serversIn(text, client.json) ?? {}) : serversInToml(text);
    return Object.entries(servers).flatMap(([serverName, server]) => {
      if (!startsServerOf(place, server)) return [];
      const programs = [server.command, ...beforeServe(server.args)];
      const isMissing = (path: unknown) => typeof path === "string" && isAbsolute(path) && !existsSync(path);
      return [{ client, file, serverName, missing: programs.filter(isMissing).map(String) }];
    });
  });
}

const TABLE = /^[^\S\n]*\[mcp_servers\.("?)([^\]\n]+)\1\]([\s\S]*?)(?=^[^\S\n]*\[|(?![\s\S]))/gm;

/** Servers in a file of Codex's, as far as each has its program and its arguments on a line each, as Codex writes them. */
function serversInToml(toml: string): Readonly<Record<string, unknown>> {
  const member = (table: string, key: string): unknown =>
    parse(new RegExp(`^[^\\S\\n]*${key}[^\\S\\n]*=(.*)$`, "m").exec(table)?.[1] ?? "", [], {
      allowTrailingComma: true,
    });
  const tables = [...toml.matchAll(TABLE)].map(([, , name = "", table = ""]) => [
    name,
    { command: member(table, "command"), args: member(table, "args") },
  ]);
  return Object.fromEntries(tables);
}

type Entry = Readonly<Record<string, unknown>> & { args: readonly unknown[] };

const isEntry = (server: unknown): server is Entry => isObject(server) && Array.isArray((server as Entry).args);

const beforeServe = (args: unknown): unknown[] => (Array.isArray(args) ? args.slice(0, args.indexOf("serve")) : []);

const startsServerOf = ({ folder, instance }: Pick<Place, "folder" | "instance">, server: unknown): server is Entry =>
  isEntry(server) &&
  server.args.includes("serve") &&
  server.args.some((arg) => typeof arg === "string" && resolve(folder, arg) === folder) &&
  instanceIn(server.args) === instance;

/** What stands behind `--instance`. */
const instanceIn = (args: readonly unknown[]): unknown =>
  args.includes("--instance") ? args[args.indexOf("--instance") + 1] : undefined;

const isRecord = (value: unknown): value is Record<string, unknown> => isObject(value);
