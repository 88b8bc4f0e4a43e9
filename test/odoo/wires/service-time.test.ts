import { describe, expect, it } from "vitest";
import { serviceTime } from "../../../src/odoo/wires/service-time.js";

/** Of calls that took so long, in this order. */
function having(...calls: number[]) {
  const service = serviceTime();
  for (const ms of calls) service.took(ms);
  return service;
}

const EVER = Number.POSITIVE_INFINITY;

describe("serviceTime", () => {
  it("knows nothing before a few calls have ended", () => {
    expect(having(9, 9, 9, 9).mean(EVER)).toBe(0);
    expect(having(9, 9, 9, 9).most()).toBe(0);
    expect(having(9, 9, 9, 9, 9).most()).toBe(9);
  });

  it("tells the mean, of which a long call counts with as much as is asked for", () => {
    expect(having(10, 10, 20, 30, 30).mean(EVER)).toBe(20);
    expect(having(10, 10, 20, 30, 30).mean(15)).toBe(13);
  });

  it("tells what nine calls of ten take at most", () => {
    expect(having(1, 2, 3, 4, 5, 6, 7, 8, 9, 60_000).most()).toBe(9);
  });

  it("learns nothing of a first call that took longer than those after it", () => {
    const service = having(900, 10, 10, 10, 10);
    expect([service.mean(EVER), service.most()]).toEqual([10, 10]);
  });

  it("forgets a time when Odoo was slow", () => {
    const service = having(...Array(500).fill(1_000), ...Array(100).fill(10));
    expect([service.mean(EVER), service.most()]).toEqual([10, 10]);
  });
});
