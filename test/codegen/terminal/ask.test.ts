import { PassThrough } from "node:stream";
import { expect, it } from "vitest";
import { askedToDoIt } from "../../../codegen/terminal/ask.js";
import { ticks } from "../../support/ticks.js";

async function typed(key: string, text = "Delete it.") {
  const input = new PassThrough();
  const output = new PassThrough();
  let shown = "";
  output.on("data", (chunk) => {
    shown += chunk;
  });
  const answer = askedToDoIt(text, { input, output });
  await ticks(5);
  input.write(key);
  return { answer: await answer, shown };
}

it.each([
  ["y", "accept"],
  ["n", "decline"],
  ["\r", "decline"],
  ["\u0003", "cancel"],
])("the key %j is %s", async (key, answer) => {
  expect((await typed(key)).answer).toBe(answer);
});

it("shows the text whole, and nothing that a terminal obeys", async () => {
  const { shown } = await typed("n", `${"x".repeat(29_000)}\nA\u001b[2J\u0007\u009b31mB\rC`);
  expect(shown.startsWith(`${"x".repeat(29_000)}\nA[2J31mB\nC\n`)).toBe(true);
});
