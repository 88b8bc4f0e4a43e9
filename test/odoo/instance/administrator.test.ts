import { expect, it } from "vitest";
import { administratorText } from "../../../src/odoo/instance/administrator.js";
import { fakeClient } from "../../support/fixtures.js";

it.each([
  [["base.group_system", "base.group_erp_manager"], "an administrator of Odoo (Settings)"],
  [["base.group_erp_manager"], "one who may change users and rights (Access Rights)"],
])("tells of a user in %j", async (groups, power) => {
  const client = fakeClient({ hasGroup: async (group) => groups.includes(group) });
  expect(await administratorText(client)).toBe(`The user is ${power}, and so is the assistant.`);
});

it("tells nothing of others", async () => {
  expect(await administratorText(fakeClient({ hasGroup: async () => false }))).toBeUndefined();
});
