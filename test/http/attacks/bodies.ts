import { gzipSync } from "node:zlib";
import {
  ANNA,
  type Attack,
  annas,
  ask,
  body,
  bytes,
  bytesOf,
  call,
  request,
  rpc,
  UPDATE,
  update,
  WRITE,
} from "./attack.js";
import { ANNAS_COUNT, BATCH, COUNT, HOST, NO_MESSAGE, NO_PATH, NOBODY, TWICE } from "./said.js";
import * as several from "./yeses.js";

// The table's lines on what a body is, and on where a request begins and ends.

const JSON_ONLY = "415 Unsupported Media Type: Content-Type must be application/json";
const PACKED = "415 Content-Encoding: send the request as it is";
const NO_UTF8 = "400 The request is no UTF-8.";
const NO_JSON = "400 Parse error";
export const TYPES: readonly Attack[] = [
  ["JSON as text, as a form of a page sends it", annas("Content-Type: text/plain"), JSON_ONLY],
  ["JSON as a form", annas("Content-Type: application/x-www-form-urlencoded"), JSON_ONLY],
  ["JSON as a part", annas("Content-Type: multipart/form-data; boundary=x"), JSON_ONLY],
  ["no type", annas("-Content-Type"), JSON_ONLY],
  ["an empty type", annas("Content-Type:"), JSON_ONLY],
  ["text that is called JSON", annas("Content-Type: text/plain; application/json"), JSON_ONLY],
  ["a type that begins alike", annas("Content-Type: application/jsonp"), JSON_ONLY],
  ["two types", annas("Content-Type: text/plain, application/json"), JSON_ONLY],
  ["a type twice", annas("Content-Type: application/json", "Content-Type: text/plain"), `${TWICE} content-type`],
  ["UTF-16", body(Buffer.from(WRITE, "utf16le"), "Content-Type: application/json; charset=utf-16"), NO_JSON],
  ["UTF-7", body(WRITE.replaceAll('"', "+ACI-"), "Content-Type: application/json; charset=utf-7"), NO_JSON],
  ["a packed body", body(gzipSync(WRITE), "Content-Encoding: gzip"), PACKED],
  ["64 MB packed into 64 kB", body(gzipSync(Buffer.alloc(64 << 20)), "Content-Encoding: gzip"), PACKED],
  ["a body that is called packed", body(WRITE, "Content-Encoding: br"), PACKED],
  ["no answer wanted in JSON", annas("Accept: text/html"), "406 Not Acceptable"],
];

/** A client that goes on to send may lose what it is answered. */
const TOO_LARGE = "413 The request has more than 8 MB. or closed";
const padded = (bytesMore: number) => WRITE.replace("{", `{"x":"${"x".repeat(bytesMore)}",`);
const CHUNK = `10000\r\n${"x".repeat(1 << 16)}\r\n`;
const endless = bytesOf(function* () {
  yield request({ headers: [ANNA, "Transfer-Encoding: chunked"], body: "" });
  for (;;) yield CHUNK;
});

