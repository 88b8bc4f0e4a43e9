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
}

export const CLIENT_NAMES = ["claude-desktop", "claude-code", "cursor", "vscode"] as const;
export type ClientName = (typeof CLIENT_NAMES)[number];

export interface McpClient {
  name: ClientName;
  title: string;
  /** The file it belongs into, or the place to run it, in words. */
  where: string;
  /** The client's own file. */
  file(place: Place): string;
  /** The key that holds its servers, by name. */
  key: "mcpServers" | "servers";
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

export const CLIENTS: readonly McpClient[] = [
  {
    name: "claude-desktop",
    title: "Claude Desktop",
    where: "claude_desktop_config.json (Settings, Developer, Edit Config)",
    file: (place) => join(applicationData(place), "Claude", "claude_desktop_config.json"),
    key: "mcpServers",
    comments: false,
    entry: plainEntry,
  },
  {
    name: "claude-code",
    title: "Claude Code",
    where: "a terminal",
    file: ({ folder }) => join(folder, ".mcp.json"),
    key: "mcpServers",
    comments: false,
    entry: plainEntry,
  },
  {
    name: "cursor",
    title: "Cursor",
    where: "~/.cursor/mcp.json",
    file: ({ home }) => join(home, ".cursor", "mcp.json"),
    key: "mcpServers",
    comments: false,
    entry: plainEntry,
  },
  {
    name: "vscode",
    title: "VS Code",
    where: ".vscode/mcp.json",
    file: ({ folder }) => join(folder, ".vscode", "mcp.json"),
    key: "servers",
    comments: true,
    entry: (server) => ({ type: "stdio", ...plainEntry(server) }),
  },
];

export interface ClientConfig {
  client: string;
  where: string;
  text: string;
}

/** The configuration of each well-known client, ready to paste. */
export function clientConfigs(server: ServerCommand, name = "odoo"): ClientConfig[] {
  return CLIENTS.map((client) => ({
    client: client.title,
    where: client.where,
    text:
      client.name === "claude-code"
        ? claudeMcpAdd(server, name)
        : JSON.stringify({ [client.key]: { [name]: client.entry(server) } }, null, 2),
  }));
}

/** The configuration of every client, each under a comment that says where it belongs. */
export const pasteable = (server: ServerCommand, name: string): string =>
  clientConfigs(server, name)
    .map(({ client, where, text }) => `# ${client}: ${where}\n${text}\n`)
    .join("\n");

function claudeMcpAdd({ command, args, env }: ServerCommand, name: string): string {
  const settings = Object.entries(env).flatMap(([key, value]) => ["--env", `${key}=${value}`]);
  return ["claude", "mcp", "add", name, ...settings, "--", command, ...args].map(shellQuoted).join(" ");
}

function applicationData({ platform, home, environment }: Place): string {
  if (platform === "darwin") return join(home, "Library", "Application Support");
  if (platform === "win32") return environment.APPDATA || join(home, "AppData", "Roaming");
  const { XDG_CONFIG_HOME: configured = "" } = environment;
  // As the XDG specification asks, what is empty or relative does not count.
  return isAbsolute(configured) ? configured : join(home, ".config");
}

const shellQuoted = (word: string) => (/^[\w./:=@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`);
