import { createHash, randomUUID } from "node:crypto";
import {
  type ClientCapabilities,
  createRequestStateCodec,
  type InputRequiredResult,
  inputRequired,
  inputResponse,
  type RequestStateCodec,
  type ServerContext,
} from "@modelcontextprotocol/server";
import { OdooError } from "../odoo/errors/errors.js";
import { sorted } from "../odoo/schema/snapshot.js";
import type { Sealing } from "../replicas/sealing.js";
import type { SharedStore } from "../replicas/shared-store.js";
import { OpenQuestion } from "../tools/call/open-question.js";
import type { Answer, Ask } from "../tools/call/tool.js";

// A person is asked by a call's result: the client shows them the question and makes the same call again with the answer and a
// signed state, which says what was asked of whom.

/** How long a person may think. */
const PATIENCE_S = 10 * 60;

/** Key of the one question that a result asks. */
const CONFIRM = "confirm";

/** Which call a question is about. */
export interface AskedCall {
  /** Of the user, and the Odoo. */
  owner: string;
  tool: string;
  args: unknown;
}

/** What was asked: digests, because the client can read it. */
interface State {
  id: string;
  call: string;
  question: string;
}

export interface Questions {
  /** For a client that can be asked so. */
  askOf(call: AskedCall, context: ServerContext): Ask;
  /** The result that asks. */
  resultOf(open: OpenQuestion, call: AskedCall, context: ServerContext): Promise<InputRequiredResult>;
  /** For the server's option `requestState`. */
  verify: RequestStateCodec<State>["verify"];
}

/** `onReuse` hears of an answer that was used already. */
export function resultQuestions(sealing: Sealing, store: SharedStore, onReuse: () => void = () => {}): Questions {
  const codecOf = (key: Buffer) =>
    createRequestStateCodec<State>({
      key,
      ttlSeconds: PATIENCE_S,
      bind: ({ http }) => http?.authInfo?.clientId ?? "",
    });
  const [newest, ...older] = sealing.keys("question");
  const codec = codecOf(newest);
  const codecs = [codec, ...older.map(codecOf)];
  return {
    // Of the first key that takes it, or the refusal of the newest.
    verify: (state, context) =>
      Promise.any(codecs.map(({ verify }) => verify(state, context))).catch(() => codec.verify(state, context)),
    askOf(call, context) {
      return async (question, _signal, same = question) => {
        const answer = answerIn(context);
        const state = context.mcpReq.requestState<State>();
        if (!answer || !state) throw new OpenQuestion(question, same);
        if (state.call !== digest(callOf(call))) throw otherCall();
        if (state.question !== digest(same)) throw changed();
        if (!(await store.add(`question:${state.id}`, "", PATIENCE_S * 1000))) {
          onReuse();
          throw usedUp();
        }
        return answer;
      };
    },
    async resultOf({ question, same }, call, context) {
      const state = { id: randomUUID(), call: digest(callOf(call)), question: digest(same) };
      return inputRequired({
        inputRequests: {
          [CONFIRM]: inputRequired.elicit({
            message: question,
            requestedSchema: {
              type: "object",
              properties: {
                confirm: { type: "boolean", title: "Do it", description: "Yes, make this change in Odoo." },
              },
              required: ["confirm"],
            },
          }),
        },
        requestState: await codec.mint(state, context),
      });
    },
  };
}

/** A client that names no kind of question takes forms. Those of 2025 name what they can when they sign on, and not here. */
export const canBeAsked = ({ elicitation }: ClientCapabilities = {}): boolean =>
  elicitation !== undefined && (elicitation.form !== undefined || elicitation.url === undefined);

function answerIn({ mcpReq: { inputResponses } }: ServerContext): Answer | undefined {
  const response = inputResponse(inputResponses, CONFIRM);
  if (response.kind !== "elicit") return undefined;
  return response.action === "accept" && response.content?.confirm !== true ? "unticked" : response.action;
}

const callOf = ({ owner, tool, args }: AskedCall) => JSON.stringify([owner, tool, sorted(args ?? {})]);
const digest = (text: string) => createHash("sha256").update(text).digest("base64url");

const AGAIN = { hint: "Make the call again without an answer: the person is asked again." };
const otherCall = () => new OdooError("conflict", "The answer of the person was given to another call.", AGAIN);
const changed = () => new OdooError("conflict", "The records changed while a person was asked.", AGAIN);
const usedUp = () => new OdooError("conflict", "The answer of the person was used already.", AGAIN);
