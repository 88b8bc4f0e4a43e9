import { describe, expect, it } from "vitest";
import { openDialogues } from "../../../src/tools/call/open-dialogues.js";
import { odooError } from "../../support/fixtures.js";

describe("the wizards of a session", () => {
  const wizard = { model: "a.wizard", context: { active_id: 7 } };

  it("are got by the handle that was given for them", () => {
    const wizards = openDialogues();
    const handle = wizards.add(wizard);
    expect(wizards.get(handle)).toBe(wizard);
    expect(wizards.add(wizard)).not.toBe(handle);
  });

  it.each(["", "wizard-2", "__proto__", "constructor"])("are not guessed: %j", (handle) => {
    const wizards = openDialogues();
    wizards.add(wizard);
    expect(() => wizards.get(handle)).toThrow(odooError("not_found", "no open wizard"));
  });

  it("are taken once, and open again as they are by then where they are put back", () => {
    const wizards = openDialogues();
    const handle = wizards.add(wizard);
    const other = wizards.add(wizard);
    expect(wizards.take(handle)).toBe(wizard);
    expect(() => wizards.take(handle)).toThrow(odooError("not_found"));
    expect(() => wizards.get(handle)).toThrow(odooError("not_found"));
    wizards.putBack(handle, { ...wizard, id: 42 });
    expect(wizards.get(handle)).toEqual({ ...wizard, id: 42 });
    expect(wizards.get(other)).toBe(wizard);
    expect(wizards.add(wizard)).not.toBe(handle);
  });

  it("are forgotten one by one when there are too many", () => {
    const wizards = openDialogues();
    const first = wizards.add(wizard);
    const second = wizards.add(wizard);
    for (let count = 0; count < 99; count++) wizards.add(wizard);
    expect(() => wizards.get(first)).toThrow(odooError("not_found"));
    expect(wizards.get(second)).toBe(wizard);
  });
});
