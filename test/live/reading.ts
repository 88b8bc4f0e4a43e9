import { OdooError } from "../../src/odoo/errors/errors.js";
import { ownerFields } from "../../src/odoo/schema/owner-fields.js";
import type { Model } from "../../src/odoo/schema/schema.js";
import type { Policy } from "../../src/tools/policy/policy.js";
import type { Json } from "../support/mcp.js";
import type { Tools } from "./in-process.js";
import { DENIED, NAMING, NUMBER } from "./planted.js";

// What reading everything stands on: calls whose refusals are answers, and the look for what must not be in them.

export interface Reading {
  tools: Tools;
  /** Planted records that may be read, by model. */
  inside: Readonly<Record<string, number>>;
  policy: Policy;
  /** By which all is read, one after the other: what is open by each is asked in the same words, and Odoo answers once. */
  policies: readonly Policy[];
  models: readonly string[];
  /** Texts that no answer may hold, and that nothing may be found by. */
  canaries: readonly string[];
  /** Records that nothing may be read of, by model. */
  outside: Readonly<Record<string, number>>;
}

/** What was found, a line each. */
export type Finds = Set<string>;

export interface Answer {
  category?: string;
  value: unknown;
}

export interface Asking {
  ask(tool: string, args: Json): Promise<Answer>;
  calls(): number;
}

export function answers({ tools }: Reading): Asking {
  let calls = 0;
  return {
    calls: () => calls,
    async ask(tool, args) {
      calls += 1;
      try {
        return { value: await tools.call(tool, args) };
      } catch (error) {
        if (!(error instanceof OdooError)) throw error;
        const { category, message, hint } = error;
        return { category, value: { message, hint } };
      }
    },
  };
}

/** Whether a field is open by every policy. */
export const isOpenToAll = ({ policies }: Reading, model: Model, name: string): boolean =>
  policies.every((policy) => !policy.view(model).fields[name]?.closed);

/** Whether the policy adds nothing to what a model is searched by, so that what is not found is not there. */
export const isWhole = ({ policy }: Reading, model: Model): boolean =>
  policy.domain(model.name) === undefined && ownerFields(model) === undefined;

/** Where display names stand. */
export const NAME =
  /(^|\.)(display_name|name|res_name|record_name|translated_product_name|partner_ref|invoice_partner_display_name)$/;

/** Adds to the finds where a canary stands, by field. */
export function look({ canaries }: Reading, { value }: Answer, where: string, finds: Finds): void {
  const isDenied = canaries.includes(DENIED);
  const visit = (one: unknown, at: string): void => {
    if (typeof one === "string") {
      const looked = NAME.test(at) ? canaries.filter((canary) => canary !== NAMING) : canaries;
      const held = looked.find((canary) => one.toLowerCase().includes(canary));
      if (held || (isDenied && /913,?572\.41/.test(one))) finds.add(`${where} tells ${at}: ${one.slice(0, 120)}`);
    } else if (typeof one === "number") {
      if (isDenied && Math.abs(one - NUMBER) < 0.1) finds.add(`${where} tells ${at}: ${one}`);
    } else if (Array.isArray(one)) {
      for (const item of one) visit(item, at);
    } else if (typeof one === "object" && one !== null) {
      for (const [key, item] of Object.entries(one)) visit(item, at ? `${at}.${key}` : key);
    }
  };
  visit(value, "");
}

const AT_ONCE = 6;

export async function inBatches<Item, Result>(
  items: readonly Item[],
  run: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  for (let at = 0; at < items.length; at += AT_ONCE)
    results.push(...(await Promise.all(items.slice(at, at + AT_ONCE).map(run))));
  return results;
}

/** In parts of so many at most. */
export const chunks = <Item>(items: readonly Item[], most: number): Item[][] =>
  Array.from({ length: Math.ceil(items.length / most) }, (_, at) => items.slice(at * most, at * most + most));
