import { expect, it } from "vitest";
import type { AuditLine } from "../../../src/tools/call/audit.js";
import { fewRefusals } from "../../../src/tools/session/few-refusals.js";

const CALL = { id: "a", tool: "t" };
const REFUSED: AuditLine = { event: "refused", ...CALL, rule: "read-only" };
const BEGIN: AuditLine = { event: "begin", ...CALL, model: "a.b", operation: "update" };

function audit() {
  const lines: AuditLine[] = [];
  let time = 5_000;
  const bounded = fewRefusals({ write: (line) => void lines.push(line) }, () => time);
  const write = (line: AuditLine, times = 1) => {
    for (let at = 0; at < times; at++) bounded.write(line);
  };
  const pass = (ms: number) => {
    time += ms;
  };
  return { lines, write, end: bounded.end, pass };
}

it("writes all changes, and of refused calls sixty a minute", () => {
  const { lines, write } = audit();
  write(REFUSED, 100);
  write(BEGIN, 100);
  expect(lines.filter(({ event }) => event === "refused")).toHaveLength(60);
  expect(lines.filter(({ event }) => event === "begin")).toHaveLength(100);
});

it("tells before the next line how many were left out, or at the end", () => {
  const { lines, write, end, pass } = audit();
  write(REFUSED, 70);
  pass(60_000);
  write(REFUSED);
  expect(lines.slice(60)).toEqual([{ event: "left_out", refused: 10 }, REFUSED]);
  write(REFUSED, 62);
  end();
  end();
  expect(lines.slice(-2)).toEqual([REFUSED, { event: "left_out", refused: 3 }]);
});
