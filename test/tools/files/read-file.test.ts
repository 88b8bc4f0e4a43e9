import { describe, expect, it, vi } from "vitest";
import type { Client } from "../../../src/odoo/client.js";
import type { AttachedFile } from "../../../src/tools/call/tool.js";
import { MAX_FILE, readFile } from "../../../src/tools/files/read-file.js";
import { contextWith } from "../../support/context.js";
import { PDF, PNG } from "../../support/files.js";
import { fieldWith, odooError, schemaWith } from "../../support/fixtures.js";

const schema = schemaWith({
  "ir.attachment": {
    name: fieldWith(),
    mimetype: fieldWith(),
    create_date: fieldWith({ type: "datetime" }),
    file_size: fieldWith({ type: "integer" }),
    type: fieldWith(),
    datas: fieldWith({ type: "binary" }),
    index_content: fieldWith({ type: "text" }),
  },
  "a.order": {
    name: fieldWith(),
    amount: fieldWith({ type: "float" }),
    note: fieldWith({ type: "html" }),
    api_key: fieldWith(),
    scan: fieldWith({ type: "binary" }),
  },
});

/** An Odoo with one attachment. */
function holding(bytes: Buffer, more: Record<string, unknown> = {}, policy = {}) {
  const record = {
    id: 9,
    name: "a.txt",
    mimetype: "text/plain",
    file_size: bytes.length,
    type: "binary",
    create_date: "2026-03-01 09:30:00",
    res_model: "a.order",
    res_id: 5,
    res_field: false,
    index_content: false,
    datas: bytes.length > 0 ? bytes.toString("base64") : false,
    scan: bytes.toString("base64"),
    ...more,
  };
  const read = vi.fn<Client["read"]>(async (_, ids, fields) =>
    ids.map((id) => ({ ...Object.fromEntries(fields.map((name) => [name, record[name as "name"]])), id })),
  );
  const attached: AttachedFile[] = [];
  const context = contextWith({ schema, policy, answers: { read, searchRead: async () => [] } });
  const attach = (file: AttachedFile) => void attached.push(file);
  const asked = () => read.mock.calls.flatMap(([, , fields]) => fields);
  return { context: { ...context, attach }, attached, asked };
}
const ID = { id: 9, offset: 0 };

describe("a file that is read", () => {
  it("is a text with what is known of it", async () => {
    const { context } = holding(Buffer.from("Zoë"));
    expect(await readFile(ID, context)).toEqual({
      id: 9,
      date: "2026-03-01T09:30:00Z",
      record: { model: "a.order", id: 5 },
      name: "a.txt",
      mimetype: "text/plain",
      bytes: 4,
      charset: "utf-8",
      text: "Zoë",
      offset: 0,
      next_offset: null,
    });
  });

  it("is empty, where Odoo answers false for its content", async () => {
    expect(await readFile(ID, holding(Buffer.alloc(0)).context)).toMatchObject({ text: "", bytes: 0 });
  });

  it("is told in parts that never cut a character in two", async () => {
    const { context } = holding(Buffer.from(`${"x".repeat(39_999)}😀end`));
    expect(await readFile(ID, context)).toMatchObject({ text: "x".repeat(39_999), next_offset: 39_999 });
    expect(await readFile({ id: 9, offset: 39_999 }, context)).toMatchObject({ text: "😀end", next_offset: null });
    expect(await readFile({ id: 9, offset: 99_999 }, context)).toMatchObject({ text: "", next_offset: null });
  });

  it("is what Odoo found in a document, without asking for its content", async () => {
    const found = holding(PDF, { mimetype: "application/pdf", index_content: "Offer 7" });
    expect(await readFile(ID, found.context)).toMatchObject({ text: "Offer 7", from_index: true });
    expect(found.asked()).not.toContain("datas");
    const nothing = holding(PDF, { mimetype: "application/pdf", index_content: "application" });
    expect(await readFile(ID, nothing.context)).toMatchObject({ attached: true, mimetype: "application/pdf" });
  });

  it("is a picture to look at, also where there is a folder, unless the file is asked for", async () => {
    const { context, attached } = holding(PNG, { name: "../p.png", mimetype: "image/png" });
    const save = vi.fn(() => "/files/p.png");
    const folder = { save, read: () => Promise.reject(new Error("not used")) };
    expect(await readFile(ID, { ...context, folder })).toMatchObject({ attached: true });
    expect(attached).toMatchObject([{ name: "_p.png", mimetype: "image/png" }]);
    expect(await readFile({ ...ID, as_file: true }, { ...context, folder })).toMatchObject({ path: "/files/p.png" });
    expect(save).toHaveBeenCalledWith("_p.png", expect.anything());
  });

  it("is that of a record's field", async () => {
    const { context } = holding(Buffer.from("x"));
    const told = await readFile({ id: 5, model: "a.order", field: "scan", offset: 0 }, context).catch((error) => error);
    expect(told).toMatchObject({ record: { model: "a.order", id: 5 }, field: "scan", name: "a.order 5 scan" });
  });
});

