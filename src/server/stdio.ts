import type { Readable, Writable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { OdooError } from "../odoo/errors/errors.js";
import { log, traceOf } from "../odoo/errors/tell.js";
import type { WebSession } from "../odoo/report/web-session.js";
import type { Generated } from "../tools/generated/folder.js";
import { openAudit } from "../tools/session/audit-file.js";
import { GRACE_MS } from "../tools/session/calls.js";
import { type ServedOptions, servedFolder } from "../tools/session/served-folder.js";
import type { Session } from "../tools/session/session.js";
import { inTurn, MAX_BUFFERED, wholeLines } from "./message-limits.js";
import { createServer } from "./protocol.js";
import { signInUntilAccepted } from "./sign-in.js";

/** How long the sign-in lets the first listing go before it. */
const LISTING_FIRST_MS = 1_000;

export interface ServeOptions extends ServedOptions {
  version: string;
}

/**
 * Serves the tools of `generated` over stdin and stdout until stdin ends or a signal comes; a second signal ends the
 * calls under way too. Signing in goes on beside the first requests, and again while Odoo cannot be reached; if it is
 * refused, the promise rejects with the `OdooError`.
 */
export async function serve(options: ServeOptions): Promise<void> {
  // stdout belongs to the protocol, whatever a dependency prints.
  console.log = console.error;
  // A client that is gone takes no more answers; that is an end like any other.
  process.stdout.on("error", () => {});
  const served = await servedFolder(options);
  const { generated, surface, settings } = served;
  const audit = openAudit(served.environment().ODOO_MCP_AUDIT);
  const stopping = new AbortController();
  const turn = signInTurn();
  let web: WebSession | undefined;
  const open = async () => {
    settings();
    await turn.came;
    const { signIn } = await import("../tools/session/sign-in.js");
    const session = await signIn(served, { audit, signal: stopping.signal });
    web = session.web;
    return session;
  };
  const { signedIn, within } = signInUntilAccepted(open, {
    signal: stopping.signal,
    patienceMs: () => settings().timeoutMs,
    onFailure: ({ message }) => log(`odoo-mcp: ${message} Calls wait until Odoo answers.`),
  });
  const session = async (signal: AbortSignal) => {
    turn.begin();
    const { refresh, ...open } = await within(signal);
    await refresh();
    return open;
  };
  const { server, listed, finish } = createServer(options.version, surface, session, served.instance);
  const output = inTurn(process.stdout);
  listed.then(() => answersWritten(output)).then(turn.begin);
  const input = process.stdin.pipe(wholeLines());
  await server.connect(new StdioServerTransport(input, output, { maxBufferSize: MAX_BUFFERED }));

  const hurry = new AbortController();
  const ended = Promise.race([theEnd(hurry), tooLong(input)]);
  try {
    report(signedIn, generated, stopping.signal);
    await Promise.race([ended, signedIn.then(() => ended)]);
  } finally {
    // Also where the credential is refused: the calls that waited for it are told so first.
    await finish({ ...GRACE_MS, hurry: hurry.signal });
    await answersWritten(output);
    stopping.abort();
    audit.end();
    await server.close();
    await Promise.race([web?.close(), sleep(GRACE_MS.readMs, undefined, { ref: false })]);
    const { closeConnections } = await import("../odoo/wires/http.js");
    await closeConnections();
    process.stdin.destroy();
  }
}

/** Loading what signs in takes as long as all else does: it begins when the tools are listed, a call comes, or soon. */
function signInTurn(): { came: Promise<void>; begin: () => void } {
  const waiting = new AbortController();
  return {
    came: sleep(LISTING_FIRST_MS, undefined, { signal: waiting.signal, ref: false }).catch(() => {}),
    begin: () => waiting.abort(),
  };
}

/** Resolves, after saying so, when the client sends what is no message any more. */
function tooLong(input: Readable): Promise<void> {
  return new Promise((resolve) => {
    input.once("error", ({ message }) => {
      log(`odoo-mcp: ${message}, so the connection ends.`);
      process.exitCode = 1;
      resolve();
    });
  });
}

/** Resolves when stdin ends or a signal comes; a second signal aborts `hurry`. */
function theEnd(hurry: AbortController): Promise<void> {
  return new Promise((resolve) => {
    // The SDK does not notice the end of stdin while a keep-alive connection lives.
    process.stdin.once("end", resolve).once("close", resolve);
    let signals = 0;
    const onSignal = () => {
      signals += 1;
      if (signals > 1) hurry.abort();
      resolve();
    };
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, onSignal);
  });
}

/** At a start; `check --live` and `doctor` look at all. */
const MOST_COMPARED = 40;

/** Says on stderr, behind the first calls, that the user is an administrator or the snapshot older than the instance. */
async function report(session: Promise<Session>, generated: Generated, signal: AbortSignal): Promise<void> {
  try {
    const { client } = await session;
    const [{ administratorText, LEAST_PRIVILEGE }, { driftText, findDrift }] = await Promise.all([
      import("../odoo/instance/administrator.js"),
      import("../odoo/instance/drift.js"),
    ]);
    const powers = await administratorText(client, { signal, background: true });
    if (powers) log(`odoo-mcp: ${powers} ${LEAST_PRIVILEGE}`);
    const drift = driftText(
      await findDrift(client, generated.schema(), { signal, background: true, most: MOST_COMPARED }),
    );
    if (drift) log(`odoo-mcp: ${drift} Run \`odoo-mcp codegen\`.`);
  } catch (error) {
    // Who cannot sign in or reach Odoo is told so elsewhere.
    if (!(error instanceof OdooError)) log(traceOf(error));
  }
}

/** Lets the answers of the last calls out: they are sent in the turns after those calls end. */
async function answersWritten(output: Writable): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  await new Promise<void>((resolve) => output.write("", () => resolve()));
}
