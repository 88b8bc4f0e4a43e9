import { once } from "node:events";
import { describe, expect, it } from "vitest";
import { wholeLines } from "../../src/server/message-limits.js";

describe("whole lines", () => {
  const passing = (maxBytes: number) => {
    const lines = wholeLines(maxBytes);
    const passed: string[] = [];
    lines.on("data", (chunk) => passed.push(String(chunk)));
    return { lines, passed };
  };

  it("are passed on once they end, several at a time", async () => {
    const { lines, passed } = passing(10);
    for (const chunk of ["a", "b", "c\nd\ne", "\n", "rest"]) lines.write(chunk);
    lines.end();
    await once(lines, "end");
    expect(passed).toEqual(["abc\nd\n", "e\n"]);
  });

  it("may be as long as is allowed, however many there are", async () => {
    const { lines, passed } = passing(4);
    lines.end("1234\n1234\n12\n1234\n");
    await once(lines, "end");
    expect(passed.join("")).toBe("1234\n1234\n12\n1234\n");
  });

  it.each([[["12345"]], [["12", "345"]], [["12", "345\n"]], [["1\n1234", "5"]]])(
    "may not be longer: %j",
    async (chunks) => {
      const { lines } = passing(4);
      const failed = once(lines, "error");
      for (const chunk of chunks) lines.write(chunk);
      expect(String(await failed)).toMatch(/a message is longer than/);
    },
  );
});
