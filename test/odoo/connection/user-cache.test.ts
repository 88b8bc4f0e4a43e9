import { expect, it, vi } from "vitest";
import { userCache } from "../../../src/odoo/connection/user-cache.js";

it.each([
  [
    "that XDG_CACHE_HOME names",
    { XDG_CACHE_HOME: "/own/cache", HOME: "/home/me" },
    "/own/cache/odoo-typed-mcp/compiled",
  ],
  ["of the home, without it", { XDG_CACHE_HOME: "", HOME: "/home/me" }, "/home/me/.cache/odoo-typed-mcp/compiled"],
  [
    "of the home, where it is relative",
    { XDG_CACHE_HOME: "mine", HOME: "/home/me" },
    "/home/me/.cache/odoo-typed-mcp/compiled",
  ],
])("is the folder %s", (_, env, folder) => {
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  expect(userCache("compiled")).toBe(folder);
});

it("is not below the working folder where the home is relative, too", () => {
  vi.stubEnv("XDG_CACHE_HOME", "mine");
  vi.stubEnv("HOME", "mine");
  expect(userCache("compiled")).toMatch(/^\/.*\.cache\/odoo-typed-mcp\/compiled$/);
});
