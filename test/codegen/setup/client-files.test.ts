import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { clientsFound, planClientEdits, withServer, writeClientEdits } from "../../../codegen/setup/client-files.js";
import { CLIENT_NAMES, CLIENTS, type ClientName, type Place } from "../../../codegen/setup/mcp-clients.js";
import { filesBelow, odooError, temporaryFolder } from "../../support/fixtures.js";

const server = { command: "node", args: ["cli.js", "serve", "--folder", "/own"], env: {} };

function clientOf(name: ClientName) {
  const client = CLIENTS.find((candidate) => candidate.name === name);
  if (!client) throw new Error(`There is no ${name}.`);
  return client;
}

const added = (text: string | undefined, name: ClientName = "cursor", serverName = "odoo") =>
  withServer(text, { client: clientOf(name), file: "f.json", serverName, server });

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
  ] as const)("hold %s's in %s", (name, file) => expect(clientOf(name).file(place("linux"))).toBe(file));
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
      "home/.config/Claude/claude_desktop_config.json",
      "home/.cursor/mcp.json",
      "own/.mcp.json",
      "own/.vscode/mcp.json",
    ]);
    expect(clientsFound(place)).toEqual(CLIENTS);
    expect(clientsFound({ ...place, folder: join(folder, "other") })).toEqual([]);
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
