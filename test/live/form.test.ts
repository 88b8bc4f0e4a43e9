import { afterAll, beforeAll, expect, it } from "vitest";
import { closeConnections } from "../../src/odoo/wires/http.js";
import { EFFECTS } from "../../src/tools/policy/effects.js";
import { box } from "../sandbox/host.js";
import { type Made, type OdooForm, openOdooForm } from "../sandbox/odoo-form.js";
import { type KindOfRecord, kindsOfRecords, LINE_MODELS, lines } from "./form-kinds.js";
import { openTools, type Tools, writesAmong } from "./in-process.js";
import { describeSandbox } from "./odoos.js";
import { generatedFolder } from "./shared.js";

// The same records made by a tool and by Odoo's own form, compared in every stored field.

/** Why a field differs between two records of which each was made for itself. */
const DIFFERS: readonly { fields: RegExp; because: string }[] = [
  { fields: /^(id|create_date|write_date|create_uid|write_uid)$/, because: "who made it, when" },
  { fields: /^(access_token|uuid|activity_calendar_event_id)$/, because: "random" },
  {
    fields: /^(name|move_name|display_name|reference|complete_name|sequence_number|sequence_prefix)$/,
    because: "numbered",
  },
  { fields: /^(parent_path|commercial_partner_id|master_department_id)$/, because: "points to the record itself" },
  {
    fields:
      /^(order_id|move_id|picking_id|payment_id|tax_id|invoice_tax_id|refund_tax_id|alias_id|resource_id|work_contact_id|current_version_id|subtask_project_id|recurrence_id|group_id|check_sequence_id|product_tmpl_id)$/,
    because: "points to a record that was made along",
  },
  { fields: /^color$/, because: "chosen by chance" },
  { fields: /^working_(days|hours)_open$/, because: "how long Odoo took" },
  { fields: /^rating_request_deadline$/, because: "a while from now" },
  { fields: /^working_(days|hours)_open$/, because: "how long the shell's transaction had run" },
  {
    fields: /^(invoice_date_due|date_maturity)$/,
    because: "a draft's hangs on the order in which a person types (14, 19), and posting sets it",
  },
  { fields: /^incoming_einvoice_notification_email$/, because: "nothing: an empty text and none (19)" },
];

const differs = (field: string) => DIFFERS.find(({ fields }) => fields.test(field));

type Stored = Readonly<Record<string, unknown>>;
const isLine = (value: unknown): value is Stored =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const DAY_MS = 24 * 60 * 60_000;

/** The time of the call: fields that both have filled with a moment of about now, midnight between them or not. */
const isNow = (value: unknown) =>
  typeof value === "string" &&
  /^\d{4}-\d\d-\d\d \d\d:/.test(value) &&
  Math.abs(Date.parse(`${value.slice(0, 19).replace(" ", "T")}Z`) - Date.now()) < DAY_MS;

/** The stored fields in which two records differ with no reason, and how many were compared. */
function compared(form: Stored, tool: Stored, at = ""): { differences: string[]; fields: number } {
  const differences: string[] = [];
  let fields = 0;
  for (const name of new Set([...Object.keys(form), ...Object.keys(tool)])) {
    const [theirs, ours] = [form[name], tool[name]];
    if (Array.isArray(theirs) && Array.isArray(ours) && [...theirs, ...ours].every(isLine)) {
      if (theirs.length !== ours.length) differences.push(`${at}${name}: ${theirs.length} lines, and ${ours.length}`);
      const rows = [theirs, ours].map((list) => [...(list as Stored[])].sort((a, b) => (order(a) < order(b) ? -1 : 1)));
      for (const [index, line] of (rows[0] ?? []).entries()) {
        const inside = compared(line, rows[1]?.[index] ?? {}, `${at}${name}[${index}].`);
        differences.push(...inside.differences);
        fields += inside.fields;
      }
      continue;
    }
    fields += 1;
    if (JSON.stringify(theirs) === JSON.stringify(ours) || differs(name)) continue;
    if (isNow(theirs) && isNow(ours)) continue;
    differences.push(`${at}${name}: ${JSON.stringify(theirs)}, and ${JSON.stringify(ours)}`);
  }
  return { differences, fields };
}

/** Lines are made in one order by a form, and in another by a call. */
const order = (line: Stored) =>
  JSON.stringify(Object.entries(line).filter(([name, value]) => !differs(name) && typeof value !== "object"));

/** Every model is open, also those that only settings bring into a menu. */
const ONE_MODEL = JSON.stringify({ models: { "res.partner": {} }, policy: { "*": { operations: EFFECTS } } });

