import { readFileSync } from "node:fs";
import { afterAll, describe, expect, it } from "vitest";
import { type Client, createClient } from "../../../src/odoo/client.js";
import type { WireName } from "../../../src/odoo/connection/settings.js";
import { OdooError } from "../../../src/odoo/errors/errors.js";
import { closeConnections } from "../../../src/odoo/wires/http.js";
import { jsonRpc } from "../../../src/odoo/wires/json-rpc.js";
import { json2Wire } from "../../../src/odoo/wires/json2.js";
import { rpcWire } from "../../../src/odoo/wires/rpc.js";
import type { Wire } from "../../../src/odoo/wires/wire.js";
import { xmlRpc } from "../../../src/odoo/wires/xml-rpc.js";
import { fakeServer } from "../../support/fake-server.js";
import { random, runSeed } from "../../support/random.js";
import { CALLS, type Recorded } from "./recorded.js";

// Answers of a real Odoo with bytes changed, cut, doubled and exchanged: an error, or what the bytes really say.

const seed = runSeed();
const ROUNDS = 600;

const session = (url: string) => ({ url, database: "shop", uid: 2, secret: "s3cret-s3cret", timeoutMs: 60_000 });

const WIRES: Readonly<Record<WireName, (url: string) => Wire>> = {
  jsonrpc: (url) => rpcWire(session(url), jsonRpc),
  xmlrpc: (url) => rpcWire(session(url), xmlRpc),
  json2: (url) => json2Wire({ url, database: "shop", apiKey: "s3cret-s3cret", timeoutMs: 60_000 }),
};

function clientOver(wire: WireName, major: number, url: string): Client {
  const user = { uid: 2, context: { lang: "en_US", tz: "UTC", allowed_company_ids: [1] }, companies: [1] };
  const series = { major, minor: 0, name: `${major}.0` };
  return createClient({ wire: WIRES[wire](url), wireName: wire, series, url, user });
}

const recorded = (wire: WireName, major: number): Recorded[] =>
  JSON.parse(readFileSync(new URL(`recorded/${wire}-${major}.json`, import.meta.url), "utf8"));

function mutated(text: string, next: () => number): string {
  const at = () => Math.floor(next() * text.length);
  const [from, to] = [at(), at()].sort((a, b) => a - b) as [number, number];
  switch (Math.floor(next() * 6)) {
    case 0:
      return text.slice(0, from);
    case 1:
      return text.slice(0, from) + text.slice(to);
    case 2:
      return text.slice(0, to) + text.slice(from);
    case 3:
      return text.slice(0, from) + String.fromCharCode(Math.floor(next() * 256)) + text.slice(from + 1);
    case 4:
      return text.slice(from);
    default:
      return (
        text.slice(0, from) +
        ['"', "}", "]", "<", "</value>", "null", "\u0000", "&"][Math.floor(next() * 8)] +
        text.slice(from)
      );
  }
}

/** The error sign of a failure: where a change removed it, the bytes may say success. */
const SIGN = /"error"|<fault>/;

/** What a success must be: as many ids as records were made, and those that were sent. */
const MADE: Readonly<Record<string, number>> = { "create two": 2, "create one": 1, load: 1, "load refused": 1 };

/** The numbers that a text holds, however they are spelled: JSON may say 10e4, XML-RPC reads the digits before the "e". */
const numbersIn = (text: string) =>
  (text.match(/\d+(\.\d+)?(e[+-]?\d+)?/gi) ?? []).flatMap((found) => [Number(found), Number.parseInt(found, 10)]);

describe(`fuzzed answers (TEST_SEED=${seed})`, () => {
  afterAll(closeConnections);

  it.each<[WireName, number]>([
    ["jsonrpc", 14],
    ["jsonrpc", 19],
    ["xmlrpc", 14],
    ["xmlrpc", 19],
    ["json2", 19],
  ])("over %s of Odoo %i end in an error, and never in a false success", async (wire, major) => {
    const next = random(seed);
    const answers = recorded(wire, major);
    const pick = () => answers[Math.floor(next() * answers.length)] as Recorded;
    let current = pick();
    let sent = "";
    const server = await fakeServer(({ body }) => {
      const { status, contentType } = current;
      const own = wire === "jsonrpc" ? current.body.replace(/"id": \d+/, `"id": ${JSON.parse(body).id}`) : current.body;
      sent = mutated(own, next);
      return { status, headers: { "content-type": contentType }, body: sent };
    });
    const client = clientOver(wire, major, server.url);
    let succeeded = 0;
    for (let round = 0; round < ROUNDS; round++) {
      current = pick();
      const { call, status } = current;
      const make = CALLS[call] as (typeof CALLS)[string];
      const result = await make(client, 1).then(
        (value) => ({ value }),
        (error: unknown) => ({ error }),
      );
      const at = `${call}: ${sent}`;
      if ("error" in result) {
        expect(result.error, at).toBeInstanceOf(OdooError);
        expect((result.error as OdooError).message, at).not.toMatch(/Traceback \(most|File "[^"\n]*\.py", line|s3cret/);
        continue;
      }
      succeeded += 1;
      expect(status, at).toBe(200);
      expect(SIGN.test(sent), at).toBe(false);
      const made = MADE[call];
      if (made === undefined) continue;
      expect(result.value, at).toHaveLength(made);
      for (const id of result.value as number[]) {
        expect(id, at).toBeGreaterThan(0);
        expect(numbersIn(sent), at).toContain(id);
      }
    }
    // Small changes within texts leave an answer what it was.
    expect(succeeded).toBeGreaterThan(0);
    expect(succeeded).toBeLessThan(ROUNDS);
  });
});
