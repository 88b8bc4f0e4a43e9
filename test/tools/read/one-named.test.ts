import { expect, it } from "vitest";
import { oneNamed } from "../../../src/tools/read/one-named.js";
import { conversation } from "../../support/conversation.js";
import { odooError } from "../../support/fixtures.js";

const named = (...names: string[]) => {
  const rows = { "res.users": names.map((name, index) => ({ id: index + 5, display_name: name, name })) };
  const ids = rows["res.users"].map(({ id }) => id);
  const { context } = conversation({ rows, answers: { nameSearch: async () => ids, search: async () => [] } });
  return oneNamed({ model: "res.users", name: "Marc Demo" }, "user", context);
};

it("is the one record of that name", async () => {
  expect(await named("Marc Demo", "Marcus")).toBe(5);
});

it.each([
  [
    ["Marc Demo", "Marc Demo"],
    'user: several res.users are called "Marc Demo": "Marc Demo" (id 5), "Marc Demo" (id 6).',
  ],
  [["Marcus"], 'user: no res.users is called "Marc Demo"; the nearest are "Marcus" (id 5).'],
  [[], 'user: no res.users is called "Marc Demo".'],
])("is none of %j, which are told", async (names, says) => {
  await expect(named(...names)).rejects.toThrow(odooError("validation", says));
});
