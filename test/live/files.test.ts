import { mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Client, createClient } from "../../src/odoo/client.js";
import { connect } from "../../src/odoo/connection/connect.js";
import { readSettings } from "../../src/odoo/connection/settings.js";
import { closeConnections } from "../../src/odoo/wires/http.js";
import { NEXT_OFFSET } from "../../src/tools/session/addresses.js";
import { fileFolder } from "../../src/tools/session/file-folder.js";
import { JPEG, PDF, PNG, SVG } from "../support/files.js";
import { temporaryFolder } from "../support/fixtures.js";
import { type Json, type Session, startServer } from "../support/mcp.js";
import { openTools, type Tools, writesAmong } from "./in-process.js";
import { describeSandbox } from "./odoos.js";
import { generatedFolder } from "./shared.js";

const CONFIG = JSON.stringify({ models: { "res.partner": {}, "sale.order": {} } });
const MIB = 2 ** 20;

describeSandbox("leaves files", "files", (instance) => {
  const { series, admin, demo } = instance;
  let odoo: Client;
  let tools: Tools;
  let withFolder: Tools;
  let folder: { folder: string; remove: () => Promise<void> };
  let partner: number;
  let generated: string;

  beforeAll(async () => {
    odoo = createClient(await connect(readSettings(admin)));
    generated = await generatedFolder(instance, CONFIG);
    folder = await temporaryFolder();
    tools = await openTools(generated, demo);
    withFolder = await openTools(generated, demo, { files: fileFolder(folder.folder) });
    [partner = 0] = await odoo.create("res.partner", [{ name: "Files Ltd" }]);
  });
  afterAll(async () => {
    await folder.remove();
    await closeConnections();
  });

  const attach = (args: Json, own = tools) => own.call("attach_file", { model: "res.partner", id: partner, ...args });
  const read = (args: Json, own = tools) => own.call("read_file", args);
  const bytesOf = async (id: unknown) => {
    const [file] = await odoo.read("ir.attachment", [Number(id)], ["datas"]);
    return Buffer.from(file?.datas ? String(file.datas) : "", "base64");
  };
  const refused = async (call: Promise<Json>) => {
    const error = await call.then(
      (answer) => JSON.stringify(answer).slice(0, 300),
      (thrown: unknown) => thrown,
    );
    expect(error).toMatchObject({ name: "OdooError" });
    return error as { category: string; rule?: string; message: string; hint?: string; outcome: string };
  };

  describe("an ordinary user", () => {
    it("attaches a text to a record, and reads it back", async () => {
      const text = "Grüße, Zoë: 10 €\r\nsecond line\n";
      const { id, ...told } = await attach({ name: "note.txt", text });
      expect(told).toEqual({
        name: "note.txt",
        mimetype: "text/plain",
        bytes: Buffer.byteLength(text),
        record: { model: "res.partner", id: partner },
        link: expect.stringContaining(`${partner}`),
        attachments: [{ id, name: "note.txt", mimetype: "text/plain" }],
      });
      const back = await read({ id });
      expect(back).toMatchObject({ id, name: "note.txt", text, charset: "utf-8", next_offset: null });
      expect(back.record).toEqual({ model: "res.partner", id: partner });
      const domain = [
        ["res_model", "=", "res.partner"],
        ["res_id", "=", partner],
      ];
      const { records } = await tools.call("search_records", {
        model: "ir.attachment",
        domain,
        fields: ["name", "type", "mimetype", "file_size", "create_date"],
      });
      expect(records).toMatchObject([{ id, name: "note.txt", type: "binary", file_size: Buffer.byteLength(text) }]);
    });

    it("is refused on a record that it may not write, before anything is sent", async () => {
      for (const [model, id] of [
        ["res.currency", 1],
        ["res.country", 1],
      ] as const) {
        const sent = tools.asked.length;
        const error = await refused(attach({ model, id, name: "x.txt", text: "x" }));
        expect(error).toMatchObject({ category: "forbidden", outcome: "not_applied" });
        // The policy knows already of a model that no screen changes.
        expect(error.message).toMatch(
          new RegExp(`may not change ${model} ${id}|Records of ${model} are changed on no`),
        );
        expect(writesAmong(tools.asked.slice(sent))).toEqual([]);
        expect(await refused(attach({ model, id, name: "x.txt", text: "x", dry_run: true }))).toMatchObject({
          category: "forbidden",
        });
      }
    });

    it("previews without writing", async () => {
      const sent = tools.asked.length;
      const { preview } = await attach({ name: "x.bin", base64: "AAEC", dry_run: true });
      expect(preview).toMatchObject({ effect: "create", model: "ir.attachment" });
      expect(JSON.stringify(preview)).toContain("a file of 3 bytes");
      expect(writesAmong(tools.asked.slice(sent))).toEqual([]);
    });
  });

  describe("sizes", () => {
    it.each([
      ["nothing", 0],
      ["a byte", 1],
      ["5 MB", 5_000_000],
    ])("of %s go in and come out", async (_, size) => {
      const bytes = Buffer.alloc(size);
      const { id, bytes: told } = await attach({ name: "some.bin", base64: bytes.toString("base64") });
      expect(told).toBe(size);
      expect((await bytesOf(id)).equals(bytes)).toBe(true);
      if (size === 0) expect(await read({ id })).toMatchObject({ text: "", bytes: 0 });
      else {
        const { path } = await read({ id }, withFolder);
        expect(await sizeAt(path)).toBe(size);
      }
    });

    it("beyond what an answer holds are refused without a folder, and say what to do", async () => {
      const { id } = await attach({ name: "large.bin", base64: Buffer.alloc(800_000).toString("base64") });
      const { category, message, hint } = await refused(read({ id }));
      expect([category, message, hint]).toEqual([
        "bad_request",
        expect.stringContaining("800000 bytes"),
        expect.stringContaining("ODOO_MCP_FILES"),
      ]);
    });

    it("beyond the limit are refused, whichever way they come", async () => {
      await writeFile(join(folder.folder, "huge.bin"), Buffer.alloc(32 * MIB + 1));
      const sent = withFolder.asked.length;
      expect(await refused(attach({ path: "huge.bin" }, withFolder))).toMatchObject({
        category: "validation",
        message: expect.stringContaining(`${32 * MIB + 1} bytes`),
      });
      expect(writesAmong(withFolder.asked.slice(sent))).toEqual([]);
      const big = Buffer.alloc(33 * MIB, 0xc3).toString("base64");
      const [id = 0] = await odoo.create("ir.attachment", [
        { name: "huge.bin", datas: big, res_model: "res.partner", res_id: partner },
      ]);
      expect(await refused(read({ id }))).toMatchObject({ message: expect.stringContaining(`${33 * MIB} bytes`) });
    });
  });

  it.each([
    ['say "hi".txt', 'say "hi".txt'],
    ["a/b\\c/../d.txt", "a/b\\c/../d.txt"],
    ["two\nlines\r\n.txt", "two lines .txt"],
    ["invoice\u202efdp.exe", "invoicefdp.exe"],
    ["‏شكرا.txt", "شكرا.txt"],
    ["'; DROP TABLE ir_attachment; --", "'; DROP TABLE ir_attachment; --"],
  ])("a file named %j is kept as %j, and its copy on disk stays in the folder", async (given, kept) => {
    const { id, name } = await attach({ name: given, text: "x" });
    expect(name).toBe(kept);
    const [record] = await odoo.read("ir.attachment", [Number(id)], ["name"]);
    expect(record?.name).toBe(kept);
    expect(await read({ id })).toMatchObject({ name: kept, text: "x" });
    const { path } = await read({ id, as_file: true }, withFolder);
    expect(String(path).slice(folder.folder.length + 1)).not.toMatch(/[/\\"\n\u200f\u202e]/);
    expect(await sizeAt(path)).toBe(1);
  });

  describe("what a file is", () => {
    it("a text in Latin-1, with Windows' own characters", async () => {
      const bytes = Buffer.from([0x43, 0x61, 0x66, 0xe9, 0x20, 0x80, 0x20, 0x93, 0x78, 0x94]);
      const { id } = await attach({ name: "old.txt", base64: bytes.toString("base64") });
      expect(await read({ id })).toMatchObject({ text: "Café € “x”", charset: "windows-1252", bytes: 10 });
    });

    it("a text with a mark, in UTF-8 and UTF-16", async () => {
      const marked = await attach({ name: "a.csv", base64: Buffer.from("\ufeffa;ü").toString("base64") });
      expect(await read({ id: marked.id })).toMatchObject({ text: "a;ü", charset: "utf-8" });
      const wide = await attach({ name: "b.csv", base64: Buffer.from("\ufeffa;ü", "utf16le").toString("base64") });
      expect(await read({ id: wide.id })).toMatchObject({ text: "a;ü", charset: "utf-16le" });
    });

    it("a long text is read in parts", async () => {
      const text = "0123456789".repeat(9_000);
      const { id } = await attach({ name: "long.txt", text });
      let all = "";
      let offset: unknown = 0;
      for (let parts = 0; typeof offset === "number" && parts < 5; parts++) {
        const part: Json = await read({ id, offset });
        all += String(part.text);
        offset = part.next_offset;
      }
      expect(offset).toBeNull();
      expect(all === text).toBe(true);
    });

    it.each([
      ["PNG", PNG, "image/png"],
      ["JPEG", JPEG, "image/jpeg"],
    ])("a picture: %s, by its content", async (_, bytes, mimetype) => {
      const { id } = await attach({ name: "picture.dat", base64: bytes.toString("base64") });
      const before = tools.attached.length;
      expect(await read({ id })).toMatchObject({ mimetype, attached: true, bytes: bytes.length });
      expect(tools.attached.slice(before)).toMatchObject([{ mimetype }]);
      expect(Buffer.from(tools.attached.at(-1)?.bytes ?? []).equals(bytes)).toBe(true);
    });

    it("a picture in a record's field", async () => {
      await odoo.write("res.partner", [partner], { image_1920: PNG.toString("base64") });
      const told = await read({ model: "res.partner", id: partner, field: "image_1920" });
      expect(told).toMatchObject({
        mimetype: "image/png",
        attached: true,
        record: { model: "res.partner", id: partner },
        field: "image_1920",
      });
      const { message } = await refused(read({ model: "res.partner", id: partner, field: "color" }));
      expect(message).toContain("image_1920");
      const [bare = 0] = await odoo.create("res.partner", [{ name: "Bare" }]);
      expect(await refused(read({ model: "res.partner", id: bare, field: "image_1920" }))).toMatchObject({
        category: "not_found",
      });
    });

    it("a text in a record's field, part by part", async () => {
      const comment = `<p>${"é😀 ".repeat(30_000)}</p>`;
      await odoo.write("res.partner", [partner], { comment });
      const [stored] = await odoo.read("res.partner", [partner], ["comment"]);
      const [shown] = (await tools.call("read_records", { model: "res.partner", ids: [partner], fields: ["comment"] }))
        .records as Json[];
      expect(shown?.comment).toBe(stored?.comment);
      let text = "";
      for (let offset: unknown = 0; offset !== null; ) {
        const part = await read({ model: "res.partner", id: partner, field: "comment", offset });
        text += part.text;
        offset = part.next_offset;
      }
      expect(text).toBe(stored?.comment);
    });

    it("a PDF without text is the file, and one whose text Odoo found is that text", async () => {
      const { id } = await attach({ name: "offer.pdf", base64: PDF.toString("base64") });
      const [{ index_content } = { index_content: "" }] = await odoo.read(
        "ir.attachment",
        [Number(id)],
        ["index_content"],
      );
      console.log(`Odoo ${series} keeps of a PDF without the module that indexes: ${JSON.stringify(index_content)}`);
      expect(await read({ id })).toMatchObject({ mimetype: "application/pdf", attached: true, bytes: PDF.length });
      // As the module attachment_indexation does, whose library the sandbox lacks.
      await odoo.write("ir.attachment", [Number(id)], { index_content: "Offer 7: two barrels" });
      expect(await read({ id })).toMatchObject({ text: "Offer 7: two barrels", from_index: true, bytes: PDF.length });
      expect(await read({ id, as_file: true })).toMatchObject({ attached: true });
    });

    it("a web page and an SVG, also an administrator's: no browser runs them", async () => {
      const own = await openTools(generated, admin);
      for (const [name, text] of [
        ["page.html", "<html><script>alert(1)</script></html>"],
        ["logo.svg", SVG],
      ] as const) {
        const made = await own.call("attach_file", { model: "res.partner", id: partner, name, text });
        // 14 lets no tool say what a new attachment belongs to.
        const generic =
          series === "14"
            ? made
            : await own.call("create_record", {
                model: "ir.attachment",
                values: {
                  name,
                  datas: Buffer.from(text).toString("base64"),
                  res_model: "res.partner",
                  res_id: partner,
                },
              });
        for (const { id } of [made, generic]) {
          const [file] = await odoo.read("ir.attachment", [Number(id)], ["mimetype"]);
          expect(file?.mimetype).toBe("text/plain");
        }
        expect(await read({ id: made.id })).toMatchObject({ text });
      }
    });

    it("an address is told as one, and not fetched", async () => {
      const [id = 0] = await odoo.create("ir.attachment", [
        { name: "Shop", type: "url", url: "https://shop.example", res_model: "res.partner", res_id: partner },
      ]);
      expect(await refused(read({ id }))).toMatchObject({
        category: "validation",
        message: expect.stringContaining("an address, not a file"),
      });
      const { records } = await tools.call("read_records", { model: "ir.attachment", ids: [id], fields: ["type"] });
      expect(records).toEqual([{ id, type: "url" }]);
    });
  });

  describe("the folder", () => {
    it("gives files to attach, and takes what is read", async () => {
      await mkdir(join(folder.folder, "scans"));
      await writeFile(join(folder.folder, "scans", "bill.pdf"), PDF);
      const { id, name, bytes } = await attach({ path: "scans/bill.pdf" }, withFolder);
      expect([name, bytes]).toEqual(["bill.pdf", PDF.length]);
      expect((await bytesOf(id)).equals(PDF)).toBe(true);
      const { path } = await read({ id }, withFolder);
      expect(String(path)).toBe(join(folder.folder, "bill.pdf"));
    });

    it("is all that is read", async () => {
      await symlink("/etc", join(folder.folder, "etc"));
      await symlink("/etc/passwd", join(folder.folder, "passwd"));
      const sent = withFolder.asked.length;
      for (const path of ["../x", "scans/../../x", "/etc/passwd", "passwd", "etc/passwd", "C:\\x", "..\\x"]) {
        expect([path, await refused(attach({ path }, withFolder))]).toMatchObject([
          path,
          { category: "forbidden", rule: "ODOO_MCP_FILES", outcome: "not_applied" },
        ]);
      }
      expect(await refused(attach({ path: "none.txt" }, withFolder))).toMatchObject({ category: "not_found" });
      expect(await refused(attach({ path: "scans" }, withFolder))).toMatchObject({ category: "validation" });
      expect(await refused(attach({ path: "a.txt" }))).toMatchObject({ category: "settings" });
      expect(writesAmong(withFolder.asked.slice(sent))).toEqual([]);
    });
  });

  describe("within a policy", () => {
    let limited: Tools;
    let mine: number;
    let theirs: number;
    let mail: number;
    beforeAll(async () => {
      limited = await openTools(generated, admin, {
        policy: {
          "res.partner": { domain: [["comment", "ilike", "open"]], denyFields: ["image_1920"] },
          "crm.lead": { operations: [] },
        },
      });
      const [inside = 0, outside = 0] = await odoo.create("res.partner", [
        { name: "Inside", comment: "open", image_1920: PNG.toString("base64") },
        { name: "Outside" },
      ]);
      const [lead = 0] = await odoo.create("crm.lead", [{ name: "Lead" }]);
      const file = { name: "policy.txt", datas: "eA==" };
      [mine = 0, theirs = 0, mail = 0] = await odoo.create("ir.attachment", [
        { ...file, res_model: "res.partner", res_id: inside },
        { ...file, res_model: "res.partner", res_id: outside },
        { ...file, res_model: "crm.lead", res_id: lead },
      ]);
      await odoo.create("ir.attachment", [file]);
    });
    const NAMED = [["name", "=", "policy.txt"]];

    it("files of records that may not be read are not there for any tool", async () => {
      const { records, total } = await limited.call("search_records", {
        model: "ir.attachment",
        domain: NAMED,
        fields: ["res_model"],
        order: "id",
      });
      expect([(records as Json[]).map(({ res_model }) => res_model), total]).toEqual([["res.partner", null], 2]);
      expect(await limited.call("search_count", { model: "ir.attachment", domain: NAMED })).toEqual({ count: 2 });
      const read = await limited.call("read_records", {
        model: "ir.attachment",
        ids: [mine, theirs, mail],
        fields: ["name"],
      });
      expect(read).toEqual({ records: [{ id: mine, name: "policy.txt" }], missing: [theirs, mail] });
      expect(await limited.call("get_metadata", { model: "ir.attachment", ids: [mine, theirs] })).toMatchObject({
        records: [{ id: mine }],
        missing: [theirs],
      });
      expect(await limited.call("read_file", { id: mine })).toMatchObject({ text: "x" });
      expect(await refused(limited.call("read_file", { id: theirs }))).toMatchObject({
        rule: 'policy["res.partner"].domain',
      });
      expect(await refused(limited.call("read_file", { id: mail }))).toMatchObject({
        rule: 'policy["crm.lead"].operations',
      });
    });

    // 14 hides such files from everybody.
    it.skipIf(series === "14")(
      "the file behind a denied field is not there, also where its id is asked for",
      async () => {
        const behind = [
          ["res_model", "=", "res.partner"],
          ["res_field", "=", "image_1920"],
        ];
        const [id = 0] = await odoo.search("ir.attachment", behind, { limit: 1, order: "id desc" });
        expect(await limited.call("read_records", { model: "ir.attachment", ids: [id], fields: ["name"] })).toEqual({
          records: [],
          missing: [id],
        });
        const above = {
          model: "ir.attachment",
          domain: [
            ["id", ">=", id],
            ["id", "<=", id],
          ],
        };
        expect(await limited.call("search_count", above)).toEqual({ count: 0 });
      },
    );

    it("a record inside takes files, and one outside none", async () => {
      const [owner] = await odoo.read("ir.attachment", [mine, theirs], ["res_id"]);
      const [, other] = await odoo.read("ir.attachment", [mine, theirs], ["res_id"]);
      const given = { model: "res.partner", name: "new.txt", text: "y" };
      expect(await limited.call("attach_file", { ...given, id: owner?.res_id })).toMatchObject({ bytes: 1 });
      expect(await refused(limited.call("attach_file", { ...given, id: other?.res_id }))).toMatchObject({
        rule: 'policy["res.partner"].domain',
        outcome: "not_applied",
      });
    });

    it("a domain without rules costs one question more", async () => {
      const before = tools.asked.length;
      await tools.call("search_records", { model: "ir.attachment", domain: [["name", "=", "none at all"]] });
      const asked = tools.asked.slice(before).map(({ method }) => method);
      console.log(`Odoo ${series}: a search of attachments asks ${asked.join(", ")}`);
      expect(asked.filter((method) => method.endsWith("read_group"))).toHaveLength(1);
    });
  });

  describe("over stdio", () => {
    let session: Session;
    beforeAll(async () => {
      session = await startServer(demo, ["--generated", generated]);
    });
    afterAll(() => session.close());

    it("a picture is MCP's image, any other file an embedded resource", async () => {
      const picture = await attach({ name: "p.png", base64: PNG.toString("base64") });
      const shown = await session.client.callTool({ name: "read_file", arguments: { id: picture.id } });
      expect((shown.content as Json[])[1]).toEqual({
        type: "image",
        mimeType: "image/png",
        data: PNG.toString("base64"),
      });
      const file = await attach({ name: "p q.bin", base64: "AAEC" });
      const { content } = await session.client.callTool({ name: "read_file", arguments: { id: file.id } });
      expect((content as Json[])[1]).toMatchObject({
        type: "resource",
        resource: { uri: "odoo://file/p%20q.bin", blob: "AAEC" },
      });
    });

    it("records and files are resources", async () => {
      const { resourceTemplates } = await session.client.listResourceTemplates();
      expect(resourceTemplates.map(({ uriTemplate }) => uriTemplate)).toEqual([
        "odoo://attachment/{id}{?offset}",
        "odoo://{model}/{id}",
      ]);
      const at = async (uri: string) => (await session.client.readResource({ uri })).contents[0] as Json;
      const [tag = 0] = await odoo.create("res.partner.category", [{ name: "Filed" }]);
      const record = await at(`odoo://res.partner.category/${tag}`);
      expect(JSON.parse(String(record.text))).toEqual({
        notice: expect.any(String),
        record: expect.objectContaining({ id: tag, name: "Filed" }),
      });
      const text = await attach({ name: "r.txt", text: `${"x".repeat(40_000)}end` });
      expect(await at(`odoo://attachment/${text.id}`)).toMatchObject({
        mimeType: "text/plain",
        _meta: { [NEXT_OFFSET]: 40_000 },
      });
      expect(await at(`odoo://attachment/${text.id}?offset=40000`)).toMatchObject({ text: "end" });
      const picture = await attach({ name: "p.png", base64: PNG.toString("base64") });
      expect(await at(`odoo://attachment/${picture.id}`)).toMatchObject({
        mimeType: "image/png",
        blob: PNG.toString("base64"),
      });
      for (const uri of [
        "odoo://res.partner/999999",
        "odoo://attachment/99999999",
        "odoo://res.users.apikeys/1",
        "odoo://x",
      ]) {
        await expect(at(uri)).rejects.toThrow();
      }
    });

    it("tells the fields of res.partner in less than 3,000 tokens", async () => {
      const told = await session.call("get_fields", { model: "res.partner" });
      const { length } = JSON.stringify(told);
      console.log(
        `Odoo ${series}: get_fields of res.partner, ${Object.keys(told.fields as Json).length} fields, ${length} characters`,
      );
      expect(length).toBeLessThan(12_000);
    });

    it("tells who one is", async () => {
      const [user] = await odoo.searchRead("res.users", [["login", "=", "demo"]], ["name", "company_ids"], {
        limit: 1,
      });
      const told = await session.call("who_am_i");
      expect(told).toMatchObject({
        user: { id: user?.id, name: user?.name, login: "demo" },
        language: "en_US",
        today: expect.stringMatching(/^\d{4}-\d{2}-\d{2}$/),
        odoo: { version: `${series}.0`, url: demo.ODOO_URL },
        policy: { read_only: false, person_can_be_asked: true },
      });
      const companies = told.companies as { id: number; currency: string; applies: boolean }[];
      expect(companies.map(({ id }) => id).toSorted()).toEqual([...((user?.company_ids ?? []) as number[])].toSorted());
      expect(companies[0]).toMatchObject({ currency: expect.stringMatching(/^[A-Z]{3}$/), applies: true });
      console.log(`Odoo ${series}: who_am_i answers ${JSON.stringify(told).length} characters`);
    });
  });
});

const sizeAt = async (path: unknown) => (await import("node:fs/promises")).stat(String(path)).then(({ size }) => size);
