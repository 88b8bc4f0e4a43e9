import { join } from "node:path";
import { createClient } from "../../src/odoo/client.js";
import { connect } from "../../src/odoo/connection/connect.js";
import { processEnvironment } from "../../src/odoo/connection/environment.js";
import { type InstanceSettings, toldOf } from "../../src/odoo/connection/instance-settings.js";
import { ofIntrospection, readIntrospectSettings, readSettings } from "../../src/odoo/connection/settings.js";
import { readInstance } from "../../src/odoo/instance/groups-and-modules.js";
import type { Schema } from "../../src/odoo/schema/schema.js";
import { serializeSchema } from "../../src/odoo/schema/snapshot.js";
import { closeConnections } from "../../src/odoo/wires/http.js";
import { type Config, parseConfig } from "../config/config.js";
import { readText } from "../disk/files.js";
import { SNAPSHOT, writeOwned } from "../disk/ownership.js";
import type { WritePaths } from "../disk/paths.js";
import { CONTEXT, introspect } from "../introspect/introspect.js";
import { checkNamesInOdoo } from "../introspect/policy-names.js";
import type { Io } from "../terminal/io.js";
import { type Progress, withProgress } from "../terminal/progress.js";

const NO_CONFIG = "Make one with `odoo-mcp init`, or name it with --config.";

/** The config of a file. Throws `OdooError` "settings". */
export const readConfig = async (file: string): Promise<Config> => parseConfig(await readText(file, NO_CONFIG), file);

/** The configured models as the instance describes them. Throws `OdooError`, also for a policy that names what is not there. */
export async function readSchema(config: Config, io: Io, instance?: InstanceSettings): Promise<Schema> {
  const environment = processEnvironment(io, instance);
  const settings = toldOf(instance, () => readSettings(environment));
  const second = readIntrospectSettings(environment, io.env);
  const read = async (progress: Progress) => {
    const client = createClient(await connect(settings));
    const reader = second && createClient(await connect(second).catch(throwOwn));
    const schema = await introspect(client, config, progress, reader);
    await checkNamesInOdoo(client, config, schema);
    const instance = await readInstance(client, { context: CONTEXT });
    return { ...schema, ...(instance ? { instance } : {}) };
  };
  try {
    return await withProgress("Reading Odoo's models", read, io);
  } finally {
    await closeConnections();
  }
}

function throwOwn(error: unknown): never {
  throw ofIntrospection(error);
}

/** Live Odoo -> schema.json. Answers what it did, as a sentence. */
export async function introspectCommand({ force = false, ...paths }: WritePaths, io: Io): Promise<string> {
  const schema = await readSchema(await readConfig(paths.config), io, paths.instance);
  const files = [{ path: SNAPSHOT, text: serializeSchema(schema) }];
  writeOwned(paths.generated, { files, part: (path) => path === SNAPSHOT, force });
  return snapshotText(schema, paths.generated);
}

const NO_VIEWS =
  "No view of them could be read, so that the tools show fields in no order of use; Odoo 14 sends views only over JSON-RPC.";

/** What was read, as a sentence. */
export function snapshotText(schema: Schema, folder: string): string {
  const models = Object.values(schema.models);
  const fields = models.reduce((sum, model) => sum + Object.keys(model.fields).length, 0);
  const read = `Read ${models.length} models with ${fields} fields from Odoo ${schema.series} into ${join(folder, SNAPSHOT)}.`;
  // One model or another is on no screen; that none is has another reason.
  return models.some(({ views }) => views) ? read : `${read} ${NO_VIEWS}`;
}
