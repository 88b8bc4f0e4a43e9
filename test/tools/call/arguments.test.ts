import { describe, expect, it } from "vitest";
import { z } from "zod";
import { fieldNames, groupBy, measures, order, parseArguments } from "../../../src/tools/call/arguments.js";
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
