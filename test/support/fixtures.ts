import { readFileSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "vitest";
import { type Config, parseConfig } from "../../codegen/config/config.js";
import type { GeneratedFile } from "../../codegen/disk/files.js";
import type { Client } from "../../src/odoo/client.js";
import type { Category } from "../../src/odoo/errors/errors.js";
import type { Field, Schema } from "../../src/odoo/schema/schema.js";
import { parseSchema } from "../../src/odoo/schema/snapshot.js";
import type { Manifest } from "../../src/tools/generated/manifest.js";

// What tests of codegen have in common: its committed inputs, small ones made by hand, folders, a client without Odoo.

export const ROOT = fileURLToPath(new URL("../../", import.meta.url));
export const GENERATED = join(ROOT, "generated");
export const CONFIG_FILE = join(ROOT, "odoo-models.config.json");
export const SCHEMA_FILE = join(GENERATED, "schema.json");

export const committedConfig = () => parseConfig(readFileSync(CONFIG_FILE, "utf8"), CONFIG_FILE);
export const committedSchema = () => parseSchema(readFileSync(SCHEMA_FILE, "utf8"), SCHEMA_FILE);

/** A config as its text would be read. */
export const configWith = (models: Record<string, unknown>, rest: Record<string, unknown> = {}): Config =>
  parseConfig(JSON.stringify({ models, ...rest }), "config.json");

export const fieldWith = (attributes: Partial<Field> = {}): Field => ({ type: "char", string: "", ...attributes });

/** A schema of models whose labels are their names. */
export function schemaWith(models: Record<string, Record<string, Field>>): Schema {
  const entries = Object.entries(models).map(([name, fields]) => [name, { name, label: name, fields }]);
  return { series: "19.0", models: Object.fromEntries(entries) };
}

/** The JSON Schema of an object, as the manifest writes it. */
export interface ObjectSchema {
  type: "object";
  properties: Record<string, Record<string, unknown>>;
  required?: string[];
}

/** The `values` that a model's create or update tool takes. */
export function valuesOf(manifest: Manifest, model: string, operation: "create" | "update"): ObjectSchema {
  const entry = manifest.tools.find((tool) => tool.model === model && tool.operation === operation);
  const { values } = (entry?.tool.inputSchema.properties ?? {}) as { values?: ObjectSchema };
  if (!values) throw new Error(`The manifest has no ${operation} tool of ${model}.`);
  return values;
}

/** An empty folder and what deletes it. */
export async function temporaryFolder(): Promise<{ folder: string; remove: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), "odoo-typed-mcp-"));
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** Writes files as they are given, whatever was there: what codegen writes with more care. */
export async function writeFiles(folder: string, files: readonly GeneratedFile[]): Promise<void> {
  for (const { path, text } of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}

/** Every file below the folder, by its path, with "/" whatever the system. */
export async function filesBelow(folder: string): Promise<Record<string, string>> {
  const files: [path: string, text: string][] = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    files.push([file.slice(folder.length + 1).replaceAll("\\", "/"), await readFile(file, "utf8")]);
  }
  return Object.fromEntries(files.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Matches an `OdooError` by its category and texts that its message holds. */
export function odooError(category: Category, ...texts: string[]) {
  return expect.objectContaining({
    name: "OdooError",
    category,
    message: expect.toSatisfy((message: string) => texts.every((text) => message.includes(text)), texts.join(" … ")),
  });
}

const unexpected = (method: string) => () => Promise.reject(new Error(`The test did not expect a call of ${method}.`));

/** Odoo's `web_read` and `web_search_read`, which answer what `read`, `searchRead` and `searchCount` do. */
function webReads({ read, searchRead, searchCount }: Partial<Client>): Pick<Client, "webRead" | "webSearchRead"> {
  return {
    webRead: read
      ? (model, ids, specification, options) => read(model, ids, Object.keys(specification), options)
      : unexpected("webRead"),
    async webSearchRead(model, { domain, specification, page }, options) {
      const search = searchRead ?? unexpected("webSearchRead");
      const records = await search(model, domain, Object.keys(specification), page, options);
      const isFull = records.length === page.limit;
      const known = records.length === 0 ? 0 : (page.offset ?? 0) + records.length;
      return { records, length: isFull && searchCount ? await searchCount(model, domain, options) : known };
    },
  };
}

/** A client that answers as given, of messages and followers only with `hasMail`; any other call fails the test. */
export function fakeClient(answers: Partial<Client>, major = 19, hasMail = false): Client {
  return {
    series: { major, minor: 0, name: `${major}.0` },
    url: "https://odoo.example",
    user: { uid: 2, context: { lang: "en_US", tz: "UTC", allowed_company_ids: [1] }, companies: [1] },
    inContext: () => fakeClient(answers, major, hasMail),
    writingIn: () => fakeClient(answers, major, hasMail),
    tellingRetries: () => fakeClient(answers, major, hasMail),
    asOneJob: () => fakeClient(answers, major, hasMail),
    languages: unexpected("languages"),
    searchCount: unexpected("searchCount"),
    nameSearch: unexpected("nameSearch"),
    read: unexpected("read"),
    createAndRead: creatingPlainly(answers),
    ...webReads(answers),
    checkSendable: () => Promise.resolve(),
    create: unexpected("create"),
    load: unexpected("load"),
    write: unexpected("write"),
    unlink: unexpected("unlink"),
    fieldsGet: unexpected("fieldsGet"),
    getViews: () => Promise.resolve({}),
    hasAccess: () => Promise.resolve(true),
    hasGroup: unexpected("hasGroup"),
    ownGroups: unexpected("ownGroups"),
    defaultGet: unexpected("defaultGet"),
    onchange: unexpected("onchange"),
    getMetadata: unexpected("getMetadata"),
    callMethod: unexpected("callMethod"),
    callModel: unexpected("callModel"),
    ...answers,
    ...sendingNothing(answers, hasMail),
  };
}

/** As where nothing is read along with a creation. */
const creatingPlainly =
  ({ create = unexpected("create") }: Partial<Client>): Client["createAndRead"] =>
  async (model, values, _fields, options) => ({ id: (await create(model, [values], options))[0] ?? 0 });

/** What Odoo sends of a change is looked for around every one: it is nothing, and no test has to say so. */
function sendingNothing(
  { search = unexpected("search"), searchRead = unexpected("searchRead") }: Partial<Client>,
  hasMail: boolean,
): Pick<Client, "search" | "searchRead"> {
  const looked = hasMail ? /^mail\.notification/ : /^mail\.(notification|message|followers)/;
  const isSending = (model: string) => looked.test(model);
  return {
    search: async (model, ...rest) => (isSending(model) ? [] : search(model, ...rest)),
    searchRead: async (model, ...rest) => (isSending(model) ? [] : searchRead(model, ...rest)),
  };
}
