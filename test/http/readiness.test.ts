import { expect, it } from "vitest";
import { anyReady, readiness } from "../../src/http/readiness.js";

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

it("is that of any Odoo, and who is silent is told once, and once more when it answers again", async () => {
  const odoos = ["shop", "acme"].map((name) => ({ name, answers: true, isReady: async () => true }));
  for (const odoo of odoos) odoo.isReady = async () => odoo.answers;
  const told: string[] = [];
  const isReady = anyReady(odoos, (text) => told.push(text));
  const [shop, acme] = odoos;
  const answering = async (first: boolean, second: boolean) => {
    Object.assign(shop ?? {}, { answers: first });
    Object.assign(acme ?? {}, { answers: second });
    return isReady();
  };
  expect(await answering(true, true)).toBe(true);
  expect(await answering(true, false)).toBe(true);
  expect(await answering(true, false)).toBe(true);
  expect(await answering(false, false)).toBe(false);
  expect(await answering(false, true)).toBe(true);
  expect(told).toEqual([
    "The Odoo of acme does not answer.",
    "The Odoo of shop does not answer.",
    "The Odoo of acme answers again.",
  ]);
});
