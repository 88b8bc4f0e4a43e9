import type { Client } from "../../src/odoo/client.js";
import { OdooError } from "../../src/odoo/errors/errors.js";
import { PLAIN } from "../../src/odoo/form/forms.js";
import { readViews } from "../../src/odoo/views/arch.js";
import { fromText } from "../../src/tools/call/meant-arguments.js";
import type { Target, Tool } from "../../src/tools/call/tool.js";
import { GENERIC_TOOLS } from "../../src/tools/catalogue/generic-tools.js";
import { modelTools } from "../../src/tools/catalogue/model-tools.js";
import type { Generated } from "../../src/tools/generated/folder.js";
import { isPlain } from "../../src/tools/generated/manifest.js";
import { servedPolicy } from "../../src/tools/generated/policy.js";
import { type Effect, isOfRecords } from "../../src/tools/policy/effects.js";
import type { Policy } from "../../src/tools/policy/policy.js";
import { openSession } from "../../src/tools/session/session.js";

// Why a call would be refused, or what it would ask Odoo first: the tool itself is run, over an Odoo that never answers.

export interface Explanation {
  tool: string;
  model?: string;
  effect?: Effect;
  /** What the policy says of the model, and which rule says it. */
  rules: readonly { what: string; says: string; rule: string }[];
  /** Absent where nothing speaks against the call, as far as is known without Odoo. */
  refused?: { message: string; rule?: string; hint?: string };
  /** The first question to Odoo, of a call with arguments. */
  next?: string;
}

/** The call got as far as Odoo. */
class Asked extends Error {}

export async function explainCall(
  generated: Generated,
  name: string,
  { args, readOnly = false }: { args?: Record<string, unknown> | undefined; readOnly?: boolean | undefined },
): Promise<Explanation> {
  const { manifest } = generated;
  const policy = servedPolicy(generated, { readOnly });
  const tool = [...modelTools(manifest), ...GENERIC_TOOLS].find(({ definition }) => definition.name === name);
  const { model, effect }: Partial<Target> = tool?.target(args) ?? {};
  const outcome = args && tool ? await outcomeOf(tool, generated, policy, args) : undefined;
  const refused =
    outcome?.refused ?? (model && effect ? refusalOf(() => checkModel(policy, model, effect)) : undefined);
  return {
    tool: name,
    ...(model ? { model } : {}),
    ...(effect ? { effect } : {}),
    rules: model ? rulesOf(policy, generated, model, effect) : [],
    ...(refused ? { refused } : {}),
    ...(outcome?.next ? { next: outcome.next } : {}),
  };
}

/** As of a model that no screen shows. */
const NO_SCREEN = readViews({});

function checkModel(policy: Policy, model: string, effect: Effect): void {
  policy.check(model, effect);
  if (isOfRecords(effect)) policy.checkReached(model);
}

async function outcomeOf(tool: Tool, generated: Generated, policy: Policy, args: Record<string, unknown>) {
  const client = unreachable(generated.manifest.series, args);
  const context = {
    ...openSession({ generated, client, policy }),
    // What a form fills in is of no matter here: the first question is the one that the call is about.
    forms: { ...PLAIN, screen: async () => NO_SCREEN },
    call: { id: "explain", tool: tool.definition.name },
    signal: new AbortController().signal,
  };
  try {
    await tool.run(args, context);
    return {};
  } catch (error) {
    // What a write throws is wrapped, to say whether it was applied.
    const asked = error instanceof OdooError ? error.cause : error;
    if (asked instanceof Asked) return { next: asked.message };
    return { refused: refusalFrom(error) };
  }
}

/** Methods of a client that answer another one. */
const DERIVING: ReadonlySet<string | symbol> = new Set(["inContext", "writingIn", "tellingRetries", "asOneJob"]);

/**
 * A client of the snapshot's series whose every call ends the explanation. The language and the company of the call pass:
 * which there are is not the policy's to say, and asking would hide what it says of the rest.
 */
