import { existsSync } from "node:fs";
import { isAbsolute, join } from "node:path";

/** How an MCP client starts the server: a program, its arguments, and the settings it gets. */
export interface ServerCommand {
  command: string;
  args: readonly string[];
  /** Left out of what is written where it is empty. */
  env: Readonly<Record<string, string>>;
}

/** What decides where a client keeps its configuration. */
export interface Place {
  platform: NodeJS.Platform;
  /** The user's home. */
  home: string;
  environment: Readonly<Record<string, string | undefined>>;
  /** The user's own folder, for clients that keep a file in each project. */
  folder: string;
  /** Which of several Odoos of that folder is meant. */
  instance?: string | undefined;
}

export const CLIENT_NAMES = [
  "claude-desktop",
  "claude-code",
  "cursor",
  "vscode",
  "codex",
  "gemini",
  "windsurf",
  "zed",
] as const;
export type ClientName = (typeof CLIENT_NAMES)[number];

export interface McpClient {
  name: ClientName;
  title: string;
  /** The file it belongs into, or the place to run it, in words. */
  where: string;
  /** The client's own file. */
  file(place: Place): string;
  /** How that file holds servers; absent of one that is no JSON, which is left to the person. */
  json?: JsonForm;
  /** What a person pastes there; the JSON of the server alone where it is absent. */
  paste?(server: ServerCommand, name: string): string;
}

/** A client whose file can be written. */
export type JsonClient = McpClient & { json: JsonForm };

export interface JsonForm {
  /** The key that holds the servers, by name. */
  key: "mcpServers" | "servers" | "context_servers";
  /** Whether the file may hold comments and trailing commas. */
  comments: boolean;
  /** A server as the file holds it. */
  entry(server: ServerCommand): Readonly<Record<string, unknown>>;
}

const plainEntry = ({ command, args, env }: ServerCommand) => ({
  command,
  args,
  ...(Object.keys(env).length > 0 ? { env } : {}),
});

const MCP_SERVERS: JsonForm = { key: "mcpServers", comments: false, entry: plainEntry };

export const CLIENTS: readonly McpClient[] = [
  {
    name: "claude-desktop",
    title: "Claude Desktop",
    where: "claude_desktop_config.json (Settings, Developer, Edit Config)",
    file: (place) => join(claudeData(place), "Claude", "claude_desktop_config.json"),
    json: MCP_SERVERS,
  },
  {
    name: "claude-code",
    title: "Claude Code",
    where: "a terminal",
    file: ({ folder }) => join(folder, ".mcp.json"),
    json: MCP_SERVERS,
    paste: claudeMcpAdd,
  },
  {
    name: "cursor",
    title: "Cursor",
    where: "~/.cursor/mcp.json",
    file: ({ home }) => join(home, ".cursor", "mcp.json"),
    json: MCP_SERVERS,
  },
  {
    name: "vscode",
    title: "VS Code",
    where: ".vscode/mcp.json",
    file: ({ folder }) => join(folder, ".vscode", "mcp.json"),
    json: { key: "servers", comments: true, entry: (server) => ({ type: "stdio", ...plainEntry(server) }) },
  },
  {
    name: "codex",
    title: "Codex",
    where: "~/.codex/config.toml",
    file: ({ home, environment }) => join(environment.CODEX_HOME || join(home, ".codex"), "config.toml"),
    paste: codexTable,
  },
  {
    name: "gemini",
    title: "Gemini CLI",
    where: "~/.gemini/settings.json",
    file: ({ home }) => join(home, ".gemini", "settings.json"),
    json: { ...MCP_SERVERS, comments: true },
  },
  {
    name: "windsurf",
    title: "Windsurf",
    where: "~/.codeium/windsurf/mcp_config.json",
    file: ({ home }) => join(home, ".codeium", "windsurf", "mcp_config.json"),
    json: MCP_SERVERS,
  },
  {
    name: "zed",
    title: "Zed",
    where: "settings.json (zed: open settings file)",
    file: (place) => join(zedData(place), "settings.json"),
    json: { key: "context_servers", comments: true, entry: plainEntry },
  },
];

export interface ClientConfig {
  client: string;
  where: string;
  text: string;
}

/** The configuration of these clients, ready to paste. */
export function clientConfigs(server: ServerCommand, name = "odoo", clients = CLIENTS): ClientConfig[] {
  return clients.map(({ title, where, json, paste }) => ({
    client: title,
    where,
    text: paste?.(server, name) ?? JSON.stringify(json && { [json.key]: { [name]: json.entry(server) } }, null, 2),
  }));
}

/** The configuration of these clients, each under a comment that says where it belongs. */
export const pasteable = (server: ServerCommand, name: string, clients = CLIENTS): string =>
  clientConfigs(server, name, clients)
    .map(({ client, where, text }) => `# ${client}: ${where}\n${text}\n`)
    .join("\n");

function claudeMcpAdd({ command, args, env }: ServerCommand, name: string): string {
  const settings = Object.entries(env).flatMap(([key, value]) => ["--env", `${key}=${value}`]);
  return ["claude", "mcp", "add", name, ...settings, "--", command, ...args].map(shellQuoted).join(" ");
}

function codexTable({ command, args, env }: ServerCommand, name: string): string {
  const settings = Object.entries(env).map(([key, value]) => `${tomlText(key)} = ${tomlText(value)}`);
  return [
    `[mcp_servers.${/^[\w-]+$/.test(name) ? name : tomlText(name)}]`,
    `command = ${tomlText(command)}`,
    `args = [${args.map(tomlText).join(", ")}]`,
    ...(settings.length > 0 ? [`env = { ${settings.join(", ")} }`] : []),
  ].join("\n");
}

/** A basic string of TOML, which escapes as JSON does, and DEL too. */
const tomlText = (text: string) => JSON.stringify(text).replaceAll("\u007f", "\\u007f");

/** From the Windows store, Claude Desktop sees a folder of its package in the place of `%APPDATA%`. */
const STORE_PACKAGE = join("Packages", "Claude_pzs8sxrjxfjjc");

function claudeData(place: Place): string {
  const local = place.environment.LOCALAPPDATA || join(place.home, "AppData", "Local");
  const ofStore = join(local, STORE_PACKAGE);
  if (place.platform === "win32" && existsSync(ofStore)) return join(ofStore, "LocalCache", "Roaming");
  return applicationData(place);
}

/** Zed follows XDG on Linux alone, and is as on Linux without it on a Mac. */
function zedData(place: Place): string {
  if (place.platform === "win32") return join(applicationData(place), "Zed");
  return join(place.platform === "darwin" ? join(place.home, ".config") : applicationData(place), "zed");
}

function applicationData({ platform, home, environment }: Place): string {
  if (platform === "darwin") return join(home, "Library", "Application Support");
  if (platform === "win32") return environment.APPDATA || join(home, "AppData", "Roaming");
  const { XDG_CONFIG_HOME: configured = "" } = environment;
  // As the XDG specification asks, what is empty or relative does not count.
  return isAbsolute(configured) ? configured : join(home, ".config");
}

const shellQuoted = (word: string) => (/^[\w./:=@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`);