export const BODIES: readonly Attack[] = [
  ["no body", body(""), NO_JSON],
  ["a text", body("x"), NO_JSON],
  ["nothing", body("null"), NO_MESSAGE],
  ["a number", body("1"), NO_MESSAGE],
  ["half of a message", body(WRITE.slice(0, -5)), NO_JSON],
  ["two messages", body(WRITE + WRITE), NO_JSON],
  ["two messages in lines", body(`${WRITE}\n${WRITE}`), NO_JSON],
  ["a comment", body(`/* */${WRITE}`), NO_JSON],
  ["a byte order mark, which counts for nothing", body(`\ufeff${COUNT}`), ANNAS_COUNT],
  ["letters that are no UTF-8", body(Buffer.from(WRITE.replace("Written", "\xff\xfe"), "latin1")), NO_UTF8],
  ["half of a pair of letters", body(WRITE.replace("Written", "\\ud800")), "200 validation"],
  ["a NUL", body(WRITE.replace("Written", "\0")), NO_JSON],
  ["an escaped NUL", body(WRITE.replace("Written", "\\u0000")), "200 validation"],
  ["9 MB", body(padded(9 << 20)), TOO_LARGE],
  [
    "9 MB in chunks",
    ask({ headers: [ANNA, "Transfer-Encoding: chunked"], body: `${CHUNK.repeat(144)}0\r\n\r\n` }),
    TOO_LARGE,
  ],
  ["chunks without end", endless, TOO_LARGE],
  ["a length of 100 GB", body(WRITE, "Content-Length: 100000000000"), TOO_LARGE],
  ["100,000 brackets", body(`${"[".repeat(100_000)}${"]".repeat(100_000)}`), BATCH],
  ["100,000 objects", body(`${'{"a":'.repeat(100_000)}1${"}".repeat(100_000)}`), NO_MESSAGE],
  [
    "100,000 objects within an argument",
    body(
      call("update_record", { ...UPDATE, values: "DEEP" }).replace(
        '"DEEP"',
        `${'{"a":'.repeat(100_000)}1${"}".repeat(100_000)}`,
      ),
    ),
    "200 validation: The arguments are nested deeper",
  ],
  [
    "100,000 brackets within the protocol's data, which count for nothing",
    body(COUNT.replace('"params":{', `"params":{"_meta":{"a":${"[".repeat(100_000)}${"]".repeat(100_000)}},`)),
    ANNAS_COUNT,
  ],
  [
    "100,000 values",
    update({ values: { name: Array(100_000).fill(1) } }),
    "200 validation: The arguments hold more than",
  ],
  [
    "a number that is too large",
    body(call("update_record", { ...UPDATE, id: 1 }).replace('"id":1,"values"', '"id":1e400,"values"')),
    "200 validation: id",
  ],
  ["an id beyond what is exact", update({ id: 2 ** 53 }), "200 validation: id"],
  ["a prototype for the arguments", body(WRITE.replace('"id":3', '"__proto__":{"id":3}')), "200 validation"],
  [
    "a prototype for a value",
    body(WRITE.replace('{"name":"W', '{"__proto__":{"name":"x"},"name":"W')),
    "200 validation",
  ],
  [
    "a constructor for an argument",
    update({ constructor: { prototype: { x: 1 } } }),
    '200 validation: Unknown argument "constructor"',
  ],
  ["a prototype for the message", body(WRITE.replace("{", '{"__proto__":{"method":"ping"},')), NO_MESSAGE],
  [
    "a prototype for the parameters",
    body(WRITE.replace('"name":"update_record"', '"__proto__":{"name":"update_record"}')),
    "200 Invalid tools/call request",
  ],
  [
    "arguments that are a list",
    body(rpc("tools/call", { name: "update_record", arguments: [UPDATE] })),
    "200 Invalid tools/call request",
  ],
  [
    "arguments that are a text",
    body(rpc("tools/call", { name: "update_record", arguments: JSON.stringify(UPDATE) })),
    "200 Invalid tools/call request",
  ],
];

const length = WRITE.length;
const SECOND = request({ headers: [ANNA] }).toString("latin1");
/** After it the connection ends, once Odoo has refused its key. */
const wrong = (at: number) =>
  request({ headers: [`Authorization: Bearer ${`${at}`.padStart(40, "w")}`, "-Connection"] });
