import { expect, it } from "vitest";
import { jsonRecord } from "../../../src/tools/read/json-record.js";
import { ORDER } from "../../support/order-models.js";

it("a record's properties are told by their names", () => {
  const raw = { id: 5, name: false, props: [{ name: "count", string: "Count", type: "integer", value: 3 }] };
  const props = { count: { label: "Count", type: "integer", value: 3 } };
  expect(jsonRecord(ORDER, raw)).toEqual({ id: 5, name: null, props });
});
