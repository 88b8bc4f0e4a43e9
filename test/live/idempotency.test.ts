import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Client, createClient } from "../../src/odoo/client.js";
import { connect } from "../../src/odoo/connection/connect.js";
import { readSettings } from "../../src/odoo/connection/settings.js";
import { PLAIN } from "../../src/odoo/form/forms.js";
import type { RawRecord, RawValues } from "../../src/odoo/schema/raw.js";
import type { Model } from "../../src/odoo/schema/schema.js";
import { closeConnections } from "../../src/odoo/wires/http.js";
import { NO_AUDIT } from "../../src/tools/call/audit.js";
import { masterData } from "../../src/tools/call/master-data.js";
import { openDialogues } from "../../src/tools/call/open-dialogues.js";
import type { ToolContext } from "../../src/tools/call/tool.js";
import { UNRESTRICTED } from "../../src/tools/policy/unrestricted.js";
import { createOnce, tableOnce } from "../../src/tools/write/create-once.js";
import { openTools, type Tools } from "./in-process.js";
import { describeSandbox } from "./odoos.js";
import { generatedFolder } from "./shared.js";

// A record made with an idempotency_key is the record that `create` makes, and there is one of it.

/** Fields that differ between any two records. */
const OWN =
  /^(id|name|display_name|create_date|write_date|__last_update|message_.*|activity_.*|access_.*|complete_name|parent_path|working_.*_open)$/;

const ONE_MODEL = JSON.stringify({ models: { "res.partner": {} } });

/** Fields of lines, and those of the lines in them. */
interface LinesOf {
  [field: string]: LinesOf;
}

