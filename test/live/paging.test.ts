import { fileURLToPath } from "node:url";
import { afterAll, expect, it } from "vitest";
import { closeConnections } from "../../src/odoo/wires/http.js";
import { openTools } from "./in-process.js";
import { describeEachOdoo } from "./odoos.js";

// What docs/tools.md says of pages of records that change meanwhile.

const GENERATED = fileURLToPath(new URL("../../generated", import.meta.url));
const MODEL = "res.partner.category";

describeEachOdoo("pages", ({ admin }) => {
  afterAll(closeConnections);

  it("by next_offset miss a record when one before is deleted; by id they do not", async () => {
    const { client, call } = await openTools(GENERATED, admin);
    const name = `paged ${Date.now()}`;
    const ids = await client.create(
      MODEL,
      [1, 2, 3, 4, 5].map((number) => ({ name: `${name} ${number}` })),
    );
    const own = ["name", "like", name];
    const page = async (domain: unknown[], offset = 0) =>
      call("search_records", { model: MODEL, domain, fields: ["name"], order: "id", limit: 2, offset });
    const idsOf = ({ records }: Record<string, unknown>) => (records as { id: number }[]).map(({ id }) => id);

    const first = await page([own]);
    expect(idsOf(first)).toEqual(ids.slice(0, 2));
    await client.unlink(MODEL, ids.slice(0, 1));
    expect(idsOf(await page([own], first.next_offset as number))).toEqual(ids.slice(3));
    expect(idsOf(await page([own, ["id", ">", ids[1]]]))).toEqual(ids.slice(2, 4));
    await client.unlink(MODEL, ids.slice(1));
  });
});
