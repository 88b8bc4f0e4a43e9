import { expect, it, vi } from "vitest";
import type { Client } from "../../../src/odoo/client.js";
import { modelCall } from "../../../src/tools/call/model-call.js";
import { carryOut } from "../../../src/tools/change/carry-out.js";
import { deleteRecords } from "../../../src/tools/write/delete.js";
import { contextWith } from "../../support/context.js";
import { fieldWith, odooError, schemaWith } from "../../support/fixtures.js";

const schema = schemaWith({ "x.order": { name: fieldWith() } });

/** A call that deletes, over an Odoo that has these records. */
async function opened(there: readonly number[]) {
  const unlink = vi.fn<Client["unlink"]>(async () => {});
  const context = {
    ...contextWith({
      schema,
      answers: { search: async () => [...there], read: async (_, ids) => ids.map((id) => ({ id })), unlink },
    }),
    ask: async () => "accept" as const,
  };
  return { call: await modelCall("x.order", "delete", context), unlink };
}

it("deletes all of the records in one call, when the change is made and not before", async () => {
  const { call, unlink } = await opened([5, 6]);
  const change = await deleteRecords(call, { ids: [5, 6] });
  expect(change.touched).toEqual([{ model: "x.order", effect: "delete", records: 2 }]);
  expect(unlink).not.toHaveBeenCalled();
  expect(await carryOut(change)).toEqual({ ids: [5, 6] });
  expect(unlink.mock.calls.map((sent) => sent.slice(0, 2))).toEqual([["x.order", [5, 6]]]);
});

it("deletes none where one of them is not there, which Odoo would not say", async () => {
  const { call, unlink } = await opened([5]);
  await expect(deleteRecords(call, { ids: [5, 6] })).rejects.toThrow(
    odooError("not_found", "ids: there is no x.order 6"),
  );
  expect(unlink).not.toHaveBeenCalled();
});
