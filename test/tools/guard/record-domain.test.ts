import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Client } from "../../../src/odoo/client.js";
import { OdooError } from "../../../src/odoo/errors/errors.js";
import type { Domain, RawValues } from "../../../src/odoo/schema/raw.js";
import type { Model } from "../../../src/odoo/schema/schema.js";
import type { ModelCall } from "../../../src/tools/call/model-call.js";
import type { ToolContext } from "../../../src/tools/call/tool.js";
import {
  checkInside,
  checkStays,
  idsInside,
  takeBackOutside,
  withinRecordDomain,
} from "../../../src/tools/guard/record-domain.js";
import { createPolicy } from "../../../src/tools/policy/policy.js";
import { fakeClient, fieldWith } from "../../support/fixtures.js";
import { runSeed } from "../../support/random.js";

const PARTNER: Model = {
  name: "res.partner",
  label: "",
  fields: {
    country_id: fieldWith({ type: "many2one", relation: "res.country" }),
    user_id: fieldWith({ type: "many2one", relation: "res.users" }),
    partner_id: fieldWith({ type: "many2one", relation: "res.partner" }),
    parent_id: fieldWith({ type: "many2one", relation: "res.partner" }),
  },
};
const ORDER: Model = {
  name: "sale.order",
  label: "",
  fields: {
    user_id: fieldWith({ type: "many2one", relation: "res.users" }),
    partner_id: fieldWith({ type: "many2one", relation: "res.partner" }),
    state: fieldWith({
      type: "selection",
      selection: [
        ["draft", "Draft"],
        ["sale", "Sale"],
      ],
    }),
    amount: fieldWith({ type: "monetary" }),
    name: fieldWith(),
    tag_ids: fieldWith({ type: "many2many", relation: "crm.tag" }),
    distribution: fieldWith({ type: "json" }),
    props: fieldWith({ type: "properties" }),
  },
};

function on(domain: readonly unknown[], answers: Partial<Client> = {}): ModelCall {
  const policy = createPolicy({ "sale.*": { domain, denyFields: ["user_id"] } });
  const get = async (name: string) => (name === "sale.order" ? ORDER : PARTNER);
  const models = { get, now: get, known: () => [], forget: () => {} };
  const client = fakeClient(answers);
  const context = { policy, models, client, signal: new AbortController().signal } as unknown as ToolContext;
  return { model: policy.view(ORDER), context };
}

const refusal = async (run: Promise<unknown>) =>
  run.then(
    () => undefined,
    (error: unknown) => {
      if (!(error instanceof OdooError) || error.category !== "forbidden") throw error;
      return { rule: error.rule, outcome: error.outcome };
    },
  );
/** Replays with TEST_SEED. */
const SEED = runSeed();
const RULE = 'policy["sale.*"].domain';
const REFUSED = { rule: RULE, outcome: "not_applied" };

describe("the policy's domain", () => {
  it("is put before the caller's, with the signed-in user for me, on fields that are closed too", async () => {
    expect(await withinRecordDomain(on([["user_id", "=", "me"]]), [["name", "ilike", "x"]])).toEqual([
      ["user_id", "=", 2],
      ["name", "ilike", "x"],
    ]);
    expect(await withinRecordDomain(on(["|", ["user_id", "in", ["me", false]], ["state", "=", "draft"]]), [])).toEqual([
      "|",
      ["user_id", "in", [2, false]],
      ["state", "=", "draft"],
    ]);
    expect(await withinRecordDomain(on([]), [["name", "=", "x"]])).toEqual([["name", "=", "x"]]);
  });

  it("refuses a model that it does not suit, by its rule", async () => {
    expect(await refusal(withinRecordDomain(on([["company_id", "=", 1]]), []))).toEqual(REFUSED);
  });

  it("leaves ids that are outside", async () => {
    const asked: Domain[] = [];
    const search: Client["search"] = async (_, domain) => {
      asked.push(domain);
      return [2];
    };
    expect(await idsInside(on([["state", "=", "draft"]], { search }), [1, 2])).toEqual([2]);
    expect(asked).toEqual([
      [
        ["id", "in", [1, 2]],
        ["state", "=", "draft"],
      ],
    ]);
    expect(await idsInside(on([]), [1, 2])).toEqual([1, 2]);
  });
});

