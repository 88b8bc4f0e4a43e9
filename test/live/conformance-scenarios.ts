// The server scenarios of @modelcontextprotocol/conformance: which of them a server with tools of its own can pass, and why not the
// others. They ask for tools, resources and prompts by names of their own; where one of ours does what is asked of such a name, it
// goes by that name (conformance.19.test.ts).

export type Revision = "2025-11-25" | "2026-07-28";

/** A scenario that applies: the checks of it that do not, and why. */
export type Exceptions = Readonly<Record<string, string>>;

export interface Scenarios {
  applying: Readonly<Record<string, Exceptions>>;
  /** By scenario, why it does not apply. */
  leftOut: Readonly<Record<string, string>>;
}

const ALL: Exceptions = {};

const NO_PROMPTS = "The server has no prompts.";
const NO_AUDIO = "No tool answers with a sound as MCP's audio: a file that is no picture is an embedded resource.";
const ONE_FILE = "No tool answers with a picture and another file at once.";
const SLOW = "It wants three notifications of progress at once; ours tell every two seconds that a call goes on.";
const SCHEMA_TOOL =
  "It wants a tool with a schema of all that JSON Schema has: ours are what the strictest client takes.";
const NO_COMPLETION = "The server completes no arguments.";
const NO_TASKS = "The extension Tasks is optional, and not served.";
const NO_SESSION = "Nothing is kept of a client of 2025, so there is no session and no stream beside a request.";
const NO_ASKING = "A server without sessions can ask a client of 2025 nothing.";
const OWN_KEY = "It answers under a key that it expects of a question; a server chooses its keys, and ours is another.";

/** Of both revisions. */
const APPLYING = {
  "tools-list": ALL,
  "tools-call-simple-text": ALL,
  "tools-call-error": ALL,
  "tools-call-image": ALL,
  "tools-call-embedded-resource": ALL,
  "resources-list": ALL,
  "resources-read-text": ALL,
  "resources-read-binary": ALL,
  "resources-templates-read": ALL,
  "dns-rebinding-protection": ALL,
};

const LEFT_OUT = {
  "completion-complete": NO_COMPLETION,
  "tools-call-audio": NO_AUDIO,
  "tools-call-mixed-content": ONE_FILE,
  "tools-call-with-progress": SLOW,
  "json-schema-2020-12": SCHEMA_TOOL,
  "prompts-list": NO_PROMPTS,
  "prompts-get-simple": NO_PROMPTS,
  "prompts-get-with-args": NO_PROMPTS,
  "prompts-get-embedded-resource": NO_PROMPTS,
  "prompts-get-with-image": NO_PROMPTS,
};

export const SCENARIOS: Readonly<Record<Revision, Scenarios>> = {
  "2025-11-25": {
    applying: { ...APPLYING, "server-initialize": ALL, ping: ALL },
    leftOut: {
      ...LEFT_OUT,
      "logging-set-level": "The server sends no log.",
      "tools-call-with-logging": "The server sends no log.",
      "tools-call-sampling": NO_ASKING,
      "tools-call-elicitation": NO_ASKING,
      "elicitation-sep1034-defaults": NO_ASKING,
      "elicitation-sep1330-enums": NO_ASKING,
      "server-session-lifecycle": NO_SESSION,
      "server-sse-multiple-streams": NO_SESSION,
      "server-sse-polling": NO_SESSION,
      "resources-subscribe": NO_SESSION,
      "resources-unsubscribe": NO_SESSION,
    },
  },
  "2026-07-28": {
    applying: {
      ...APPLYING,
      "server-stateless": {
        "sep-2575-server-rejects-undeclared-capability": "It wants a tool that cannot be called without a capability.",
        "sep-2575-missing-capability-http-400": "It wants a tool that cannot be called without a capability.",
        "sep-2575-http-server-no-independent-requests-on-stream":
          "It wants a tool that asks while it answers in parts.",
        "sep-2575-server-no-log-without-loglevel": "The server sends no log.",
        "sep-2575-server-sends-prompts-list-changed-on-subscription": NO_PROMPTS,
        "sep-2575-server-sends-tools-list-changed-on-subscription":
          "A user's tools are told when they are listed anew.",
      },
      "server-sse-multiple-streams": ALL,
      "sep-2164-resource-not-found": ALL,
      caching: {
        "sep-2549-prompts-list-caching-hints": NO_PROMPTS,
        "sep-2549-resources-read-caching-hints": "It reads what is listed: there are as many resources as records.",
      },
      "http-header-validation": ALL,
      "input-required-result-request-state": ALL,
      "input-required-result-tampered-state": ALL,
      "input-required-result-result-type": ALL,
      "input-required-result-missing-input-response": ALL,
      "input-required-result-validate-input": ALL,
      "input-required-result-unsupported-methods": ALL,
    },
    leftOut: {
      ...LEFT_OUT,
      "http-custom-header-server-validation": "No tool takes arguments from headers.",
      "input-required-result-basic-elicitation": OWN_KEY,
      "input-required-result-ignore-extra-params": OWN_KEY,
      "input-required-result-basic-sampling": "The server asks people, and no models.",
      "input-required-result-basic-list-roots": "The server asks people, and for no folders.",
      "input-required-result-multiple-input-requests": "A call asks one question.",
      "input-required-result-multi-round": "A call asks one question.",
      "input-required-result-capability-check":
        "It wants a model asked where a person cannot be: ours refuses the call.",
      "input-required-result-non-tool-request": NO_PROMPTS,
      "tasks-lifecycle": NO_TASKS,
      "tasks-capability-negotiation": NO_TASKS,
      "tasks-wire-fields": NO_TASKS,
      "tasks-request-state-removal": NO_TASKS,
      "tasks-mrtr-input": NO_TASKS,
      "tasks-request-headers": NO_TASKS,
      "tasks-dispatch-and-envelope": NO_TASKS,
      "tasks-status-notifications": NO_TASKS,
      "tasks-required-task-error": NO_TASKS,
      "tasks-mrtr-composition": NO_TASKS,
    },
  },
};
