import { describe, expect, it } from "vitest";
import type { AuditLine } from "../../../src/tools/call/audit.js";
import { partsOf } from "../../../src/tools/session/audit-parts.js";

const HEAD = { event: "begin", id: "a1", tool: "t", model: "a.b", operation: "update", ids: [1] } as const;
const sizeOf = (line: object) => JSON.stringify(line).length;
const MOST = 400;
const parts = (line: AuditLine) => partsOf(line, MOST, sizeOf) as Record<string, unknown>[];

describe("the parts of a line", () => {
  it("are the line itself where it is short enough, or no change's beginning", () => {
    const short = { ...HEAD, values: [{ a: 1 }] };
    expect(parts(short)).toEqual([short]);
    const end = { event: "refused", id: "a1", tool: "t", rule: "x".repeat(MOST) } as const;
    expect(parts(end)).toEqual([end]);
  });

  it("have together what the line has, in its order, each no longer than it may be", () => {
    const values = Array.from({ length: 50 }, (_, at) => ({ name: `record ${at}` }));
    const dialogue = { model: "a.wizard", method: "go", values: [{ reason: "r".repeat(300) }] };
    const found = parts({ ...HEAD, values, dialogue });
    expect(found[0]).toEqual({ ...HEAD, dialogue: { ...dialogue, values: [] }, part: `1/${found.length}` });
    expect(found.flatMap((part) => part.values ?? [])).toEqual(values);
    expect(found.at(-1)).toMatchObject({ id: "a1", part: `${found.length}/${found.length}` });
    expect(found.at(-1)?.dialogue).toEqual({ values: dialogue.values });
    for (const part of found) expect(sizeOf(part)).toBeLessThanOrEqual(MOST);
  });

  it("go on with a record that is longer than one of them", () => {
    const long = Object.fromEntries(Array.from({ length: 40 }, (_, at) => [`field_${at}`, "x".repeat(30)]));
    const found = parts({ ...HEAD, values: [{ name: "first" }, long] });
    const rows = found.flatMap((part) => (part.values ?? []) as object[]);
    expect(rows[0]).toEqual({ name: "first" });
    expect(Object.assign({}, ...rows.slice(1))).toEqual(long);
    for (const part of found) expect(sizeOf(part)).toBeLessThanOrEqual(MOST);
  });
});
