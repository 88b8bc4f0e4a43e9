import { describe, expect, it } from "vitest";
import { parseSeries, probe } from "../../../src/odoo/connection/version.js";
import { type FakeAnswer, fakeServer, htmlPage, jsonResult } from "../../support/fake-server.js";

describe("parseSeries", () => {
  it.each<[unknown[], { major: number; minor: number; name: string }]>([
    [[14, 0, 0, "final", 0, ""], { major: 14, minor: 0, name: "14.0" }],
    [[19, 0, 0, "final", 0, ""], { major: 19, minor: 0, name: "19.0" }],
    [["saas~19", 4, 0, "final", 0, ""], { major: 19, minor: 4, name: "saas~19.4" }],
    [["saas-15", 2, 0, "final", 0, ""], { major: 15, minor: 2, name: "saas-15.2" }],
    [[17, 0, 0, "final", 0, "e"], { major: 17, minor: 0, name: "17.0" }],
  ])("reads %j", (info, series) => {
    expect(parseSeries({ server_version_info: info })).toEqual(series);
  });

  it.each([
    null,
    undefined,
    "19.0",
    {},
    { server_version_info: "19.0" },
    { server_version_info: [] },
    { server_version_info: ["x", 0] },
    { server_version_info: [19] },
  ])("finds none in %j", (info) => {
    expect(() => parseSeries(info)).toThrow("The server answered, but not with an Odoo version.");
  });
});

describe("probe", () => {
  const FIRST = "/web/webclient/version_info";
  const SECOND = "/web/version";
  const VERSION = { body: { version_info: [19, 0, 0, "final", 0, ""], version: "19.0" } };

  /** What it finds on a server with these pages, and what it asked. */
  async function probed(pages: Record<string, FakeAnswer>) {
    const server = await fakeServer(({ path }) => pages[path] ?? htmlPage(404));
    const found = await probe({ url: server.url, timeoutMs: 60_000 }).catch((error: unknown) => error);
    return { found, paths: server.requests.map(({ path }) => path) };
  }

  it("asks no further where the first address answers", async () => {
    const { found, paths } = await probed({ [FIRST]: jsonResult({ server_version_info: [18, 0] }), [SECOND]: VERSION });
    expect(found).toEqual({ major: 18, minor: 0, name: "18.0" });
    expect(paths).toEqual([FIRST]);
  });

  it.each<[string, FakeAnswer]>([
    ["is blocked", htmlPage(403)],
    ["is another service's", jsonResult({})],
  ])("asks the second where the first %s", async (_, answer) => {
    const { found, paths } = await probed({ [FIRST]: answer, [SECOND]: VERSION });
    expect(found).toMatchObject({ name: "19.0" });
    expect(paths).toEqual([FIRST, SECOND]);
  });

  it.each<[string, FakeAnswer]>([
    ["a page", htmlPage(200)],
    ["other JSON", { body: { version: "2" } }],
    ["null", { body: "null" }],
    ["a refusal", { ...VERSION, status: 403 }],
  ])("tells the first address's failure where the second answers %s", async (_, answer) => {
    const { found } = await probed({ [FIRST]: htmlPage(502), [SECOND]: answer });
    expect(found).toMatchObject({ category: "unavailable", message: expect.stringContaining("HTTP 502") });
  });
});