describe("a text of a record that is read", () => {
  const NOTE = { id: 5, model: "a.order", field: "note", offset: 0 };

  it("is told in parts, however long it is", async () => {
    const note = `<p>${"x".repeat(45_000)}</p>`;
    const { context } = holding(Buffer.alloc(0), { note });
    const first = await readFile(NOTE, context);
    expect(first).toMatchObject({
      record: { model: "a.order", id: 5 },
      field: "note",
      mimetype: "text/html",
      offset: 0,
      next_offset: 40_000,
    });
    const second = await readFile({ ...NOTE, offset: 40_000 }, context);
    expect(`${first.text}${second.text}`).toBe(note);
    expect(second).toMatchObject({ offset: 40_000, next_offset: null });
  });

  it("is a text whatever it begins with", async () => {
    const { context } = holding(Buffer.alloc(0), { note: "GIF89a\u0001" });
    expect(await readFile(NOTE, context)).toMatchObject({ text: "GIF89a\u0001" });
  });

  it("is empty where Odoo answers false", async () => {
    expect(await readFile(NOTE, holding(Buffer.alloc(0), { note: false }).context)).toMatchObject({ text: "" });
  });

  it("hides the secret of a link, wherever a part begins", async () => {
    const link = "https://odoo.example/my/orders/5?access_token=0a1b2c3d4e5f";
    for (let before = 39_940; before < 40_000; before += 3) {
      const { context } = holding(Buffer.alloc(0), { note: `${"x".repeat(before)} ${link}` });
      const parts = [await readFile(NOTE, context), await readFile({ ...NOTE, offset: 40_000 }, context)];
      expect(parts.map(({ text }) => text).join("")).toContain("access_token=[hidden]");
    }
  });

  it("is no secret", async () => {
    const { context } = holding(Buffer.alloc(0), { api_key: "0a1b2c3d" });
    const told = await readFile({ ...NOTE, field: "api_key" }, context).catch((error) => error);
    expect(JSON.stringify([told, String(told)])).not.toContain("0a1b2c3d");
  });

  it("is closed where the policy closes its field", async () => {
    const { context, asked } = holding(Buffer.alloc(0), { note: "x" }, { "a.order": { denyFields: ["note"] } });
    await expect(readFile(NOTE, context)).rejects.toThrow(odooError("forbidden", "note"));
    expect(asked()).not.toContain("note");
  });
});

describe("a file that is not read", () => {
  it.each([
    ["is an address", { type: "url" }, ID, odooError("validation", "an address")],
    ["is too large", { file_size: MAX_FILE + 1 }, ID, odooError("bad_request", String(MAX_FILE + 1))],
    ["belongs to a guarded model", { res_model: "ir.mail_server" }, ID, odooError("forbidden", "ir.mail_server")],
    ["is of no field", {}, { id: 5, model: "a.order", offset: 0 }, odooError("validation", "Give the id")],
    ["is a number", {}, { id: 5, model: "a.order", field: "amount", offset: 0 }, odooError("validation", "scan")],
  ])("%s, and its content is not asked for", async (_, more, args, error) => {
    const { context, asked } = holding(Buffer.from("x"), more);
    await expect(readFile(args, context)).rejects.toThrow(error);
    expect(asked()).not.toContain("datas");
  });

  it("is closed by the policy", async () => {
    const { context } = holding(Buffer.from("x"), {}, { "ir.attachment": { denyFields: ["datas"] } });
    await expect(readFile(ID, context)).rejects.toThrow(odooError("forbidden", "datas"));
  });
});
