import pLimit from "p-limit";
import { afterAll, expect, it, onTestFinished } from "vitest";
import { type Client, createClient } from "../../src/odoo/client.js";
import { type Connection, connect } from "../../src/odoo/connection/connect.js";
import { readSettings } from "../../src/odoo/connection/settings.js";
import { OdooError, type Outcome } from "../../src/odoo/errors/errors.js";
import { closeConnections } from "../../src/odoo/wires/http.js";
import { NO_AUDIT } from "../../src/tools/call/audit.js";
import { openDialogues } from "../../src/tools/call/open-dialogues.js";
import { UNRESTRICTED } from "../../src/tools/policy/unrestricted.js";
import { createOnce } from "../../src/tools/write/create-once.js";
import { type FaultProxy, faultFor, faultProxy } from "../support/fault-proxy.js";
import { random, runSeed } from "../support/random.js";
import { describeEachOdoo } from "./odoos.js";

// Reads and writes over a network that breaks in every way, then the database against what the results claimed.

const CALLS = 420;
const AT_A_TIME = 12;
const TIMEOUT_MS = 1_500;
const MODEL = "res.partner.category";

const seed = runSeed();

type Claim = Outcome | "done";

/** What a call was to do, and how the database tells whether it did. */
interface Attempt {
  call: number;
  kind: "read" | "create" | "create once" | "write" | "unlink";
  name: string;
  claim: Claim;
  tookMs: number;
  error?: unknown;
}

describeEachOdoo("faults", ({ series, admin }) => {
  const wires = series === "14" ? ["jsonrpc", "xmlrpc"] : ["jsonrpc", "xmlrpc", "json2"];
  afterAll(closeConnections);

  it.each(wires)("over %s leave the database as the results claim", { timeout: 120_000 }, async (wire) => {
    console.log(`faults over ${wire} on ${series}: TEST_SEED=${seed}`);
    const unhandled: unknown[] = [];
    const onUnhandled = (reason: unknown) => void unhandled.push(reason);
    process.on("unhandledRejection", onUnhandled);
    onTestFinished(() => void process.off("unhandledRejection", onUnhandled));
    const direct = createClient(await connect(readSettings({ ...admin, ODOO_WIRE: "jsonrpc" })));
    const proxy = await faultProxy(admin.ODOO_URL ?? "", (call, attempt) => faultFor(seed, call, attempt));
    try {
      const settings = { ...admin, ODOO_URL: proxy.url, ODOO_WIRE: wire, ODOO_CONCURRENCY: `${AT_A_TIME}` };
      const faulty = createClient(impatient(await connect(readSettings(settings))));
      const run = `${wire} ${seed} ${Date.now()}`;
      const attempts = await attemptAll(direct, faulty, run);
      await proxy.settled();
      const state = new Map(
        (await direct.searchRead(MODEL, [["name", "like", run]], ["name"], { limit: 10_000 })).map(({ id, name }) => [
          String(name),
          id,
        ]),
      );
      const count = await direct.searchCount(MODEL, [["name", "like", run]]);
      expect(count, "duplicates").toBe(state.size);

      const wrong = attempts.filter((attempt) => contradicts(attempt, state));
      expect(wrong).toEqual([]);
      const single = attempts.filter(({ kind }) => kind !== "create once");
      expect(Math.max(...single.map(({ tookMs }) => tookMs))).toBeLessThan(TIMEOUT_MS + 2_500);
      expect(attempts.filter(({ kind, claim }) => kind === "create once" && claim !== "done")).toEqual([]);
      console.log(summary(attempts, proxy));
      // Every kind of end was seen, so that the audit was no empty one.
      expect(new Set(attempts.map(({ claim }) => claim))).toEqual(new Set(["done", "not_applied", "unknown"]));
      expect(attempts.filter(({ claim }) => claim === "done").length).toBeGreaterThan(CALLS / 2);

      await closeConnections();
      await expect.poll(() => proxy.open(), { timeout: 5_000 }).toBe(0);
      expect(unhandled).toEqual([]);
      await direct.unlink(MODEL, [...state.values()]);
    } finally {
      await proxy.close();
    }
  });
});

/** Signing in may take as long as it likes. */
const impatient = ({ wire, ...connection }: Connection): Connection => ({
  ...connection,
  wire: { call: (call) => wire.call({ ...call, timeoutMs: TIMEOUT_MS }) },
});

