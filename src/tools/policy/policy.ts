import { LRUCache } from "lru-cache";
import picomatch from "picomatch";
import { forbidden, type OdooError } from "../../odoo/errors/errors.js";
import { shown } from "../../odoo/notation/checks.js";
import type { Button, Model } from "../../odoo/schema/schema.js";
import type { Heir } from "../../odoo/schema/sources.js";
import { didYouMean } from "../../odoo/schema/suggest.js";
import {
  CONFIRM_ABOVE,
  DELETES,
  GUARDED,
  type Guarded,
  MONEY,
  OUTWARD,
  PAID_INTO,
  REFUSED_METHODS,
  SENDS,
} from "./defaults.js";
import { type ChangingEffect, EFFECTS, type Effect } from "./effects.js";
import type { PolicyConfig } from "./entries.js";
import { fieldMarker } from "./field-marks.js";
import { inShort, type PolicyInShort } from "./in-short.js";
import { checkReached, type Screens, unnamedClosing } from "./screens.js";
import { type Ruling, ruleName, settingsOf } from "./settings.js";

export type { PolicyConfig, PolicyEntry } from "./entries.js";
export type { Ruling } from "./settings.js";

// What may be called, and what needs a person's yes. Every tool asks here, before anything is sent to Odoo.

/** A step by its name, and the action behind it if it calls no method. */
export interface NamedStep {
  name: string;
  action?: Button["action"] | undefined;
}

/** A part of a change: so many records of a model, lines among them. */
export interface Touch {
  model: string;
  effect: ChangingEffect;
  records: number;
  /** Fields that it writes and that no screen of this user's shows. */
  unseen?: readonly string[];
}

/** The decisions. What they throw is `OdooError` "forbidden", which names the rule; nothing was sent. */
export interface Policy {
  /** Throws unless it may be done to records of the model. */
  check(model: string, effect: Effect): void;
  /** Throws unless people change records of the model on this user's screens, or the config names it. */
  checkReached(model: string): void;
  /** The fields that may be written though no screen lets a person fill them in, "*" for all; undefined: nothing is asked of screens. */
  openFields(model: string): readonly string[] | undefined;
  /**
   * What calling a method is, "act" or "send". `shown`: the buttons of a wizard's form. Throws unless it may be called.
   */
  checkMethod(model: string, method: string, shown?: readonly string[]): ChangingEffect;
  /** What taking a step is. Throws unless it may be taken: of those on the model's own screens, or named by the config. */
  checkStep(model: string, step: NamedStep): Effect;
  /** Throws for more records than one call may hold. */
  checkCount(model: string, records: number): void;
  /** Most records of a call; undefined if nothing limits them. */
  maxRecords(model: string): Ruling<number> | undefined;
  /** The model with the fields marked that no tool may use. */
  view(model: Model): Model;
  /** The domain that every record must be in; undefined if there is none. */
  domain(model: string): Ruling<readonly unknown[]> | undefined;
  /** Why a person is asked before these changes, a sentence each; none if nobody is. */
  confirmations(touched: readonly Touch[]): string[];
  /** Whether the yes to these changes may be given outside of the client. */
  mayApprove(touched: readonly Touch[]): boolean;
  /** The effects allowed on a model, and the rule that says so. */
  operations(model: string): Ruling<readonly Effect[]>;
  /** The rule of a domain on any model; undefined where none has one. */
  readonly anyDomain: string | undefined;
  /** What of it a caller is told beforehand. */
  readonly inShort: PolicyInShort;
}

export interface PolicyOptions {
  /** Nothing but reading, whatever the config says. */
  readOnly?: boolean;
  /** The methods that buttons of a model's form call, where the form is known. */
  buttons?: (model: string) => readonly string[];
  /** The models whose forms are known. */
  models?: () => readonly string[];
  /** What is known of the user's screens; if left out, nothing is asked of them. */
  screens?: Screens;
  /** The known models that show fields of a model as their own. */
  heirs?: (model: string) => readonly Heir[];
  /** A model as the snapshot has it, for what is kept in one and shown in another. */
  known?: (model: string) => Model | undefined;
}

const DEFAULT_RULE = "default";

