import { expect, it, vi } from "vitest";
import type { Client } from "../../../src/odoo/client.js";
import { activityType } from "../../../src/tools/conversation/activity-types.js";
import { conversation } from "../../support/conversation.js";
import { odooError } from "../../support/fixtures.js";

/** Odoo's types in French, and in English. */
function types(major = 19) {
  const names = (lang: unknown) => (lang === "en_US" ? ["To-Do", "Call"] : ["À faire", "Appel"]);
  const searchRead = vi.fn<Client["searchRead"]>(async (...[, , , , options]) =>
    names(options?.context?.lang).map((name, index) => ({ id: index + 1, name })),
  );
  const { context } = conversation({ answers: { searchRead }, major });
  const user = { ...context.client.user, context: { ...context.client.user.context, lang: "fr_FR" } };
  return { context: { ...context, client: { ...context.client, user } }, searchRead };
}

it.each([
  ["Call", 2],
  ["appel", 2],
  ["To Do", 1],
  ["todo", 1],
  ["à faire", 1],
])("a type is found by its name in English or the user's language: %s", async (name, id) => {
  expect(await activityType(name, "x.order", types().context)).toBe(id);
});

it("and of no such name is refused with those that there are", async () => {
  const refused = activityType("Visit", "x.order", types().context);
  await expect(refused).rejects.toThrow(odooError("validation", '"Visit"', "À faire, Appel"));
});

it.each([
  [14, ["res_model_id", "res_model_id.model"]],
  [19, ["res_model", "res_model"]],
])("of other models are none (%i)", async (major, [none, own]) => {
  const { context, searchRead } = types(major);
  await activityType("Call", "x.order", context);
  expect(searchRead.mock.calls[0]?.[1]).toEqual(["|", [none, "=", false], [own, "=", "x.order"]]);
});
