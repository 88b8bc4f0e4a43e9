import { EFFECTS } from "./effects.js";
import { inShort } from "./in-short.js";
import { checkMethodName, effectOfMethod, effectOfStep, type Policy } from "./policy.js";

/**
 * The policy of scripts, which people write and read before they run: everything but methods that no button calls. The
 * config's policy is for assistants.
 */
export const UNRESTRICTED: Policy = {
  check: () => {},
  checkReached: () => {},
  openFields: () => undefined,
  checkMethod(model, method) {
    checkMethodName(model, method);
    return effectOfMethod(model, method);
  },
  checkStep(model, step) {
    checkMethodName(model, step.name);
    return effectOfStep(model, step);
  },
  checkCount: () => {},
  maxRecords: () => undefined,
  view: (model) => model,
  domain: () => undefined,
  confirmations: () => [],
  mayApprove: () => true,
  operations: () => ({ value: EFFECTS, rule: "scripts" }),
  anyDomain: undefined,
  inShort: inShort({}, false),
};
