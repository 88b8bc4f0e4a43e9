import { describe, expect, it } from "vitest";
import { z } from "zod";
import {
  fieldNames,
  groupBy,
  limit,
  measures,
  offset,
  order,
  recordId,
  recordIds,
  values,
} from "../../../src/tools/call/arguments.js";
import { parseArguments } from "../../../src/tools/call/parse-arguments.js";
import { odooError } from "../../support/fixtures.js";

describe("arguments", () => {
  const schema = z.object({ fields: fieldNames, order, group_by: groupBy, measures });
  const long = (length: number) => "a".repeat(length);

  it.each([
    ["1,000 fields of 256 characters", { fields: Array(1_000).fill(long(256)) }],
    ["an order of 1,000 characters", { order: long(1_000) }],
    ["groups and measures of 256 characters", { group_by: [long(256)], measures: [long(256)] }],
  ])("take %s", async (_, args) => {
    await expect(parseArguments(schema, args)).resolves.toMatchObject(args);
  });

  it.each([
    [{ fields: Array(1_001).fill("a") }, "fields: expected at most 1000 fields"],
    [{ fields: [long(257)] }, "fields[0]: expected at most 256 characters"],
    [{ order: long(1_001) }, "order: expected at most 1000 characters"],
    [{ group_by: [long(257)] }, "group_by[0]: expected at most 256 characters"],
    [{ measures: [long(257)] }, "measures[0]: expected at most 256 characters"],
  ])("are bounded", async (args, message) => {
    await expect(parseArguments(schema, args)).rejects.toThrow(odooError("validation", message));
  });
});

describe("ids", () => {
  it("are each of a record, and named once", async () => {
    expect(recordIds.parse([5, 6, 5])).toEqual([5, 6]);
    for (const ids of [[], [0], [-1], [1.5], ["5"], [2 ** 31], 5, Array(1001).fill(5)]) {
      expect(recordIds.safeParse(ids).success).toBe(false);
    }
    expect(recordId.safeParse(true).success).toBe(false);
  });
});

it("values are any object, with a key that a record of zod would lose", () => {
  const given = JSON.parse('{"__proto__": 1, "name": "a"}') as object;
  expect(Object.keys(values.parse(given))).toEqual(["__proto__", "name"]);
  for (const none of [null, [], "{}", 5]) expect(values.safeParse(none).success).toBe(false);
});

it("a page is of 50 records, and of 500 at most", () => {
  const page = z.object({ limit, offset });
  expect(page.parse({})).toEqual({ limit: 50, offset: 0 });
  expect(page.safeParse({ limit: 500, offset: 7 }).success).toBe(true);
  for (const wrong of [{ limit: 501 }, { limit: 0 }, { limit: 1.5 }, { offset: -1 }]) {
    expect(page.safeParse(wrong).success).toBe(false);
  }
});
