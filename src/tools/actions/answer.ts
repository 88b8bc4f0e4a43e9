import { isId, isObject } from "../../odoo/notation/checks.js";
import { isModelName, isSecretName } from "../../odoo/schema/schema.js";

// What a step's method returned -> what Odoo's screen would do with it.

/** A window over the screen: a dialogue to be filled in, or a record of another kind. */
export interface OpenedWindow {
  model: string;
  title?: string;
  /** The record it shows, where it is made already. */
  id?: number;
  /** To be given back when the dialogue's record is created: an object, or a Python dict as text. */
  context?: unknown;
  /** The form that it opens, where it is not the model's usual one. */
  formView?: number;
}

/** What a screen shows once the work is done. */
export interface Shown {
  kind: "records" | "report" | "url" | "other";
  title?: string;
  model?: string;
  id?: number;
  /** Which records it shows, as Odoo tells it. */
  domain?: unknown;
  /** To be opened in a browser: an address, or a path of Odoo's own. */
  url?: string;
}

/** What Odoo's screen would show a person in passing. */
export interface Message {
  /** As Odoo says it: "success", "info", "warning" or "danger". */
  kind: string;
  title?: string;
  text: string;
}

/** What a step's method returned: at most one of `shows` and of the others, where something is still to be done. */
export interface Answer {
  window?: OpenedWindow;
  /** The form of a record that is not made yet, in the place of the screen. */
  form?: OpenedWindow;
  /** A part of Odoo's interface that asks on and does the work itself, by its name. */
  screen?: string;
  shows?: Shown;
  /** A document that the screen fetches. */
  report?: AnsweredReport;
  message?: Message;
}

export interface AnsweredReport {
  title: string;
  /** Its technical name. */
  name: string;
  /** The records on it, where the answer names them. */
  ids?: readonly number[];
}

/** Reads a method's result: an action dictionary is something to show; true, null, ids and the rest mean done. */
export const readAnswer = (result: unknown): Answer => readAction(result, 0);

/** A message may be followed by another. No screen shows more of them. */
const MAX_FOLLOWING = 5;

function readAction(result: unknown, depth: number): Answer {
  if (!isAction(result) || depth > MAX_FOLLOWING) return {};
  const title = typeof result.name === "string" ? { title: short(result.name, MAX_TITLE) } : {};
  switch (result.type) {
    case "ir.actions.act_window":
      return windowOf(result, title);
    case "ir.actions.report":
      return { shows: { kind: "report", ...title }, ...reportOf(result) };
    case "ir.actions.act_url":
      return {
        shows: { kind: "url", ...title, ...(typeof result.url === "string" ? { url: maskedUrl(result.url) } : {}) },
      };
    // What an interface does after the work is done.
    case "ir.actions.act_window_close":
      return {};
    case "ir.actions.client":
      return clientAction(result, depth);
    default:
      return { shows: { kind: "other", ...title } };
  }
}

/** None of what is no PDF, nor of one that is made with more than its records. */
function reportOf({ name, report_name, report_type, context, data }: Action): Pick<Answer, "report"> {
  if (report_type !== "qweb-pdf" || typeof report_name !== "string" || !isEmpty(data)) return {};
  const { active_ids: ids } = isObject(context) ? (context as Action) : {};
  const named = Array.isArray(ids) && ids.every(isId) ? { ids } : {};
  return { report: { title: short(textOf(name), MAX_TITLE), name: report_name, ...named } };
}

const isEmpty = (data: unknown) => !data || (isObject(data) && Object.keys(data).length === 0);

type Action = Readonly<Record<string, unknown>>;

const isAction = (result: unknown): result is Action => isObject(result) && "type" in (result as Action);

const MAX_TITLE = 200;
/** Some addons tell whole reports. */
const MAX_MESSAGE = 4_000;

const short = (text: string, most: number) => (text.length > most ? `${text.slice(0, most - 3)}...` : text);

function windowOf(action: Action, title: { title?: string }): Answer {
  const model = typeof action.res_model === "string" && isModelName(action.res_model) ? action.res_model : undefined;
  const id = isId(action.res_id) ? { id: action.res_id } : {};
  const domain = action.domain ? { domain: action.domain } : {};
  const shown: Shown = { kind: "records", ...title, ...(model ? { model } : {}), ...id, ...domain };
  if (!model) return { shows: shown };
  const formView = formViewOf(action);
  const window: OpenedWindow = {
    model,
    ...title,
    ...id,
    ...(action.context ? { context: action.context } : {}),
    ...(formView === undefined ? {} : { formView }),
  };
  if (action.target === "new") return { window };
  return window.id === undefined && opensForm(action) ? { form: window } : { shows: shown };
}

/** Whether a form is what it shows first, and not a list of records. */
function opensForm({ views, view_mode }: Action): boolean {
  const [first] = Array.isArray(views) ? (views as unknown[]) : [];
  return (Array.isArray(first) ? first[1] : textOf(view_mode).split(",")[0]) === "form";
}

/** `views` names a view for each type, `view_id` one alone: an id, `[id, name]` or false. */
function formViewOf({ views, view_id }: Action): number | undefined {
  const pairs = Array.isArray(views) ? views.filter(Array.isArray) : [];
  const [named] = pairs.find(([, type]) => type === "form") ?? [];
  return [named, Array.isArray(view_id) ? view_id[0] : view_id].find(isId);
}

/** What an interface does after the work is done. */
const AFTERWARDS = new Set(["reload", "soft_reload", "reload_context", "home", "menu", "history_back"]);

/** Called so, a part of the interface asks a person, or calls the method that does the work, in the browser. */
const GOES_ON = /(^|_)(confirmation|redirection)(_|$)/;

/** A notification is a message, with what follows it; anything else is a matter of the screen. */
function clientAction({ tag, params, name }: Action, depth: number): Answer {
  if (typeof tag !== "string" || AFTERWARDS.has(tag)) return {};
  if (GOES_ON.test(tag)) return { screen: short(tag, MAX_TITLE) };
  if (tag !== "display_notification") {
    return { shows: { kind: "other", title: short(textOf(name) || tag, MAX_TITLE) } };
  }
  if (!isObject(params)) return {};
  const { type, title, message, links, next } = params as Action;
  const labels = Array.isArray(links) ? links.map((link: { label?: unknown }) => textOf(link?.label)) : [];
  const text = textOf(message).replaceAll("%s", () => labels.shift() ?? "");
  const following = readAction(next, depth + 1);
  if (!text && !textOf(title) && type !== "danger") return following;
  return {
    ...following,
    message: {
      kind: short(textOf(type) || "info", MAX_TITLE),
      ...(textOf(title) ? { title: short(textOf(title), MAX_TITLE) } : {}),
      text: short(text, MAX_MESSAGE),
    },
  };
}

const textOf = (value: unknown): string => (typeof value === "string" ? value : "");

/** Links to documents may carry a token that opens them to anyone. */
function maskedUrl(url: string): string {
  return url.replaceAll(/([?&])([\w-]+)=([^&#]*)/g, (pair, before: string, name: string) =>
    isSecretName(name) ? `${before}${name}=[hidden]` : pair,
  );
}
