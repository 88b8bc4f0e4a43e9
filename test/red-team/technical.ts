import type { Json } from "../support/mcp.js";
import { type Attempt, CODE, HISTORY, PLATFORM, SHARING } from "./attempt.js";

// Models nobody thought of: technical ones, dialogues made without a step, and what no menu leads to. Nothing is said of them.

const made = (model: string, values: Json, rule = "screens", more: Partial<Attempt> = {}): Attempt => ({
  what: `create ${model}: ${Object.keys(values).join(", ")}`,
  tool: "create_record",
  args: () => ({ model, values }),
  rule,
  asks: "reads",
  under: "none",
  ...more,
});

const NINETEEN = { series: "19" } as const;
const FOURTEEN = { series: "14" } as const;

/** Off the menus. */
const UNREACHED: readonly [model: string, values: Json, more?: Partial<Attempt>][] = [
  ["digest.digest", { name: "evil" }],
  ["digest.tip", { tip_description: "{{ object.env }}" }],
  ["mail.blacklist", { email: "evil@example.com" }],
  ["mail.gateway.allowed", { email: "evil@example.com" }, NINETEEN],
  ["mail.guest", { name: "evil" }, NINETEEN],
  ["discuss.channel.member", { channel_id: 1, partner_id: 1 }, NINETEEN],
  ["mail.channel", { name: "evil", public: "public" }, FOURTEEN],
  ["mail.link.preview", { source_url: "http://127.0.0.1" }, NINETEEN],
  ["mail.presence", { user_id: 1 }, NINETEEN],
  ["mail.scheduled.message", { body: "evil" }, NINETEEN],
  ["mail.resend.message", { mail_message_id: 1 }, FOURTEEN],
  ["mail.bot", {}, FOURTEEN],
  ["mail.blacklist.remove", { email: "evil@example.com" }],
  ["mail.compose.message", { body: "evil", composition_mode: "mass_mail" }],
  ["sms.composer", { body: "evil", numbers: "+32" }],
  ["sms.sms", { number: "+32", body: "evil" }],
  ["sms.tracker", { sms_uuid: "x" }, NINETEEN],
  ["snailmail.letter", { model: "res.partner", res_id: 1 }],
  ["phone.blacklist", { number: "+32" }],
  ["iap.service", { name: "evil" }, NINETEEN],
  ["decimal.precision", { name: "evil", digits: 0 }],
  ["resource.resource", { name: "evil" }],
  ["resource.calendar.leaves", { name: "evil" }],
  ["barcode.rule", { pattern: "(a+)+" }],
  ["barcode.nomenclature", { name: "evil" }],
  ["format.address.mixin", {}],
  ["account.full.reconcile", {}],
  ["account.partial.reconcile", { amount: 1 }],
  ["account.analytic.distribution.model", { analytic_distribution: {} }, NINETEEN],
  ["account.account.tag", { name: "evil", applicability: "taxes" }],
  ["account.report", { name: "evil" }, NINETEEN],
  ["account.report.expression", { engine: "domain", formula: "[]" }, NINETEEN],
  ["account.chart.template", { name: "evil" }, FOURTEEN],
  ["account.payment.method", { code: "evil" }],
  ["payment.transaction", { amount: 1, state: "done" }],
  ["stock.package_level", { is_done: true }, FOURTEEN],
  ["procurement.group", { name: "evil" }, FOURTEEN],
  ["crm.lead.scoring.frequency", { won_count: 9 }],
  ["crm.lead.scoring.frequency.field", { field_id: 1 }],
  ["hr.employee.public", { name: "evil" }, NINETEEN],
  ["calendar.alarm_manager", {}],
  ["calendar.filters", { partner_id: 1 }, NINETEEN],
  ["utm.medium", { name: "evil" }],
  ["web_tour.tour", { name: "evil" }],
  ["onboarding.progress", { onboarding_state: "done" }, NINETEEN],
  ["spreadsheet.dashboard", { name: "evil" }, NINETEEN],
];

const dialogue = (model: string, values: Json, more: Partial<Attempt> = {}): Attempt => ({
  ...made(model, values, "screens", more),
  what: `make the dialogue ${model} without its step`,
});

export const technical: Attempt[] = [
  made("mail.message.subtype", { name: "evil", default: true }, HISTORY),
  made("report.paperformat", { name: "evil" }, CODE),
  made("report.layout", { name: "evil" }, CODE),
  made("spreadsheet.dashboard.share", { dashboard_id: 1 }, SHARING, NINETEEN),
  made("ir.model.data", { name: "evil" }, CODE),
  made("ir.sequence.date_range", { number_next: 1 }, PLATFORM),
  made("ir.cron.trigger", { call_at: "2030-01-01T00:00:00Z" }, CODE),
  made("ir.autovacuum", {}, CODE),
  made("ir.exports.line", { name: "password" }, CODE),
  made("ir.embedded.actions", { name: "evil" }, CODE, NINETEEN),
  ...UNREACHED.map(([model, values, more]) => made(model, values, "screens", more)),
  dialogue("account.payment.register", { amount: 1 }),
  dialogue("account.move.reversal", { reason: "evil" }),
  dialogue("sale.advance.payment.inv", { amount: 1 }),
  dialogue("crm.merge.opportunity", { opportunity_ids: { link: [1, 2] } }),
  dialogue("base.partner.merge.automatic.wizard", { dst_partner_id: 1 }),
  dialogue("stock.return.picking", { picking_id: 1 }),
  dialogue("stock.immediate.transfer", { pick_ids: { link: [1] } }, FOURTEEN),
  dialogue("crm.lead2opportunity.partner.mass", { action: "create" }),
  dialogue("mail.activity.schedule", { res_ids: "[1]", res_model: "res.partner" }, NINETEEN),
  dialogue("hr.departure.wizard", { departure_description: "evil" }),
  dialogue("validate.account.move", { move_ids: { link: [1] } }),
  ...(["update_record", "delete_records"] as const).flatMap((tool): Attempt[] =>
    ["decimal.precision", "digest.digest", "mail.blacklist", "crm.lead.scoring.frequency", "phone.blacklist"].map(
      (model) => ({
        what: `${tool} of ${model}`,
        tool,
        args: () => ({ model, ...(tool === "delete_records" ? { ids: [1] } : { id: 1, values: { name: "evil" } }) }),
        rule: "screens",
        asks: "reads" as const,
        under: "none",
      }),
    ),
  ),
];
