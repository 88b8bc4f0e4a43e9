import { describe, expect, it } from "vitest";
import { jobWire, turnsOfJobs } from "../../../src/odoo/wires/job.js";
import type { WireCall } from "../../../src/odoo/wires/wire.js";

const CALL: WireCall = { model: "res.partner", method: "read" };

describe("jobWire", () => {
  it("says of every call whether Odoo has answered one of the same job", async () => {
    const begun: unknown[] = [];
    const wire = {
      async call(call: WireCall) {
        begun.push(call.begun);
        if (begun.length === 1) throw new Error("failed");
        return "answer";
      },
    };
    const job = jobWire(wire);
    await expect(job.call(CALL)).rejects.toThrow("failed");
    expect(await job.call(CALL)).toBe("answer");
    await job.call(CALL);
    await jobWire(wire).call(CALL);
    expect(begun).toEqual([false, false, true, false]);
  });
});

describe("turnsOfJobs", () => {
  const first = { begun: false };
  const further = { begun: true };

  it("takes a job for one turn before anything is known", () => {
    expect(turnsOfJobs().perJob()).toBe(1);
  });

  it("tells how many turns jobs take while others wait to begin", () => {
    const turns = turnsOfJobs();
    for (let job = 0; job < 20; job++) for (const call of [first, further, further]) turns.took(call, 5);
    expect(turns.perJob()).toBeCloseTo(3, 1);
  });

  it("does not take what was so when nobody waited, or in an earlier rush, for what will be", () => {
    const turns = turnsOfJobs();
    for (let job = 0; job < 20; job++) for (const call of [first, further, further]) turns.took(call, 5);
    turns.took(further, 0);
    for (let job = 0; job < 20; job++) turns.took(first, 5);
    expect(turns.perJob()).toBeCloseTo(1, 0);
  });

  it("follows jobs that become longer in the same rush", () => {
    const turns = turnsOfJobs();
    for (let job = 0; job < 1_000; job++) turns.took(first, 5);
    for (let job = 0; job < 200; job++) for (const call of [first, further, further]) turns.took(call, 5);
    expect(turns.perJob()).toBeGreaterThan(2.5);
  });
});
