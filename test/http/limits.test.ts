import { expect, it } from "vitest";
import { limits } from "../../src/http/limits.js";

it("a user has so many calls at a time, and all have so many together", () => {
  const { enter } = limits({ ofUser: 2, ofAll: 3 });
  const leave = enter("anna");
  enter("anna");
  expect(enter("anna")).toBe("user");
  enter("ben");
  expect(enter("ben")).toBe("all");
  if (typeof leave === "string") throw new Error("no place");
  leave();
  // Twice is once.
  leave();
  expect(typeof enter("anna")).toBe("function");
  expect(enter("ben")).toBe("all");
});
