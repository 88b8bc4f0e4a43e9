import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { InMemoryTransport } from "@modelcontextprotocol/sdk/inMemory.js";
import { Server } from "@modelcontextprotocol/sdk/server/index.js";
import { ElicitRequestSchema, type ElicitResult } from "@modelcontextprotocol/sdk/types.js";
import { expect, it } from "vitest";
import { elicitationOf } from "../../src/server/elicitation.js";
import { odooError } from "../support/fixtures.js";

async function asker(answer?: (message: string) => ElicitResult | Promise<ElicitResult>) {
  const server = new Server({ name: "test", version: "1" }, { capabilities: {} });
  const client = new Client({ name: "test", version: "1" }, { capabilities: answer ? { elicitation: {} } : {} });
  if (answer) client.setRequestHandler(ElicitRequestSchema, ({ params }) => answer(params.message));
  const [ours, theirs] = InMemoryTransport.createLinkedPair();
  await Promise.all([server.connect(theirs), client.connect(ours)]);
  return elicitationOf(server);
}

const signal = new AbortController().signal;

it("cannot ask a client without elicitation", async () => {
  expect(await asker()).toBeUndefined();
});

it.each<[string, ElicitResult, string]>([
  ["the box ticked", { action: "accept", content: { confirm: true } }, "accept"],
  ["the box not ticked", { action: "accept", content: { confirm: false } }, "decline"],
  ["no content", { action: "accept" }, "decline"],
  ["a no", { action: "decline" }, "decline"],
  ["the dialogue closed", { action: "cancel" }, "cancel"],
  ["content of another form", { action: "accept", content: { confirm: "yes" } }, "cancel"],
])("takes %s for what it is", async (_, result, expected) => {
  const seen: string[] = [];
  const ask = await asker((message) => {
    seen.push(message);
    return result;
  });
  expect(await ask?.("Delete it?", signal)).toBe(expected);
  expect(seen).toEqual(["Delete it?"]);
});

it("takes a client that fails for one that did not answer", async () => {
  const ask = await asker(() => Promise.reject(new Error("no dialogue here")));
  expect(await ask?.("Delete it?", signal)).toBe("cancel");
});

it("ends with the call", async () => {
  const stop = new AbortController();
  const ask = await asker(() => {
    stop.abort();
    return new Promise(() => {});
  });
  await expect(ask?.("Delete it?", stop.signal)).rejects.toThrow(odooError("cancelled"));
});
