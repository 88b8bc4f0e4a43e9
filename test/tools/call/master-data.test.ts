import { expect, it, vi } from "vitest";
import type { Client } from "../../../src/odoo/client.js";
import { OdooError } from "../../../src/odoo/errors/errors.js";
import { masterData } from "../../../src/tools/call/master-data.js";
import { fakeClient } from "../../support/fixtures.js";

it("is asked once for all who want the same", async () => {
  const searchRead = vi.fn<Client["searchRead"]>(async () => [{ id: 3, res_model: "x.task" }]);
  const read = vi.fn<Client["read"]>(async () => [{ id: 7, partner_id: [9, "Me"] }]);
  const callModel = vi.fn<Client["callModel"]>(async (_, method) => (method === "get_bindings" ? {} : ["x.kind", 4]));
  const master = masterData(fakeClient({ searchRead, read, callModel }, 19, true));
  const all = async () => [
    await master.messageKinds("x.task"),
    await master.named("mail.mt_note"),
    await master.ownPartner(),
    await master.menus("x.task"),
    await master.printMenu("x.task"),
  ];
  const told = [[{ id: 3, res_model: "x.task" }], ["x.kind", 4], 9, {}, []];
  expect([await all(), await all()]).toEqual([told, told]);
  expect([searchRead.mock.calls.length, read.mock.calls.length]).toEqual([1, 1]);
  const named = { module: "mail", xml_id: "mt_note" };
  const english = { context: { lang: "en_US" } };
  expect(callModel.mock.calls).toEqual([
    ["ir.model.data", "check_object_reference", named],
    ["ir.actions.actions", "get_bindings", { model_name: "x.task" }, english],
    ["ir.actions.actions", "get_bindings", { model_name: "x.task" }, english],
  ]);
});

it("is each model's own, and each user's", async () => {
  const searchRead = vi.fn<Client["searchRead"]>(async () => []);
  const read = vi.fn<Client["read"]>(async (_, [id = 0]) => [{ id, partner_id: [id + 100, "x"] }]);
  let uid = 7;
  const client = Object.defineProperty(fakeClient({ searchRead, read }, 19, true), "user", { get: () => ({ uid }) });
  const master = masterData(client);
  await master.messageKinds("x.task");
  await master.messageKinds("x.order");
  expect(searchRead).toHaveBeenCalledTimes(2);
  expect(await master.ownPartner()).toBe(107);
  uid = 8;
  expect(await master.ownPartner()).toBe(108);
});

it("asks again after a failure", async () => {
  const callModel = vi.fn<Client["callModel"]>().mockRejectedValueOnce(new OdooError("unavailable", "gone"));
  callModel.mockResolvedValue(["x.kind", 4]);
  const master = masterData(fakeClient({ callModel }));
  await expect(master.named("mail.mt_note")).rejects.toThrow("gone");
  expect(await master.named("mail.mt_note")).toEqual(["x.kind", 4]);
});