function unreachable(series: string, args: Record<string, unknown>): Client {
  const company = fromText(args.company_id, "integer");
  const companies = typeof company === "number" ? [1, company] : [1];
  const languages = typeof args.lang === "string" ? ["en_US", args.lang] : ["en_US"];
  const [major = 0, minor = 0] = series
    .replace(/^saas[~-]/, "")
    .split(".")
    .map(Number);
  const known: Partial<Client> = {
    series: { major, minor, name: series },
    url: "https://odoo.example",
    user: { uid: 2, context: { lang: "en_US", tz: "UTC", allowed_company_ids: [1] }, companies },
    languages: async () => languages,
    checkSendable: async () => {},
    // What was sent before is looked at with every change, and says nothing of it.
    search: async (model) => {
      if (/^mail\.(notification|message)$/.test(model)) return [];
      throw new Asked(`search of ${model}`);
    },
  };
  return new Proxy(known, {
    get(target, property) {
      if (property in target) return target[property as keyof Client];
      if (DERIVING.has(property)) return () => unreachable(series, args);
      return (of: string) => Promise.reject(new Asked(`${String(property)} of ${of}`));
    },
  }) as Client;
}

function rulesOf(policy: Policy, generated: Generated, model: string, effect: Effect | undefined) {
  const operations = policy.operations(model);
  const domain = policy.domain(model);
  const most = policy.maxRecords(model);
  const known = Object.hasOwn(generated.schema().models, model) ? generated.schema().models[model] : undefined;
  const closed = known ? Object.entries(policy.view(known).fields).filter(([, field]) => field.closed) : [];
  const touched = effect && effect !== "read" ? [{ model, effect, records: 1 }] : [];
  const asks = policy.confirmations(touched);
  return [
    { what: "allowed", says: operations.value.join(", ") || "nothing", rule: operations.rule },
    ...(effect && isOfRecords(effect) && operations.value.includes(effect) ? evidenceOf(generated, model) : []),
    ...openFieldsOf(policy, model),
    ...(domain ? [{ what: "only records in", says: JSON.stringify(domain.value), rule: domain.rule }] : []),
    ...(most === undefined ? [] : [{ what: "records a call", says: String(most.value), rule: most.rule }]),
    ...(effect === "create" && isPlain(generated.manifest, model) ? [PLAIN_CREATE] : []),
    ...closed.map(([name, { closed: rule = "" }]) => ({ what: "closed field", says: name, rule })),
    ...asks.map((says) => ({ what: "a person is asked, because", says, rule: "confirmation" })),
    ...(asks.length > 0 && !policy.mayApprove(touched) ? [NOT_OUTSIDE] : []),
  ];
}

/** Why records of a model may be changed; nothing where they may not. */
function evidenceOf({ manifest, schema }: Generated, model: string) {
  const what = "may be changed, because";
  if (Object.hasOwn(manifest.models, model)) return [{ what, says: "the config names the model", rule: "models" }];
  if (!manifest.reached?.includes(model)) return [];
  const says = {
    menus: "this user reaches it by the menus of its apps, or as lines of a form",
    rights: "the rights of this user let it change the model",
  }[schema().reached?.by ?? "menus"];
  return [{ what, says, rule: "screens" }];
}

/** Fields that are open without a screen. */
function openFieldsOf(policy: Policy, model: string) {
  const open = policy.openFields(model) ?? [];
  return open.length > 0 ? [{ what: "open without a screen", says: open.join(", "), rule: "openFields" }] : [];
}

const PLAIN_CREATE = {
  what: "created",
  says: "as given, without what Odoo's form fills in",
  rule: 'the model\'s "create" in the config',
};

const NOT_OUTSIDE = {
  what: "where the client cannot ask",
  says: "refused: nobody may say yes by odoo-mcp approve",
  rule: '"approve" of the policy',
};

function refusalOf(run: () => void) {
  try {
    run();
    return undefined;
  } catch (error) {
    return refusalFrom(error);
  }
}

function refusalFrom(error: unknown): NonNullable<Explanation["refused"]> {
  if (!(error instanceof OdooError)) throw error;
  const { message, rule, hint } = error;
  return { message, ...(rule ? { rule } : {}), ...(hint ? { hint } : {}) };
}
