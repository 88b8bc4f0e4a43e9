import { afterAll, beforeAll, expect, it } from "vitest";
import { type Client, createClient } from "../../src/odoo/client.js";
import { connect } from "../../src/odoo/connection/connect.js";
import { readSettings } from "../../src/odoo/connection/settings.js";
import { OdooError } from "../../src/odoo/errors/errors.js";
import { closeConnections } from "../../src/odoo/wires/http.js";
import type { PolicyConfig } from "../../src/tools/policy/policy.js";
import { UNRESTRICTED } from "../../src/tools/policy/unrestricted.js";
import type { Target } from "../red-team/attempt.js";
import { ATTEMPTS } from "../red-team/attempts.js";
import { CONFIG, POLICY } from "../red-team/config.js";
import { targetIn, WATCHED } from "../red-team/target.js";
import type { Json } from "../support/mcp.js";
import { random, runSeed } from "../support/random.js";
import { askingOnce, openTools, picture, type Tools } from "./in-process.js";
import { describeSandbox } from "./odoos.js";
import { generatedFolder } from "./shared.js";

// What the policy allows is done as if there were none, and what it forbids is not done at all. TEST_SEED replays a run.

const CALLS = 80;

/** Everything that the mix does is allowed, some of it after a person's yes. */
const ALLOWING: PolicyConfig = {
  "*": { maxRecords: 30, confirmAbove: 1 },
  "sale.order": { domain: [["user_id", "=", "me"]], methods: ["action_confirm", "action_cancel"], confirm: ["act"] },
  "res.partner": { denyFields: ["comment"], operations: ["read", "create", "update", "delete"] },
  "crm.lead": {
    allowFields: ["name", "description", "partner_id", "expected_revenue"],
    domain: [["active", "=", true]],
  },
};

/** One of two worlds: the tools of one, and the records that were made by them, by model in their order. */
interface World {
  name: string;
  tools: Tools;
  made: Map<string, number[]>;
}

/** A call in either world; undefined where it needs a record that is not there. */
interface Step {
  tool: string;
  args(id: (model: string, at: number) => number): Json;
  makes?: string;
}

describeSandbox("leaves what it attacks", "twin runs", (instance) => {
  const { series, admin } = instance;
  let odoo: Client;
  let generated: string;
  let target: Target;
  const seed = runSeed();
  const over = askingOnce();

  beforeAll(async () => {
    odoo = createClient(await connect(readSettings(admin)));
    generated = await generatedFolder(instance, CONFIG);
    target = await targetIn(odoo);
    console.log(`Odoo ${series}: TEST_SEED=${seed}`);
  });
  afterAll(closeConnections);

  it(`${CALLS} allowed calls leave the same with the policy and without`, async () => {
    let questions = 0;
    const ask = async () => {
      questions += 1;
      return "accept" as const;
    };
    const worlds: World[] = [
      { name: "guarded", tools: await openTools(generated, admin, { policy: ALLOWING, ask, over }), made: new Map() },
      { name: "free", tools: await openTools(generated, admin, { policy: UNRESTRICTED, over }), made: new Map() },
    ];
    const next = random(seed);
    const counts = new Map<string, number>();
    for (let done = 0; done < CALLS; done++) {
      const step = stepOf(next, counts, target, done);
      const [guarded, free] = await Promise.all(worlds.map((world) => run(world, step)));
      expect(guarded, `call ${done}: ${step.tool}`).toEqual(free);
    }
    const [guarded, free] = await Promise.all(worlds.map((world) => told(odoo, world)));
    expect(guarded).toEqual(free);
    expect(Object.values(guarded ?? {}).flat().length).toBeGreaterThan(20);
    expect(questions).toBeGreaterThan(5);
  });

  it(`${CALLS} forbidden calls leave all as it was`, async () => {
    const tools = await openTools(generated, admin, { policy: POLICY, over });
    const attempts = Object.values(ATTEMPTS)
      .flat()
      // Those that this policy refuses, with nobody asked.
      .filter(({ series: own = series, under, asks }) => own === series && !under && !(asks instanceof RegExp));
    const next = random(seed);
    const before = await picture(odoo, WATCHED);
    for (let done = 0; done < CALLS; done++) {
      const attempt = attempts[Math.floor(next() * attempts.length)];
      await expect(tools.call(attempt?.tool ?? "", attempt?.args(target) ?? {}), attempt?.what).rejects.toMatchObject({
        name: "OdooError",
        outcome: "not_applied",
      });
    }
    expect(await picture(odoo, WATCHED)).toEqual(before);
  });
});

/** The result of a step, without what differs between any two records. */
async function run({ name, tools, made }: World, { tool, args, makes }: Step): Promise<unknown> {
  const id = (model: string, at: number) => made.get(model)?.[at] ?? 0;
  const given = args(id);
  if (typeof given.idempotency_key === "string") given.idempotency_key += name;
  try {
    const { id: one, ids, display_name: _, link: _link, ...rest } = await tools.call(tool, given);
    const all = [...(typeof one === "number" ? [one] : []), ...(Array.isArray(ids) ? (ids as number[]) : [])];
    if (makes) made.set(makes, [...new Set([...(made.get(makes) ?? []), ...all])]);
    return { ...rest, records: all.length };
  } catch (error) {
    if (!(error instanceof OdooError)) throw error;
    return { category: error.category, outcome: error.outcome };
  }
}

const PARTNER = "res.partner";
const ORDER = "sale.order";
const LEAD = "crm.lead";
const TAG = "res.partner.category";

