import { expect, it } from "vitest";
import { buttonContext } from "../../../src/odoo/views/button-context.js";

const RFQ = { hidden: "state != 'draft'", context: "{'rfq': True}" };
const ORDER = { hidden: "state != 'purchase'", context: "{'rfq': False}" };

it.each([
  ["is an object where it does not refer to the record", [RFQ], { rfq: true }],
  ["is an expression where it does", [{ hidden: false, context: "{'x':\n  active_id}" }], "{'x': active_id}"],
  ["is one where all places say the same", [RFQ, { ...RFQ, hidden: "x" }], { rfq: true }],
  [
    "is that of the place where the button shows",
    [RFQ, ORDER],
    "{'rfq': True} if not (state != 'draft') else {'rfq': False} if not (state != 'purchase') else {}",
  ],
  [
    "is that of a place which always shows where no other does",
    [{ hidden: false, context: undefined }, ORDER],
    "{'rfq': False} if not (state != 'purchase') else {}",
  ],
  [
    "is none where nothing is added",
    [
      { hidden: false, context: undefined },
      { hidden: "a", context: "{}" },
    ],
    undefined,
  ],
  ["is none of what is no context", [{ hidden: false, context: "[1]" }], undefined],
  ["is none of what cannot be read", [{ hidden: false, context: "{'x': " }], undefined],
  ["is none of what no button has", [{ hidden: false, context: `{'x': ${"a + ".repeat(600)}a}` }], undefined],
] as const)("what a button adds to the context %s", (_, places, expected) => {
  expect(buttonContext(places)).toEqual(expected);
});