describe("me in the policy's domain", () => {
  it.each([
    [
      ["user_id", "in", ["me", 7]],
      ["user_id", "in", [2, 7]],
    ],
    [
      ["partner_id", "any", [["user_id", "=", "me"]]],
      ["partner_id", "any", [["user_id", "=", 2]]],
    ],
    [
      ["partner_id", "not any", [["user_id", "=", "me"]]],
      ["partner_id", "not any", [["user_id", "=", 2]]],
    ],
    [
      ["partner_id", "any", ["|", ["user_id", "=", "me"], ["parent_id", "not any", [["user_id", "in", ["me"]]]]]],
      ["partner_id", "any", ["|", ["user_id", "=", 2], ["parent_id", "not any", [["user_id", "in", [2]]]]]],
    ],
  ])("is the signed-in user in %j", async (term, meant) => {
    expect(await withinRecordDomain(on([term]), [])).toEqual([meant]);
  });

  it(`is the signed-in user at every depth of any domain (TEST_SEED=${SEED})`, async () => {
    const leaf = fc.constantFrom<unknown[]>(
      ["user_id", "=", "me"],
      ["user_id", "!=", "me"],
      ["user_id", "in", ["me", 7]],
      ["user_id", "not in", [7, "me"]],
    );
    const { domain } = fc.letrec<{ domain: unknown[]; term: unknown[] }>((tie) => ({
      domain: fc
        .array(tie("term"), { minLength: 1, maxLength: 3 })
        .map((terms) => [...terms.slice(1).map(() => "|"), ...terms]),
      term: fc.oneof(
        { maxDepth: 5, depthIdentifier: "domain" },
        leaf,
        fc.tuple(fc.constantFrom("partner_id", "parent_id"), fc.constantFrom("any", "not any"), tie("domain")),
      ),
    }));
    const nested = domain.map((inner) => [["partner_id", "any", inner]]);
    await fc.assert(
      fc.asyncProperty(nested, async (given) => {
        const checked = await withinRecordDomain(on(given), []).catch((error: OdooError) => error.message);
        const json = JSON.stringify(checked);
        // Deeper than a domain may be: refused, and not asked with a name in place of a user.
        if (typeof checked === "string") expect(checked).toContain("nested deeper");
        else expect(json).toBe(JSON.stringify(given).replaceAll('"me"', "2"));
      }),
      { numRuns: 200, seed: SEED },
    );
  });
});

describe("values for records in the policy's domain", () => {
  const stays = (domain: readonly unknown[], values: RawValues, answers: Partial<Client> = {}) =>
    refusal(checkStays(on(domain, answers), [7], [values]));
  const yes: Partial<Client> = {
    search: async (_, domain) => (domain.some((term) => JSON.stringify(term) === '[0,"=",1]') ? [] : [7]),
  };

  it("are sent where they do not touch it, without a question", async () => {
    expect(await stays([["user_id", "=", "me"]], { name: "x" })).toBeUndefined();
  });

  it.each<[readonly unknown[], RawValues, boolean]>([
    [[["user_id", "=", "me"]], { user_id: 2 }, true],
    [[["user_id", "=", "me"]], { user_id: 3 }, false],
    [[["user_id", "=", "me"]], { user_id: false }, false],
    [[["user_id", "in", ["me", false]]], { user_id: false }, true],
    [[["user_id", "!=", "me"]], { user_id: 2 }, false],
    [[["state", "not in", ["sale"]]], { state: "sale" }, false],
    [[["amount", "<", 1000]], { amount: 999 }, true],
    [[["amount", "<", 1000]], { amount: 1000 }, false],
    [[["amount", ">=", 1]], { amount: false }, false],
    [["!", ["state", "=", "sale"]], { state: "sale" }, true],
  ])("%j with %j is inside: %s, by what Odoo is asked", async (domain, values, inside) => {
    // A negated term is Odoo's to decide: it is asked with the term decided.
    if (domain[0] === "!") {
      const asked: Domain[] = [];
      const search: Client["search"] = async (_, given) => {
        asked.push(given);
        return [];
      };
      expect(await stays(domain, values, { search })).toEqual(REFUSED);
      expect(asked).toEqual([[["id", "in", [7]], "!", [1, "=", 1]]]);
      return;
    }
    expect(await stays(domain, values, yes)).toEqual(inside ? undefined : REFUSED);
  });

  it("ask about the record that a many2one leads to", async () => {
    const counting = (count: number): Partial<Client> => ({ ...yes, searchCount: async () => count });
    expect(await stays([["partner_id.country_id", "=", 20]], { partner_id: 5 }, counting(1))).toBeUndefined();
    expect(await stays([["partner_id.country_id", "=", 20]], { partner_id: 5 }, counting(0))).toEqual(REFUSED);
  });

  it.each<[term: unknown[], asked: unknown[], inside: (count: number) => boolean]>([
    [["partner_id", "child_of", 3], [["id", "child_of", 3]], (count) => count === 1],
    [["partner_id", "=", "Azure"], [["display_name", "=", "Azure"]], (count) => count === 1],
    [["partner_id", "in", ["Azure", 4]], ["|", ["display_name", "=", "Azure"], ["id", "=", 4]], (count) => count === 1],
    [["partner_id", "not in", ["Azure"]], [["display_name", "=", "Azure"]], (count) => count === 0],
    [["partner_id", "any", [["user_id", "=", "me"]]], [["user_id", "=", 2]], (count) => count === 1],
    [["partner_id", "not any", [["user_id", "=", "me"]]], [["user_id", "=", 2]], (count) => count === 0],
  ])("ask of %j about the record that is pointed to", async (term, asked, inside) => {
    for (const count of [0, 1]) {
      const questions: unknown[] = [];
      const searchCount: Client["searchCount"] = async (_, domain) => {
        questions.push(domain);
        return count;
      };
      const expected = inside(count) ? undefined : REFUSED;
      expect(await stays([term], { partner_id: 5 }, { ...yes, searchCount })).toEqual(expected);
      expect(questions).toEqual([[["id", "=", 5], ...asked]]);
    }
  });

  it("are refused where only Odoo could tell", async () => {
    expect(await stays([["name", "ilike", "x"]], { name: "xy" }, yes)).toEqual(REFUSED);
    expect(await stays([["tag_ids", "=", 3]], { tag_ids: [[6, 0, [3]]] }, yes)).toEqual(REFUSED);
    expect(await stays([["partner_id.country_id", "=", 20]], { partner_id: false }, yes)).toEqual(REFUSED);
    expect(await stays([["distribution", "!=", 5]], { distribution: { "5": 100 } }, yes)).toEqual(REFUSED);
    expect(await stays([["props.count", "!=", 5]], { props: { count: 5 } }, yes)).toEqual(REFUSED);
  });
});

