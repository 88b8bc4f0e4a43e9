import { expect, it } from "vitest";
import { fakeServer } from "./fake-server.js";
import { ownOdoo, settingsFrom } from "./own-odoo.js";

const KEY = "0123456789abcdef0123456789abcdef01234567";

it.each([
  ["http://localhost:8069,prod,admin,secret", "secret", ""],
  ["http://localhost:8069,prod,admin,a, b,c ", "a, b,c ", ""],
  [`http://localhost:8069,prod,admin,${KEY}`, KEY, KEY],
])("an Odoo of one's own is named by its address, database, login and secret: %s", (text, password, key) => {
  const named = { ODOO_URL: "http://localhost:8069", ODOO_DB: "prod", ODOO_USERNAME: "admin" };
  expect(settingsFrom(text)).toEqual({ ...named, ODOO_PASSWORD: password, ODOO_API_KEY: key });
});

it.each(["", "http://localhost:8069", "http://localhost:8069,,admin,secret", "http://localhost:8069,db,secret"])(
  "an Odoo of one's own is not named by %j, and no secret is shown",
  (text) => {
    expect(() => settingsFrom(text)).toThrow('TEST_ODOO must be "url,database,login,secret"');
    expect(() => settingsFrom(text)).not.toThrow(/localhost/);
  },
);

it("an Odoo of one's own is asked for its version", async () => {
  const server = await fakeServer(() => ({
    body: { jsonrpc: "2.0", result: { server_version_info: ["saas~17", 2, 0, "final", 0, ""] } },
  }));
  expect(await ownOdoo(`${server.url},db,admin,secret`)).toMatchObject({ series: "17", admin: { ODOO_DB: "db" } });
});

it("an Odoo of one's own that is none fails the run", async () => {
  const server = await fakeServer(() => ({ status: 404 }));
  await expect(ownOdoo(`${server.url},db,admin,secret`)).rejects.toMatchObject({ name: "OdooError" });
});
