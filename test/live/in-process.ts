import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { generatedFiles } from "../../codegen/commands/generate.js";
import { type Config, parseConfig } from "../../codegen/config/config.js";
import { introspect } from "../../codegen/introspect/introspect.js";
import { SILENT } from "../../codegen/terminal/progress.js";
import { type Client, createClient } from "../../src/odoo/client.js";
import { connect } from "../../src/odoo/connection/connect.js";
import { readSettings } from "../../src/odoo/connection/settings.js";
import { type WebSession, webSession } from "../../src/odoo/report/web-session.js";
import type { Model, Schema } from "../../src/odoo/schema/schema.js";
import { serializeSchema } from "../../src/odoo/schema/snapshot.js";
import type { Wire, WireCall } from "../../src/odoo/wires/wire.js";
import type { Ask, AttachedFile, FileFolder } from "../../src/tools/call/tool.js";
import { GENERIC_TOOLS } from "../../src/tools/catalogue/generic-tools.js";
import { modelTools } from "../../src/tools/catalogue/model-tools.js";
import { type SurfaceOptions, surfaceOf } from "../../src/tools/catalogue/surface.js";
import { openGenerated } from "../../src/tools/generated/folder.js";
import { servedPolicy } from "../../src/tools/generated/policy.js";
import type { Policy, PolicyConfig } from "../../src/tools/policy/policy.js";
import { openSession } from "../../src/tools/session/session.js";
import { writeFiles } from "../support/fixtures.js";
import type { Json } from "../support/mcp.js";

// The whole path of `odoo-mcp codegen` and `odoo-mcp serve` but for the processes: Odoo, generated code, tools.

export interface Generated {
  folder: string;
  remove(): Promise<void>;
}

/** What `odoo-mcp codegen` writes for the models of a config's text, in a folder of its own. */
export async function generateFrom(client: Client, config: string): Promise<Generated> {
  return generateOf(await introspect(client, parsed(config), SILENT), config);
}

/** What `odoo-mcp generate` writes for a schema, in a folder of its own. */
export async function generateOf(schema: Schema, config: string): Promise<Generated> {
  const folder = await mkdtemp(join(tmpdir(), "odoo-typed-mcp-live-"));
  const files = generatedFiles(schema, parsed(config));
  await writeFiles(folder, [{ path: "schema.json", text: serializeSchema(schema) }, ...files]);
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

const parsed = (config: string): Config => parseConfig(config, "the test's config");

/** The tools over one connection. */
export interface Tools {
  client: Client;
  /** A tool's result, as JSON makes it. Throws the `OdooError` of a call that is refused. */
  call(tool: string, args: Json): Promise<Json>;
  model(name: string): Promise<Model>;
  /** Of every tool. */
  names: string[];
  /** Every call made to Odoo so far. */
  asked: WireCall[];
  /** The files that went to the client beside results. */
  attached: AttachedFile[];
}

/** `policy`: in place of the folder's own, a config's or one made; `ask`: the person who is asked, by default one who agrees to everything. */
export interface ToolsOptions {
  policy?: Policy | PolicyConfig;
  ask?: Ask;
  files?: FileFolder | undefined;
  /** Signs in by password, too, for reports; or what does in its place. */
  web?: true | WebSession;
  /** What stands before the wire. */
  over?: (wire: Wire) => Wire;
  surface?: SurfaceOptions["surface"];
}

export async function openTools(
  folder: string,
  settings: Record<string, string>,
  options: ToolsOptions = {},
): Promise<Tools> {
  const { policy: given, ask = async () => "accept", files, over = (wire) => wire, surface = "full" } = options;
  const read = readSettings(settings);
  const connection = await connect(read);
  const asked: WireCall[] = [];
  const own = over(connection.wire);
  const wire = {
    call(call: WireCall) {
      asked.push(call);
      return own.call(call);
    },
  };
  const client = createClient({ ...connection, wire });
  const generated = openGenerated(folder);
  const { manifest } = generated;
  const policy =
    given && "check" in given
      ? (given as Policy)
      : servedPolicy({ ...generated, manifest: given ? { ...manifest, policy: given } : manifest });
  const web =
    options.web === true ? webSession(() => read, { uid: client.user.uid, queue: connection.queue }) : options.web;
  const attached: AttachedFile[] = [];
  const attach = (file: AttachedFile) => void attached.push(file);
  const session = openSession({ generated, client, policy, web, folder: files });
  const context = { ...session, call: { id: "test", tool: "test" }, ask, attach };
  const parts = { manifest, typed: modelTools(manifest), generic: GENERIC_TOOLS };
  const { listed, find } = await surfaceOf(parts, { surface });
  return {
    client,
    asked,
    attached,
    names: listed.map(({ definition }) => definition.name),
    model: (name) => context.models.get(name),
    async call(name, args) {
      const tool = find(name);
      if (!tool) throw new Error(`There is no tool ${name}.`);
      const result = await tool.run(args, { ...context, signal: new AbortController().signal });
      return JSON.parse(JSON.stringify(result)) as Json;
    },
  };
}

const READING = new Set(
  (
    "search read search_read search_count name_search web_read web_search_read fields_get default_get onchange get_metadata get_views load_views " +
    "read_group formatted_read_group check_access_rights check_access_rule check_object_reference has_access get_installed get_available_models get_bindings message_format context_get"
  ).split(" "),
);

const TELLING = new Set(["fields_get", "get_views", "load_views"]);

/** Asks Odoo once what its models and views are like, though several tools of one test ask it. They change nothing of that. */
export const askingOnce = () => remembering(new Map(), ({ method }) => TELLING.has(method));

/** Asks Odoo each question once, though several tools of one test ask it, until they do more than ask. */
export function readingOnce(): (wire: Wire) => Wire {
  const known = new Map<string, string>();
  const isReading = ({ method }: WireCall) => READING.has(method);
  const over = remembering(known, isReading);
  return (wire) =>
    over({
      call(call) {
        if (!isReading(call)) known.clear();
        return wire.call(call);
      },
    });
}

function remembering(known: Map<string, string>, isKept: (call: WireCall) => boolean): (wire: Wire) => Wire {
  return (wire) => ({
    async call(call) {
      if (!isKept(call)) return wire.call(call);
      const key = JSON.stringify([call.model, call.method, call.ids, call.params, call.named, call.context]);
      const text = known.get(key) ?? JSON.stringify(await wire.call(call));
      known.set(key, text);
      return JSON.parse(text);
    },
  });
}

/** The calls that could have changed something. */
export const writesAmong = (calls: readonly WireCall[]) =>
  calls.filter(({ method }) => ["create", "write", "web_save", "unlink"].includes(method));

/** The calls that are not known to change nothing. */
export const notReading = (calls: readonly WireCall[]) => calls.filter(({ method }) => !READING.has(method));

/** How many records there are, archived ones too, and when the last was changed. */
export async function picture(odoo: Client, models: readonly string[]): Promise<Record<string, string>> {
  const context = { active_test: false };
  const told = models.map(async (model) => {
    const count = await odoo.searchCount(model, [], { context });
    const dated = model === "mail.followers" ? "id" : "write_date";
    const [last] = await odoo.searchRead(model, [], [dated], { limit: 1, order: `${dated} desc` }, { context });
    return [model, `${count}, ${String(last?.[dated])}`] as const;
  });
  return Object.fromEntries(await Promise.all(told));
}