/** The next call, which `counts` of the records made so far allow. */
function stepOf(next: () => number, counts: Map<string, number>, { product }: Target, at: number): Step {
  const of = (model: string) => Math.floor(next() * (counts.get(model) ?? 0));
  const grows = (model: string, by = 1) => counts.set(model, (counts.get(model) ?? 0) + by);
  const number = Math.floor(next() * 1000);
  const text = `Twin ${at} <b>${number}</b> ü\u2713`;
  const creations: Record<string, () => Step> = {
    [PARTNER]: () => {
      const children = Array.from({ length: Math.floor(next() * 3) }, (_, index) => ({ name: `${text} ${index}` }));
      const values = { name: text, street: `Street ${number}`, child_ids: { create: children } };
      const key = next() < 0.3 ? { idempotency_key: `twin ${Math.floor(next() * 1e9)} ` } : {};
      grows(PARTNER);
      return { tool: "contact_create", args: () => ({ values, ...key }), makes: PARTNER };
    },
    [TAG]: () => {
      const records = [
        { name: `${text} a`, color: number % 10 },
        { name: `${text} b`, color: 7 },
      ];
      grows(TAG, 2);
      return { tool: "create_records", args: () => ({ model: TAG, records }), makes: TAG };
    },
    [LEAD]: () => {
      const partner = of(PARTNER);
      const values = { name: text, expected_revenue: number };
      grows(LEAD);
      return {
        tool: "crm_lead_create",
        args: (id) => ({ values: { ...values, partner_id: id(PARTNER, partner) } }),
        makes: LEAD,
      };
    },
    [ORDER]: () => {
      const partner = of(PARTNER);
      const create = [{ product_id: product, product_uom_qty: 1 + (number % 5), price_unit: number }];
      grows(ORDER);
      return {
        tool: "sale_order_create",
        args: (id) => ({ values: { partner_id: id(PARTNER, partner), order_line: { create } } }),
        makes: ORDER,
      };
    },
  };
  const missing = [PARTNER, TAG, LEAD, ORDER].find((model) => (counts.get(model) ?? 0) < 2);
  if (missing) return (creations[missing] as () => Step)();
  const [partner, other, tag, otherTag, lead, order] = [PARTNER, PARTNER, TAG, TAG, LEAD, ORDER].map(of) as number[];
  const changes: Step[] = [
    {
      tool: "contact_update",
      args: (id) => ({
        ids: [id(PARTNER, partner ?? 0)],
        values: { phone: `+1 ${number}` },
        extra: { category_id: { link: [id(TAG, tag ?? 0)] } },
      }),
    },
    {
      tool: "contact_update",
      args: (id) => ({
        ids: [...new Set([id(PARTNER, partner ?? 0), id(PARTNER, other ?? 0)])],
        values: { city: text },
        extra: { child_ids: partner === other ? { create: [{ name: text }] } : { create: [] } },
      }),
    },
    {
      tool: "update_records",
      args: (id) => ({
        model: TAG,
        updates: [...new Set([tag ?? 0, otherTag ?? 0])].map((one) => ({
          id: id(TAG, one),
          values: { color: one % 9 },
        })),
      }),
    },
    { tool: "delete_records", args: (id) => ({ model: TAG, ids: [id(TAG, tag ?? 0)] }) },
    { tool: "crm_lead_update", args: (id) => ({ ids: [id(LEAD, lead ?? 0)], values: { expected_revenue: number } }) },
    {
      tool: "update_record",
      args: (id) => ({
        model: LEAD,
        id: id(LEAD, lead ?? 0),
        values: { name: text, partner_id: id(PARTNER, other ?? 0) },
      }),
    },
    { tool: "sale_order_update", args: (id) => ({ ids: [id(ORDER, order ?? 0)], values: { note: text } }) },
    { tool: "sale_order_action_confirm", args: (id) => ({ ids: [id(ORDER, order ?? 0)] }) },
    { tool: "execute_workflow", args: (id) => ({ model: ORDER, id: id(ORDER, order ?? 0), signal: "action_cancel" }) },
  ];
  const made = Object.values(creations);
  if (next() < 0.4) return (made[Math.floor(next() * made.length)] as () => Step)();
  return changes[Math.floor(next() * changes.length)] as Step;
}

const TOLD: Readonly<Record<string, readonly string[]>> = {
  [PARTNER]: ["name", "street", "city", "phone", "child_ids", "category_id"],
  [TAG]: ["name", "color"],
  [LEAD]: ["name", "expected_revenue", "partner_id", "type", "user_id", "active"],
  [ORDER]: ["partner_id", "state", "amount_total", "note", "user_id", "order_line"],
};

/** What a world's records hold, relations by the numbers that their records have in it. */
async function told(odoo: Client, { made }: World): Promise<Record<string, unknown[]>> {
  const places = new Map([...made].flatMap(([model, ids]) => ids.map((id, at) => [`${model} ${id}`, at] as const)));
  const entries = [...made].map(async ([model, ids]) => {
    const fields = TOLD[model] ?? [];
    const rows = await odoo.read(model, ids, fields, { context: { active_test: false } });
    const seen = rows.map((row) => {
      const partner = Array.isArray(row.partner_id)
        ? { partner_id: places.get(`${PARTNER} ${row.partner_id[0]}`) }
        : {};
      const tags = Array.isArray(row.category_id)
        ? { category_id: row.category_id.map((id) => places.get(`${TAG} ${id}`)).sort() }
        : {};
      const counted = ["child_ids", "order_line"].filter((name) => Array.isArray(row[name]));
      const lines = Object.fromEntries(counted.map((name) => [name, (row[name] as unknown[]).length]));
      return { ...row, ...partner, ...tags, ...lines, id: places.get(`${model} ${row.id}`) };
    });
    return [model, seen] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}
