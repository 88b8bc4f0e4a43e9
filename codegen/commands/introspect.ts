import { join } from "node:path";
import { createClient } from "../../src/odoo/client.js";
import { connect } from "../../src/odoo/connect.js";
import { closeConnections } from "../../src/odoo/http.js";
import { loadEnvironment, readSettings } from "../../src/odoo/settings.js";
import { serializeSchema } from "../../src/odoo/snapshot.js";
import { withProgress } from "../../src/progress.js";
import { parseConfig } from "../config.js";
import { readText, writeFiles } from "../files.js";
import { introspect } from "../introspect.js";

/** What every command takes: where the config is and where the generated files are. */
export interface Paths {
  config: string;
  generated: string;
}

const NO_CONFIG = "Make one with `odoo-mcp init`, or name it with --config.";

export const readConfig = async (file: string) => parseConfig(await readText(file, NO_CONFIG), file);

/** Live Odoo -> schema.json. Answers what it did, as a sentence. */
export async function introspectCommand(paths: Paths): Promise<string> {
  const config = await readConfig(paths.config);
  const settings = readSettings(loadEnvironment(process.cwd(), process.env));
  try {
    const schema = await withProgress("Reading Odoo's models", async (progress) => {
      const client = createClient(await connect(settings));
      return introspect(client, config, progress);
    });
    await writeFiles(paths.generated, [{ path: "schema.json", text: serializeSchema(schema) }]);
    const models = Object.values(schema.models);
    const fields = models.reduce((sum, model) => sum + Object.keys(model.fields).length, 0);
    const target = join(paths.generated, "schema.json");
    return `Read ${models.length} models with ${fields} fields from Odoo ${schema.series} into ${target}.`;
  } finally {
    await closeConnections();
  }
}