describeSandbox("signs in as an ordinary user, and leaves records", "idempotency_key", ({ series, demo, admin }) => {
  let user: Client;
  let context: ToolContext;
  const models = new Map<string, Promise<Model>>();
  const model = (name: string) => {
    const known = models.get(name) ?? user.fieldsGet(name).then((fields) => ({ name, label: name, fields }));
    models.set(name, known);
    return known;
  };
  const key = () => `test ${Date.now()} ${Math.random()}`;
  const createdOnce = async (at: Parameters<typeof createOnce>[0], given: string, values: RawValues) =>
    createOnce(at, await tableOnce(at, given, { values }));
  const once = async (name: string, given: string, values: RawValues) =>
    (await createdOnce({ model: await model(name), context }, given, values)).id;

  beforeAll(async () => {
    user = createClient(await connect(readSettings(demo)));
    context = {
      call: { id: "test", tool: "test" },
      audit: NO_AUDIT,
      policy: UNRESTRICTED,
      client: user,
      models: {
        get: model,
        now: model,
        known: () => [],
        isKnown: () => false,
        heirs: () => [],
        allowed: async () => [],
        rights: async () => [],
        forget: () => {},
      },
      master: masterData(user),
      values: () => Promise.reject(new Error("not used")),
      forms: PLAIN,
      dialogues: openDialogues(),
      signal: new AbortController().signal,
    };
  });
  afterAll(closeConnections);

  /** Every stored value, lines included; what differs between any two records is left out or replaced by a word. */
  async function picture(name: string, id: number, lines: LinesOf, above: readonly number[] = []): Promise<unknown> {
    const { fields } = await model(name);
    const names = Object.entries(fields)
      .filter(
        ([field, { type, store }]) => store !== false && !OWN.test(field) && type !== "one2many" && type !== "binary",
      )
      .map(([field]) => field);
    const [record = { id } as RawRecord] = await user.read(name, [id], [...names, ...Object.keys(lines)]);
    const around = [id, ...above];
    const values = names.map((field) => [field, inWords(record[field], around)]);
    for (const [line, below] of Object.entries(lines)) {
      const ids = (record[line] as number[]).toSorted((a, b) => a - b);
      const relation = fields[line]?.relation ?? "";
      values.push([line, await Promise.all(ids.map((child) => picture(relation, child, below, around)))]);
    }
    return Object.fromEntries(values);
  }

  const MINUTE_MS = 60_000;
  const inOdoosForm = (time: number) => new Date(time).toISOString().slice(0, 19).replace("T", " ");
  const began = inOdoosForm(Date.now() - MINUTE_MS);

  /** `around`: the record's id, and of those that hold it. */
  function inWords(value: unknown, around: readonly number[]): unknown {
    const level = Array.isArray(value) && typeof value[1] === "string" ? around.indexOf(value[0]) : -1;
    if (level >= 0) return `${level} above`;
    const isNow = (text: string) => text.length === 19 && text > began && text < inOdoosForm(Date.now() + MINUTE_MS);
    return typeof value === "string" && isNow(value) ? "now" : value;
  }

  const rows = (...lines: RawValues[]) => lines.map((line) => [0, 0, line]);

  const CASES: [model: string, values: RawValues, lines: LinesOf][] = [
    [
      "res.partner",
      {
        name: 'Ünï "quoted", back\\slash; a\nb',
        comment: "<p>1 &amp; 2</p>",
        is_company: true,
        active: true,
        color: 0,
        partner_latitude: 1.25,
        type: "delivery",
        lang: "en_US",
        country_id: 20,
        category_id: [[6, 0, [1, 2]]],
        street: false,
        child_ids: [
          [0, 0, { name: "child 1", type: "invoice", color: 3 }],
          [0, 0, { name: "child 2", type: "other", color: 0 }],
        ],
      },
      { child_ids: {} },
    ],
    [
      "res.partner",
      {
        name: "three levels",
        is_company: true,
        child_ids: rows(
          { name: "a", child_ids: rows({ name: "a1", type: "invoice" }, { name: "a2", type: "other" }) },
          { name: "b" },
          { name: "c", child_ids: rows({ name: "c1", type: "delivery", child_ids: rows({ name: "c1x" }) }) },
        ),
      },
      { child_ids: { child_ids: { child_ids: {} } } },
    ],
    [
      "project.task",
      {
        name: "task",
        project_id: 1,
        // `load` makes no one responsible by default.
        ...(series === "14" ? { user_id: 2 } : { user_ids: [[6, 0, [2]]] }),
        child_ids: rows({ name: "a", child_ids: rows({ name: "a1" }, { name: "a2" }) }, { name: "b" }),
      },
      { child_ids: { child_ids: {} } },
    ],
    [
      "sale.order",
      {
        client_order_ref: "true",
        partner_id: 10,
        date_order: "2026-07-01 21:30:00",
        order_line: [
          [0, 0, { product_id: 5, product_uom_qty: 2.5, price_unit: 10.13 }],
          [0, 0, { product_id: 6, product_uom_qty: 1, price_unit: 0 }],
        ],
      },
      { order_line: {} },
    ],
    [
      "crm.lead",
      { name: "No", type: "opportunity", expected_revenue: 1234.5, priority: "1", date_deadline: "2026-12-24" },
      {},
    ],
    ["calendar.event", { name: "1", start: "2026-07-01 21:30:00", stop: "2026-07-01 22:30:00", allday: false }, {}],
    ["res.partner.category", { name: "0", active: false, color: 7 }, {}],
  ];

  it.each(CASES)("makes a %s exactly as create does, once", async (name, values, lines) => {
    const [plain = 0] = await user.create(name, [values]);
    const given = key();
    const id = await once(name, given, values);
    expect(id).not.toBe(plain);
    const before = await picture(name, id, lines);
    expect(before).toEqual(await picture(name, plain, lines));
    // Again, and with other values: the record is there, and stays as it is.
    expect(await once(name, given, values)).toBe(id);
    const [first = "", text] = Object.entries(values).find(([, value]) => typeof value === "string") ?? [];
    expect(await once(name, given, { ...values, [first]: `${text}1` })).toBe(id);
    expect(await picture(name, id, lines)).toEqual(before);
  });

  it("makes another record for another key", async () => {
    const values = { name: "of two keys" };
    const id = await once("res.partner.category", key(), values);
    expect(await once("res.partner.category", key(), values)).not.toBe(id);
  });

  describe("repeated by a tool", () => {
    let tools: Tools;
    const order = (quantity: number) => ({
      partner_id: 10,
      client_order_ref: "R",
      order_line: {
        create: [
          { product_id: 5, product_uom_qty: 2 },
          { product_id: 6, product_uom_qty: quantity },
        ],
      },
    });
    const create = (given: string, values: object, more = {}) =>
      tools.call("create_record", { model: "sale.order", values, idempotency_key: given, ...more });

    beforeAll(async () => {
      tools = await openTools(await generatedFolder({ series, admin, demo }, ONE_MODEL), demo);
    });

    it("answers the same record, and that it is repeated, as its preview does", async () => {
      const given = key();
      expect((await create(given, order(1), { dry_run: true })).preview).not.toHaveProperty("repeated");
      const { id, display_name, repeated } = await create(given, order(1));
      expect(repeated).toBeUndefined();
      const before = await picture("sale.order", Number(id), { order_line: {} });
      expect(await create(given, order(1))).toMatchObject({ id, display_name, repeated: true });
      expect((await create(given, order(1), { dry_run: true })).preview).toEqual({
        effect: "create",
        model: "sale.order",
        repeated: true,
        records: [{ id, name: display_name }],
      });
      expect(await picture("sale.order", Number(id), { order_line: {} })).toEqual(before);
    });

    it("is refused where it contradicts the record, and changes nothing", async () => {
      const given = key();
      const id = Number((await create(given, order(1))).id);
      const before = await picture("sale.order", id, { order_line: {} });
      const refusal = {
        category: "validation",
        outcome: "not_applied",
        record: id,
        message: expect.stringMatching(
          /^idempotency_key: it made sale\.order \d+, .*: client_order_ref, order_line\.create\[1\]\.product_uom_qty\. Nothing was written\.$/,
        ),
      };
      const other = { ...order(4), client_order_ref: "S" };
      await expect(create(given, other)).rejects.toMatchObject(refusal);
      await expect(create(given, other, { dry_run: true })).rejects.toMatchObject(refusal);
      expect(await picture("sale.order", id, { order_line: {} })).toEqual(before);
    });

    it("is refused where someone has changed the record since", async () => {
      const given = key();
      const id = Number((await create(given, order(1))).id);
      await user.write("sale.order", [id], { client_order_ref: "changed" });
      await expect(create(given, order(1))).rejects.toThrow(/: client_order_ref\. Nothing was written/);
      await user.write("sale.order", [id], { client_order_ref: "R" });
      expect(await create(given, order(1))).toMatchObject({ id, repeated: true });
    });

    it.each<[model: string, values: object]>([
      [
        "res.partner",
        {
          name: "A",
          website: "example.com",
          comment: "a\nb & c",
          child_ids: { create: [{ name: "B", child_ids: { create: [{ name: "C" }, { name: "D" }] } }, { name: "E" }] },
        },
      ],
      [
        "crm.lead",
        { name: "L", type: "opportunity", expected_revenue: 10.126, partner_id: 10, description: "<p>x</p>" },
      ],
      ["calendar.event", { name: "E", start: "2026-07-01T21:30:00Z", stop: "2026-07-01T22:30:00Z", duration: 1 }],
    ])("is none that contradicts what Odoo itself makes of a %s", async (name, values) => {
      const given = key();
      const call = () => tools.call("create_record", { model: name, values, idempotency_key: given });
      const { id } = await call();
      expect(await call()).toMatchObject({ id, repeated: true });
    });
  });

  it("makes one record of calls that overlap", async () => {
    const given = key();
    const name = `overlap ${given}`;
    const attempts = await Promise.allSettled(
      Array.from({ length: 8 }, () => once("res.partner.category", given, { name })),
    );
    const ids = new Set(attempts.flatMap((attempt) => (attempt.status === "fulfilled" ? [attempt.value] : [])));
    expect(ids.size).toBe(1);
    expect(await user.searchCount("res.partner.category", [["name", "=", name]])).toBe(1);
    expect(await once("res.partner.category", given, { name })).toBe([...ids][0]);
    // A call that lost says so, and that it may be made again.
    for (const attempt of attempts) {
      if (attempt.status === "rejected")
        expect(attempt.reason).toMatchObject({ category: "conflict", retryable: true });
    }
  });

  it("rolls everything back where a value is refused, and makes the record when it is right", async () => {
    const given = key();
    const wrong = { name: "to be right", parent_id: 99_999_999 };
    await expect(once("res.partner", given, wrong)).rejects.toMatchObject({ outcome: "not_applied" });
    const id = await once("res.partner", given, { name: "to be right" });
    expect(await user.read("res.partner", [id], ["name", "parent_id"])).toEqual([
      { id, name: "to be right", parent_id: false },
    ]);
  });

  it("keeps users and models apart", async () => {
    const given = key();
    const administrator = createClient(await connect(readSettings(admin)));
    const id = await once("res.partner.category", given, { name: "mine" });
    const at = { model: await model("res.partner.category"), context: { ...context, client: administrator } };
    const theirs = await createdOnce(at, given, { name: "theirs" });
    expect(theirs).toMatchObject({ isRepeated: false });
    expect(theirs.id).not.toBe(id);
    expect(await once("res.partner", given, { name: "another model" })).toBeGreaterThan(0);
  });

  it("is refused where the user may not create, as create is", async () => {
    const creating = once("res.currency", key(), { name: "ZZZ", symbol: "Z" });
    await expect(creating).rejects.toMatchObject({ category: "forbidden", outcome: "not_applied" });
  });

  describe.each(series === "14" ? ["xmlrpc"] : ["xmlrpc", "json2"])("over %s", (wire) => {
    it("works alike", async () => {
      const client = createClient(await connect(readSettings({ ...demo, ODOO_WIRE: wire })));
      const given = key();
      const at = { model: await model("sale.order"), context: { ...context, client } };
      const values = { partner_id: 10, order_line: [[0, 0, { product_id: 5, product_uom_qty: 2 }]] };
      const { id, isRepeated } = await createdOnce(at, given, values);
      expect(isRepeated).toBe(false);
      expect(await createdOnce(at, given, values)).toEqual({ id, isRepeated: true });
    });
  });
});
