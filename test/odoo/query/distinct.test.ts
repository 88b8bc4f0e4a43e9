import { describe, expect, it, vi } from "vitest";
import type { Client } from "../../../src/odoo/client.js";
import { distinctValues } from "../../../src/odoo/query/distinct.js";
import { fakeClient, odooError } from "../../support/fixtures.js";

const ASKED = { domain: [["id", ">", 0]], names: ["res_model"], limit: 5 };

describe("distinct values", () => {
  it.each([
    [14, "read_group", { fields: ["res_model"], groupby: ["res_model"], lazy: false, limit: 5 }],
    [18, "read_group", { fields: ["res_model"], groupby: ["res_model"], lazy: false, limit: 5 }],
    [19, "formatted_read_group", { aggregates: [], groupby: ["res_model"], limit: 5 }],
  ])("of Odoo %i are asked by %s, with nothing aggregated", async (major, method, params) => {
    const callModel = vi.fn<Client["callModel"]>(async () => [{ res_model: "a" }]);
    expect(await distinctValues(fakeClient({ callModel }, major), "x.y", ASKED, {})).toEqual([{ res_model: "a" }]);
    expect(callModel.mock.calls[0]?.slice(0, 3)).toEqual(["x.y", method, expect.objectContaining(params)]);
  });

  it("are groups, or an error", async () => {
    const client = fakeClient({ callModel: async () => null });
    await expect(distinctValues(client, "x.y", ASKED, {})).rejects.toThrow(odooError("server_error", "groups"));
  });
});
