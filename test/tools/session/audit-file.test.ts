import { mkdir, readdir, readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { AuditLine } from "../../../src/tools/call/audit.js";
import { openAudit } from "../../../src/tools/session/audit-file.js";
import { odooError, temporaryFolder } from "../../support/fixtures.js";

const opening = vi.hoisted(() => new Map<unknown, () => void>());
vi.mock("node:fs", async (importOriginal) => {
  const fs = await importOriginal<typeof import("node:fs")>();
  const openSync = (...args: Parameters<typeof fs.openSync>) => {
    const first = opening.get(args[0]);
    opening.delete(args[0]);
    first?.();
    return fs.openSync(...args);
  };
  return { ...fs, openSync };
});

/** Does something just before the file is opened for the next time. */
const whenOpened = (file: string, first: () => void) => opening.set(file, first);

const CALL = { id: "a1b2c3d4", tool: "res_partner_update", client: "test 1" };
const BEGIN: AuditLine = { event: "begin", ...CALL, model: "res.partner", operation: "update", ids: [5] };
const END: AuditLine = { event: "end", ...CALL, outcome: "applied", ids: [5], ms: 12 };

describe("the audit", () => {
  let folder: string;
  let remove: () => Promise<void>;
  const lines = async (file: string) =>
    (await readFile(file, "utf8"))
      .split("\n")
      .filter(Boolean)
      .map((line) => JSON.parse(line));

  beforeEach(async () => {
    ({ folder, remove } = await temporaryFolder());
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    await remove();
  });

  it("appends a line of JSON at once, to a file that only its owner reads", async () => {
    const file = join(folder, "audit.jsonl");
    const audit = openAudit(file);
    audit.write(BEGIN);
    expect(await lines(file)).toEqual([{ time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/), ...BEGIN }]);
    audit.write(END);
    expect((await lines(file)).map(({ event }) => event)).toEqual(["begin", "end"]);
    if (process.platform !== "win32") expect((await stat(file)).mode & 0o777).toBe(0o600);
    openAudit(file).write(BEGIN);
    expect(await lines(file)).toHaveLength(3);
  });

  it("keeps to one line whatever a value holds, and shows what cannot be seen", async () => {
    const file = join(folder, "audit.jsonl");
    const name = 'x"}\n{"event":"end"}\u2028\u202e\u200b\u{e0041}\u0007\u3164\ue000';
    openAudit(file).write({ ...BEGIN, values: [{ name }] } as AuditLine);
    const text = await readFile(file, "utf8");
    expect(text.trimEnd().split(/[\n\u2028]/)).toHaveLength(1);
    expect(text).not.toMatch(/[\p{Cf}\u2028\u3164\ue000]/u);
    expect((await lines(file))[0]).toMatchObject({ values: [{ name }] });
  });

  it("starts another file once, where two servers find the same one full at the same time", async () => {
    const file = join(folder, "audit.jsonl");
    const [first, second] = [openAudit(file, 200), openAudit(file, 200)];
    for (let call = 0; call < 2; call++) first.write({ ...BEGIN, id: `call-${call}` });
    // The second server comes between the first one's look at the file and its turn to rename it.
    whenOpened(`${file}.lock`, () => second.write({ ...BEGIN, id: "second" }));
    first.write({ ...BEGIN, id: "first" });
    expect((await readdir(folder)).sort()).toEqual(["audit.jsonl", "audit.jsonl.1"]);
    expect((await lines(file)).map(({ id }) => id)).toEqual(["second", "first"]);
    expect((await lines(`${file}.1`)).map(({ id }) => id)).toEqual(["call-0", "call-1"]);
  });

  it("goes on with a full file while another server starts a new one, and does not wait for one that was killed", async () => {
    const file = join(folder, "audit.jsonl");
    const audit = openAudit(file, 200);
    for (let call = 0; call < 2; call++) audit.write({ ...BEGIN, id: `call-${call}` });
    await writeFile(`${file}.lock`, "");
    audit.write({ ...BEGIN, id: "meanwhile" });
    expect((await lines(file)).map(({ id }) => id)).toEqual(["call-0", "call-1", "meanwhile"]);
    await utimes(`${file}.lock`, 0, 0);
    audit.write(BEGIN);
    audit.write({ ...BEGIN, id: "new" });
    expect((await lines(file)).map(({ id }) => id)).toEqual(["new"]);
  });

  it("starts another file when one is full, the next number for each, and deletes none", async () => {
    const file = join(folder, "audit.jsonl");
    await writeFile(`${file}.old`, "");
    const audit = openAudit(file, 200);
    for (let call = 0; call < 24; call++) audit.write({ ...BEGIN, id: `call-${call}` });
    const full = Array.from({ length: 11 }, (_, index) => `${file}.${index + 1}`);
    const ids = (await Promise.all([...full, file].map(lines))).flat().map(({ id }) => id);
    expect(ids).toEqual(Array.from({ length: 24 }, (_, call) => `call-${call}`));
    expect(await readdir(folder)).toHaveLength(full.length + 2);
  });

  it("is not flooded away by calls that are refused: a minute has some lines of them, and their number", async () => {
    const file = join(folder, "audit.jsonl");
    const audit = openAudit(file);
    vi.spyOn(performance, "now").mockReturnValue(5_000);
    for (let call = 0; call < 500; call++) audit.write({ event: "refused", ...CALL, rule: "read-only" });
    audit.write(BEGIN);
    audit.write({ event: "refused", ...CALL, rule: "read-only" });
    audit.end();
    const found = await lines(file);
    expect(found.filter(({ event }) => event === "refused")).toHaveLength(60);
    expect(found.slice(60).map(({ time: _, ...line }) => line)).toEqual([
      { event: "left_out", refused: 440 },
      BEGIN,
      { event: "left_out", refused: 1 },
    ]);
  });

  it("has every value of many records, in lines of at most 64 KiB with one id", async () => {
    const file = join(folder, "audit.jsonl");
    const values = Array.from({ length: 1000 }, (_, at) => ({ name: `record ${at}`, note: "\u200b".repeat(200) }));
    openAudit(file).write({ ...BEGIN, values });
    const found = await lines(file);
    expect(found.length).toBeGreaterThan(5);
    expect(found.map(({ id, part }) => [id, part])).toEqual(
      found.map((_, index) => [CALL.id, `${index + 1}/${found.length}`]),
    );
    expect(found[0]).toMatchObject({ model: "res.partner", ids: [5] });
    expect(found.flatMap((line) => line.values ?? [])).toEqual(values);
    for (const line of (await readFile(file, "utf8")).split("\n")) expect(line.length).toBeLessThan(64 * 1024);
  });

  it("refuses to start with a file that cannot be written", () => {
    expect(() => openAudit(join(folder, "no", "such", "folder"))).toThrow(odooError("settings", "ODOO_MCP_AUDIT"));
  });

  it("lets no change begin that it cannot write down, and tells the end of one elsewhere", async () => {
    const file = join(folder, "audit.jsonl");
    const audit = openAudit(file);
    // A folder in its place.
    await rm(file);
    await mkdir(file);
    expect(() => audit.write(BEGIN)).toThrow(odooError("unavailable", "no change is made"));
    const stderr = vi.spyOn(process.stderr, "write").mockReturnValue(true);
    audit.write(END);
    expect(stderr).toHaveBeenCalledWith(expect.stringContaining('"outcome":"applied"'));
  });

  it("goes to stderr where no file is named", () => {
    const stderr = vi.spyOn(process.stderr, "write").mockReturnValue(true);
    openAudit(undefined).write(BEGIN);
    expect(stderr).toHaveBeenCalledWith(
      expect.stringMatching(/^odoo-mcp audit: \{"time":.*"model":"res\.partner".*\}\n$/),
    );
  });
});
