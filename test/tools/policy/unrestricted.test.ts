import { describe, expect, it } from "vitest";
import { EFFECTS } from "../../../src/tools/policy/effects.js";
import { UNRESTRICTED } from "../../../src/tools/policy/unrestricted.js";
import { fieldWith, odooError } from "../../support/fixtures.js";

describe("the policy of scripts", () => {
  it("lets everything be done to any model, without a question", () => {
    for (const effect of EFFECTS) expect(() => UNRESTRICTED.check("res.users", effect)).not.toThrow();
    expect(() => UNRESTRICTED.checkCount("res.users", 10_000)).not.toThrow();
    expect(UNRESTRICTED.operations("ir.config_parameter").value).toEqual(EFFECTS);
    expect(UNRESTRICTED.confirmations([{ model: "account.move", effect: "delete", records: 1000 }])).toEqual([]);
    expect([UNRESTRICTED.maxRecords("a"), UNRESTRICTED.domain("a")]).toEqual([undefined, undefined]);
    const model = { name: "ir.attachment", label: "", fields: { url: fieldWith() } };
    expect(UNRESTRICTED.view(model)).toBe(model);
  });

  it("knows what a button does, and calls no method that is none", () => {
    expect(UNRESTRICTED.checkMethod("sale.order", "action_anything")).toBe("act");
    expect(UNRESTRICTED.checkMethod("sale.order", "action_send")).toBe("send");
    for (const method of ["unlink", "sudo", "_compute_name", "button_immediate_install"]) {
      expect(() => UNRESTRICTED.checkMethod("sale.order", method)).toThrow(odooError("forbidden", method));
    }
  });

  it("knows what a step does, whether or not its screens have it, and takes none that is called as no button", () => {
    expect(UNRESTRICTED.checkStep("sale.order", { name: "anything" })).toBe("act");
    const server = { kind: "server", title: "Tidy up" } as const;
    expect(UNRESTRICTED.checkStep("sale.order", { name: "tidy_up", action: server })).toBe("send");
    expect(() => UNRESTRICTED.checkStep("sale.order", { name: "unlink", action: server })).toThrow(
      odooError("forbidden", "unlink"),
    );
  });
});
