import { EFFECTS } from "./effects.js";
import { checkMethodName, effectOfMethod, type Policy } from "./policy.js";

/**
 * The policy of scripts, which people write and read before they run: everything but methods that no button calls. The
 * config's policy is for assistants.
 */
export const UNRESTRICTED: Policy = {
  check: () => {},
  checkMethod(model, method) {
    checkMethodName(model, method);
    return effectOfMethod(model, method);
  },
  checkCount: () => {},
  maxRecords: () => undefined,
  view: (model) => model,
  domain: () => undefined,
  confirmations: () => [],
  operations: () => ({ value: EFFECTS, rule: "scripts" }),
};
