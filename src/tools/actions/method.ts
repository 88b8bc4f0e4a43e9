import type { RawValues } from "../../odoo/schema/raw.js";
import type { ModelCall } from "../call/model-call.js";

/** Calls the method that a button stands for, and nothing else. Answers what it returned. */
export const callMethod = (
  { model, context: { client, signal } }: ModelCall,
  ids: readonly number[],
  method: string,
  context: RawValues,
): Promise<unknown> => client.callMethod(model.name, ids, method, { signal, context });
