import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { InMemoryTransport } from "@modelcontextprotocol/sdk/inMemory.js";
import { Server } from "@modelcontextprotocol/sdk/server/index.js";
import { ElicitRequestSchema, type ElicitResult, ErrorCode, McpError } from "@modelcontextprotocol/sdk/types.js";
import { expect, it } from "vitest";
import { elicitationOf } from "../../src/server/elicitation.js";
import { odooError } from "../support/fixtures.js";
import { resultSchemas } from "../support/result-schemas.js";
import { warningsDuring } from "../support/warnings.js";

async function asker(answer?: (message: string) => ElicitResult | Promise<ElicitResult>, now = () => 0) {
  const server = new Server({ name: "test", version: "1" }, { capabilities: {} });
  const client = new Client(
    { name: "test", version: "1" },
    { capabilities: answer ? { elicitation: {} } : {}, jsonSchemaValidator: resultSchemas },
  );
  if (answer) client.setRequestHandler(ElicitRequestSchema, ({ params }) => answer(params.message));
  const [ours, theirs] = InMemoryTransport.createLinkedPair();
  await Promise.all([server.connect(theirs), client.connect(ours)]);
  return elicitationOf(server, now);
}

const signal = new AbortController().signal;

it("cannot ask a client without elicitation", async () => {
  expect(await asker()).toBeUndefined();
});

it.each<[string, ElicitResult, late: string, atOnce: string]>([
  ["the box ticked", { action: "accept", content: { confirm: true } }, "accept", "accept"],
  ["the box not ticked", { action: "accept", content: { confirm: false } }, "unticked", "at_once"],
  ["no content", { action: "accept" }, "unticked", "at_once"],
  ["a no", { action: "decline" }, "decline", "at_once"],
  ["the dialogue closed", { action: "cancel" }, "cancel", "at_once"],
  ["content of another form", { action: "accept", content: { confirm: "yes" } }, "failed", "failed"],
])("takes %s for what it is, and for what a client said by itself within a second", async (_, result, late, atOnce) => {
  const seen: string[] = [];
  let time = 0;
  const ask = await asker(
    (message) => {
      seen.push(message);
      return result;
    },
    () => time,
  );
  const answer = ask?.("Delete it?", signal);
  time = 1_000;
  expect(await answer).toBe(late);
  expect(await ask?.("Delete it?", signal)).toBe(atOnce);
  expect(seen).toEqual(["Delete it?", "Delete it?"]);
});

it("tells a client that fails from a person who says no", async () => {
  const ask = await asker(() => Promise.reject(new Error("no dialogue here")));
  expect(await ask?.("Delete it?", signal)).toBe("failed");
});

it("tells that nobody answered in time", async () => {
  const ask = await asker(() => Promise.reject(new McpError(ErrorCode.RequestTimeout, "Request timed out")));
  expect(await ask?.("Delete it?", signal)).toBe("no_answer");
});

it("leaves nothing behind on a signal that many calls share", async () => {
  const ask = await asker(() => ({ action: "accept", content: { confirm: true } }));
  const { signal } = new AbortController();
  const warnings = await warningsDuring(() => Promise.all(Array.from({ length: 200 }, () => ask?.("Do it?", signal))));
  expect(warnings).toEqual([]);
});

it("ends with the call", async () => {
  const stop = new AbortController();
  const ask = await asker(() => {
    stop.abort();
    return new Promise(() => {});
  });
  await expect(ask?.("Delete it?", stop.signal)).rejects.toThrow(odooError("cancelled"));
});
