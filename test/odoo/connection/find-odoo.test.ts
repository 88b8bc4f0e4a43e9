import { describe, expect, it } from "vitest";
import { findOdoo, possibleAddresses } from "../../../src/odoo/connection/find-odoo.js";
import { type FakeAnswer, fakeServer, htmlPage, jsonError, jsonResult } from "../../support/fake-server.js";
import { odooError } from "../../support/fixtures.js";

const VERSION = jsonResult({ server_version_info: [19, 0] });

/** A server whose Odoo answers below these paths, and what it says elsewhere. */
async function serverWith(places: readonly string[], elsewhere: FakeAnswer = htmlPage(404)) {
  const server = await fakeServer(({ path }) =>
    places.some((place) => path === `${place}/web/webclient/version_info`) ? VERSION : elsewhere,
  );
  const find = (path: string) => findOdoo({ url: `${server.url}${path}`, timeoutMs: 60_000 });
  const paths = () => server.requests.map(({ path }) => path);
  return { url: server.url, find, paths };
}

describe("possibleAddresses", () => {
  it.each([
    ["https://x", [""]],
    ["https://x/erp", ["/erp"]],
    ["https://x/odoo", ["/odoo", ""]],
    ["https://x/odoo/action-123", ["/odoo/action-123", "/odoo", ""]],
    ["https://x/odoo/odoo/sales/7", ["/odoo/odoo/sales/7", "/odoo/odoo", "/odoo", ""]],
    ["https://x/erp/odoo/sales", ["/erp/odoo/sales", "/erp/odoo", "/erp"]],
    ["https://odoo/erp", ["/erp"]],
  ])("of %s are %j, the longest first", (address, paths) => {
    const { origin } = new URL(address);
    expect(possibleAddresses(address)).toEqual(paths.map((path) => origin + path));
  });
});

describe("findOdoo", () => {
  it.each<[given: string, places: string[], found: string]>([
    ["", [""], ""],
    ["/odoo", [""], ""],
    ["/odoo", ["/odoo"], "/odoo"],
    ["/odoo", ["", "/odoo"], "/odoo"],
    ["/odoo/action-123", [""], ""],
    ["/odoo/sales/7", ["", "/odoo"], "/odoo"],
    ["/odoo/test", ["", "/odoo/test"], "/odoo/test"],
    ["/erp/odoo/sales", ["/erp"], "/erp"],
  ])("finds for %j among Odoos below %j the one below %j", async (given, places, found) => {
    const server = await serverWith(places);
    expect(await server.find(given)).toEqual({
      url: server.url + found,
      series: expect.objectContaining({ major: 19 }),
    });
  });

  it.each<[string, FakeAnswer]>([
    ["a page of HTTP 404", htmlPage(404)],
    ["a page of Odoo's that takes no JSON", htmlPage(400)],
    ["a redirection to the sign-in", { status: 303, headers: { location: "/web/login" } }],
    ["an error of Odoo's own", jsonError("werkzeug.exceptions.NotFound", "404: Not Found")],
  ])("goes on after %s", async (_, elsewhere) => {
    const server = await serverWith([""], elsewhere);
    expect(await server.find("/odoo/action-1")).toMatchObject({ url: server.url });
  });

  it.each([502, 503, 429, 401, 403])("asks nothing else where HTTP %i hides whether Odoo is there", async (status) => {
    const server = await serverWith([""], htmlPage(status));
    await expect(server.find("/odoo")).rejects.toThrow(`${status === 429 ? "too many" : `HTTP ${status}`}`);
    expect(new Set(server.paths())).toEqual(new Set(["/odoo/web/webclient/version_info", "/odoo/web/version"]));
  });

  it("drops no path that is not Odoo's own, and names it", async () => {
    const server = await serverWith([""]);
    await expect(server.find("/tset")).rejects.toThrow(odooError("unavailable", "HTTP 404"));
    await expect(server.find("/tset")).rejects.toMatchObject({ hint: expect.stringContaining("the path /tset") });
  });
});
