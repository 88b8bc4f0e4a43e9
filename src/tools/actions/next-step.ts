/** What has to follow a button that is not done: Odoo answered with an action instead of a result. */
export interface NextStep {
  kind: "wizard" | "records" | "report" | "other";
  /** The model of the wizard or of the records. */
  model?: string;
  /** The record it opened, if it is one. */
  id?: number;
  title?: string;
  /** Which records it opened, as Odoo tells it. */
  domain?: unknown;
  /** To be given back when the wizard's record is created. */
  context?: unknown;
}

/** Reads a button's result: an action dictionary is a next step; true, null, ids and the rest mean done. */
export function nextStep(result: unknown): NextStep | undefined {
  if (typeof result !== "object" || result === null || !("type" in result)) return undefined;
  const action = result as Record<string, unknown>;
  const title = typeof action.name === "string" ? { title: action.name } : {};
  switch (action.type) {
    case "ir.actions.act_window": {
      const kind = action.target === "new" ? "wizard" : "records";
      return {
        kind,
        ...title,
        ...(typeof action.res_model === "string" ? { model: action.res_model } : {}),
        ...(typeof action.res_id === "number" && action.res_id > 0 ? { id: action.res_id } : {}),
        ...(kind === "records" && action.domain ? { domain: action.domain } : {}),
        ...(action.context ? { context: action.context } : {}),
      };
    }
    case "ir.actions.report":
      return { kind: "report", ...title };
    // Closing a dialogue or showing a message is what an interface does after the work is done.
    case "ir.actions.act_window_close":
    case "ir.actions.client":
      return undefined;
    default:
      return { kind: "other", ...title };
  }
}
