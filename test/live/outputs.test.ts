import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openGenerated } from "../../src/tools/generated/folder.js";
import type { Manifest, ManifestTool } from "../../src/tools/generated/manifest.js";
import { CONFIG_FILE } from "../support/fixtures.js";
import { type Json, type Session, startServer } from "../support/mcp.js";
import { describeEachOdoo } from "./odoos.js";
import { generatedFolder } from "./shared.js";

// Every result validates against its tool's output schema: the SDK's client checks each, and throws where one does not.
// What changes records for real is answered to the same client in server.test.ts and in the tasks.

describeEachOdoo("output schemas", (instance) => {
  let odoo: Session;
  let manifest: Manifest;

  beforeAll(async () => {
    const generated = await generatedFolder(instance, readFileSync(CONFIG_FILE, "utf8"));
    ({ manifest } = openGenerated(generated));
    odoo = await startServer(instance.admin, ["--generated", generated]);
  });
  afterAll(() => odoo?.close());

  /** A result or a refusal, either of which the client has checked. */
  const answer = async (name: string, args: Json) => {
    const { structuredContent } = await odoo.client.callTool({ name, arguments: args });
    return structuredContent as Json;
  };
  const idsOf = async (model: string, limit: number) => {
    const found = await odoo.call("search_records", { model, domain: [], limit });
    return (found.records as { id: number }[]).map(({ id }) => id);
  };
  const of = (operation: ManifestTool["operation"]) => manifest.tools.filter((entry) => entry.operation === operation);

  it("hold what every typed tool reads", async () => {
    for (const { tool } of of("search")) await odoo.call(tool.name, { domain: [], limit: 200 });
    for (const { model, tool } of of("read")) await odoo.call(tool.name, { ids: await idsOf(model, 50) });
    for (const { model, tool } of of("aggregate")) {
      const many2one = manifest.models[model]?.searchFields.find((name) => /_id$/.test(name));
      await odoo.call(tool.name, { domain: [], ...(many2one ? { group_by: [many2one] } : {}) });
    }
    for (const { tool } of of("count")) await odoo.call(tool.name, { domain: [] });
  });

  it("hold details of the records that others refer to", async () => {
    const read = of("read").find(({ model }) => model === "sale.order")?.tool.name ?? "";
    const fields = ["partner_id.name", "partner_id.country_id", "order_line.name", "order_line.product_id.lst_price"];
    const { records } = await odoo.call(read, { ids: await idsOf("sale.order", 5), fields });
    expect((records as Json[])[0]).toHaveProperty("partner_id.id");
  });

  it("hold what changes would do, and refusals", async () => {
    for (const { model, tool } of [...of("update"), ...of("act")]) {
      const ids = await idsOf(model, 2);
      await answer(tool.name, { ids, dry_run: true, ...(/_update$/.test(tool.name) ? { values: { id: 1 } } : {}) });
    }
    for (const { tool } of of("create")) await answer(tool.name, { values: {}, dry_run: true });
    await answer("update_record", { model: "res.partner", id: 1, values: { comment: "A" }, dry_run: true });
    await answer("create_record", { model: "res.partner", values: { name: "A" }, dry_run: true });
    await answer("delete_records", { model: "res.partner", ids: [1], dry_run: true });
  });

  it("hold what every generic tool reads", async () => {
    const model = "res.partner";
    await odoo.call("read_records", { model, ids: [1] });
    await odoo.call("get_metadata", { model, ids: [1] });
    await odoo.call("search_count", { model, domain: [] });
    await odoo.call("aggregate_records", { model, domain: [], group_by: ["country_id"] });
    await odoo.call("get_fields", { model });
    await odoo.call("list_models", { query: "contact" });
    await odoo.call("look_up", { names: [{ model: "res.country", name: "Belgium" }] });
    await odoo.call("find_tools", { query: "merge contacts" });
    await odoo.call("read_messages", { model, id: 1 });
    await odoo.call("who_am_i");
  });
});
