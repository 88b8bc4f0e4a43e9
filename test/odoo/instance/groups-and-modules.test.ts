import { expect, it } from "vitest";
import type { Client } from "../../../src/odoo/client.js";
import { OdooError } from "../../../src/odoo/errors/errors.js";
import { readInstance } from "../../../src/odoo/instance/groups-and-modules.js";
import { fakeClient } from "../../support/fixtures.js";

const forbidden = () => Promise.reject(new OdooError("forbidden", "no", { outcome: "not_applied" }));

const client = (answers: Partial<Client>, major = 19) => fakeClient(answers, major);

it.each([
  [14, "groups_id"],
  [18, "groups_id"],
  [19, "all_group_ids"],
])("names groups and modules in code-point order, on Odoo %i", async (major, field) => {
  const instance = await readInstance(
    client(
      {
        read: (model, ids, fields) => {
          expect([model, ids, fields]).toEqual(["res.users", [2], [field]]);
          return Promise.resolve([{ id: 2, [field]: [3, 4] }]);
        },
        searchRead: (model) =>
          Promise.resolve(
            model === "res.groups"
              ? [
                  { id: 3, full_name: "Sales / User" },
                  { id: 4, full_name: "Access" },
                ]
              : [
                  { id: 1, name: "sale" },
                  { id: 2, name: "crm" },
                ],
          ),
      },
      major,
    ),
    {},
  );
  expect(instance).toEqual({ groups: ["Access", "Sales / User"], modules: ["crm", "sale"] });
});

it("leaves out what the user may not see", async () => {
  const read = () => Promise.resolve([{ id: 2, all_group_ids: [] }]);
  const searchRead = (model: string) => (model === "res.groups" ? Promise.resolve([]) : forbidden());
  expect(await readInstance(client({ read, searchRead }), {})).toEqual({ groups: [] });
  expect(await readInstance(client({ read: forbidden, searchRead: forbidden }), {})).toBeUndefined();
});

it("fails where Odoo is away, rather than telling less", async () => {
  const away = () => Promise.reject(new OdooError("unavailable", "away", { outcome: "not_applied" }));
  await expect(readInstance(client({ read: away, searchRead: away }), {})).rejects.toThrow("away");
});