export function createPolicy(
  config: PolicyConfig,
  {
    readOnly = false,
    buttons = () => [],
    models = () => [],
    heirs = () => [],
    known = () => undefined,
    screens,
  }: PolicyOptions = {},
): Policy {
  const setting = settingsOf(config);
  const withoutUnnamed = unnamedClosing(config, screens);
  /** Undefined where nothing is said of the model: what is said of all names none. */
  const said = (model: string): Ruling<readonly Effect[]> | undefined => {
    const isNamed = Object.hasOwn(config, model) && config[model]?.operations;
    const own = isNamed || !guardOf(model) ? setting(model, "operations") : undefined;
    return own?.rule === ruleName("*", "operations") ? undefined : own;
  };
  const usual = (model: string): Ruling<readonly Effect[]> => {
    const guarded = guardOf(model);
    if (guarded) return guardedOperations(guarded);
    return setting(model, "operations") ?? { value: EFFECTS, rule: DEFAULT_RULE };
  };
  const operations = (model: string) => said(model) ?? withoutUnnamed(model, usual(model));
  const check = (model: string, effect: Effect) => {
    if (readOnly && effect !== "read") {
      throw forbidden("read-only", "This server is read-only: it changes nothing.", { model, hint: READ_ONLY_HINT });
    }
    const needed: Effect[] = effect !== "read" && effect !== "delete" && isOutward(model) ? [effect, "send"] : [effect];
    // What a model is guarded for says more than that nobody named it.
    for (const { value, rule } of [said(model) ?? usual(model), operations(model)]) {
      const refused = needed.find((one) => !value.includes(one));
      if (refused) throw notAllowed(model, refused, value, rule);
    }
  };
  const checkShown = (model: string, name: string, shown: readonly string[]) => {
    const named = setting(model, "methods");
    const known = named?.value ?? shown;
    if (known.includes(name)) return;
    throw forbidden(
      named?.rule ?? "buttons",
      `${name.slice(0, 80)} is none of the steps of "${model}" that may be taken: ${listed(known)}.${known.length > 0 ? "" : didYouMean(model, models())}`,
      { model, hint: named ? ASK_FOR_IT : NO_BUTTON },
    );
  };
  const domain = (model: string) => {
    const said = setting(model, "domain");
    return said && said.value.length > 0 ? said : undefined;
  };
  const viewOf = fieldMarker({
    rulesOf: (model) => ({ allow: setting(model, "allowFields"), deny: setting(model, "denyFields") }),
    domainOf: domain,
    heirs,
    known,
  });

  const limited = Object.entries(config).find(([, { domain }]) => domain && domain.length > 0);

  return {
    operations,
    check,
    checkReached: (model) => checkReached(screens, model, setting),
    openFields: (model) => screens && (setting(model, "openFields")?.value ?? []),
    anyDomain: limited && ruleName(limited[0], "domain"),
    inShort: inShort(config, readOnly),
    checkMethod(model, method, shown) {
      checkMethodName(model, method);
      const effect = effectOfMethod(model, method);
      check(model, effect);
      checkShown(model, method, shown ?? buttons(model));
      return effect;
    },
    checkCount(model, records) {
      const most = setting(model, "maxRecords");
      if (most === undefined || records <= most.value) return;
      throw forbidden(most.rule, `A call may hold ${most.value} records of ${model}, not ${records}.`, {
        model,
        hint: "Make several calls of fewer records.",
      });
    },
    checkStep(model, step) {
      checkMethodName(model, step.name);
      const effect = effectOfStep(model, step);
      check(model, effect);
      checkShown(model, step.name, buttons(model));
      return effect;
    },
    maxRecords: (model) => setting(model, "maxRecords"),
    view: viewOf,
    domain,
    confirmations(touched) {
      return [...new Set(touched.map(({ model }) => model))].flatMap((model) => {
        const touches = touched.filter((touch) => touch.model === model);
        const asked = setting(model, "confirm")?.value ?? confirmedByDefault(model);
        const above = setting(model, "confirmAbove")?.value ?? CONFIRM_ABOVE;
        const effects = touches.map(({ effect }) => (effect !== "delete" && isOutward(model) ? "send" : effect));
        const reasons = new Set(effects.filter((effect) => asked.includes(effect)));
        const unseen = whyUnseen(model, touches);
        if (reasons.size > 0) return [...[...reasons].map((effect) => whyAsked(effect, model)), ...unseen];
        const records = touches.reduce((sum, touch) => sum + touch.records, 0);
        return [...(records > above ? [`it changes ${records} records of ${model}`] : []), ...unseen];
      });
    },
    mayApprove: (touched) => touched.every(({ model }) => setting(model, "approve")?.value !== false),
  };
}

