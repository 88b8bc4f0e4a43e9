import { expect, it } from "vitest";
import { portableContext } from "../../../src/odoo/views/portable-context.js";

it.each<[context: unknown, text: string, records: object[]]>([
  [undefined, "", []],
  ["{ }", "", []],
  ["{'a': active_id,\n  'b': [1]}", "{'a': active_id, 'b': [1]}", []],
  ["{'default_template_id': 14}", "", [{ key: "default_template_id", ids: [14], isOne: true }]],
  ["{'a': 1, 'default_tag_ids': [2, 1]}", "{'a': 1, }", [{ key: "default_tag_ids", ids: [2, 1], isOne: false }]],
])("a context as every database has it: %j", (context, text, records) => {
  expect(portableContext(context)).toEqual({ text, records });
});
