import { createRequestStateCodec } from "@modelcontextprotocol/server";
import { vi } from "vitest";
import { sealing } from "../../../src/replicas/sealing.js";
import { ANNA as ANNAS, ANNAS_KEY, BENS_KEY, SECRET } from "../support.js";
import {
  ANNA,
  type Attack,
  ask,
  body,
  by,
  call,
  type Modern,
  modernRequest,
  OWN,
  overSocket,
  request,
  rpc,
  type Send,
  type Target,
  told,
} from "./attack.js";

// Attacks of the table that take more than one request: on a person's yes, on dialogues, and on what another is about to do.

const BEN = `Authorization: Bearer ${BENS_KEY}`;
const MINUTE = 60_000;
const CAN_ASK = { elicitation: { form: {} } };
const YES = { action: "accept", content: { confirm: true } };

/** A person is asked about it. */
const DELETE = { name: "delete_records", arguments: { model: "res.partner", ids: [3] } };

const sendModern = async (target: Target, asked: Modern) =>
  told(await overSocket(target, [request(modernRequest({ capabilities: CAN_ASK, ...asked }))]));

/** The state that comes with the question about `DELETE`. */
async function asked(target: Target, credential = ANNA): Promise<string> {
  const answer = await overSocket(target, [
    request(modernRequest({ params: DELETE, capabilities: CAN_ASK, credential })),
  ]);
  const [, state] = /"requestState":"([^"]+)"/.exec(answer) ?? [];
  if (!state) throw new Error(`Nobody was asked: ${answer}`);
  return state;
}

interface Answering extends Pick<Modern, "capabilities" | "credential" | "headers"> {
  tool?: string;
  /** In the place of those that were asked about. */
  args?: object;
  /** What becomes of the state. */
  state?: (state: string, target: Target) => unknown;
  responses?: unknown;
  /** Between the question and the answer. */
  meanwhile?: (target: Target) => unknown;
}

/** A question to Anna, and an answer that differs from what was asked as told. */
const answering =
  ({
    tool = DELETE.name,
    args = DELETE.arguments,
    state = (s) => s,
    responses = { confirm: YES },
    meanwhile,
    ...rest
  }: Answering): Send =>
  async (target) => {
    const requestState = state(await asked(target), target);
    await meanwhile?.(target);
    const params = { name: tool, arguments: args, inputResponses: responses, requestState };
    return sendModern(target, { params, ...rest });
  };

const secondTime: Send = async (target) => {
  const requestState = await asked(target);
  const params = { ...DELETE, inputResponses: { confirm: YES }, requestState };
  await sendModern(target, { params });
  target.honest.push("res.partner.unlink");
  return sendModern(target, { params });
};

const atOnce: Send = async (target) => {
  const requestState = await asked(target);
  const params = { ...DELETE, inputResponses: { confirm: YES }, requestState };
  const all = await Promise.all(Array.from({ length: 8 }, () => sendModern(target, { params })));
  target.honest.push("res.partner.unlink");
  return `${all.filter((one) => one.includes("was used already")).length} of 8 were told that it was used`;
};

const later = (ms: number) => () => {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + ms });
};

const flipped = (text: string, at: number) => {
  const place = at < 0 ? text.length + at : at;
  return `${text.slice(0, place)}${text[place] === "A" ? "B" : "A"}${text.slice(place + 1)}`;
};

/** What the server would have signed with another secret. */
const withOtherSecret = (codecSecret: string, bound = "") =>
  createRequestStateCodec<object>({
    key: sealing([codecSecret]).keys("question")[0],
    ttlSeconds: 600,
    bind: () => bound,
  });

const forged: Send = async (target) => {
  const codec = withOtherSecret("another-secret-that-nobody-shares-012345", ownerOf(target, ANNAS.uid));
  const requestState = await codec.mint({ id: "1", call: "x", question: "y" }, {} as never);
  return sendModern(target, { params: { ...DELETE, inputResponses: { confirm: YES }, requestState } });
};

const legacyAnswer: Send = async (target) => {
  const requestState = await asked(target);
  return body(rpc("tools/call", { ...DELETE, inputResponses: { confirm: YES }, requestState }))(target);
};

