import { BENS_KEY } from "../support.js";
import {
  ANNA,
  type Attack,
  annas,
  ask,
  body,
  call,
  modern,
  modernWrite,
  rpc,
  UPDATE,
  WRITE,
  withId,
} from "./attack.js";
import { ANNAS_COUNT, BATCH, COUNT, count, NO_MESSAGE, TWICE } from "./said.js";
import * as several from "./yeses.js";

// The table's lines on messages of the protocol, in both of its eras, and on the addresses of records.

const DISAGREE = "400 Bad Request: the request headers and body disagree";
const NO_DATA = "400 Invalid params: the MCP-Protocol-Version header names protocol revision";

export const MESSAGES: readonly Attack[] = [
  ["another version of JSON-RPC", body(WRITE.replace("2.0", "1.0")), NO_MESSAGE],
  ["no version of JSON-RPC", body(WRITE.replace('"jsonrpc":"2.0",', "")), NO_MESSAGE],
  ["an object for an id", withId({ a: 1 }), NO_MESSAGE],
  ["a list for an id", withId([1]), NO_MESSAGE],
  ["nothing for an id", withId(null), NO_MESSAGE],
  ["half of a number for an id", withId(1.5), NO_MESSAGE],
  ["a yes for an id", withId(true), NO_MESSAGE],
  ["a call that wants no answer", body(WRITE.replace('"id":1,"method"', '"method"')), "202"],
  [
    "an answer that nobody asked for",
    body('{"jsonrpc":"2.0","id":1,"result":{"action":"accept","content":{"confirm":true}}}'),
    "202",
  ],
  ["an error that nobody asked for", body('{"jsonrpc":"2.0","id":1,"error":{"code":1,"message":"x"}}'), "202"],
  ["a message that is call and answer", body(WRITE.replace("{", '{"result":{},')), NO_MESSAGE],
  ["no messages", body("[]"), BATCH],
  ["two calls in one request", body(`[${COUNT},${WRITE}]`), BATCH],
  ["a call that is a list", body(` \n[${WRITE}]`), BATCH],
  [
    "a method that the server asks clients",
    body(rpc("sampling/createMessage", { messages: [], maxTokens: 1 })),
    "200 Method not found",
  ],
  [
    "a question of the server's",
    body(rpc("elicitation/create", { message: "x", requestedSchema: {} })),
    "200 Method not found",
  ],
  ["the client's folders", body(rpc("roots/list")), "200 Method not found"],
  ["prompts, which there are none of", body(rpc("prompts/get", { name: "../../etc/passwd" })), "200 Method not found"],
  [
    "completion",
    body(rpc("completion/complete", { ref: { type: "ref/prompt", name: "x" }, argument: { name: "x", value: "y" } })),
    "200 Method not found",
  ],
  ["the server's log", body(rpc("logging/setLevel", { level: "debug" })), "200 Method not found"],
  ["a subscription of 2025", body(rpc("resources/subscribe", { uri: "odoo://res.partner/3" })), "200 Method not found"],
  ["a task", body(rpc("tasks/list")), "200 Method not found"],
  ["a method of a prototype", body(rpc("__proto__")), "200 Method not found"],
  ["a method that every object has", body(rpc("toString")), "200 Method not found"],
  ["a tool of a prototype", body(call("__proto__", {})), "200 Unknown tool"],
  ["a tool that every object has", body(call("constructor", {})), "200 Unknown tool"],
  ["a tool with a way out", body(call("../update_record", {})), "200 Unknown tool"],
  [
    "a tool that another user has",
    ask({
      headers: [`Authorization: Bearer ${BENS_KEY}`],
      body: call("res_partner_update", { id: 3, values: { name: "x" } }),
    }),
    "200 Unknown tool",
  ],
  ["a tool that is called a method", body(rpc("update_record", UPDATE)), "200 Method not found"],
  [
    "two methods, the last of which counts",
    body(COUNT.replace('"method"', '"method":"tools/list","method"')),
    ANNAS_COUNT,
  ],
  ["a made up session", count("Mcp-Session-Id: 00000000-0000-4000-8000-000000000000"), ANNAS_COUNT],
  ["another's session", several.anothersSession, ANNAS_COUNT],
  [
    "a stream to go on with",
    ask({ method: "GET", headers: [ANNA, "Mcp-Session-Id: 1", "Last-Event-ID: 1"], body: "" }),
    "405",
  ],
  ["what another's stream was told", count("Last-Event-ID: 1_1"), ANNAS_COUNT],
  ["a version of the protocol that is none", annas("MCP-Protocol-Version: 2099-01-01"), NO_DATA],
  ["a version that is a script", annas("MCP-Protocol-Version: <script>"), NO_DATA],
  [
    "two versions",
    annas("MCP-Protocol-Version: 2025-11-25", "MCP-Protocol-Version: 2026-07-28"),
    `${TWICE} mcp-protocol-version`,
  ],
  ["the new version without its data", annas("MCP-Protocol-Version: 2026-07-28"), NO_DATA],
  ["the new version's data, by the old one", modernWrite(["MCP-Protocol-Version: 2025-11-25"]), DISAGREE],
  ["the new version's data, by none", modernWrite(["-MCP-Protocol-Version"]), DISAGREE],
  [
    "data of another version than the header's",
    modernWrite([], { "io.modelcontextprotocol/protocolVersion": "2099-01-01" }),
    "400",
  ],
  [
    "data of a version that is a list",
    modernWrite([], { "io.modelcontextprotocol/protocolVersion": ["2026-07-28"] }),
    "400",
  ],
  ["another method than the header's", modernWrite(["Mcp-Method: tools/list"]), DISAGREE],
  ["no method in the header", modernWrite(["-Mcp-Method"]), DISAGREE],
  ["another tool than the header's", modernWrite(["Mcp-Name: search_count"]), DISAGREE],
  ["no tool in the header", modernWrite(["-Mcp-Name"]), DISAGREE],
  ["two tools in the headers", modernWrite(["Mcp-Name: update_record", "Mcp-Name: search_count"]), `${TWICE} mcp-name`],
  [
    "signing on in the new version",
    modern({
      method: "initialize",
      params: { protocolVersion: "2026-07-28", capabilities: {}, clientInfo: { name: "x", version: "1" } },
    }),
    "404 Method not found",
  ],
  [
    "a stream of changes, which ends at once",
    modern({
      method: "subscriptions/listen",
      params: { notifications: { toolsListChanged: true, resourceSubscriptions: ["odoo://res.partner/3"] } },
    }),
    "200",
  ],
  ["a stream of nothing", modern({ method: "subscriptions/listen", params: {} }), "200 Invalid params"],
];

