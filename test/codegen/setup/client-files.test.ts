import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import {
  clientsFound,
  leftToPaste,
  planClientEdits,
  serverCommand,
  withServer,
  writeClientEdits,
} from "../../../codegen/setup/client-files.js";
import {
  CLIENT_NAMES,
  CLIENTS,
  type ClientName,
  type JsonClient,
  type Place,
} from "../../../codegen/setup/mcp-clients.js";
import { filesBelow, odooError, temporaryFolder } from "../../support/fixtures.js";

const server = { command: "node", args: ["cli.js", "serve", "--folder", "/own"], env: {} };

function clientOf(name: ClientName) {
  const client = CLIENTS.find((candidate) => candidate.name === name);
  if (!client) throw new Error(`There is no ${name}.`);
  return client;
}

function jsonClientOf(name: ClientName): JsonClient {
  const { json, ...client } = clientOf(name);
  if (!json) throw new Error(`${name}'s file is not JSON.`);
  return { ...client, json };
}

const added = (text: string | undefined, name: ClientName = "cursor", serverName = "odoo") =>
  withServer(text, { client: jsonClientOf(name), file: "f.json", place: { folder: "/own" }, serverName, server });

describe("withServer", () => {
  it.each([undefined, "", " \n", "{}", "\uFEFF{}"])("makes a file of %j", (text) => {
    const { command, args } = server;
    expect(JSON.parse(added(text))).toEqual({ mcpServers: { odoo: { command, args } } });
    expect(JSON.parse(added(text, "vscode"))).toEqual({ servers: { odoo: { type: "stdio", command, args } } });
  });

  it("keeps other servers, every other setting, and their order", () => {
    const text =
      '{\n  "theme": "dark",\n  "mcpServers": {\n    "files": { "command": "npx", "args": ["files"] }\n  }\n}\n';
    const result = added(text);
    expect(JSON.parse(result)).toMatchObject({ theme: "dark", mcpServers: { files: { args: ["files"] }, odoo: {} } });
    expect(result).toMatch(/^\{\n {2}"theme": "dark",\n {2}"mcpServers": \{\n {4}"files"/);
  });

  it("keeps comments and trailing commas of VS Code's", () => {
    const text = '{\n\t// mine\n\t"servers": {\n\t\t"files": { "command": "x" }, // theirs\n\t},\n}\n';
    const result = added(text, "vscode");
    expect(result).toContain("// mine");
    expect(result).toContain("// theirs");
    expect(result).toContain('\t\t"odoo": {\n\t\t\t"type": "stdio"');
  });

  it.each<[ClientName, string]>([
    ["zed", "context_servers"],
    ["gemini", "mcpServers"],
  ])("keeps the comments and other settings of %s's", (name, key) => {
    const result = added(`// mine\n{\n  "theme": "One", /* theirs */\n  "${key}": {}\n}\n`, name);
    expect(result).toMatch(/^\/\/ mine\n\{\n {2}"theme": "One", \/\* theirs \*\/\n/);
    expect(result).toMatch(new RegExp(`"${key}": \\{\\s+"odoo": \\{\\s+"command": "node",`));
  });

  it("renews what an entry of this folder runs, and keeps what a person added to it", () => {
    const args = ["/gone/cli.js", "serve", "--read-only", "--folder", "/own"];
    const entry = { command: "/gone/node", args, env: { NODE_EXTRA_CA_CERTS: "/ca.pem" }, disabled: false };
    expect(JSON.parse(added(JSON.stringify({ mcpServers: { odoo: entry } }))).mcpServers.odoo).toEqual({
      ...entry,
      command: "node",
      args: ["cli.js", "serve", "--read-only", "--folder", "/own"],
    });
  });

  it("changes nothing where the server is there already", () => {
    const once = added("{}");
    expect(added(once)).toBe(once);
  });

  it.each([
    ["no JSON", "{", "cursor"],
    ["a comment where the client takes none", '{ // mine\n "mcpServers": {} }', "claude-desktop"],
    ["a list", "[]", "cursor"],
    ["servers that are a list", '{ "mcpServers": [] }', "cursor"],
    ["text after the end", "{} {}", "vscode"],
  ] as const)("refuses %s", (_, text, name) => {
    expect(() => added(text, name)).toThrow(odooError("settings", "f.json is not what"));
  });

  it("refuses another server of that name, and takes another name beside it", () => {
    const text = '{ "mcpServers": { "odoo": { "command": "other" } } }';
    expect(() => added(text)).toThrow(odooError("settings", 'another server named "odoo"'));
    expect(JSON.parse(added(text, "cursor", "odoo-test"))).toMatchObject({
      mcpServers: { odoo: { command: "other" }, "odoo-test": { command: "node" } },
    });
  });
});

describe("the clients' own files", () => {
  const place = (platform: NodeJS.Platform, environment: Place["environment"] = {}): Place => ({
    platform,
    home: "/home/me",
    environment,
    folder: "/own",
  });
  it.each([
    ["linux", {}, "/home/me/.config/Claude/claude_desktop_config.json"],
    ["linux", { XDG_CONFIG_HOME: "/xdg" }, "/xdg/Claude/claude_desktop_config.json"],
    ["linux", { XDG_CONFIG_HOME: "xdg" }, "/home/me/.config/Claude/claude_desktop_config.json"],
    ["darwin", {}, "/home/me/Library/Application Support/Claude/claude_desktop_config.json"],
    ["win32", { APPDATA: "/roaming" }, "/roaming/Claude/claude_desktop_config.json"],
  ] as const)("on %s with %j hold Claude Desktop's in %s", (platform, environment, file) => {
    expect(clientOf("claude-desktop").file(place(platform, environment))).toBe(file);
  });
  it.each([
    ["claude-code", "/own/.mcp.json"],
    ["cursor", "/home/me/.cursor/mcp.json"],
    ["vscode", "/own/.vscode/mcp.json"],
    ["codex", "/home/me/.codex/config.toml"],
    ["gemini", "/home/me/.gemini/settings.json"],
    ["windsurf", "/home/me/.codeium/windsurf/mcp_config.json"],
    ["zed", "/home/me/.config/zed/settings.json"],
  ] as const)("hold %s's in %s", (name, file) => expect(clientOf(name).file(place("linux"))).toBe(file));
});

describe("the clients' own files, elsewhere", () => {
  it.each<[ClientName, NodeJS.Platform, Place["environment"], string]>([
    ["codex", "linux", { CODEX_HOME: "/codex" }, "/codex/config.toml"],
    ["zed", "linux", { XDG_CONFIG_HOME: "/xdg" }, "/xdg/zed/settings.json"],
    ["zed", "darwin", { XDG_CONFIG_HOME: "/xdg" }, "/home/me/.config/zed/settings.json"],
    ["zed", "win32", { APPDATA: "/roaming" }, "/roaming/Zed/settings.json"],
  ])("hold %s's on %s with %j in %s", (name, platform, environment, file) => {
    expect(clientOf(name).file({ platform, environment, home: "/home/me", folder: "/own" })).toBe(file);
  });

  it("hold Claude Desktop's in its package where it is from the Windows store", async () => {
    const { folder, remove } = await temporaryFolder();
    onTestFinished(remove);
    const place: Place = {
      platform: "win32",
      home: "/home/me",
      environment: { APPDATA: "/roaming", LOCALAPPDATA: folder },
      folder: "/own",
    };
    const file = () => clientOf("claude-desktop").file(place);
    expect(file()).toBe("/roaming/Claude/claude_desktop_config.json");
    const ofStore = join(folder, "Packages", "Claude_pzs8sxrjxfjjc");
    await mkdir(ofStore, { recursive: true });
    expect(file()).toBe(join(ofStore, "LocalCache", "Roaming", "Claude", "claude_desktop_config.json"));
    await writeClientEdits(planClientEdits(["claude-desktop"], server, "odoo", place));
    expect(clientsFound(place)).toMatchObject([{ file: file(), serverName: "odoo" }]);
  });
});

describe("writing them", () => {
  let folder: string;
  let remove: () => Promise<void>;
  let place: Place;
  beforeEach(async () => {
    ({ folder, remove } = await temporaryFolder());
    place = { platform: "linux", home: join(folder, "home"), environment: {}, folder: join(folder, "own") };
  });
  afterEach(() => remove());
  const own = () => ({ ...server, args: ["cli.js", "serve", "--folder", place.folder] });

  it("makes a new file for each, and finds the server in all of them", async () => {
    expect(clientsFound(place)).toEqual([]);
    await writeClientEdits(planClientEdits(CLIENT_NAMES, own(), "odoo", place));
    expect(Object.keys(await filesBelow(folder))).toEqual([
      "home/.codeium/windsurf/mcp_config.json",
      "home/.config/Claude/claude_desktop_config.json",
      "home/.config/zed/settings.json",
      "home/.cursor/mcp.json",
      "home/.gemini/settings.json",
      "own/.mcp.json",
      "own/.vscode/mcp.json",
    ]);
    const others = CLIENTS.filter(({ name }) => name !== "codex");
    expect(clientsFound(place).map(({ client }) => client)).toEqual(others);
    expect(clientsFound({ ...place, folder: join(folder, "other") })).toEqual([]);
  });

  it("tells one instance of the folder from another, and takes none for the other", async () => {
    const of = (instance: string) => ({ ...place, instance });
    const write = (instance: string, serverName: string) =>
      planClientEdits(["cursor"], serverCommand(of(instance)), serverName, of(instance));
    await writeClientEdits(write("shop", "odoo-shop"));
    await writeClientEdits(write("acme", "odoo-acme"));
    expect(clientsFound(of("shop"))).toMatchObject([{ serverName: "odoo-shop" }]);
    expect(clientsFound(of("acme"))).toMatchObject([{ serverName: "odoo-acme" }]);
    expect(clientsFound(place)).toEqual([]);
    expect(() => write("acme", "odoo-shop")).toThrow(odooError("settings", 'another server named "odoo-shop"'));
    expect(serverCommand(of("acme")).args.slice(-2)).toEqual(["--instance", "acme"]);
  });

  it("leaves Codex's TOML to the person, and finds what was pasted there", async () => {
    const file = clientOf("codex").file(place);
    const { done, text } = leftToPaste(CLIENT_NAMES, own(), "odoo", place);
    expect(done).toEqual([expect.stringMatching(/^Codex's file is not written.*paste/)]);
    expect(done[0]).toContain(file);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, `# mine\nmodel = "x"\n\n[mcp_servers.files]\ncommand = "npx"\nargs = ["files"]\n\n${text}`);
    expect(clientsFound(place)).toEqual([{ client: clientOf("codex"), file, serverName: "odoo", missing: [] }]);
  });

  it("finds an entry whose Node or script is gone", async () => {
    const args = [join(folder, "gone.js"), "serve", "--folder", place.folder];
    const gone = { command: join(folder, "v20", "node"), args, env: {} };
    await writeClientEdits(planClientEdits(["cursor"], gone, "erp", place));
    const toml = leftToPaste(["codex"], gone, "erp", place).text;
    await mkdir(dirname(clientOf("codex").file(place)), { recursive: true });
    await writeFile(clientOf("codex").file(place), `${toml}\n[tui]\ntheme = "x"\n`);
    const missing = [gone.command, args[0]];
    expect(clientsFound(place)).toMatchObject([
      { client: { name: "cursor" }, serverName: "erp", missing },
      { client: { name: "codex" }, serverName: "erp", missing },
    ]);
  });

  it("keeps a copy of what was there", async () => {
    const file = clientOf("cursor").file(place);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, '{ "mcpServers": { "mine": {} } }');
    const [said] = await writeClientEdits(planClientEdits(["cursor"], own(), "odoo", place));
    const files = await filesBelow(dirname(file));
    const backup = Object.keys(files).find((name) => name.endsWith(".bak")) ?? "";
    expect(files[backup]).toBe('{ "mcpServers": { "mine": {} } }');
    expect(JSON.parse(files["mcp.json"] ?? "")).toMatchObject({ mcpServers: { mine: {}, odoo: {} } });
    expect(said).toContain(backup);
  });
});
