import { readFileSync } from "node:fs";
import { expect, it, onTestFinished, vi } from "vitest";
import { asker, type Reply } from "../support/http-asker.js";
import { bearer } from "../support/http-clients.js";
import { random, runSeed } from "../support/random.js";
import {
  crowdOdoo,
  GROUPS,
  hasKey,
  keyOf,
  type Member,
  marksIn,
  mayIn,
  OWN_MODEL,
  ownField,
  REFUSED_ID,
} from "./crowd.js";
import { serving } from "./support.js";

// Whatever the order of many users' calls: nobody is answered with what is another's.

const USERS = 60;
const ROUNDS = 100;
const CALLS_OF_A_ROUND = 100;
/** Uids from here on have no key. */
const STRANGERS = 1_000;
/** Longer than a user is known. */
const UNTIL_UNKNOWN_MS = 5 * 60_000 + 1_000;
/** Longer than a refused credential is. */
const UNTIL_TRIED_MS = 61_000;

interface Kind {
  method: string;
  params: (member: Member) => object;
  /** What is wrong with the answer to a user whose key counts. */
  wrong: (member: Member, reply: Reply) => string | undefined;
}

const tool = (name: string, args: object) => ({ name, arguments: args });
const contentOf = ({ result }: Reply) => (result?.structuredContent ?? {}) as Record<string, unknown>;
const isStranger = (uid: number) => uid >= STRANGERS;
const unmarked = ({ uid }: Member, { text }: Reply) => (marksIn(text).has(uid) ? undefined : "no mark");

const KINDS: Readonly<Record<string, Kind>> = {
  list: {
    method: "tools/list",
    params: () => ({}),
    wrong({ groups }, { result }) {
      const { tools = [] } = (result ?? {}) as { tools?: { name: string }[] };
      const names = tools.map(({ name }) => name);
      const listed = [
        ["account_move_search", mayIn(groups, "account.move", "read")],
        ["crm_lead_create", mayIn(groups, "crm.lead", "create")],
        ["res_partner_create", mayIn(groups, "res.partner", "create")],
        ["sale_order_update", mayIn(groups, "sale.order", "write")],
        ["res_partner_search", true],
      ] as const;
      return listed.find(([name, may]) => names.includes(name) !== may)?.[0];
    },
  },
  "who am I": { method: "tools/call", params: () => tool("who_am_i", {}), wrong: unmarked },
  count: {
    method: "tools/call",
    params: () => tool("search_count", { model: "res.partner" }),
    wrong: ({ uid }, reply) => (contentOf(reply).count === uid ? undefined : "another's count"),
  },
  read: {
    method: "tools/call",
    params: ({ uid }) => tool("read_records", { model: "res.partner", ids: [uid], fields: ["name"] }),
    wrong: unmarked,
  },
  search: {
    method: "tools/call",
    params: () => tool("res_partner_search", { domain: [], fields: ["name"] }),
    wrong: unmarked,
  },
  fields: {
    method: "tools/call",
    params: () => tool("get_fields", { model: OWN_MODEL }),
    wrong: (member, reply) =>
      reply.text.includes(`${ownField(member.uid)}"`) ? unmarked(member, reply) : "other fields",
  },
  models: { method: "tools/call", params: () => tool("list_models", { query: "thing" }), wrong: unmarked },
  address: {
    method: "resources/read",
    params: ({ uid }) => ({ uri: `odoo://res.partner/${uid}` }),
    wrong: unmarked,
  },
  refused: {
    method: "tools/call",
    params: () => tool("read_records", { model: "res.partner", ids: [REFUSED_ID], fields: ["name"] }),
    wrong: (member, reply) => (reply.result?.isError ? unmarked(member, reply) : "no error"),
  },
  update: {
    method: "tools/call",
    params: ({ uid }) => tool("update_record", { model: "res.partner", id: uid, values: { name: `New of ${uid}` } }),
    wrong: (_, reply) => (contentOf(reply).error ? "not written" : undefined),
  },
};
const NAMES = Object.keys(KINDS);

/** What is wrong with an answer, whether or not the key counts. */
function leaked({ uid }: Member, { text }: Reply): string | undefined {
  const others = [...marksIn(text)].filter((one) => one !== uid);
  if (others.length > 0) return `the mark of ${others.join()}`;
  return hasKey(text) ? "a key" : undefined;
}

