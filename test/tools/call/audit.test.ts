import { expect, it } from "vitest";
import { auditedValues } from "../../../src/tools/call/audit.js";
import { fieldWith } from "../../support/fixtures.js";

it("keeps of values what tells what changed: no secret, no file, no long text, of lines how many", () => {
  const fields = {
    name: fieldWith(),
    password: fieldWith(),
    image: fieldWith({ type: "binary" }),
    note: fieldWith({ type: "text" }),
    tags: fieldWith({ type: "many2many" }),
    lines: fieldWith({ type: "one2many" }),
    partner_id: fieldWith({ type: "many2one" }),
    amount: fieldWith({ type: "float" }),
    data: fieldWith({ type: "json" }),
  };
  const row = {
    name: "Azure",
    password: "hunter2hunter2",
    image: "aGVsbG8=",
    note: "n".repeat(500),
    tags: [1, 2, 3],
    lines: { create: [{ name: "secret of a line" }], delete: [4] },
    partner_id: { id: 5, name: "Deco" },
    amount: 0,
    extra: null,
    data: Object.fromEntries(Array.from({ length: 1000 }, (_, at) => [`k${at}`, at])),
  };
  expect(auditedValues({ name: "a.model", label: "", fields }, [row])).toEqual([
    {
      name: "Azure",
      password: "***",
      image: "(a file)",
      note: `${"n".repeat(200)}...`,
      tags: "(3)",
      lines: { create: "(1)", delete: "(1)" },
      partner_id: { id: 5, name: "..." },
      amount: 0,
      extra: null,
      data: "(1000)",
    },
  ]);
  expect(auditedValues({ name: "a.model", label: "", fields }, Array(100).fill(row))).toHaveLength(100);
});
