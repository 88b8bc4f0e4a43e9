import { describe, expect, it } from "vitest";
import { openDialogues } from "../../../src/tools/call/open-dialogues.js";
import { odooError } from "../../support/fixtures.js";

describe("the wizards of a session", () => {
  const wizard = { model: "a.wizard", context: { active_id: 7 } };

  it("are got by the handle that was given for them", async () => {
    const wizards = openDialogues();
    const handle = wizards.add(wizard);
    expect(await wizards.get(handle)).toBe(wizard);
    expect(wizards.add(wizard)).not.toBe(handle);
  });

  it.each(["", "wizard-2", "__proto__", "constructor"])("are not guessed: %j", async (handle) => {
    const wizards = openDialogues();
    wizards.add(wizard);
    await expect(wizards.get(handle)).rejects.toThrow(odooError("not_found", "no open wizard"));
  });

  it("are taken once, and open again as they are by then where they are put back", async () => {
    const wizards = openDialogues();
    const handle = wizards.add(wizard);
    const other = wizards.add(wizard);
    expect(await wizards.take(handle)).toBe(wizard);
    await expect(wizards.take(handle)).rejects.toThrow(odooError("not_found"));
    await expect(wizards.get(handle)).rejects.toThrow(odooError("not_found"));
    await wizards.putBack(handle, { ...wizard, id: 42 });
    expect(await wizards.get(handle)).toEqual({ ...wizard, id: 42 });
    expect(await wizards.get(other)).toBe(wizard);
    expect(wizards.add(wizard)).not.toBe(handle);
  });

  it("are forgotten one by one when there are too many", async () => {
    const wizards = openDialogues();
    const first = wizards.add(wizard);
    const second = wizards.add(wizard);
    for (let count = 0; count < 99; count++) wizards.add(wizard);
    await expect(wizards.get(first)).rejects.toThrow(odooError("not_found"));
    expect(await wizards.get(second)).toBe(wizard);
  });
});
