import { isObject } from "../../odoo/notation/checks.js";
import { isSecretName } from "../../odoo/schema/schema.js";

/** What has to follow a button that is not done: Odoo answered with an action instead of a result. */
export interface NextStep {
  kind: "wizard" | "records" | "report" | "url" | "other";
  /** The model of the dialogue or of the records. */
  model?: string;
  /** The record it opened, if it is one. */
  id?: number;
  title?: string;
  /** Which records it opened, as Odoo tells it. */
  domain?: unknown;
  /** To be opened in a browser: an address, or a path of Odoo's own. */
  url?: string;
  /** To be given back when the dialogue's record is created. */
  context?: unknown;
  /** The form that the action opens, where it is not the model's usual one. */
  formView?: number;
}

/** What Odoo's screen would show a person in passing. */
export interface Message {
  /** As Odoo says it: "success", "info", "warning" or "danger". */
  kind: string;
  title?: string;
  text: string;
}

/** What a button's method returned. */
export interface Answer {
  next?: NextStep;
  message?: Message;
}

/** Reads a button's result: an action dictionary is a next step or a message; true, null, ids and the rest mean done. */
export function readAnswer(result: unknown): Answer {
  if (!isAction(result)) return {};
  const title = typeof result.name === "string" ? { title: result.name } : {};
  switch (result.type) {
    case "ir.actions.act_window":
      return { next: { ...title, ...windowOf(result) } };
    case "ir.actions.report":
      return { next: { kind: "report", ...title } };
    case "ir.actions.act_url":
      return {
        next: { kind: "url", ...title, ...(typeof result.url === "string" ? { url: maskedUrl(result.url) } : {}) },
      };
    // What an interface does after the work is done.
    case "ir.actions.act_window_close":
      return {};
    case "ir.actions.client":
      return clientAction(result);
    default:
      return { next: { kind: "other", ...title } };
  }
}

type Action = Readonly<Record<string, unknown>>;

const isAction = (result: unknown): result is Action => isObject(result) && "type" in (result as Action);

function windowOf(action: Action): Omit<NextStep, "title"> {
  const kind = action.target === "new" ? "wizard" : "records";
  const formView = formViewOf(action);
  return {
    kind,
    ...(typeof action.res_model === "string" ? { model: action.res_model } : {}),
    ...(typeof action.res_id === "number" && action.res_id > 0 ? { id: action.res_id } : {}),
    ...(kind === "records" && action.domain ? { domain: action.domain } : {}),
    ...(action.context ? { context: action.context } : {}),
    ...(formView === undefined ? {} : { formView }),
  };
}

/** `views` names a view for each type, `view_id` one alone: an id, `[id, name]` or false. */
function formViewOf({ views, view_id }: Action): number | undefined {
  const pairs = Array.isArray(views) ? views.filter(Array.isArray) : [];
  const [named] = pairs.find(([, type]) => type === "form") ?? [];
  const [id] = [named, Array.isArray(view_id) ? view_id[0] : view_id].filter(
    (one) => typeof one === "number" && one > 0,
  );
  return id as number | undefined;
}

/** A notification is a message, with what follows it; anything else is a matter of the screen. */
function clientAction({ tag, params }: Action): Answer {
  if (tag !== "display_notification" || !isAction({ type: tag, ...(params as object) })) return {};
  const { type, title, message, links, next } = params as Action;
  const labels = Array.isArray(links) ? links.map((link: { label?: unknown }) => String(link?.label ?? "")) : [];
  const text = String(message ?? "").replaceAll("%s", () => labels.shift() ?? "");
  const following = readAnswer(next);
  return {
    ...following,
    message: { kind: String(type || "info"), ...(title ? { title: String(title) } : {}), text },
  };
}

/** Links to documents may carry a token that opens them to anyone. */
function maskedUrl(url: string): string {
  return url.replaceAll(/([?&])([\w-]+)=([^&#]*)/g, (pair, before: string, name: string) =>
    isSecretName(name) ? `${before}${name}=[hidden]` : pair,
  );
}
