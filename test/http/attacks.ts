import {
  ANNA,
  type Attack,
  annas,
  ask,
  body,
  by,
  bytes,
  OWN,
  rpc,
  type Send,
  to,
  update,
  WRITE,
} from "./attacks/attack.js";
import { BODIES, FRAMING, TYPES } from "./attacks/bodies.js";
import { MESSAGES, RESOURCES } from "./attacks/messages.js";
import { ANNAS_COUNT, COUNT, count, HOST, NO_PATH, NOBODY, TWICE } from "./attacks/said.js";
import * as several from "./attacks/yeses.js";
import { ANNA as ANNAS, ANNAS_KEY, BEN, BENS_KEY } from "./support.js";

// What somebody may try at the HTTP endpoint who is nobody, or would be somebody else, or more than they are. A line is what is
// tried, what is sent, and how what comes of it begins: the status, and what is said. What is not told of a request is as in an
// honest one, which writes; that nothing was written, and more, is checked after every line (`attacks.test.ts`). More lines are in
// `attacks/`.

const REFUSED = "401 Odoo refused the credential.";
const base64 = (text: string | Buffer) => Buffer.from(text).toString("base64");
const basic = (text: string | Buffer) => by(`Authorization: Basic ${base64(text)}`);
const bearer = (token: string) => by(`Authorization: Bearer ${token}`);
const foreignToken = `${base64('{"alg":"RS256"}')}.${base64('{"sub":"anna","aud":"mcp"}')}.c2lnbmF0dXJl`.replaceAll(
  "=",
  "",
);

const CREDENTIALS: readonly Attack[] = [
  ["no credential", by(), NOBODY],
  ["an empty credential", by("Authorization:"), NOBODY],
  ["a scheme without a key", by("Authorization: Bearer "), NOBODY],
  ["a key without a scheme", by(`Authorization: ${ANNAS_KEY}`), NOBODY],
  ["another scheme", by(`Authorization: Digest ${ANNAS_KEY}`), NOBODY],
  ["two keys in one header", by(`Authorization: Bearer ${ANNAS_KEY}, Bearer ${BENS_KEY}`), NOBODY],
  ["a key in two words", bearer(`${ANNAS_KEY} ${BENS_KEY}`), NOBODY],
  ["a key with a quote", bearer(`"${ANNAS_KEY}"`), NOBODY],
  ["a key with half of a letter", by(`Authorization: Bearer ${ANNAS_KEY}\xff`), NOBODY],
  ["a key of 8,000 letters", bearer("k".repeat(8_000)), NOBODY],
  ["a credential twice", by(ANNA, ANNA), `${TWICE} authorization`],
  ["another's credential beside one's own", by(`Authorization: Bearer ${BENS_KEY}`, ANNA), `${TWICE} authorization`],
  ["one for a proxy", by(`Proxy-Authorization: Bearer ${ANNAS_KEY}`), NOBODY],
  ["one in a cookie", by(`Cookie: Authorization=Bearer ${ANNAS_KEY}; session_id=${ANNAS_KEY}`), NOBODY],
  ["one in the query", ask({ headers: [], path: `/mcp?access_token=${ANNAS_KEY}&api_key=${ANNAS_KEY}` }), NOBODY],
  ["one in the body", ask({ headers: [], body: WRITE.replace("{", `{"access_token":"${ANNAS_KEY}",`) }), NOBODY],
  ["one in the host", by(`Host: anna:${ANNAS_KEY}@localhost`), "400 The Host header"],
  ["one in the trailers", trailers(), NOBODY],
  ["a key that nobody has", bearer("c".repeat(40)), REFUSED],
  ["a key that lacks its last letter", bearer(ANNAS_KEY.slice(0, -1)), REFUSED],
  ["a key in capitals", bearer(ANNAS_KEY.toUpperCase()), REFUSED],
  ["a token of another server", bearer(foreignToken), REFUSED],
  ["a token that nobody signed", bearer(`${base64('{"alg":"none"}')}.e30.`.replaceAll("=", "")), REFUSED],
  ["the server's own state for a key", several.stateAsKey, REFUSED],
  ["a key that was revoked", several.revokedKey, REFUSED, OWN],
  ["a refused key, again and again", several.again(bearer("d".repeat(40)), 5), `${REFUSED} Odoo was asked once.`],
  [
    "20 keys for a login",
    several.guessing,
    "429 Too many sign-ins were tried; this one was not sent to Odoo. Odoo was asked 3 times, and refused 3.",
    OWN,
  ],
  ["the superuser's key", several.superuser, "403 The server's settings do not let this user in"],
  ["one's key with another's login", by(ANNA, `X-Odoo-Login: ${BEN.login}`), REFUSED],
  ["one's key with a login that begins alike", by(ANNA, `X-Odoo-Login: ${ANNAS.login}.test`), REFUSED],
  ["two logins in one header", by(ANNA, `X-Odoo-Login: ${ANNAS.login}, ${BEN.login}`), REFUSED],
  ["two logins", by(ANNA, `X-Odoo-Login: ${ANNAS.login}`, `X-Odoo-Login: ${BEN.login}`), `${TWICE} x-odoo-login`],
  ["an empty login", by(ANNA, "X-Odoo-Login:"), NOBODY],
  ["a login of 300 letters", by(ANNA, `X-Odoo-Login: ${"l".repeat(300)}`), NOBODY],
  ["a login with a tab", by(ANNA, "X-Odoo-Login: anna\tben"), NOBODY],
  ["Basic of nothing", by("Authorization: Basic "), NOBODY],
  ["Basic without a colon", basic(ANNAS_KEY), NOBODY],
  ["Basic without a login", basic(`:${ANNAS_KEY}`), NOBODY],
  ["Basic without a key", basic(`${ANNAS.login}:`), NOBODY],
  ["Basic with a colon more", basic(`${ANNAS.login}::${ANNAS_KEY}`), REFUSED],
  ["Basic with a colon behind", basic(`${ANNAS.login}:${ANNAS_KEY}:`), REFUSED],
  ["Basic with a NUL", basic(`${ANNAS.login}\0:${ANNAS_KEY}`), NOBODY],
  ["Basic with a new line", basic(`${ANNAS.login}:${ANNAS_KEY}\r\nX-Odoo-Database: other`), NOBODY],
  ["Basic that is no UTF-8", basic(Buffer.from([0x61, 0xff, 0x3a, 0x62])), NOBODY],
  ["Basic that is no base64", by("Authorization: Basic !!!!"), NOBODY],
  ["Basic of 12 kB", basic(`${ANNAS.login}:${"k".repeat(9_000)}`), NOBODY],
  ["Basic with another's login", basic(`${BEN.login}:${ANNAS_KEY}`), REFUSED],
  [
    "Basic with another login beside",
    by(`Authorization: Basic ${base64(`${ANNAS.login}:${ANNAS_KEY}`)}`, `X-Odoo-Login: ${BEN.login}`),
    NOBODY,
  ],
];

