import { afterAll, describe, expect, it } from "vitest";
import { OdooError } from "../../../src/odoo/errors.js";
import { closeConnections } from "../../../src/odoo/http.js";
import { jsonRpc } from "../../../src/odoo/wires/json-rpc.js";
import { json2Wire } from "../../../src/odoo/wires/json2.js";
import { rpcWire } from "../../../src/odoo/wires/rpc.js";
import type { Wire } from "../../../src/odoo/wires/wire.js";
import { xmlRpc } from "../../../src/odoo/wires/xml-rpc.js";
import { type FakeAnswer, type FakeRequest, fakeServer, xmlFault } from "../../support/fake-server.js";
import { random, runSeed } from "../../support/random.js";

// Answers of a real Odoo with bytes changed, cut, doubled and exchanged: an error, or what the bytes really say.

const seed = runSeed();
const ROUNDS = 400;

const DENIED = {
  name: "odoo.exceptions.AccessError",
  message: "No right.",
  arguments: ["No right."],
  debug: "Traceback",
};
const TRACEBACK =
  "Traceback (most recent call last):\n  File \"/usr/lib/python3/x.py\", line 1, in f\nValueError: Invalid field 'x'\n";

const session = (url: string) => ({ url, database: "shop", uid: 2, secret: "s3cret-s3cret", timeoutMs: 2_000 });

/** Failures of Odoo as each wire tells them, which no change of their text may turn into a success. */
const WIRES: [name: string, wire: (url: string) => Wire, failures: ((request: FakeRequest) => FakeAnswer)[]][] = [
  [
    "json-rpc",
    (url) => rpcWire(session(url), jsonRpc),
    [
      ({ body }) => ({
        body: JSON.stringify({
          jsonrpc: "2.0",
          id: JSON.parse(body).id,
          error: { code: 200, message: "Odoo Server Error", data: DENIED },
        }),
      }),
    ],
  ],
  ["xml-rpc", (url) => rpcWire(session(url), xmlRpc), [() => xmlFault(4, "No right."), () => xmlFault(1, TRACEBACK)]],
  [
    "json-2",
    (url) => json2Wire({ url, database: "shop", apiKey: "s3cret-s3cret", timeoutMs: 2_000 }),
    [
      () => ({ status: 403, body: JSON.stringify(DENIED) }),
      () => ({ status: 500, body: JSON.stringify({ ...DENIED, name: "builtins.ValueError" }) }),
    ],
  ],
];

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

describe(`fuzzed answers (TEST_SEED=${seed})`, () => {
  afterAll(closeConnections);

  it.each(WIRES)(
    "over %s end in an error of ours, and never in a false success",
    { timeout: 60_000 },
    async (_, wireOf, failures) => {
      const next = random(seed);
      let sent = "";
      const server = await fakeServer((request) => {
        const answer = failures[Math.floor(next() * failures.length)]?.(request) ?? {};
        sent = mutated(String(answer.body), next);
        return { ...answer, body: sent };
      });
      const wire = wireOf(server.url);
      for (let round = 0; round < ROUNDS; round++) {
        const result = await wire.call({ model: "res.partner", method: "create", params: { vals_list: [{}] } }).then(
          (value) => ({ value }),
          (error: unknown) => ({ error }),
        );
        if ("error" in result) {
          expect(result.error, sent).toBeInstanceOf(OdooError);
          expect((result.error as OdooError).message, sent).not.toMatch(/Traceback \(|File "|s3cret/);
        } else expect(SIGN.test(sent), `success from ${sent}`).toBe(false);
      }
    },
  );
});
