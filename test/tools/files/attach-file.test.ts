import { describe, expect, it, vi } from "vitest";
import type { Client } from "../../../src/odoo/client.js";
import { OdooError } from "../../../src/odoo/errors/errors.js";
import { carryOut, carryOutOrPreview } from "../../../src/tools/change/carry-out.js";
import { type AttachArguments, attachFile } from "../../../src/tools/files/attach-file.js";
import { allThere, contextWith } from "../../support/context.js";
import { fieldWith, odooError, schemaWith } from "../../support/fixtures.js";

const schema = schemaWith({
  "ir.attachment": {
    name: fieldWith(),
    datas: fieldWith({ type: "binary" }),
    res_model: fieldWith(),
    res_id: fieldWith({ type: "many2one_reference" }),
  },
  "a.order": { name: fieldWith() },
});

function odoo(answers: Partial<Client> = {}, policy = {}) {
  const create = vi.fn<Client["create"]>(async () => [9]);
  const searchRead: Client["searchRead"] = async () => [
    { id: 9, name: "a.txt", mimetype: "text/plain" },
    { id: 4, name: "old.txt", mimetype: false },
  ];
  const context = contextWith({ schema, policy, answers: { search: allThere, create, searchRead, ...answers } });
  return { create, context };
}
const attach = async (args: Partial<AttachArguments>, { context }: ReturnType<typeof odoo>) =>
  attachFile({ model: "a.order", id: 5, ...args }, context);

describe("a file that is attached", () => {
  it.each([
    ["a text", { name: "a.txt", text: "Zoë" }, Buffer.from("Zoë").toString("base64")],
    ["base64, in lines", { name: "a.txt", base64: "AAEC\nAwQF" }, "AAECAwQF"],
    ["nothing", { name: "a.txt", text: "" }, ""],
  ])("is %s", async (_, args, datas) => {
    const made = odoo();
    expect(await carryOut(await attach(args, made))).toEqual({
      id: 9,
      name: "a.txt",
      mimetype: "text/plain",
      bytes: Buffer.from(datas, "base64").length,
      record: { model: "a.order", id: 5 },
      link: "https://odoo.example/odoo/a.order/5",
      attachments: [
        { id: 9, name: "a.txt", mimetype: "text/plain" },
        { id: 4, name: "old.txt", mimetype: "" },
      ],
    });
    expect(made.create.mock.calls[0]?.[1]).toEqual([{ name: "a.txt", datas, res_model: "a.order", res_id: 5 }]);
  });

  it("is one of the folder, by its own name", async () => {
    const made = odoo();
    const read = vi.fn(async () => Buffer.from("x"));
    const folder = { save: () => "", read };
    const change = await attach({ path: "scans/bill.pdf" }, { ...made, context: { ...made.context, folder } });
    expect(await carryOut(change)).toMatchObject({ name: "bill.pdf", bytes: 1 });
    expect(read).toHaveBeenCalledWith("scans/bill.pdf", 32 * 2 ** 20);
  });

  it("has a name on one line, in which all is seen", async () => {
    const change = await attach({ name: " two\r\nlines\u202e.txt ", text: "x" }, odoo());
    expect(change.rows).toMatchObject([{ name: "two lines.txt" }]);
  });

  it("changes its record, and is asked for as that", async () => {
    const asking = { "a.order": { confirm: ["update" as const] } };
    const change = await attach({ name: "a.txt", text: "x" }, odoo({}, asking));
    expect(change.touched).toContainEqual({ model: "a.order", effect: "update", records: 1 });
    await expect(carryOut(change)).rejects.toThrow(odooError("forbidden", "it changes records of a.order"));
  });

  it("is previewed by its size", async () => {
    const made = odoo({ defaultGet: async () => ({}) });
    const change = await attach({ name: "a.txt", text: "xyz" }, made);
    expect(JSON.stringify(await carryOutOrPreview(change, { dry_run: true }))).toContain("a file of 3 bytes");
    expect(made.create).not.toHaveBeenCalled();
  });
});

describe("a file that is refused", () => {
  it.each([
    ["without content", { name: "a.txt" }, odooError("validation", "once")],
    ["with two", { name: "a.txt", text: "x", base64: "AAEC" }, odooError("validation", "once")],
    ["that is no base64", { name: "a.txt", base64: "***" }, odooError("validation", "base64")],
    ["without a name", { text: "x" }, odooError("validation", "name")],
    ["whose name nobody sees", { name: "\u202e \n", text: "x" }, odooError("validation", "name")],
    ["of a folder that there is not", { path: "a.txt" }, odooError("settings", "no folder")],
    ["of a guarded model", { model: "res.users", name: "a.txt", text: "x" }, odooError("forbidden", "res.users")],
  ])("is one %s", async (_, args, error) => {
    const made = odoo();
    await expect(attach(args, made)).rejects.toThrow(error);
    expect(made.create).not.toHaveBeenCalled();
  });

  it("is one for a record that the user may not write, by its right or by Odoo's own word", async () => {
    const no = odooError("forbidden", "may not change a.order 5");
    await expect(attach({ name: "a", text: "x" }, odoo({ hasAccess: async () => false }))).rejects.toThrow(no);
    const nowhere = odoo({ hasAccess: async () => false, search: async () => [] });
    await expect(attach({ name: "a", text: "x" }, nowhere)).rejects.toThrow(odooError("not_found", "no a.order 5"));
    const create = () => Promise.reject(new OdooError("forbidden", "Not yours."));
    const change = await attach({ name: "a", text: "x" }, odoo({ create }));
    await expect(carryOut(change)).rejects.toThrow(odooError("forbidden", "may not change a.order 5", "Not yours."));
  });

  it("is one for a record outside the policy's domain", async () => {
    const made = odoo({ search: async () => [] }, { "a.order": { domain: [["name", "=", "mine"]] } });
    await expect(attach({ name: "a", text: "x" }, made)).rejects.toMatchObject({ rule: 'policy["a.order"].domain' });
  });
});
