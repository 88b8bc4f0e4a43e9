import { describe, expect, it, vi } from "vitest";
import { type Category, OdooError, type Outcome } from "../../../src/odoo/errors/errors.js";
import { type Creating, createAndRead } from "../../../src/odoo/methods/create-and-read.js";

/** What becomes of a new record on an Odoo that answers `web_save` so, and what it was asked; `create` makes the record 8. */
async function created(answer: unknown) {
  const webSave = vi.fn<Creating["webSave"]>(async () => {
    if (answer instanceof Error) throw answer;
    return answer;
  });
  const create = vi.fn<Creating["create"]>(async () => 8);
  const made = createAndRead({ name: "a" }, ["display_name", "name"], { webSave, create });
  const result = await made.catch((error: unknown) => error);
  return { result, asked: webSave.mock.calls, plainly: create.mock.calls.length };
}

const failure = (category: Category, outcome: Outcome = "not_applied") => new OdooError(category, "No.", { outcome });

describe("a new record", () => {
  const held = { id: 7, display_name: "A", name: "a" };

  it("is read back in the call that creates it", async () => {
    const { result, asked, plainly } = await created([held]);
    expect(result).toEqual({ id: 7, held });
    expect(asked).toEqual([[{ vals: { name: "a" }, specification: { display_name: {}, name: {} } }]]);
    expect(plainly).toBe(0);
  });

  it.each<Category>(["forbidden", "not_found", "validation", "business_rule", "bad_request", "server_error"])(
    "is created without being read where Odoo rolled it back: %s",
    async (category) => {
      const { result, plainly } = await created(failure(category));
      expect(result).toEqual({ id: 8 });
      expect(plainly).toBe(1);
    },
  );

  it.each<[what: string, error: Error]>([
    ["it may have been created", failure("timeout", "unknown")],
    ["it may have been created, as its answer was lost", failure("server_error", "unknown")],
    ["a change at the same time was in its way", failure("conflict")],
    ["Odoo cannot be reached", failure("unavailable")],
    ["there are too many calls", failure("rate_limited")],
    ["the credential is refused", failure("auth")],
    ["the call was cancelled", failure("cancelled")],
    ["our own code fails", new TypeError("x is undefined")],
  ])("is not sent again where %s", async (_, error) => {
    const { result, plainly } = await created(error);
    expect(result).toBe(error);
    expect(plainly).toBe(0);
  });

  it.each<[what: string, answer: unknown]>([
    ["no record", []],
    ["several", [held, { ...held, id: 8 }]],
    ["one without an id", [{ display_name: "A" }]],
    ["null", null],
    ["what is no list", { id: 7 }],
    ["a list of nothing", [null]],
  ])("is not known to be there where the answer is %s", async (_, answer) => {
    const { result, plainly } = await created(answer);
    expect(result).toMatchObject({ category: "server_error", outcome: "unknown" });
    expect(plainly).toBe(0);
  });
});