const OTHER_CALL = "200 conflict: The answer of the person was given to another call.";
const NO_STATE = "200 Invalid or expired requestState";
const AGAIN = "200 a question";
const CANNOT_ASK = "200 forbidden: ";

const YESES: readonly Attack[] = [
  ["a yes a second time", secondTime, "200 conflict: The answer of the person was used already."],
  ["a yes eight times at once", atOnce, "7 of 8 were told that it was used"],
  ["a yes for other records", answering({ args: { model: "res.partner", ids: [4] } }), OTHER_CALL],
  ["a yes for more records", answering({ args: { model: "res.partner", ids: [3, 4] } }), OTHER_CALL],
  ["a yes for another model", answering({ args: { model: "crm.lead", ids: [3] } }), OTHER_CALL],
  ["a yes for another tool", answering({ tool: "account_move_action_post", args: { ids: [3] } }), OTHER_CALL],
  ["a yes for another argument", answering({ args: { ...DELETE.arguments, company_id: 1 } }), OTHER_CALL],
  ["another's yes", answering({ credential: BEN }), NO_STATE],
  [
    "a yes to what has changed",
    answering({ meanwhile: renamed }),
    "200 conflict: The records changed while a person was asked.",
  ],
  ["a yes after 11 minutes", answering({ meanwhile: later(11 * MINUTE) }), NO_STATE],
  ["a yes by a revoked key", answering({ meanwhile: ({ odoo }) => odoo.keys.delete(ANNAS_KEY) }), "200 auth: ", OWN],
  ["a state with another letter", answering({ state: (state) => flipped(state, 10) }), NO_STATE],
  ["a state with another signature", answering({ state: (state) => flipped(state, -5) }), NO_STATE],
  ["a state without its signature", answering({ state: (state) => state.slice(0, state.lastIndexOf(".")) }), NO_STATE],
  ["a state of nothing", answering({ state: () => "v1.e30.AAAA" }), NO_STATE],
  ["an empty state", answering({ state: () => "" }), NO_STATE],
  ["a state that is an object", answering({ state: (state) => ({ state }) }), NO_STATE],
  ["a state of 1 MB", answering({ state: () => `v1.${"A".repeat(1 << 20)}.AAAA` }), NO_STATE],
  ["a state of another secret", forged, NO_STATE],
  ["a dialogue's handle for a state", answering({ state: (_, target) => handleOf(target) }), NO_STATE],
  ["a yes without a state", answering({ state: () => undefined }), AGAIN],
  ["a state without a yes", answering({ responses: {} }), AGAIN],
  ["a yes to another question", answering({ responses: { other: YES } }), AGAIN],
  ["a yes in a word", answering({ responses: { confirm: "accept" } }), AGAIN],
  [
    "a box that is ticked with a text",
    answering({ responses: { confirm: { action: "accept", content: { confirm: "true" } } } }),
    CANNOT_ASK,
  ],
  [
    "a box that is ticked with a number",
    answering({ responses: { confirm: { action: "accept", content: { confirm: 1 } } } }),
    CANNOT_ASK,
  ],
  ["a yes without a box", answering({ responses: { confirm: { action: "accept" } } }), CANNOT_ASK],
  ["a no", answering({ responses: { confirm: { action: "decline", content: { confirm: true } } } }), CANNOT_ASK],
  ["a yes in capitals", answering({ responses: { confirm: { ...YES, action: "ACCEPT" } } }), AGAIN],
  ["a yes of a client that has no questions", answering({ capabilities: {} }), CANNOT_ASK],
  ["a yes of a client that asks by links alone", answering({ capabilities: { elicitation: { url: {} } } }), CANNOT_ASK],
  ["a yes of a client of 2025", legacyAnswer, CANNOT_ASK],
  [
    "a client of 2025 that signs on in the same breath",
    body(
      `[${rpc("initialize", { protocolVersion: "2025-11-25", capabilities: CAN_ASK, clientInfo: { name: "x", version: "1" } })},${rpc("tools/call", DELETE, 2)}]`,
    ),
    "400 Send one message a request",
  ],
  [
    "a client of 2025 that says what it can beside",
    body(rpc("tools/call", { ...DELETE, _meta: { "io.modelcontextprotocol/clientCapabilities": CAN_ASK } })),
    CANNOT_ASK,
  ],
];

