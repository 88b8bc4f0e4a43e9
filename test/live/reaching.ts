import { credentialOf, legacyClient, modernClient, type Reply } from "../support/http-clients.js";
import { type Caller, callerOf, callsBy, type Exchange, type Refusal, startServer } from "../support/mcp.js";
import { type Replicas, startReplicas } from "../support/replicas.js";
import type { LiveOdoo } from "./setup.js";

// The ways by which an assistant of a test reaches the tools of a generated folder, as an administrator.

/** Reaches a server for somebody whose person answers so. */
export type Reach = (answer: (question: string) => Reply) => Promise<Caller>;

/** A way to the tools of a folder that was generated from an Odoo. */
export type Way = (odoo: LiveOdoo, generated: string) => Reach;

/** A server process of its own, and the client of 2025. */
export const overStdio: Way = (odoo, generated) => (answer) =>
  startServer(odoo.admin, ["--generated", generated], answer);

/** Two replicas, and the client of 2026-07-28. */
export const over2026: Way = (odoo, generated) => (answer) =>
  throughReplicas(odoo, generated, async ({ front }) =>
    callerOf(await modernClient(front.origin, credentialOf(odoo.series, odoo.admin), answer)),
  );

/**
 * Two replicas, and the client of 2025, which nobody can be asked through: its person does what is refused for that as the refusal
 * says, "with a client that supports elicitation".
 */
export const over2025: Way = (odoo, generated) => (answer) =>
  throughReplicas(odoo, generated, async ({ front }) => {
    const headers = credentialOf(odoo.series, odoo.admin);
    const caller = await callerOf(await legacyClient(front.origin, headers));
    const ofPerson = await callerOf(await modernClient(front.origin, headers, answer));
    const exchange: Exchange = async (tool, args) => {
      const answered = await caller.exchange(tool, args);
      return answered.failed && goesOnElsewhere(answered.structured.error as unknown as Refusal)
        ? ofPerson.exchange(tool, args)
        : answered;
    };
    const close = async () => void (await Promise.all([caller.close(), ofPerson.close()]));
    return { ...caller, ...callsBy(exchange), close };
  });

const goesOnElsewhere = ({ rule, message, hint = "", outcome }: Refusal) =>
  rule === "confirmation" &&
  outcome === "not_applied" &&
  message.includes("This client cannot ask one.") &&
  hint.includes("with a client that supports elicitation");

/** Ends the replicas with the caller, and throws where one of them answered nothing, or did not end well. */
async function throughReplicas(
  odoo: LiveOdoo,
  generated: string,
  connected: (replicas: Replicas) => Promise<Caller>,
): Promise<Caller> {
  const replicas = await startReplicas({ odoo: odoo.admin, generated });
  const caller = await connected(replicas);
  return {
    ...caller,
    async close() {
      await caller.close();
      const codes = await replicas.end();
      const told = JSON.stringify({ sent: replicas.front.sent, codes });
      if (replicas.front.sent.includes(0) || codes.some((code) => code !== 0)) throw new Error(`The replicas: ${told}`);
    },
  };
}
