import { expect, it } from "vitest";
import { sideBySide } from "../../src/odoo/side-by-side.js";

it("questions asked at once answer in their order, whatever they answer", async () => {
  const [number, text, nothing, known] = await sideBySide(
    new Promise<number>((resolve) => setImmediate(() => resolve(1))),
    Promise.resolve("b"),
    undefined,
    "plain",
  );
  expect([number, text, nothing, known]).toEqual([1, "b", undefined, "plain"]);
});

it("where several fail, the first in order is told, and none is left behind", async () => {
  const late = new Promise((_, reject) => setImmediate(() => reject(new Error("first"))));
  const early = Promise.reject(new Error("second"));
  await expect(sideBySide(Promise.resolve(1), late, early)).rejects.toThrow("first");
});