const READ_ONLY_HINT = "It was started with --read-only or ODOO_MCP_READ_ONLY=1.";
const ASK_FOR_IT = "Whoever keeps odoo-models.config.json can allow it there, under policy.";
const NO_BUTTON =
  "Only buttons of a form in the snapshot are pressed. Whoever keeps odoo-models.config.json can name other methods there, under policy.";

const matchers = new Map(GUARDED.map((guarded) => [guarded, picomatch([...guarded.models])] as const));

/** By a model's name, in characters: it is asked of every field of every answer. Longer names are none of Odoo's. */
const guards = new LRUCache<string, { guarded: Guarded | undefined }>({
  maxSize: 100_000,
  maxEntrySize: 200,
  sizeCalculation: (_, model) => model.length + 1,
  memoMethod: (model) => ({ guarded: GUARDED.find((guarded) => matchers.get(guarded)?.(model)) }),
});

/** Why a model is refused unless the config opens it; undefined for most. */
export const guardOf = (model: string): Guarded | undefined => guards.memo(model).guarded;

const outward = picomatch([...OUTWARD]);
const money = picomatch([...MONEY]);

/** Whether records of the model are sent to people. */
export const isOutward = (model: string): boolean => outward(model);

/** What pressing a button is, by its method's name and model. */
export const effectOfMethod = (model: string, method: string): "act" | "send" | "delete" =>
  isOutward(model) || SENDS.test(method) ? "send" : DELETES.test(method) ? "delete" : "act";

/** What taking a step is. What a server action does, only the database knows: it counts as the most that it can be. */
export function effectOfStep(model: string, { name, action }: NamedStep): Effect {
  switch (action?.kind) {
    case "report":
      return "read";
    case "server":
      return "send";
    case "dialogue":
      return isOutward(action.model) ? "send" : effectOfMethod(model, name);
    default:
      return effectOfMethod(model, name);
  }
}

/** What an effect is on records of the model: to create or change what is sent to people is to send it. */
export const effectOnModel = (model: string, effect: Effect): Effect =>
  isOutward(model) && (effect === "create" || effect === "update") ? "send" : effect;

const confirmedByDefault = (model: string): readonly Effect[] => [
  ...(["delete", "send"] as const),
  ...(money(model) ? (["act"] as const) : []),
  ...(PAID_INTO.includes(model) ? (["create", "update"] as const) : []),
];

function guardedOperations({ secret, why }: Guarded): Ruling<readonly Effect[]> {
  return { value: secret ? [] : ["read"], rule: `guarded models: it ${why}` };
}

const VERBS: Readonly<Record<Effect, string>> = {
  read: "read",
  create: "created",
  update: "changed",
  delete: "deleted",
  act: "acted on",
  send: "sent",
};

function notAllowed(model: string, effect: Effect, allowed: readonly Effect[], rule: string): OdooError {
  return forbidden(rule, `Records of ${model} may not be ${VERBS[effect]} by this server (${rule}).`, {
    model,
    hint: `${allowed.length > 0 ? `Allowed is ${allowed.join(", ")}. ` : ""}${ASK_FOR_IT}`,
  });
}

function whyUnseen(model: string, touches: readonly Touch[]): string[] {
  const names = [...new Set(touches.flatMap(({ unseen = [] }) => unseen))];
  return names.length > 0 ? [`it fills in ${names.join(", ")} of ${model}, which no screen of this user shows`] : [];
}

const whyAsked = (effect: Effect, model: string) =>
  ({
    read: "",
    create: `it creates records of ${model}`,
    update: `it changes records of ${model}`,
    delete: `it deletes records of ${model}`,
    act: `it presses a button of ${model}`,
    send: `it may send something to people (${model})`,
  })[effect];

const listed = (names: readonly string[]) => (names.length > 0 ? names.slice(0, 30).join(", ") : "there are none");

/** Throws `OdooError` "forbidden" for a name that no button's method has, whatever the config says. */
export function checkMethodName(model: string, method: string): void {
  if (!/^[a-z][a-z0-9_]{0,127}$/i.test(method)) {
    throw forbidden(
      "public methods",
      `${shown(method)} is no public method of ${model}; a method is named as in "action_confirm".`,
      { model },
    );
  }
  if (REFUSED_METHODS.has(method) || /^button_immediate_|^import_/.test(method)) {
    throw forbidden(
      "refused methods",
      `The method ${method} is not a step of a workflow, so no tool calls it by name.`,
      { model, hint: "Use the tool that does it, such as search_records, create_record or update_record." },
    );
  }
}
