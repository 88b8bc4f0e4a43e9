import { appendFileSync } from "node:fs";
import { afterAll, beforeAll, expect, it } from "vitest";
import { parseConfig } from "../../codegen/config/config.js";
import { introspect } from "../../codegen/introspect/introspect.js";
import { SILENT } from "../../codegen/terminal/progress.js";
import { type Client, createClient } from "../../src/odoo/client.js";
import { connect } from "../../src/odoo/connection/connect.js";
import { readSettings } from "../../src/odoo/connection/settings.js";
import { OdooError } from "../../src/odoo/errors/errors.js";
import type { Button, Model, Schema } from "../../src/odoo/schema/schema.js";
import { closeConnections } from "../../src/odoo/wires/http.js";
import type { Json } from "../support/mcp.js";
import { type Generated, generateOf, openTools, type Tools } from "./in-process.js";
import { describeSandbox } from "./odoos.js";
import { fitting, modelsOfApps } from "./screens.js";
import { type Watcher, watchDatabase } from "./written.js";

describeSandbox("leaves its data in disorder", "every step of every screen", (instance) => {
  const { series, admin } = instance;
  let odoo: Client;
  let schema: Schema;
  let folder: Generated;
  let tools: Tools;
  let watcher: Watcher;

  beforeAll(async () => {
    const at = Date.now();
    odoo = createClient(await connect(readSettings({ ...admin, ODOO_WIRE: "jsonrpc" })));
    const models = await modelsOfApps(odoo);
    const config = JSON.stringify({ models: Object.fromEntries(models.map((name) => [name, {}])) });
    schema = await introspect(odoo, parseConfig(config, "the test's config"), SILENT);
    appendFileSync(`/tmp/ws/explore-${series}.txt`, `introspected ${models.length} in ${Date.now() - at}\n`);
    folder = await generateOf(schema, config);
    console.log(`generated in ${Date.now() - at}`);
    tools = await openTools(folder.folder, { ...admin, ODOO_WIRE: "jsonrpc" });
    watcher = await watchDatabase(series);
  }, 600_000);
  afterAll(async () => {
    await folder?.remove();
    await closeConnections();
  });

  const told = async (model: Model, step: Button): Promise<string> => {
    const ids = await fitting(odoo, model, step, 1);
    if (ids.length === 0) return "no fitting record";
    await watcher.changed();
    const lines: string[] = [];
    let args: Json = { model: model.name, ids, signal: step.name };
    for (let calls = 1; calls <= 4; calls++) {
      let line: string;
      let next: Json | undefined;
      try {
        const answer = await tools.call("execute_workflow", args);
        const { done, made, shows, gone, message, warnings, files } = answer;
        next = answer.next as Json | undefined;
        line = JSON.stringify({ done, made, shows, gone, message, warnings, files, next });
      } catch (error) {
        if (!(error instanceof OdooError)) throw error;
        line = `REFUSED ${error.category} ${error.outcome} ${error.message} ${error.hint ?? ""}`;
      }
      lines.push(`    ${calls}: ${line.slice(0, 1500)}\n       wrote ${(await watcher.changed()).join(" ")}`);
      const [button] = (next?.buttons ?? []) as Json[];
      if (!next?.wizard || !button) break;
      args = { wizard: next.wizard, signal: button.signal };
    }
    return `#${ids}\n${lines.join("\n")}`;
  };

  it("explores", { timeout: 1_500_000 }, async () => {
    const at = Date.now();
    const out: string[] = [];
    for (const model of Object.values(schema.models)) {
      for (const step of model.views?.buttons ?? []) {
        const t = Date.now();
        const kind = step.action?.kind ?? "method";
        const text = await told(model, step);
        const row = `${model.name} ${step.name} [${step.place ?? "form"}] ${kind} "${step.label}" ${step.context ? JSON.stringify(step.context) : ""} hidden=${step.hidden ?? ""} ${Date.now() - t}ms ${text}`;
        out.push(row);
        appendFileSync(`/tmp/ws/explore-${series}.txt`, `${row}\n`);
      }
    }
    console.log(`${out.length} steps in ${Date.now() - at}`);
    expect(out.length).toBeGreaterThan(0);
  });
});
