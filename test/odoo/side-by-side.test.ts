import { expect, it } from "vitest";
import { sideBySide } from "../../src/odoo/side-by-side.js";

it("waits for all, and answers in their order", async () => {
  expect(await sideBySide([Promise.resolve(1), undefined, Promise.resolve("b")])).toEqual([1, undefined, "b"]);
});

it("throws the first failure in their order, and not in time", async () => {
  let fail = (_: Error) => {};
  const late = new Promise<never>((_, reject) => {
    fail = reject;
  });
  const asked = sideBySide([Promise.resolve(1), late, Promise.reject(new Error("early"))]);
  fail(new Error("late"));
  await expect(asked).rejects.toThrow("late");
});