const NO_RESOURCE = "200 There is no resource";
const read = (uri: unknown) => body(rpc("resources/read", { uri }));
export const RESOURCES: readonly Attack[] = [
  ["a file of the machine", read("file:///etc/passwd"), NO_RESOURCE],
  ["a way out", read("odoo://attachment/../../etc/passwd"), NO_RESOURCE],
  ["an attachment with a way out", read("odoo://attachment/1?offset=0/../../etc/passwd"), NO_RESOURCE],
  ["another Odoo", read("odoo://evil.example/res.partner/3"), NO_RESOURCE],
  ["another Odoo by HTTP", read("http://127.0.0.1:9/res.partner/3"), NO_RESOURCE],
  ["another database", read("odoo://other@res.partner/3"), NO_RESOURCE],
  ["a record below nothing", read("odoo://res.partner/-1"), NO_RESOURCE],
  ["several records", read("odoo://res.partner/3,4"), NO_RESOURCE],
  ["a record beyond numbers", read(`odoo://res.partner/${"9".repeat(400)}`), "200 ids[0]: expected a record's id"],
  ["a model that every object has", read("odoo://constructor/1"), "200 Unknown field"],
  ["a model of keys", read("odoo://res.users.apikeys/1"), "200 Records of res.users.apikeys may not be read"],
  [
    "a record that the user may not see",
    ask({
      headers: [`Authorization: Bearer ${BENS_KEY}`],
      body: rpc("resources/read", { uri: "odoo://account.move/3" }),
    }),
    "200 You are not allowed to access this.",
  ],
  ["a list of addresses", read(["odoo://res.partner/3"]), "200 ["],
  ["an address that is a script", read("javascript:alert(1)"), NO_RESOURCE],
];