describeSandbox("asks Odoo's form in its shell", "records as Odoo's form makes them", ({ series, admin }) => {
  let tools: Tools;
  let kinds: KindOfRecord[];
  let form: OdooForm;
  const byKind = new Map<string, { form?: Made; id?: number; refused?: unknown }>();

  beforeAll(async () => {
    tools = await openTools(await generatedFolder(odoo(), ONE_MODEL), admin);
    const { uid, context } = tools.client.user;
    kinds = await kindsOfRecords(tools.client, series);
    form = await openOdooForm(box(series), { uid, context: { ...context }, lines: LINE_MODELS });
    const forms = await form.made(
      kinds.map(({ kind, model, menu = {}, values }) => ({ kind, model, context: menu, values })),
    );
    for (const made of forms) byKind.set(made.kind, { form: made });
  });
  const odoo = () => ({ series, admin, demo: {} });
  let counting: Tools | undefined;

  afterAll(async () => {
    await form?.close();
    for (const { kind, model } of [...kinds].reverse()) {
      const { id } = byKind.get(kind) ?? {};
      if (id !== undefined) await tools.client.unlink(model, [id]).catch(() => {});
    }
    await closeConnections();
  });

  it("are made of every kind", async () => {
    for (const { kind, model, values, type } of kinds) {
      const entry = byKind.get(kind) ?? {};
      const creating = tools.call("create_record", { model, values: { ...type, ...values } });
      byKind.set(
        kind,
        await creating.then(
          ({ id }) => ({ ...entry, id: Number(id) }),
          (refused) => ({ ...entry, refused }),
        ),
      );
    }
    const refused = [...byKind].flatMap(([kind, { refused, form }]) => {
      return refused || form?.refused ? [[kind, String(refused ?? ""), form?.refused ?? ""]] : [];
    });
    expect(refused).toEqual([]);
    expect(byKind.size).toBeGreaterThanOrEqual(45);
  });

  it("are equal in every stored field, but for those with a reason", async () => {
    const ids = kinds.flatMap(({ kind, model }) => {
      const { id } = byKind.get(kind) ?? {};
      return id === undefined ? [] : [{ kind, model, id }];
    });
    let fields = 0;
    const differences: [kind: string, difference: string][] = [];
    for (const { kind, stored } of await form.made(ids)) {
      const result = compared(byKind.get(kind)?.form?.stored ?? {}, stored ?? {});
      fields += result.fields;
      differences.push(...result.differences.map((difference): [string, string] => [kind, difference]));
    }
    console.log(`Odoo ${series}: ${kinds.length} kinds, ${fields} stored fields, ${differences.length} differ.`);
    expect(differences).toEqual([]);
    expect(fields).toBeGreaterThan(2500);
  });

  it("are refused, and nothing is sent, where the form demands what is empty, and made where it does not", async () => {
    const before = tools.asked.length;
    const nameless = tools.call("create_record", { model: "res.partner", values: { email: "a@example.com" } });
    await expect(nameless).rejects.toMatchObject({
      category: "validation",
      outcome: "not_applied",
      field: "name",
      message: expect.stringMatching(/^values\.name: is empty, and Odoo's form demands it when "type == 'contact'"/),
    });
    const line = tools.call("create_record", {
      model: "purchase.order",
      values: { partner_id: 1, order_line: lines({ name: "a", product_qty: 1 }) },
    });
    await expect(line).rejects.toThrow(/values\.order_line\.create\[0\]\.product_id: .* "not display_type/);
    expect(writesAmong(tools.asked.slice(before))).toEqual([]);
    const address = { parent_id: 1, type: "delivery", city: "A" };
    const { id } = await tools.call("create_record", { model: "res.partner", values: address });
    await tools.client.unlink("res.partner", [Number(id)]);
  });

  it("cost one question, and up to 16 one more for each line", async () => {
    const quotation = kinds.find(({ kind }) => kind === "quotation")?.values ?? {};
    const [line] = (quotation.order_line as { create: object[] }).create;
    const values = { ...quotation, order_line: { create: [line, line, line] } };
    // The form itself, and which of its fields have a default, are asked once.
    expect(await questions("sale.order", values)).toContain(series === "14" ? "load_views" : "get_views");
    expect(await questions("sale.order", values)).toEqual(Array(series === "14" ? 4 : 1).fill("onchange"));
    await questions("crm.lost.reason", { name: "Too dear" });
    expect(await questions("crm.lost.reason", { name: "Too late" })).toEqual([]);
  });

  /** What Odoo is asked about forms to create a record. */
  async function questions(model: string, values: object): Promise<string[]> {
    // Of a session of its own, which knows no form.
    counting ??= await openTools(await generatedFolder(odoo(), ONE_MODEL), admin);
    const before = counting.asked.length;
    const { id } = await counting.call("create_record", { model, values });
    const asked = counting.asked.slice(before).map(({ method }) => method);
    await counting.client.unlink(model, [Number(id)]);
    return asked.filter((method) => /^(onchange|default_get|get_views|load_views)$/.test(method));
  }
});