const SOON = { times: { headersTimeout: 200, requestTimeout: 400, connectionsCheckingInterval: 50 } };
export const FRAMING: readonly Attack[] = [
  [
    "a length and chunks",
    ask({ headers: [ANNA, "Transfer-Encoding: chunked", `Content-Length: ${length}`], body: `0\r\n\r\n${SECOND}` }),
    "400",
  ],
  [
    "chunks and a length",
    ask({ headers: [ANNA, "Content-Length: 5", "Transfer-Encoding: chunked"], body: `0\r\n\r\n${SECOND}` }),
    "400",
  ],
  ["two lengths", annas(`Content-Length: ${length}`, "Content-Length: 0"), "400"],
  ["the same length twice", annas(`Content-Length: ${length}`, `Content-Length: ${length}`), "400"],
  ["two lengths in one header", annas(`Content-Length: ${length}, 0`), "400"],
  ["a length with a sign", annas(`Content-Length: +${length}`), "400"],
  ["a length below nothing", annas("Content-Length: -1"), "400"],
  ["a length in hexadecimal", annas(`Content-Length: 0x${length.toString(16)}`), "400"],
  ["a length beyond numbers", annas("Content-Length: 99999999999999999999"), "400"],
  ["a space before the colon", annas(`Content-Length : ${length}`), "400"],
  [
    "chunks by another name",
    ask({ headers: [ANNA, "Transfer-Encoding: xchunked"], body: `0\r\n\r\n${SECOND}` }),
    "400",
  ],
  [
    "chunks not at last",
    ask({ headers: [ANNA, "Transfer-Encoding: chunked, identity"], body: `0\r\n\r\n${SECOND}` }),
    "400",
  ],
  [
    "chunks twice",
    ask({ headers: [ANNA, "Transfer-Encoding: chunked", "Transfer-Encoding: identity"], body: `0\r\n\r\n${SECOND}` }),
    "400",
  ],
  ["chunks behind a tab", ask({ headers: [ANNA, "Transfer-Encoding:\x0bchunked"], body: `0\r\n\r\n${SECOND}` }), "400"],
  ["a header that goes on in the next line", annas(`X: a\r\n Content-Length: ${length}`), "400"],
  ["a header that ends in LF alone", annas("X: a\nY: b"), "400"],
  ["a request in LF alone", bytes(SECOND.replaceAll("\r\n", "\n")), "400"],
  ["a CR within a header", annas("X: a\rY: b"), "400"],
  ["a NUL within a header", annas("X: a\0b"), "400"],
  ["a name with a NUL", annas("X\0: a"), "400"],
  ["a line without a name", annas(": a"), "400"],
  ["a line before the headers", bytes(SECOND.replace("\r\n", "\r\n X: a\r\n")), "400"],
  [
    "a chunk that is longer than it says",
    ask({ headers: [ANNA, "Transfer-Encoding: chunked"], body: `1\r\n${WRITE}\r\n0\r\n\r\n` }),
    "400",
  ],
  ["a chunk with a sign", ask({ headers: [ANNA, "Transfer-Encoding: chunked"], body: `+1\r\nx\r\n0\r\n\r\n` }), "400"],
  ["a chunk's length in LF alone", ask({ headers: [ANNA, "Transfer-Encoding: chunked"], body: `1\nx\n0\n\n` }), "400"],
  [
    "a chunk with 20 kB of extensions",
    ask({ headers: [ANNA, "Transfer-Encoding: chunked"], body: `1;${"a".repeat(20_000)}\r\nx\r\n0\r\n\r\n` }),
    "413",
  ],
  ["a chunk of no number", ask({ headers: [ANNA, "Transfer-Encoding: chunked"], body: `zz\r\nx\r\n0\r\n\r\n` }), "400"],
  [
    "a chunk beyond numbers",
    ask({ headers: [ANNA, "Transfer-Encoding: chunked"], body: `ffffffffffffffffff\r\nx\r\n0\r\n\r\n` }),
    "400",
  ],
  ["a request within a stranger's body", bytes(request({ headers: ["-Connection"], body: SECOND })), NOBODY],
  ["a request behind a stranger's", bytes(request({ headers: ["-Connection"] }), SECOND), NOBODY],
  [
    "a request behind a refused one, at once",
    bytes(Buffer.concat([request({ headers: ["-Connection"] }), Buffer.from(SECOND)])),
    NOBODY,
  ],
  [
    "a request behind one for another host",
    bytes(Buffer.concat([request({ headers: [ANNA, "-Connection", "Host: evil.example"] }), Buffer.from(SECOND)])),
    HOST,
  ],
  [
    "a request behind one for another path",
    bytes(Buffer.concat([request({ path: "/other", headers: [ANNA, "-Connection"] }), Buffer.from(SECOND)])),
    NO_PATH,
  ],
  [
    "a request behind one that is too large",
    bytes(Buffer.concat([request({ headers: [ANNA, "-Connection"], body: padded(9 << 20) }), Buffer.from(SECOND)])),
    TOO_LARGE,
  ],
  ["a request behind the last one", bytes(Buffer.concat([request({ body: COUNT }), Buffer.from(SECOND)])), "400"],
  [
    "a request behind one that Odoo refuses",
    bytes(Buffer.concat([wrong(0), Buffer.from(SECOND)])),
    "401 Odoo refused the credential.",
  ],
  [
    "requests that nobody can be answered, which take no place",
    several.unanswered(wrong, 4),
    ANNAS_COUNT,
    { environment: { ODOO_MCP_HTTP_USER_CALLS: "2" } },
  ],
  ["20 kB of one header", annas(`X: ${"a".repeat(20_000)}`), "431"],
  ["20 kB of small headers", annas(...Array(10_000).fill("a: b")), "431"],
  ["more expected than there is", annas("Expect: 200-ok"), "417"],
  [
    "a stranger's body that waits to be asked for",
    ask({ headers: ["Expect: 100-continue"], body: "" }),
    `100; ${NOBODY}`,
  ],
  ["headers that never end", bytes("POST /mcp HTTP/1.1\r\nHost: localhost\r\n"), "408", SOON],
  ["a connection that sends nothing", bytes(), "408", SOON],
  ["a body that never ends", bytes(request({}).subarray(0, -5)), "408", SOON],
  ["a stranger's body that never ends", bytes(request({ headers: [] }).subarray(0, -5)), NOBODY],
  ["a half of a request", bytes(request({}).subarray(0, -5), (socket) => socket.destroy()), "closed"],
];
