import { expect, it } from "vitest";
import { OpenQuestion } from "../../../src/tools/call/open-question.js";
import type { Tool } from "../../../src/tools/call/tool.js";
import { annotationsOf } from "../../../src/tools/policy/effects.js";
import { runCall } from "../../../src/tools/session/run-call.js";
import { contextOver } from "../../corpus/odoo.js";

it("a question that cannot wait is what comes of the call, and neither a result nor an error", async () => {
  const schema = { type: "object" } as const;
  const annotations = annotationsOf("delete");
  const tool: Tool = {
    definition: { name: "tool", title: "", description: "", inputSchema: schema, outputSchema: schema, annotations },
    target: () => ({ effect: "delete" }),
    run: async (_args, { ask, signal }) => ({ answer: await ask?.("Delete it?", signal, "Delete") }),
  };
  const ask = (question: string, _signal: AbortSignal, same = question) =>
    Promise.reject(new OpenQuestion(question, same));
  const request = { signal: new AbortController().signal, ask, call: { id: "abc", tool: "tool" } };
  const called = await runCall(tool, {}, async () => contextOver(19, async () => true), request);
  expect(called).toMatchObject({ result: {}, isError: false });
  expect(called.open).toMatchObject({ question: "Delete it?", same: "Delete" });
});
