import { describe, expect, it } from "vitest";
import { settingsOf } from "../../../src/tools/policy/settings.js";

describe("a setting of a model", () => {
  const setting = settingsOf({
    "*": { maxRecords: 1, confirmAbove: 9 },
    "sale.*": { maxRecords: 2 },
    "sale.order": { confirmAbove: 0 },
    "*.order": { maxRecords: 3 },
  });

  it("is its own entry's, else that of the last glob that says it", () => {
    expect(setting("sale.order", "confirmAbove")).toEqual({ value: 0, rule: 'policy["sale.order"].confirmAbove' });
    expect(setting("sale.order", "maxRecords")).toEqual({ value: 3, rule: 'policy["*.order"].maxRecords' });
    expect(setting("sale.line", "maxRecords")).toEqual({ value: 2, rule: 'policy["sale.*"].maxRecords' });
    expect(setting("crm.lead", "confirmAbove")).toEqual({ value: 9, rule: 'policy["*"].confirmAbove' });
  });

  it("is none where no entry says it, and of no name that every object has", () => {
    expect(setting("sale.order", "domain")).toBeUndefined();
    expect(settingsOf({})("constructor", "maxRecords")).toBeUndefined();
  });
});
