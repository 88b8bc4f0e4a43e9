import { Writable } from "node:stream";
import { describe, expect, it } from "vitest";
import { withProgress } from "../../../codegen/terminal/progress.js";

/** A stream of that width, and what was written to it. */
function terminal(columns: number | undefined, isTTY = true) {
  const written: string[] = [];
  const stream = new Writable({
    write(chunk, _encoding, done) {
      written.push(String(chunk));
      done();
    },
  });
  return { stderr: Object.assign(stream, { isTTY, columns }), text: () => written.join("") };
}

const working = (stderr: ReturnType<typeof terminal>["stderr"], env: Record<string, string> = {}) =>
  withProgress(
    "Working",
    async (progress) => {
      progress.update("on it");
      return 7;
    },
    { stderr, env },
  );

const CLEAR = "\u001b[0K";

describe("progress", () => {
  it.each<[string, number | undefined, boolean, Record<string, string>]>([
    ["no terminal", 80, false, {}],
    ["a terminal without a width, whose lines have no end", 0, true, {}],
    ["a terminal that tells no width", undefined, true, {}],
    ["a terminal that takes no line back", 80, true, { TERM: "dumb" }],
  ])("writes nothing to %s", async (_, columns, isTTY, env) => {
    const { stderr, text } = terminal(columns, isTTY);
    expect(await working(stderr, env)).toBe(7);
    expect(text()).toBe("");
  });

  it("is one line that ends with the time taken", async () => {
    const { stderr, text } = terminal(80);
    expect(await working(stderr, { NO_COLOR: "1" })).toBe(7);
    const [first, second, last] = text().split("\u001b[1G").slice(1);
    expect([first, second]).toEqual([`Working${CLEAR}`, `Working: on it${CLEAR}`]);
    expect(last?.replace(/\d+\.\d/, "0.0")).toBe(`✔ Working (0.0 s)${CLEAR}\n`);
  });

  it("ends as a failure where the work does", async () => {
    const { stderr, text } = terminal(80);
    const failing = withProgress("Working", () => Promise.reject(new Error("no")), { stderr, env: { NO_COLOR: "1" } });
    await expect(failing).rejects.toThrow("no");
    expect(text()).toContain("✖ Working");
  });

  it("never wraps, for what wraps could not be taken back", async () => {
    const { stderr, text } = terminal(10);
    await working(stderr, { NO_COLOR: "1" });
    for (const line of text().split("\u001b[1G")) expect(line.replace(CLEAR, "").trimEnd().length).toBeLessThan(10);
  });

  it("has colours unless NO_COLOR is set", async () => {
    const { stderr, text } = terminal(80);
    await working(stderr);
    expect(text()).toContain("\u001b[32m✔");
  });

  it("listens to no signal, so that Ctrl-C ends the process", async () => {
    const { stderr } = terminal(80);
    const listening = () => ["SIGINT", "SIGTERM", "exit"].map((name) => process.listenerCount(name));
    const before = listening();
    await withProgress("Working", async () => expect(listening()).toEqual(before), { stderr, env: {} });
  });
});
