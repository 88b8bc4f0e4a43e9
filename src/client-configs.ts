/** How an MCP client starts the server: a program, its arguments, and the settings it gets. */
export interface ServerCommand {
  command: string;
  args: readonly string[];
  env: Readonly<Record<string, string>>;
}

export interface ClientConfig {
  client: string;
  /** The file it belongs into, or the place to run it. */
  where: string;
  text: string;
}

const NAME = "odoo";

/** The configuration of each well-known client, ready to paste. */
export function clientConfigs(server: ServerCommand): ClientConfig[] {
  const { command, args, env } = server;
  const json = (value: object) => JSON.stringify(value, null, 2);
  const common = json({ mcpServers: { [NAME]: { command, args, env } } });
  const settings = Object.entries(env).flatMap(([key, value]) => ["--env", `${key}=${value}`]);
  const added = ["claude", "mcp", "add", NAME, ...settings, "--", command, ...args];
  return [
    { client: "Claude Desktop", where: "claude_desktop_config.json (Settings, Developer, Edit Config)", text: common },
    { client: "Claude Code", where: "a terminal", text: added.map(shellQuoted).join(" ") },
    { client: "Cursor", where: "~/.cursor/mcp.json", text: common },
    {
      client: "VS Code",
      where: ".vscode/mcp.json",
      text: json({ servers: { [NAME]: { type: "stdio", command, args, env } } }),
    },
  ];
}

const shellQuoted = (word: string) => (/^[\w./:=@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`);