/** The record has another name, as if somebody had changed it. */
function renamed({ odoo }: Target) {
  odoo.keys.set(ANNAS_KEY, { ...ANNAS, login: "renamed@example.com" });
}

const ownerOf = ({ odoo }: Target, uid: number, database = "test") => JSON.stringify([odoo.url, database, uid]);

interface Sealed {
  secret?: string;
  uid?: number;
  database?: string;
  purpose?: "dialogue" | "question";
  endsIn?: number;
}

/** The handle of a wizard that Odoo opened for a user. */
export function handleOf(target: Target, sealed: Sealed = {}): string {
  const { secret = SECRET, uid = ANNAS.uid, database = "test", purpose = "dialogue", endsIn = 60 * MINUTE } = sealed;
  const dialogue = { e: Date.now() + endsIn, m: "sale.advance.payment.inv", c: { active_ids: [7] } };
  return sealing([secret]).seal(purpose, dialogue, ownerOf(target, uid, database));
}

const completing =
  (handle: (target: Target) => unknown): Send =>
  async (target) =>
    body(call("execute_workflow", { wizard: handle(target), signal: "create_invoices" }))(target);

/** Anna's own open dialogue: what the attacks lack. */
export const ownDialogue = completing((target) => handleOf(target));

const NO_WIZARD = "200 not_found: wizard: there is no open wizard";
const DIALOGUES: readonly Attack[] = [
  ["another's dialogue", completing((target) => handleOf(target, { uid: 8 })), NO_WIZARD],
  ["a dialogue of another database", completing((target) => handleOf(target, { database: "other" })), NO_WIZARD],
  [
    "a dialogue of another secret",
    completing((target) => handleOf(target, { secret: "another-secret-of-another-server-9876543210" })),
    NO_WIZARD,
  ],
  ["a dialogue that has ended", completing((target) => handleOf(target, { endsIn: -1 })), NO_WIZARD],
  ["a question for a dialogue", completing((target) => handleOf(target, { purpose: "question" })), NO_WIZARD],
  ["a dialogue with another letter", completing((target) => flipped(handleOf(target), 30)), NO_WIZARD],
  ["a dialogue with another signature", completing((target) => flipped(handleOf(target), -5)), NO_WIZARD],
  ["half a dialogue", completing((target) => handleOf(target).slice(0, 40)), NO_WIZARD],
  ["a guessed dialogue", completing(() => "wizard-1"), NO_WIZARD],
  ["an empty dialogue", completing(() => ""), NO_WIZARD],
  ["a dialogue that every object has", completing(() => "__proto__"), NO_WIZARD],
  ["a dialogue of 1 MB", completing(() => "A".repeat(1 << 20)), "200 validation: wizard: expected at most"],
  ["a dialogue that is an object", completing((target) => ({ handle: handleOf(target) })), "200 validation: wizard"],
];

/** A call of Anna's that Odoo takes its time for, something done meanwhile, and how the call ends. */
const whileAnnaWaits =
  (meanwhile: (target: Target) => Promise<unknown>, params: object = {}): Send =>
  async (target) => {
    let answer = () => {};
    const isHeld = new Promise<void>((held) => {
      target.hold = ({ login }, method) => {
        if (login !== ANNAS.login || method !== "res.partner.search_count") return undefined;
        held();
        return new Promise((resolve) => {
          answer = resolve;
        });
      };
    });
    const waiting = body(
      rpc("tools/call", { name: "search_count", arguments: { model: "res.partner" }, ...params }, 77),
    )(target);
    await isHeld;
    const came = await meanwhile(target);
    answer();
    return `${came} / ${await waiting}`;
  };

const cancelled = JSON.stringify({ jsonrpc: "2.0", method: "notifications/cancelled", params: { requestId: 77 } });
const progressed = JSON.stringify({
  jsonrpc: "2.0",
  method: "notifications/progress",
  params: { progressToken: "t", progress: 1, message: "false" },
});
const answered = JSON.stringify({ jsonrpc: "2.0", id: 77, result: { structuredContent: { count: 666 } } });
const COUNTS = (whose: number) => `200 {"count":${whose}}`;
const bens = (text: string) => ask({ headers: [BEN], body: text });
const modernCancel = ask({ ...modernRequest({ method: "notifications/cancelled", credential: BEN }), body: cancelled });
const TOKEN = { _meta: { progressToken: "t" } };

