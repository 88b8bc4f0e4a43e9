import { setTimeout as sleep } from "node:timers/promises";
import { createClient } from "../../src/odoo/client.js";
import { connect } from "../../src/odoo/connection/connect.js";
import { readSettings } from "../../src/odoo/connection/settings.js";
import { OdooError } from "../../src/odoo/errors/errors.js";
import { median, ratio } from "./report.js";

// What is answered where more is asked than Odoo can answer in time, against what it answers to as many at a time as it is sent.

type Settings = Record<string, string>;

const CONCURRENCY = 4;
const TIMEOUT_MS = 4_000;
const LEVELS = [2, 5, 10];
const ASKED_FOR_MS = 8_000;
const MEASURED_FOR_MS = 3_000;
/** A refusal that takes longer came after waiting. */
const AT_ONCE_MS = 50;

interface Ended {
  /** Milliseconds from the call to its end. */
  took: number;
  /** When it ended. */
  at: number;
  error?: unknown;
}

type Call = () => Promise<unknown>;

async function ended(call: Call): Promise<Ended> {
  const began = performance.now();
  const told = await call().then(
    () => ({}),
    (error: unknown) => ({ error }),
  );
  const at = performance.now();
  return { took: at - began, at, ...told };
}

/** Answers a second, where there are never more calls than Odoo is sent at a time. */
async function throughput(call: Call): Promise<number> {
  const began = performance.now();
  const until = began + MEASURED_FOR_MS;
  let answers = 0;
  const worker = async () => {
    while (performance.now() < until) {
      await call();
      answers += 1;
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, worker));
  return answers / ((performance.now() - began) / 1000);
}

/** Begins so many calls a second, whatever becomes of them. */
async function asked(call: Call, perSecond: number): Promise<Ended[]> {
  const began = performance.now();
  const calls: Promise<Ended>[] = [];
  for (let passed = 0; passed < ASKED_FOR_MS; passed = performance.now() - began) {
    while (calls.length < (passed / 1000) * perSecond) calls.push(ended(call));
    await sleep(5);
  }
  return Promise.all(calls);
}

/** One read of one record, by a client that knows nothing of this Odoo's speed. */
async function reading(settings: Settings): Promise<Call> {
  const given = { ...settings, ODOO_CONCURRENCY: `${CONCURRENCY}`, ODOO_TIMEOUT_MS: `${TIMEOUT_MS}` };
  const client = createClient(await connect(readSettings(given)));
  return () => client.read("res.partner", [1], ["name", "email", "country_id"]);
}

export async function benchOverload(settings: Settings): Promise<void> {
  for (const level of LEVELS) {
    const before = await throughput(await reading(settings));
    const call = await reading(settings);
    const began = performance.now();
    const calls = await asked(call, before * level);
    const after = await throughput(await reading(settings));
    const answered = calls.filter(({ error }) => error === undefined);
    const seconds = (Math.max(...answered.map(({ at }) => at)) - began) / 1000;
    const refused = calls.filter(({ error }) => error instanceof OdooError && error.category === "rate_limited");
    const atOnce = refused.filter(({ took }) => took <= AT_ONCE_MS);
    const lost = calls.length - answered.length - refused.length;
    ratio(
      `overload of ${level} times, ${calls.length} calls`,
      answered.length / seconds,
      (before + after) / 2,
      "answers/s",
      `goal: at least 0.90; ${atOnce.length} refused at once, in ${median(atOnce.map(({ took }) => took)).toFixed(2)} ms, ` +
        `${refused.length - atOnce.length} later, ${lost} timed out in Odoo`,
    );
  }
}