function trailers(): Send {
  const chunked = `${WRITE.length.toString(16)}\r\n${WRITE}\r\n0\r\n${ANNA}\r\n\r\n`;
  return ask({ headers: ["Transfer-Encoding: chunked", "Trailer: Authorization"], body: chunked });
}

const NO_HOST = "400 The Host header is no name or address as such.";
const HOSTS: readonly Attack[] = [
  ["no host", annas("-Host"), "400"],
  ["an empty host", annas("Host:"), "403 Missing Host"],
  ["another host", annas("Host: evil.example"), HOST],
  ["a host that begins alike", annas("Host: localhost.evil.example"), HOST],
  ["a host that ends alike", annas("Host: evil-localhost"), HOST],
  ["a host below this machine", annas("Host: evil.localhost"), HOST],
  ["a host with a dot behind", annas("Host: localhost."), HOST],
  ["a host as a user", annas("Host: localhost@evil.example"), NO_HOST],
  ["a user before the host", annas("Host: evil.example@localhost"), NO_HOST],
  ["a host with a path", annas("Host: localhost/evil.example"), NO_HOST],
  ["a host with a query", annas("Host: localhost?evil.example"), NO_HOST],
  ["a host with a fragment", annas("Host: localhost#@evil.example"), NO_HOST],
  ["a host with a backslash", annas("Host: localhost\\evil.example"), NO_HOST],
  ["a host with an escape", annas("Host: %6cocalhost"), NO_HOST],
  ["an address as a number", annas("Host: 2130706433"), NO_HOST],
  ["an address in hexadecimal", annas("Host: 0x7f.1"), NO_HOST],
  ["an address with parts left out", annas("Host: 127.1"), NO_HOST],
  ["every address", annas("Host: 0.0.0.0"), HOST],
  ["another address of this machine", annas("Host: 127.0.0.2"), HOST],
  ["IPv4 within IPv6", annas("Host: [::ffff:127.0.0.1]"), NO_HOST],
  ["a port that is none", annas("Host: localhost:99999"), NO_HOST],
  ["two ports", annas("Host: localhost:1:2"), NO_HOST],
  ["two hosts", annas("Host: localhost", "Host: evil.example"), `${TWICE} host`],
  ["two hosts in one header", annas("Host: localhost, evil.example"), NO_HOST],
  [
    "another host in front",
    annas("Host: evil.example", "X-Forwarded-Host: localhost", "Forwarded: host=localhost"),
    HOST,
  ],
];