async function attemptAll(direct: Client, faulty: Client, run: string): Promise<Attempt[]> {
  const next = random(seed);
  const names = Array.from({ length: CALLS }, (_, call) => `${run} of ${call}.`);
  const ids = await direct.create(
    MODEL,
    names.map((name) => ({ name })),
  );
  const limit = pLimit(AT_A_TIME * 2);
  return Promise.all(
    names.map((name, call) => {
      const chance = next();
      const kind =
        chance < 0.5
          ? "read"
          : chance < 0.65
            ? "create"
            : chance < 0.75
              ? "create once"
              : chance < 0.9
                ? "write"
                : "unlink";
      return limit(() => attempt(faulty, kind, { call, id: ids[call] ?? 0, name }));
    }),
  );
}

async function attempt(
  client: Client,
  kind: Attempt["kind"],
  { call, id, name }: { call: number; id: number; name: string },
): Promise<Attempt> {
  const options = { context: { fault_marker: `#${call}#` } };
  const began = performance.now();
  const ended = (claim: Claim, error?: unknown): Attempt => {
    return { call, kind, name, claim, tookMs: performance.now() - began, ...(error ? { error } : {}) };
  };
  try {
    if (kind === "read") {
      const records = await client.read(MODEL, [id], ["name"], options);
      // A read that answers with anything but the truth is a false success.
      expect(records).toEqual([{ id, name }]);
    } else if (kind === "create") await client.create(MODEL, [{ name: `${name} made` }], options);
    else if (kind === "create once") await untilMade(client, name, call);
    else if (kind === "write") await client.write(MODEL, [id], { name: `${name} written` }, options);
    else await client.unlink(MODEL, [id], options);
    return ended("done");
  } catch (error) {
    if (!(error instanceof OdooError)) throw error;
    expect(error.message).not.toMatch(/Traceback|File "|\.py|nginx/);
    if (kind === "read") expect(error.outcome).toBe("not_applied");
    return ended(error.outcome, { category: error.category, message: error.message });
  }
}

/** Repeats a call with an idempotency_key until it succeeds, as its error says one may. */
async function untilMade(client: Client, name: string, call: number): Promise<void> {
  const signal = new AbortController().signal;
  const fields = { name: { type: "char", string: "Name" } } as const;
  const models = {
    get: () => Promise.reject(new Error("not used")),
    known: () => [],
    allowed: async () => [],
    now: () => Promise.reject(new Error("not used")),
    forget: () => {},
  };
  const values = () => Promise.reject(new Error("not used"));
  const at = {
    model: { name: MODEL, label: MODEL, fields },
    context: {
      call: { id: "test", tool: "test" },
      audit: NO_AUDIT,
      policy: UNRESTRICTED,
      client,
      models,
      values,
      dialogues: openDialogues(),
      signal,
    },
  };
  for (let attempt = 1; ; attempt++) {
    try {
      await createOnce(at, name, { name: `${name} #${call}# once` });
      return;
    } catch (error) {
      if (!(error instanceof OdooError) || attempt === 10) throw error;
    }
  }
}

/** Names tell everything: a write renames, an unlink removes, a create adds. */
function contradicts({ kind, name, claim, call }: Attempt, state: ReadonlyMap<string, number>): boolean {
  if (claim === "unknown" || kind === "read") return false;
  const applied = claim === "done" || claim === "applied";
  if (kind === "create") return state.has(`${name} made`) !== applied;
  if (kind === "create once") return state.has(`${name} #${call}# once`) !== applied;
  if (kind === "write") return state.has(`${name} written`) !== applied || state.has(name) === applied;
  return state.has(name) === applied;
}

function summary(attempts: readonly Attempt[], proxy: FaultProxy): string {
  const claims = new Map<string, number>();
  for (const { kind, claim } of attempts) claims.set(`${kind} ${claim}`, (claims.get(`${kind} ${claim}`) ?? 0) + 1);
  const counted = [...claims].map(([name, times]) => `${name} ${times}`);
  const faults = [...proxy.injected].map(([fault, times]) => `${fault} ${times}`);
  return `${attempts.length} calls: ${counted.sort().join(", ")}\nfaults: ${faults.sort().join(", ")}`;
}
