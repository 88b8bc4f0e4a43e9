import { describe, expect, it } from "vitest";
import { inShort } from "../../../src/tools/policy/in-short.js";

describe("a policy in short", () => {
  it("tells what a person is asked before, and nothing of a config that says nothing", () => {
    const told = inShort({}, false);
    expect(told).toMatchObject({ read_only: false, guarded: expect.stringContaining("users") });
    expect(told.person_asked_before).toEqual([
      "delete",
      "send",
      expect.stringContaining("account.*"),
      "more than 20 records",
    ]);
    expect(told).not.toHaveProperty("config");
  });

  it("tells what an entry says, without the fields and records that it means", () => {
    const { config } = inShort(
      {
        "hr.*": { operations: [] },
        "sale.order": { operations: ["read", "update"], domain: [["user_id", "=", "me"]], denyFields: ["note"] },
        "res.partner": { maxRecords: 5, confirm: ["update"], confirmAbove: 2, methods: ["go"], domain: [] },
      },
      false,
    );
    expect(config).toEqual({
      "hr.*": "nothing",
      "sale.order": "read, update; some records; some fields",
      "res.partner": "some steps; at most 5 records a call; asked before update; asked above 2 records",
    });
  });

  it("asks before nothing where nothing is changed", () => {
    expect(inShort({}, true)).toMatchObject({ read_only: true, person_asked_before: [] });
  });

  it("counts the entries that are too many to tell", () => {
    const config = Object.fromEntries(Array.from({ length: 25 }, (_, at) => [`a.m${at}`, { operations: [] }]));
    const told = inShort(config, false);
    expect([Object.keys(told.config ?? {}).length, told.more]).toEqual([20, 5]);
  });
});
