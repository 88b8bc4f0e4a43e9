import { expect, it } from "vitest";
import { readiness } from "../../src/http/readiness.js";

it("an Odoo is asked once a second whether it answers, by all who want to know", async () => {
  let clock = 0;
  let asked = 0;
  let isAway = false;
  const find = async () => {
    asked += 1;
    if (isAway) throw new Error("away");
    return { url: "", series: { major: 19, minor: 0, name: "19.0" } };
  };
  const isReady = readiness({ url: "http://odoo.example" }, find, () => clock);
  expect(await Promise.all([isReady(), isReady()])).toEqual([true, true]);
  clock = 999;
  isAway = true;
  expect([await isReady(), asked]).toEqual([true, 1]);
  clock = 1_000;
  expect([await isReady(), asked]).toEqual([false, 2]);
});
