import { describe, expect, it } from "vitest";
import {
  annotationsOf,
  type Effect,
  effectOf,
  OPERATIONS,
  type RecordOperation,
} from "../../../src/tools/policy/effects.js";

describe("effectOf", () => {
  it.each<[RecordOperation, Effect]>([
    ["search", "read"],
    ["read", "read"],
    ["count", "read"],
    ["aggregate", "read"],
    ["create", "create"],
    ["update", "update"],
    ["delete", "delete"],
  ])("%s has the effect %s", (operation, effect) => {
    expect(effectOf(operation)).toBe(effect);
  });

  it("knows every operation; each is the one word that its tools' names end with", () => {
    expect(OPERATIONS).toEqual(["search", "read", "count", "aggregate", "create", "update", "delete"]);
    expect(OPERATIONS.filter((operation) => !/^[a-z]{1,9}$/.test(operation))).toEqual([]);
  });
});

describe("annotationsOf", () => {
  it.each<[Effect, { readOnly: boolean; destructive: boolean; idempotent: boolean }]>([
    ["read", { readOnly: true, destructive: false, idempotent: true }],
    ["create", { readOnly: false, destructive: false, idempotent: false }],
    ["update", { readOnly: false, destructive: true, idempotent: true }],
    ["delete", { readOnly: false, destructive: true, idempotent: true }],
    ["act", { readOnly: false, destructive: true, idempotent: false }],
  ])("tells all four hints of %s", (effect, { readOnly, destructive, idempotent }) => {
    expect(annotationsOf(effect)).toEqual({
      readOnlyHint: readOnly,
      destructiveHint: destructive,
      idempotentHint: idempotent,
      openWorldHint: false,
    });
  });
});
