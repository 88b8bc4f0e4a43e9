import PQueue from "p-queue";
import { afterAll, expect, it, onTestFinished } from "vitest";
import { type Client, createClient } from "../../src/odoo/client.js";
import { type Connection, connect } from "../../src/odoo/connection/connect.js";
import { readSettings } from "../../src/odoo/connection/settings.js";
import { OdooError } from "../../src/odoo/errors/errors.js";
import { PLAIN } from "../../src/odoo/form/forms.js";
import { closeConnections } from "../../src/odoo/wires/http.js";
import { NO_AUDIT } from "../../src/tools/call/audit.js";
import { masterData } from "../../src/tools/call/master-data.js";
import { openDialogues } from "../../src/tools/call/open-dialogues.js";
import { UNRESTRICTED } from "../../src/tools/policy/unrestricted.js";
import { createOnce, tableOnce } from "../../src/tools/write/create-once.js";
import {
  ENDLESS,
  FAULTS,
  type Fault,
  type FaultProxy,
  faultFor,
  faultProxy,
  markedCall,
} from "../support/fault-proxy.js";
import { random, runSeed } from "../support/random.js";
import { type Attempt, type Claim, claimsOf, contradicts, KINDS, type Kind, NAMES } from "./claims.js";
import { describeEachOdoo, wiresOf } from "./odoos.js";

// Reads and writes over a network that breaks in every way, then the database against what the results claimed.

const AT_A_TIME = 12;
/** Of calls that meet a fault without an end. Others take as long as they need. */
const TIMEOUT_MS = 2_000;
/** Of a call with an idempotency_key, until it succeeds. */
const ATTEMPTS = 10;
const MODEL = "res.partner.category";

/** What is to be called, and what the network does to each attempt. */
interface Plan {
  kinds: readonly Kind[];
  fault(call: number, attempt: number): Fault | undefined;
}

/** Every fault once for every kind of call. */
const TABLE: Plan = {
  kinds: KINDS.flatMap((kind) => FAULTS.map(() => kind)),
  fault: (call, attempt) => (attempt === 0 ? FAULTS[call % FAULTS.length] : undefined),
};

/** Calls and faults in an order that follows from the seed. */
function mixed(seed: number): Plan {
  const next = random(seed);
  const kinds = Array.from({ length: 210 }, (): Kind => {
    const chance = next();
    if (chance < 0.5) return "read";
    if (chance < 0.65) return "create";
    if (chance < 0.75) return "create once";
    return chance < 0.9 ? "write" : "unlink";
  });
  return { kinds, fault: (call, attempt) => faultFor(seed, call, attempt) };
}

describeEachOdoo("faults", (instance) => {
  const { series, admin } = instance;
  const wires = wiresOf(instance);
  afterAll(closeConnections);

  it.each(wires)("over %s, each met by each kind of call, leave the database as the results claim", (wire) =>
    audit(wire, TABLE),
  );

  // Any wire will do: what one makes of a fault is in the table, and of any bytes in test/odoo/wires/fuzz.test.ts.
  it("in any order leave the database as the results claim", () => {
    const seed = runSeed();
    console.log(`faults on ${series}: TEST_SEED=${seed}`);
    return audit("jsonrpc", mixed(seed));
  });

  async function audit(wire: string, plan: Plan): Promise<void> {
    const unhandled: unknown[] = [];
    const onUnhandled = (reason: unknown) => void unhandled.push(reason);
    process.on("unhandledRejection", onUnhandled);
    onTestFinished(() => void process.off("unhandledRejection", onUnhandled));
    const direct = createClient(await connect(readSettings({ ...admin, ODOO_WIRE: "jsonrpc" })));
    const proxy = await faultProxy(admin.ODOO_URL ?? "", plan.fault);
    try {
      const settings = { ...admin, ODOO_URL: proxy.url, ODOO_WIRE: wire, ODOO_CONCURRENCY: `${AT_A_TIME}` };
      const faulty = createClient(impatient(await connect(readSettings(settings)), plan));
      const run = `${wire} ${Date.now()}`;
      const attempts = await attemptAll(direct, faulty, plan, run);
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
      expect(attempts.filter(({ kind, claim }) => kind === "create once" && claim !== "done")).toEqual([]);
      console.log(summary(attempts, proxy));
      // Every kind of end was seen, so that the audit was no empty one.
      expect(new Set(attempts.map(({ claim }) => claim))).toEqual(new Set(["done", "not_applied", "unknown"]));
      const done = attempts.filter(({ claim }) => claim === "done");
      expect(new Set(done.map(({ kind }) => kind))).toEqual(new Set(KINDS));

      await closeConnections();
      await expect.poll(() => proxy.open()).toBe(0);
      expect(unhandled).toEqual([]);
      await direct.unlink(MODEL, [...state.values()]);
    } finally {
      await proxy.close();
    }
  }
});

/** Gives up the calls, and only those, that would wait for ever. */
function impatient({ wire, ...connection }: Connection, { fault }: Plan): Connection {
  const meetsEndless = (call: number) =>
    Array.from({ length: ATTEMPTS }, (_, attempt) => fault(call, attempt)).some((one) => one && ENDLESS.has(one));
  return {
    ...connection,
    wire: {
      call(call) {
        const number = markedCall(JSON.stringify(call));
        return wire.call(number !== undefined && meetsEndless(number) ? { ...call, timeoutMs: TIMEOUT_MS } : call);
      },
    },
  };
}

async function attemptAll(direct: Client, faulty: Client, { kinds }: Plan, run: string): Promise<Attempt[]> {
  const names = kinds.map((_, call) => `${run} of ${call}.`);
  const ids = await direct.create(
    MODEL,
    names.map((name) => ({ name })),
  );
  const queue = new PQueue({ concurrency: AT_A_TIME * 2 });
  return queue.addAll(
    kinds.map((kind, call) => () => attempt(faulty, kind, { call, id: ids[call] ?? 0, name: names[call] ?? "" })),
  );
}

async function attempt(
  client: Client,
  kind: Kind,
  { call, id, name }: { call: number; id: number; name: string },
): Promise<Attempt> {
  const options = { context: { fault_marker: `#${call}#` } };
  const ended = (claim: Claim, error?: unknown): Attempt => {
    return { call, kind, name, claim, ...(error ? { error } : {}) };
  };
  try {
    if (kind === "read") {
      const records = await client.read(MODEL, [id], ["name"], options);
      // A read that answers with anything but the truth is a false success.
      expect(records).toEqual([{ id, name }]);
    } else if (kind === "create") await client.create(MODEL, [{ name: NAMES.create({ name }) }], options);
    else if (kind === "create once") await untilMade(client, name, call);
    else if (kind === "write") await client.write(MODEL, [id], { name: NAMES.write({ name }) }, options);
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
    isKnown: () => false,
    heirs: () => [],
    allowed: async () => [],
    rights: async () => [],
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
      master: masterData(client),
      values,
      forms: PLAIN,
      dialogues: openDialogues(),
      signal,
    },
  };
  for (let attempt = 1; ; attempt++) {
    try {
      await createOnce(at, await tableOnce(at, name, { values: { name: NAMES["create once"]({ name, call }) } }));
      return;
    } catch (error) {
      if (!(error instanceof OdooError) || attempt === ATTEMPTS) throw error;
    }
  }
}

function summary(attempts: readonly Attempt[], proxy: FaultProxy): string {
  const faults = [...proxy.injected].map(([fault, times]) => `${fault} ${times}`);
  return `${claimsOf(attempts)}\nfaults: ${faults.sort().join(", ")}`;
}