const OTHERS: readonly Attack[] = [
  ["another's call cancelled by its id", whileAnnaWaits(bens(cancelled)), `202 / ${COUNTS(7)}`],
  ["the same in the new version", whileAnnaWaits(modernCancel), `202 / ${COUNTS(7)}`],
  ["progress told of another's call", whileAnnaWaits(bens(progressed), TOKEN), `202 / ${COUNTS(7)}`],
  ["another's call answered", whileAnnaWaits(bens(answered)), `202 / ${COUNTS(7)}`],
  [
    "a call with the id of another's",
    whileAnnaWaits(
      bens(rpc("tools/call", { name: "search_count", arguments: { model: "res.partner" }, ...TOKEN }, 77)),
      TOKEN,
    ),
    `${COUNTS(8)} / ${COUNTS(7)}`,
  ],
  [
    "another's session ended",
    whileAnnaWaits(ask({ method: "DELETE", headers: [BEN, "Mcp-Session-Id: 77"], body: "" })),
    `405 Method not allowed. / ${COUNTS(7)}`,
  ],
];

export const ANSWERS: readonly Attack[] = [...YESES, ...DIALOGUES, ...OTHERS];

/** The last of several times. */
export const again =
  (send: Send, times: number): Send =>
  async (target) => {
    let last = "";
    for (let time = 0; time < times; time++) last = await send(target);
    const asked = target.odoo.requests.filter(({ path }) => path.startsWith("/json/2/")).length;
    const [first = ""] = last.split(". ");
    return `${first}. Odoo was asked ${asked === 1 ? "once" : `${asked} times`}.`;
  };

export const revokedKey: Send = async (target) => {
  await body(call("search_count", { model: "res.partner" }))(target);
  target.odoo.keys.delete(ANNAS_KEY);
  await body(call("search_count", { model: "res.partner" }))(target);
  return by(ANNA)(target);
};

export const superuser: Send = (target) => {
  target.odoo.keys.set("s".repeat(40), { uid: 1, login: "__system__" });
  return by(`Authorization: Bearer ${"s".repeat(40)}`)(target);
};

export const stateAsKey: Send = async (target) => {
  const state = await asked(target);
  return by(`Authorization: Bearer ${state.slice(0, 500)}`)(target);
};

/** A client of another user signs on; whatever it was given for a session is used. */
export const anothersSession: Send = async (target) => {
  const initialize = rpc("initialize", {
    protocolVersion: "2025-11-25",
    capabilities: {},
    clientInfo: { name: "x", version: "1" },
  });
  const answer = await overSocket(target, [request({ headers: [BEN], body: initialize })]);
  const [, session = "none"] = /^mcp-session-id: (.*)$/im.exec(answer) ?? [];
  return body(call("search_count", { model: "res.partner" }), `Mcp-Session-Id: ${session}`)(target);
};

/** Requests that nobody can be answered, because the connection ends with the one before them; then one alone. */
export const unanswered =
  (before: (time: number) => Buffer, times: number): Send =>
  async (target) => {
    const count = request({ body: call("search_count", { model: "res.partner" }) });
    const behind = request({ headers: [ANNA, "-Connection"], body: call("search_count", { model: "res.partner" }) });
    await overSocket(target, [count]);
    for (let time = 0; time < times; time++) await overSocket(target, [Buffer.concat([before(time), behind, behind])]);
    return told(await overSocket(target, [count]));
  };

/** Keys that nobody has, for a login that there is, some of them at once. */
export const guessing: Send = async (target) => {
  const guess = (at: number) =>
    by(`Authorization: Bearer ${`${at}`.padStart(40, "g")}`, `X-Odoo-Login: ${ANNAS.login}`);
  const guessed = await Promise.all(Array.from({ length: 10 }, (_, at) => guess(at)(target)));
  for (let at = 10; at < 20; at++) guessed.push(await guess(at)(target));
  const refused = guessed.filter((one) => one.startsWith("401 Odoo refused")).length;
  const asked = target.odoo.requests.filter(({ path }) => path.startsWith("/json/2/")).length;
  return `${guessed.at(-1)} Odoo was asked ${asked} times, and refused ${refused}.`;
};
