import PQueue from "p-queue";
import type { Config } from "../../codegen/config/config.js";
import { CONCURRENCY, introspect } from "../../codegen/introspect/introspect.js";
import { SILENT } from "../../codegen/terminal/progress.js";
import { createClient } from "../../src/odoo/client.js";
import type { Connection } from "../../src/odoo/connection/connect.js";
import type { WireCall } from "../../src/odoo/wires/wire.js";
import { milliseconds } from "./bare.js";
import { median, ratio } from "./report.js";

// Introspection against the calls that it makes, made bare: without what it does beside, and without waiting for one
// answer to ask the next.

const RUNS = 3;

/** Prints the ratio, and how many calls of each method it makes. */
export async function benchIntrospect(connection: Connection, config: Config): Promise<void> {
  const calls: WireCall[] = [];
  const recording = {
    call(call: WireCall) {
      calls.push(bare(call));
      return connection.wire.call(call);
    },
  };
  const schema = await introspect(createClient({ ...connection, wire: recording }), config, SILENT);
  const [ours, alone]: [number[], number[]] = [[], []];
  for (let run = 0; run < RUNS; run++) {
    ours.push(await milliseconds(() => introspect(createClient(connection), config, SILENT)));
    alone.push(await milliseconds(() => all(calls, connection)));
  }
  const count = Object.keys(schema.models).length;
  const note = `its ${calls.length} calls bare, ${CONCURRENCY} at a time; goal: 1.3`;
  ratio(`introspect, ${count} models, Odoo ${connection.series.name}`, median(ours), median(alone), "ms", note);
  console.log(byKind(calls));
}

/** As it is made again: the recorded one's signal has its own end. */
const bare = ({ signal: _, ...call }: WireCall): WireCall => call;

const all = (calls: readonly WireCall[], { wire }: Connection) =>
  // What Odoo refuses is an answer, too.
  new PQueue({ concurrency: CONCURRENCY }).addAll(calls.map((call) => () => wire.call(call).catch(() => undefined)));

/** How many calls of each method were made, the most first. */
function byKind(calls: readonly WireCall[]): string {
  const counts = new Map<string, number>();
  const of = ({ model, method }: WireCall) => (/^ir\./.test(model) ? `${model} ${method}` : method);
  for (const call of calls) counts.set(of(call), (counts.get(of(call)) ?? 0) + 1);
  const lines = [...counts].sort(([, a], [, b]) => b - a).map(([kind, count]) => `  ${kind} ${count}`);
  return lines.join("\n");
}
