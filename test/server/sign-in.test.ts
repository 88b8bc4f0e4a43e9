import { beforeEach, describe, expect, it, vi } from "vitest";
import { OdooError } from "../../src/odoo/errors/errors.js";
import { signInUntilAccepted } from "../../src/server/sign-in.js";
import { fakeClock } from "../support/fake-clock.js";

const DOWN = new OdooError("unavailable", "Cannot connect.");
const NEVER = new AbortController().signal;

/** Fails with these errors, one after the other, and then opens. */
function failing(errors: OdooError[], patienceMs = 5_000) {
  const ending = new AbortController();
  const onFailure = vi.fn();
  const attempt = vi.fn(async () => {
    const error = errors.shift();
    if (error) throw error;
    return "open";
  });
  const options = { signal: ending.signal, patienceMs: () => patienceMs, onFailure, pauseMs: 1 };
  return { ...signInUntilAccepted(attempt, options), ending, onFailure, attempt };
}

describe("opening", () => {
  beforeEach(() => fakeClock("nextTimer"));

  it("tries again while the failure passes, and tells each reason once", async () => {
    const late = new OdooError("timeout", "Odoo did not answer.");
    const { within, onFailure, attempt } = failing([DOWN, DOWN, late]);
    expect(await within(NEVER)).toBe("open");
    expect(attempt).toHaveBeenCalledTimes(4);
    expect(onFailure.mock.calls).toEqual([[DOWN], [late]]);
  });

  it.each(["auth", "settings"] as const)("does not try again after %s", async (category) => {
    const refused = new OdooError(category, "No.");
    const { signedIn, within, attempt } = failing([DOWN, refused]);
    await expect(signedIn).rejects.toBe(refused);
    await expect(within(NEVER)).rejects.toBe(refused);
    expect(attempt).toHaveBeenCalledTimes(2);
  });

  it("answers unavailable, with nothing applied, to a call that has waited long enough", async () => {
    const { within, ending } = failing(Array(1_000).fill(DOWN), 20);
    await expect(within(NEVER)).rejects.toMatchObject({
      category: "unavailable",
      message: "Cannot connect.",
      outcome: "not_applied",
      retryable: true,
    });
    ending.abort();
  });

  it("answers cancelled to a call that is cancelled while it waits", async () => {
    const { within, ending } = failing(Array(1_000).fill(DOWN));
    const cancelling = new AbortController();
    const waiting = within(cancelling.signal);
    cancelling.abort();
    await expect(waiting).rejects.toMatchObject({ category: "cancelled", outcome: "not_applied" });
    ending.abort();
  });

  it("stops trying when it is ended", async () => {
    const { signedIn, ending, attempt } = failing(Array(1_000).fill(DOWN));
    ending.abort();
    await expect(signedIn).rejects.toBe(DOWN);
    const times = attempt.mock.calls.length;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(attempt).toHaveBeenCalledTimes(times);
  });
});
