import { describe, expect, it } from "vitest";
import { EFFECTS } from "../../../src/tools/policy/effects.js";
import { createPolicy, guardOf } from "../../../src/tools/policy/policy.js";
import { fieldWith } from "../../support/fixtures.js";

/** What a refusal says of its rule; undefined where nothing is refused. */
function ruleOf(run: () => unknown): string | undefined {
  try {
    run();
    return undefined;
  } catch (error) {
    expect(error).toMatchObject({ name: "OdooError", category: "forbidden", outcome: "not_applied" });
    return (error as { rule?: string }).rule ?? "none";
  }
}

describe("without a policy in the config", () => {
  const policy = createPolicy({});

  it.each(["res.partner", "sale.order", "x_custom", "account.move"])("everything may be done to %s", (model) => {
    for (const effect of EFFECTS) expect(ruleOf(() => policy.check(model, effect))).toBeUndefined();
  });

  it.each([
    "ir.actions.server ir.cron base.automation ir.model ir.model.fields ir.ui.view ir.default mail.template website",
    "res.users res.groups ir.rule portal.wizard",
    "ir.module.module res.config.settings res.company ir.sequence res.lang bus.bus base.language.install",
    "mail.message mail.followers mail.notification",
  ])("these may be read and nothing else: %s", (models) => {
    for (const model of models.split(" ")) {
      expect(ruleOf(() => policy.check(model, "read"))).toBeUndefined();
      for (const effect of EFFECTS.filter((one) => one !== "read")) {
        expect(
          ruleOf(() => policy.check(model, effect)),
          model,
        ).toMatch(/^guarded models: it /);
      }
    }
  });

  it.each([
    "res.users.apikeys res.users.apikeys.description change.password.wizard auth.oauth.provider auth_totp.device",
    "ir.config_parameter ir.mail_server fetchmail.server payment.provider payment.acquirer iap.account certificate.key",
  ])("these hold credentials and are not even read: %s", (models) => {
    for (const model of models.split(" ")) {
      for (const effect of EFFECTS) {
        expect(
          ruleOf(() => policy.check(model, effect)),
          model,
        ).toMatch(/^guarded models: it holds credentials/);
      }
    }
  });

  it.each(["res.partner", "res.currency", "ir.attachment", "mail.activity", "res.partner.bank", "irregular.model"])(
    "%s is not guarded",
    (model) => expect(guardOf(model)).toBeUndefined(),
  );

  it("a person is asked before what deletes, sends, moves money or changes many records", () => {
    const asked = (model: string, effect: "create" | "update" | "delete" | "act" | "send", records = 1) =>
      policy.confirmations([{ model, effect, records }]).length > 0;
    expect(asked("res.partner", "delete")).toBe(true);
    expect(asked("res.partner", "update")).toBe(false);
    expect(asked("res.partner", "update", 20)).toBe(false);
    expect(asked("res.partner", "update", 21)).toBe(true);
    expect(asked("sale.order", "act")).toBe(false);
    expect(asked("sale.order", "send")).toBe(true);
    expect(asked("account.move", "act")).toBe(true);
    expect(asked("account.move", "create")).toBe(false);
    expect(asked("account.payment.register", "act")).toBe(true);
    expect(asked("mail.mail", "create")).toBe(true);
    expect(asked("mail.compose.message", "act")).toBe(true);
  });

  it("attachments cannot be published or pointed elsewhere", () => {
    const model = {
      name: "ir.attachment",
      label: "",
      fields: { name: fieldWith(), url: fieldWith(), public: fieldWith() },
    };
    const { fields } = policy.view(model);
    expect(fields.name?.closed).toBeUndefined();
    expect(fields.url?.closed).toBe("default: closed fields");
    expect(fields.public?.closed).toBe("default: closed fields");
  });
});
