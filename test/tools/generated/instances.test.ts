import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { INSTANCE_NAME, instanceNamed, instancesIn, refuseSeveral } from "../../../src/tools/generated/instances.js";
import { odooError, temporaryFolder } from "../../support/fixtures.js";

async function configOf(config: unknown): Promise<{ file: string; folder: string }> {
  const { folder, remove } = await temporaryFolder();
  onTestFinished(remove);
  const file = join(folder, "odoo-models.config.json");
  await writeFile(file, typeof config === "string" ? config : JSON.stringify(config));
  return { file, folder };
}

describe("the instances of a config", () => {
  it("have what is usual, or what they say, from the config's folder", async () => {
    const acme = { generated: "acme/out", env: "/etc/acme.env", config: "acme/own.json" };
    const { file, folder } = await configOf({ models: {}, instances: { shop: {}, acme } });
    expect(instancesIn(file)).toEqual([
      { name: "shop", generated: join(folder, "generated/shop"), env: join(folder, ".env.shop"), config: file },
      {
        name: "acme",
        generated: join(folder, "acme/out"),
        env: "/etc/acme.env",
        config: join(folder, "acme/own.json"),
      },
    ]);
    expect(instanceNamed("acme", file).env).toBe("/etc/acme.env");
    expect(() => instanceNamed("hasOwnProperty", file)).toThrow(odooError("settings", "there are shop, acme"));
    expect(() => refuseSeveral(file)).toThrow(odooError("settings", "names instances: shop, acme"));
  });

  it.each<[string, unknown]>([
    ["names none", { models: {} }],
    ["names none of several", { models: {}, instances: {} }],
    ["is no JSON", "{"],
    ["is a list", []],
  ])("are none where it %s", async (_, config) => {
    const { file } = await configOf(config);
    expect(instancesIn(file)).toEqual([]);
    expect(() => refuseSeveral(file)).not.toThrow();
    expect(() => instanceNamed("shop", file)).toThrow(odooError("settings", "names no instances"));
  });

  it("are none where there is no config", () => expect(instancesIn("/nowhere/config.json")).toEqual([]));

  it.each<[unknown, string]>([
    [["shop"], "must be an object"],
    [{ shop: ".env" }, "instances.shop must be an object"],
    [{ shop: { env: 1 } }, "instances.shop.env must be a path"],
    [{ shop: { generated: "" } }, "instances.shop.generated must be a path"],
    [{ "a/b": {} }, '"a/b" is no name of an instance'],
  ])("are refused as %j", async (instances, reason) => {
    const { file } = await configOf({ models: {}, instances });
    expect(() => instancesIn(file)).toThrow(odooError("settings", file, reason));
  });

  it.each(["", ".", "..", "Shop", "a/b", "a.b", "a b", "a%2f", "-a", "_a", "__proto__", "é", "a".repeat(64), "a\n"])(
    "are not called %j",
    (name) => expect(INSTANCE_NAME.test(name)).toBe(false),
  );
  it.each(["shop", "a", "0", "shop-eu_2", "a".repeat(63)])("may be called %j", (name) => {
    expect(INSTANCE_NAME.test(name)).toBe(true);
    expect(new URL(`/mcp/${name}`, "http://localhost").pathname).toBe(`/mcp/${name}`);
  });
});