const ORIGIN = "403 Invalid Origin";
const ORIGINS: readonly Attack[] = [
  ["a page of another origin", annas("Origin: https://evil.example"), ORIGIN],
  ["a page without an origin", annas("Origin: null"), ORIGIN],
  ["a file", annas("Origin: file://"), ORIGIN],
  ["a file that is called alike", annas("Origin: file://localhost.evil.example/x"), ORIGIN],
  ["an origin that begins alike", annas("Origin: http://localhost.evil.example"), ORIGIN],
  ["an origin that ends alike", annas("Origin: http://evillocalhost"), ORIGIN],
  ["an origin below one", annas("Origin: https://evil.app.example.com"), ORIGIN],
  ["one with another ending", annas("Origin: https://app.example.com.evil.example"), ORIGIN],
  ["one in capitals of another", annas("Origin: HTTPS://EVIL.EXAMPLE"), ORIGIN],
  ["one that names a user", annas("Origin: https://app.example.com@evil.example"), ORIGIN],
  ["one without its scheme", annas("Origin: app.example.com"), ORIGIN],
  ["an extension", annas("Origin: chrome-extension://abcdefghijklmnop"), ORIGIN],
  ["two origins", annas("Origin: http://localhost", "Origin: https://evil.example"), `${TWICE} origin`],
  ["two origins in one header", annas("Origin: http://localhost https://evil.example"), ORIGIN],
  ["an origin behind 1,500 headers", annas(...Array(1_500).fill("a:"), "Origin: https://evil.example"), ORIGIN],
  ["an origin behind 2,500 headers", annas(...Array(2_500).fill("a:"), "Origin: https://evil.example"), ORIGIN],
  [
    "a preflight of another",
    ask({
      method: "OPTIONS",
      headers: ["Origin: https://evil.example", "Access-Control-Request-Method: POST"],
      body: "",
    }),
    ORIGIN,
  ],
  [
    "a preflight of ours, which gets no permission",
    ask({
      method: "OPTIONS",
      headers: ["Origin: http://localhost:1", "Access-Control-Request-Method: POST"],
      body: "",
    }),
    NOBODY,
  ],
];