describe("a new record", () => {
  const created = (domain: readonly unknown[], values: RawValues, defaults: RawValues = {}) =>
    refusal(checkStays(on(domain, { defaultGet: async () => defaults }), [], [values]));

  it("is refused where its values or defaults put it outside", async () => {
    const domain = ["|", ["user_id", "=", "me"], "&", ["state", "=", "draft"], ["amount", "<", 10]];
    expect(await created(domain, { user_id: 2, state: "sale", amount: 99 })).toBeUndefined();
    expect(await created(domain, { user_id: 3, state: "draft" }, { amount: 5 })).toBeUndefined();
    expect(await created(domain, { user_id: 3, state: "draft" }, { amount: 50 })).toEqual(REFUSED);
    expect(await created(domain, { user_id: 3, state: "sale" }, { amount: 5 })).toEqual(REFUSED);
    expect(await created(["!", ["user_id", "=", "me"]], { user_id: 2 })).toEqual(REFUSED);
  });

  it.each([
    [[["name", "ilike", "x"]], { name: "xy" }],
    [[["tag_ids", "=", 3]], { tag_ids: [[6, 0, [3]]] }],
    [[["partner_id", "child_of", ["Azure"]]], { partner_id: 5 }],
    [[["distribution", "=", 5]], { distribution: { "5": 100 } }],
    [[["distribution", "in", [5, "Marketing"]]], { distribution: { "5": 100 } }],
    [[["props.count", "=", 5]], { props: { count: 5 } }],
    [["|", ["user_id", "=", "me"], ["name", "ilike", "x"]], { user_id: 3, name: "xy" }],
  ])("is left to what follows where only Odoo could tell: %j with %j", async (domain, values) => {
    expect(await created(domain, values)).toBeUndefined();
  });

  it("is left to what follows where Odoo computes what decides", async () => {
    expect(await created([["amount", "<", 10]], { user_id: 3 })).toBeUndefined();
  });

  it("that turns out to be outside is deleted again, or told to be there", async () => {
    const deleted: unknown[] = [];
    const unlink: Client["unlink"] = async (_, ids) => void deleted.push(ids);
    const domain = [["amount", "<", 10]];
    expect(await refusal(takeBackOutside(on(domain, { search: async () => [], unlink }), [9]))).toEqual(REFUSED);
    expect(deleted).toEqual([[9]]);
    const lasting = on(domain, { search: async () => [], unlink: () => Promise.reject(new Error("no")) });
    expect(await refusal(takeBackOutside(lasting, [9]))).toEqual({ rule: RULE, outcome: "applied" });
    expect(await refusal(takeBackOutside(on(domain, { search: async () => [9] }), [9]))).toBeUndefined();
  });

  it("is told as made where it cannot be looked at", async () => {
    const late = on([["amount", "<", 10]], { search: () => Promise.reject(new OdooError("timeout", "late")) });
    await expect(takeBackOutside(late, [9])).rejects.toMatchObject({ outcome: "applied", category: "timeout" });
  });
});

describe("records after a change", () => {
  it("are told to be outside", async () => {
    const domain = [["amount", "<", 10]];
    expect(await refusal(checkInside(on(domain, { search: async () => [] }), [9]))).toEqual({
      rule: RULE,
      outcome: "applied",
    });
    expect(await refusal(checkInside(on(domain, { search: async () => [9] }), [9]))).toBeUndefined();
  });
});
