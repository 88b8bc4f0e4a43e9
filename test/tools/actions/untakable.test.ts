import { expect, it } from "vitest";
import { checkTakable } from "../../../src/tools/actions/untakable.js";

it.each([
  ["unknown actions", "a.order", { name: "go", action: { kind: "unknown" as const } }, "ODOO_INTROSPECT_API_KEY"],
  [
    "steps of the screen",
    "calendar.event",
    { name: "set_discuss_videocall_location" },
    "A person has to take this step",
  ],
])("a step is refused by the rule of %s, with who can help", (rule, model, step, hint) => {
  const refused = expect.objectContaining({ category: "forbidden", rule, hint: expect.stringContaining(hint) });
  expect(() => checkTakable(model, step)).toThrow(refused);
});

it.each([
  ["a.order", { name: "set_discuss_videocall_location" }],
  ["calendar.event", { name: "action_sendmail" }],
  ["constructor", { name: "name" }],
])("any other may be taken: of %s, %j", (model, step) => {
  expect(() => checkTakable(model, step)).not.toThrow();
});
