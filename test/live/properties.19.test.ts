import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createClient } from "../../src/odoo/client.js";
import { connect } from "../../src/odoo/connection/connect.js";
import { readSettings } from "../../src/odoo/connection/settings.js";
import { closeConnections } from "../../src/odoo/wires/http.js";
import { CONFIG_FILE } from "../support/fixtures.js";
import { type Json, type Session, startServer } from "../support/mcp.js";
import { describeOdoo } from "./odoos.js";
import { generatedFolder } from "./shared.js";

// Properties exist from 16 on, so only Odoo 19 of the two can show them.
describeOdoo("19", "properties", (instance) => {
  const { admin } = instance;
  let session: Session;
  let project: number;
  let task: number;

  beforeAll(async () => {
    const generated = await generatedFolder(instance, readFileSync(CONFIG_FILE, "utf8"));
    session = await startServer(admin, ["--generated", generated]);
    const odoo = createClient(await connect(readSettings(admin)));
    const task_properties_definition = [
      {
        name: "prio",
        string: "Priority",
        type: "selection",
        selection: [
          ["lo", "Low"],
          ["hi", "High"],
        ],
      },
      { name: "note", string: "Note", type: "char" },
      { name: "owner", string: "Owner", type: "many2one", comodel: "res.partner" },
      { name: "when", string: "When", type: "datetime" },
      { name: "hours", string: "Hours", type: "float" },
      { name: "done", string: "Done", type: "boolean" },
    ];
    [project = 0] = await odoo.create("project.project", [{ name: "With properties", task_properties_definition }]);
    await closeConnections();
    task = (await session.call("project_task_create", { values: { name: "A task", project_id: project } }))
      .id as number;
  });
  afterAll(async () => {
    await session?.call("delete_records", { model: "project.task", ids: [task] });
    await session?.call("delete_records", { model: "project.project", ids: [project] });
    await session?.close();
  });

  const update = (task_properties: Json) =>
    session.call("project_task_update", { ids: [task], values: { task_properties } });
  const read = async () => {
    const { records } = await session.call("project_task_read", { ids: [task], fields: ["task_properties"] });
    const [record] = records as [{ task_properties: Record<string, { value: unknown }> }];
    return Object.fromEntries(Object.entries(record.task_properties).map(([name, { value }]) => [name, value]));
  };

  it("survive a write that does not mention them", async () => {
    await update({ prio: "lo", note: "kept", when: "2026-03-01T11:30:00+02:00", hours: 1.5, done: true, owner: 1 });
    await update({ Priority: "hi" });
    expect(await read()).toEqual({
      prio: "hi",
      note: "kept",
      when: "2026-03-01T09:30:00Z",
      hours: 1.5,
      done: true,
      owner: { id: 1, name: expect.any(String) },
    });
  });

  it("are written back as they were read, and emptied with null", async () => {
    const { records } = await session.call("project_task_read", { ids: [task], fields: ["task_properties"] });
    const before = await read();
    const [{ task_properties }] = records as [{ task_properties: Json }];
    await update(task_properties);
    expect(await read()).toEqual(before);
    await update({ note: null });
    expect(await read()).toEqual({ ...before, note: null });
  });

  it("are refused where Odoo would drop them in silence", async () => {
    const before = await read();
    const refused = async (task_properties: Json) =>
      (await session.refused("project_task_update", { ids: [task], values: { task_properties } })).message;
    expect(await refused({ Colour: "red" })).toMatch(/there is no property "Colour".*"prio" \(Priority\)/);
    expect(await refused({ prio: "High" })).toMatch(/task_properties\.prio: expected one of "lo" \(Low\)/);
    const creating = await session.refused("project_task_create", {
      values: { name: "x", task_properties: { note: "x" } },
    });
    expect(creating.message).toMatch(/holds properties: update one record at a time/);
    expect(await read()).toEqual(before);
  });
});