/** What is wrong with the answer to a key that does not count, or not any more: who was known may be told so by the call alone. */
function refusalIsWrong({ uid }: Member, { status, text, result }: Reply): string | undefined {
  if (status === 401) return marksIn(text).has(uid) ? "a mark for a refused key" : undefined;
  if (isStranger(uid)) return "let in";
  return result?.isError && !/"category":"(auth|business_rule)"/.test(text) ? "another error than Odoo's" : undefined;
}

it("whoever calls between others, and however they come and go, is answered with what is their own", async () => {
  const seed = runSeed();
  console.log(`many users: TEST_SEED=${seed}`);
  const next = random(seed);
  const below = (count: number) => Math.floor(next() * count);
  const some = <T>(list: readonly T[]) => list.filter(() => next() < 0.5);
  const pause = random(seed + 1);
  const odoo = await crowdOdoo(() => Math.floor(6 * pause()));
  let passed = 0;
  const now = performance.now.bind(performance);
  vi.spyOn(performance, "now").mockImplementation(() => now() + passed);
  const { origin, folder } = await serving(odoo, {
    ODOO_CONCURRENCY: "16",
    ODOO_TIMEOUT_MS: "600000",
    ODOO_MCP_HTTP_CALLS: "400",
    ODOO_MCP_HTTP_USER_CALLS: "200",
  });
  const { ask, close } = asker(origin);
  onTestFinished(close);
  const members = Array.from(
    { length: USERS },
    (_, at): Member => ({ uid: 101 + at, groups: some(GROUPS), version: 1 }),
  );
  for (const member of members) odoo.keys.set(keyOf(member), member);

  const wrong: string[] = [];
  const seen = new Map<string, number>();
  const count = (what: string) => seen.set(what, (seen.get(what) ?? 0) + 1);

  async function call(member: Member, name: string): Promise<void> {
    const kind = KINDS[name];
    if (!kind) return;
    const key = keyOf(member);
    const counted = odoo.keys.has(key);
    const reply = await ask(bearer(key), kind.method, kind.params(member));
    const counts = odoo.keys.has(key);
    count(reply.status === 200 ? (reply.result?.isError ? `${name} failed` : name) : `HTTP ${reply.status}`);
    const why =
      leaked(member, reply) ?? (counted && counts ? kind.wrong(member, reply) : refusalIsWrong(member, reply));
    if (why) wrong.push(`${name} of ${member.uid}: ${why}: HTTP ${reply.status} ${reply.text.slice(-600)}`);
  }

  for (let round = 0; round < ROUNDS && wrong.length === 0; round++) {
    // A few have many calls at a time, and most have few.
    const calls = Array.from({ length: CALLS_OF_A_ROUND }, (_, at) => {
      const member = members[Math.floor(USERS * next() ** 2)] as Member;
      if (at % 50 === 49) odoo.keys.delete(keyOf(member));
      return call(member, NAMES[below(NAMES.length)] ?? "list");
    });
    const stranger = { uid: STRANGERS + round, groups: [], version: 1 };
    await Promise.all([...calls, call(stranger, "count")]);
    const chance = next();
    if (chance < 0.1) {
      // Everybody signs in again, some with other groups.
      passed += UNTIL_UNKNOWN_MS;
      for (const member of some(members)) member.groups = some(GROUPS);
    } else if (chance < 0.3) passed += UNTIL_TRIED_MS;
    for (const member of members.filter((one) => !odoo.keys.has(keyOf(one)) && next() < 0.5)) {
      member.version += 1;
      odoo.keys.set(keyOf(member), member);
    }
  }

  console.log([...seen].map(([what, times]) => `${what} ${times}`).join(", "));
  expect(wrong).toEqual([]);
  expect(odoo.wrong).toEqual([]);
  const audited = readFileSync(`${folder}/audit.log`, "utf8").split("\n").filter(Boolean);
  expect(audited.filter((line) => hasKey(line))).toEqual([]);
  const strange = audited.filter((line) => {
    const { uid, login, ids = [uid] } = JSON.parse(line) as { uid: number; login: string; ids?: number[] };
    return !marksIn(login).has(uid) || ids.some((id) => id !== uid);
  });
  expect(strange).toEqual([]);
  // It was no empty run.
  expect([...seen.keys()]).toEqual(
    expect.arrayContaining([...NAMES.filter((name) => name !== "refused"), "refused failed", "HTTP 401"]),
  );
  expect(audited.length).toBeGreaterThan(0);
});