const OTHER_ODOO = "127.0.0.1:9";
const ADDRESSES: readonly Attack[] = [
  ["a way out of the path", to("/mcp/../mcp"), NO_PATH],
  ["the same, escaped", to("/mcp/%2e%2e/mcp"), NO_PATH],
  ["a way out with a backslash", to("/mcp/..\\mcp"), NO_PATH],
  ["two slashes", to("//localhost/mcp"), NO_PATH],
  ["a whole address of ours", to("http://localhost/mcp"), NO_PATH],
  ["a whole address of another", to("http://evil.example/mcp"), NO_PATH],
  ["an address of a file", to("file:///mcp"), NO_PATH],
  ["another path", to("/mcp/other"), NO_PATH],
  ["an instance that is not there", to("/mcp-other"), NO_PATH],
  ["a slash behind", to("/mcp/"), NO_PATH],
  ["capitals", to("/MCP"), NO_PATH],
  ["an escaped letter", to("/%6dcp"), NO_PATH],
  ["a NUL, escaped", to("/mcp%00"), NO_PATH],
  ["a NUL", to("/mcp\0"), "400"],
  ["a parameter of the path", to("/mcp;database=other"), NO_PATH],
  ["a fragment", to("/mcp#other"), NO_PATH],
  ["a space", to("/mcp other"), "400"],
  ["no path", to("*"), NO_PATH],
  ["a path of 20 kB", to(`/${"a".repeat(20_000)}`), "431"],
  ["the health's path, by POST", to("/healthz"), NO_PATH],
  ["Odoo's own path", to("/json/2/res.partner/write"), NO_PATH],
  [
    "a database in the query",
    ask({ path: "/mcp?db=other&database=other&odoo_url=http://evil.example", body: COUNT }),
    ANNAS_COUNT,
  ],
  ["a database in a header", count("X-Odoo-Database: other", "X-Odoo-Db: other", "Odoo-Database: other"), ANNAS_COUNT],
  [
    "an address in a header",
    count(`X-Odoo-Url: http://${OTHER_ODOO}`, `X-Forwarded-Host: ${OTHER_ODOO}`, `Forwarded: host=${OTHER_ODOO}`),
    ANNAS_COUNT,
  ],
  [
    "an address in the protocol's data",
    body(
      rpc("tools/call", {
        name: "search_count",
        arguments: { model: "res.partner" },
        _meta: { database: "other", odoo_url: `http://${OTHER_ODOO}` },
      }),
    ),
    ANNAS_COUNT,
  ],
  ["a database in a cookie", count("Cookie: db=other; session_id=abc"), ANNAS_COUNT],
  ...["database", "db", "odoo_url", "url", "login", "api_key", "uid", "context", "instance"].map(
    (name): Attack => [
      `${name} for an argument`,
      update({ [name]: "other" }),
      `200 validation: Unknown argument "${name}"`,
    ],
  ),
];

const METHODS: readonly Attack[] = [
  ["a stranger's stream", ask({ method: "GET", headers: ["Accept: text/event-stream"], body: "" }), NOBODY],
  ["a stream", ask({ method: "GET", body: "" }), "405 Method not allowed."],
  ["a stream with a body", ask({ method: "GET" }), "405 Method not allowed."],
  [
    "the end of a session",
    ask({ method: "DELETE", headers: [ANNA, "Mcp-Session-Id: 1"], body: "" }),
    "405 Method not allowed.",
  ],
  ["HEAD", ask({ method: "HEAD", body: "" }), "405"],
  ["PUT", ask({ method: "PUT" }), "405 Method not allowed."],
  ["PATCH", ask({ method: "PATCH" }), "405 Method not allowed."],
  ["TRACE", ask({ method: "TRACE", body: "" }), "405 Method not allowed."],
  ["QUERY", ask({ method: "QUERY" }), "405 Method not allowed."],
  ["a method that is none", ask({ method: "EVIL" }), "400"],
  ["a method in small letters", ask({ method: "post" }), "400"],
  ["PUT that would be POST", ask({ method: "PUT", headers: [ANNA, "X-HTTP-Method-Override: POST"] }), "405"],
  [
    "GET that would be POST",
    ask({ method: "GET", headers: [ANNA, "X-HTTP-Method: POST", "X-Method-Override: POST"] }),
    "405",
  ],
  ["a way through to another host", ask({ method: "CONNECT", path: "evil.example:443", body: "" }), "closed"],
  [
    "an upgrade to a WebSocket",
    ask({
      method: "GET",
      headers: [
        ANNA,
        "Connection: Upgrade",
        "Upgrade: websocket",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
        "X: 1",
      ],
      body: "",
    }),
    "405",
  ],
  [
    "an upgrade to HTTP/2",
    ask({
      method: "GET",
      headers: [ANNA, "Connection: Upgrade, HTTP2-Settings", "Upgrade: h2c", "HTTP2-Settings: AAMAAABkAAQAAP__"],
      body: "",
    }),
    "405",
  ],
  ["HTTP/2 without asking", bytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"), "400"],
  ["HTTP/0.9", bytes("POST /mcp\r\n\r\n"), "403 Missing Host"],
  ["a version that is none", ask({ version: "9.9" }), "400"],
  ["TLS where there is none", bytes(Buffer.from("16030100a5010000a10303", "hex")), "400"],
];

export const ATTACKS: Readonly<Record<string, readonly Attack[]>> = {
  credentials: CREDENTIALS,
  hosts: HOSTS,
  origins: ORIGINS,
  addresses: ADDRESSES,
  methods: METHODS,
  types: TYPES,
  bodies: BODIES,
  framing: FRAMING,
  messages: MESSAGES,
  resources: RESOURCES,
  answers: several.ANSWERS,
};
