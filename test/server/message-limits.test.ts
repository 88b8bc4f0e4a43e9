import { once } from "node:events";
import { PassThrough, Writable } from "node:stream";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { describe, expect, it } from "vitest";
import { inTurn, wholeLines } from "../../src/server/message-limits.js";
import { warningsDuring } from "../support/warnings.js";

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

describe("messages to a client that reads slowly", () => {
  it("are written one after the other, without a warning of Node.js", async () => {
    const written: string[] = [];
    const pipe = new Writable({
      highWaterMark: 1,
      write: (chunk, _, done) => {
        written.push(String(chunk));
        setImmediate(done);
      },
    });
    const output = inTurn(pipe);
    const transport = new StdioServerTransport(new PassThrough(), output);
    const messages = Array.from({ length: 200 }, (_, id) => ({ jsonrpc: "2.0" as const, id, result: {} }));
    const warnings = await warningsDuring(async () => {
      await Promise.all(messages.map((message) => transport.send(message)));
      await new Promise((resolve) => output.write("", resolve));
    });
    expect(warnings).toEqual([]);
    expect(written.filter(Boolean).map((line) => JSON.parse(line))).toEqual(messages);
  });

  it("are told as failed to whoever waits when it is gone", async () => {
    const output = inTurn(new Writable({ write: (_, __, done) => done(new Error("EPIPE")) }).on("error", () => {}));
    const ended = () => new Promise((resolve) => output.write("", resolve));
    expect(await ended()).toBeInstanceOf(Error);
    expect(await ended()).toBeInstanceOf(Error);
  });
});
