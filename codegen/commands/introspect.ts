import { join } from "node:path";
import { createClient } from "../../src/odoo/client.js";
import { connect } from "../../src/odoo/connection/connect.js";
import { processEnvironment } from "../../src/odoo/connection/environment.js";
import { readSettings } from "../../src/odoo/connection/settings.js";
import { readInstance } from "../../src/odoo/instance/groups-and-modules.js";
import type { Schema } from "../../src/odoo/schema/schema.js";
import { serializeSchema } from "../../src/odoo/schema/snapshot.js";
import { closeConnections } from "../../src/odoo/wires/http.js";
import { type Config, parseConfig } from "../config/config.js";
import { readText } from "../disk/files.js";
import { SNAPSHOT, writeOwned } from "../disk/ownership.js";
import { CONTEXT, introspect } from "../introspect/introspect.js";
import { withProgress } from "../terminal/progress.js";

/** What every command takes: where the config is and where the generated files are. */
export interface Paths {
  config: string;
  generated: string;
}

const NO_CONFIG = "Make one with `odoo-mcp init`, or name it with --config.";

export const readConfig = async (file: string) => parseConfig(await readText(file, NO_CONFIG), file);

/** What the commands that write take. */
export interface WritePaths extends Paths {
  /** Overwrites files below `generated` that are not as odoo-mcp wrote them. */
  force?: boolean;
}

/** The configured models as the instance describes them. */
export async function readSchema(config: Config): Promise<Schema> {
  const settings = readSettings(processEnvironment());
  try {
    return await withProgress("Reading Odoo's models", async (progress) => {
      const client = createClient(await connect(settings));
      const schema = await introspect(client, config, progress);
      const instance = await readInstance(client, { context: CONTEXT });
      return { ...schema, ...(instance ? { instance } : {}) };
    });
  } finally {
    await closeConnections();
  }
}

/** Live Odoo -> schema.json. Answers what it did, as a sentence. */
export async function introspectCommand({ force = false, ...paths }: WritePaths): Promise<string> {
  const schema = await readSchema(await readConfig(paths.config));
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
