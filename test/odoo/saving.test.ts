import { describe, expect, it, vi } from "vitest";
import { type Category, OdooError, type Outcome } from "../../src/odoo/errors/errors.js";
import { type Saving, type SavingCalls, savedAndRead } from "../../src/odoo/saving.js";

const VALUES = { name: "a", flag: true };
const NEW: Saving = { values: VALUES, fields: ["display_name", "flag"] };

/** What becomes of a record on an Odoo that answers so, and what it was asked; a plain saving makes the record 8. */
async function saved(saving: Saving, answer: unknown) {
  const webSave = vi.fn<SavingCalls["webSave"]>(async () => {
    if (answer instanceof Error) throw answer;
    return answer;
  });
  const plain = vi.fn<SavingCalls["plain"]>(async () => 8);
  const result = await savedAndRead(saving, { webSave, plain }).catch((error: unknown) => error);
  return { result, asked: webSave.mock.calls, plainly: plain.mock.calls.length };
}

const failure = (category: Category, outcome: Outcome = "not_applied") => new OdooError(category, "No.", { outcome });

describe("a record that is saved", () => {
  const held = { id: 7, display_name: "A", flag: false };
  const specification = { display_name: {}, flag: {} };

  it.each<[what: string, saving: Saving, ids: number[]]>([
    ["new", NEW, []],
    ["written to", { ...NEW, id: 7 }, [7]],
  ])("and %s is read back in the same call", async (_, saving, ids) => {
    const { result, asked, plainly } = await saved(saving, [held]);
    expect(result).toEqual({ id: 7, held });
    expect(asked).toEqual([[{ method: "web_save", ids, params: { vals: VALUES, specification } }]]);
    expect(plainly).toBe(0);
  });

  it.each<Category>(["forbidden", "not_found", "validation", "business_rule", "bad_request", "server_error"])(
    "is saved without being read where Odoo rolled it back: %s",
    async (category) => {
      const { result, plainly } = await saved(NEW, failure(category));
      expect(result).toEqual({ id: 8 });
      expect(plainly).toBe(1);
    },
  );

  it.each<[what: string, error: Error]>([
    ["it may have been saved", failure("timeout", "unknown")],
    ["it may have been saved, as its answer was lost", failure("server_error", "unknown")],
    ["somebody else changes it", failure("conflict")],
    ["Odoo cannot be reached", failure("unavailable")],
    ["there are too many calls", failure("rate_limited")],
    ["the credential is refused", failure("auth")],
    ["the call was cancelled", failure("cancelled")],
    ["our own code fails", new TypeError("x is undefined")],
  ])("is not sent again where %s", async (_, error) => {
    const { result, plainly } = await saved(NEW, error);
    expect(result).toBe(error);
    expect(plainly).toBe(0);
  });

  it("and is gone by then was written, and is not read", async () => {
    expect((await saved({ ...NEW, id: 7 }, [])).result).toEqual({ id: 7 });
  });

  it.each<[what: string, saving: Saving, answer: unknown]>([
    ["none of a new one", NEW, []],
    ["several records", NEW, [held, { ...held, id: 8 }]],
    ["another record", { ...NEW, id: 5 }, [held]],
    ["a record without an id", NEW, [{ display_name: "A" }]],
    ["null", NEW, null],
    ["what is no list", NEW, { id: 7 }],
    ["a list of nothing", NEW, [null]],
  ])("is not known to be, where the answer is %s", async (_, saving, answer) => {
    const { result, plainly } = await saved(saving, answer);
    expect(result).toMatchObject({ category: "server_error", outcome: "unknown" });
    expect(plainly).toBe(0);
  });
});
