import { expect, it } from "vitest";
import { REMOVED_CHARACTERS, RETRIES, toolResult } from "../../../src/tools/session/tool-result.js";

const result = (more: object = {}) => toolResult({ result: {}, isError: false, retries: [], attached: [], ...more });

it("a result is its JSON in one text, with what was made again and what nobody sees in _meta", () => {
  expect(result({ result: { a: 1 } })).toEqual({
    content: [{ type: "text", text: '{"a":1}' }],
    structuredContent: { a: 1 },
  });
  const retries = [{ method: "read", after: "unavailable", pauseMs: 1 }];
  expect(result({ result: { a: "b\u200bc" }, isError: true, retries })).toEqual({
    content: [{ type: "text", text: '{"a":"bc"}' }],
    structuredContent: { a: "bc" },
    isError: true,
    _meta: { [RETRIES]: retries, [REMOVED_CHARACTERS]: 1 },
  });
});

it("files stand behind it: pictures as such, others as resources", () => {
  const bytes = Buffer.from("a");
  const attached = [
    { name: "a.png", mimetype: "image/png", bytes },
    { name: "b c.pdf", mimetype: "application/pdf", bytes },
  ];
  expect(result({ attached }).content.slice(1)).toEqual([
    { type: "image", data: "YQ==", mimeType: "image/png" },
    { type: "resource", resource: { uri: "odoo://file/b%20c.pdf", mimeType: "application/pdf", blob: "YQ==" } },
  ]);
});
