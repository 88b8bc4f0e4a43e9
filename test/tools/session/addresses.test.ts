import { describe, expect, it } from "vitest";
import { GENERIC_TOOLS } from "../../../src/tools/catalogue/generic-tools.js";
import { surfaceOf } from "../../../src/tools/catalogue/surface.js";
import {
  addressTemplates,
  contentsOf,
  leadsNowhere,
  NEXT_OFFSET,
  readingOf,
} from "../../../src/tools/session/addresses.js";

const manifest = { format: 1 as const, series: "19.0", models: {}, tools: [] };
const surface = (tools: string[] = []) => surfaceOf({ manifest, typed: [], generic: GENERIC_TOOLS }, { tools });
const all = await surface();
const result = (value: Record<string, unknown>, more: object = {}) => ({
  result: value,
  isError: false,
  retries: [],
  attached: [],
  ...more,
});

describe("an address", () => {
  it.each([
    ["odoo://sale.order/7", "read_records", { model: "sale.order", ids: [7] }],
    ["odoo://website/1", "read_records", { model: "website", ids: [1] }],
    ["odoo://attachment/9", "read_file", { id: 9, offset: 0 }],
    ["odoo://attachment/9?offset=40", "read_file", { id: 9, offset: 40 }],
  ])("%s is read by %s with %j", (uri, name, args) => {
    expect(readingOf(uri, all)).toMatchObject({ name, args });
  });

  it.each([
    "odoo://sale.order",
    "odoo://sale.order/x",
    "odoo://sale.order/7/name",
    "odoo://../7",
    "file:///etc/passwd",
    "",
  ])("%j leads nowhere", (uri) => {
    expect(readingOf(uri, all)).toBeUndefined();
  });

  it("that leads nowhere is told, by its beginning where it is long", () => {
    expect(leadsNowhere("file:///etc/passwd")).toMatchObject({ isMissing: true, data: { uri: "file:///etc/passwd" } });
    expect(JSON.stringify(leadsNowhere(`odoo://${"x".repeat(100_000)}`)).length).toBeLessThan(1_000);
  });

  it("is there where its tool is served", async () => {
    expect(addressTemplates(all).map(({ name }) => name)).toEqual(["attachment", "record"]);
    const some = await surface(["read_file"]);
    expect(addressTemplates(some).map(({ name }) => name)).toEqual(["attachment"]);
    expect(readingOf("odoo://sale.order/7", some)).toBeUndefined();
  });
});

describe("the content of an address", () => {
  it.each([
    [
      "a record behind its notice",
      result({ notice: "N", records: [{ id: 7, notice: "own" }], missing: [], left_out: "L" }),
      { mimeType: "application/json", text: '{"notice":"N","left_out":"L","record":{"id":7,"notice":"own"}}' },
    ],
    ["a text", result({ text: "a\u202eb", next_offset: null }), { mimeType: "text/plain", text: "ab" }],
    ["a part of one", result({ text: "a", next_offset: 1 }), { _meta: { [NEXT_OFFSET]: 1 } }],
    [
      "a file",
      result({ attached: true }, { attached: [{ name: "x", mimetype: "image/png", bytes: Buffer.from("a") }] }),
      { mimeType: "image/png", blob: "YQ==" },
    ],
    ["a file in the folder", result({ path: "/x" }), { mimeType: "application/json", text: '{"path":"/x"}' }],
  ])("is %s", (_, answer, content) => {
    expect(contentsOf("odoo://x/1", answer)).toMatchObject({ contents: [{ uri: "odoo://x/1", ...content }] });
  });

  it.each([
    ["not_found", true],
    ["forbidden", false],
  ])("is the error where reading failed: %s", (category, isMissing) => {
    const error = { category, message: "No." };
    const failed = result({ error }, { isError: true });
    expect(contentsOf("odoo://x/1", failed)).toEqual({
      isMissing,
      message: "No.",
      data: { uri: "odoo://x/1", ...error },
    });
  });

  it("is missing where there is no such record", () => {
    expect(contentsOf("odoo://x/1", result({ records: [], missing: [1] }))).toMatchObject({
      isMissing: true,
      data: { uri: "odoo://x/1" },
    });
  });
});
