import { describe, expect, it, vi } from "vitest";
import { CATEGORIES } from "../../../src/odoo/errors/categories.js";
import { asApplied, fromException, OdooError } from "../../../src/odoo/errors/errors.js";
import type { AuditLine } from "../../../src/tools/call/audit.js";
import { cutText } from "../../../src/tools/call/cut-text.js";
import type { Tool, ToolContext } from "../../../src/tools/call/tool.js";
import { annotationsOf, type Effect } from "../../../src/tools/policy/effects.js";
import { NOTICE } from "../../../src/tools/session/notice.js";
import { runCall } from "../../../src/tools/session/run-call.js";
import type { Session } from "../../../src/tools/session/session.js";
import { contextOver } from "../../corpus/odoo.js";

const SCHEMA = { type: "object" } as const;
const REQUEST = { signal: new AbortController().signal, ask: undefined, call: { id: "abc", tool: "tool" } };

function toolOf(effect: Effect, run: (context: ToolContext) => Promise<Record<string, unknown>>): Tool {
  return {
    definition: {
      name: "tool",
      title: "Tool",
      description: "A tool.",
      inputSchema: SCHEMA,
      outputSchema: SCHEMA,
      annotations: annotationsOf(effect),
    },
    target: () => ({ effect }),
    run: (_, context) => run(context),
  };
}

const session =
  (more: Partial<Session> = {}) =>
  async () => ({
    ...contextOver(19, async () => true),
    ...more,
  });

const failing = (effect: Effect, error: unknown, more: Partial<Session> = {}) =>
  runCall(
    toolOf(effect, () => Promise.reject(error)),
    {},
    session(more),
    REQUEST,
  );

describe("a call", () => {
  it("answers the tool's result", async () => {
    const call = runCall(
      toolOf("read", async () => ({ a: 1 })),
      {},
      session(),
      REQUEST,
    );
    expect(await call).toEqual({ result: { a: 1 }, isError: false, retries: [], attached: [] });
  });

  it("answers no secret of a link, in a result or an error", async () => {
    const note = "See https://odoo.example/my/orders/5?access_token=0a1b2c3d";
    const { result } = await runCall(
      toolOf("read", async () => ({ records: [{ id: 5, note }], url: note })),
      {},
      session(),
      REQUEST,
    );
    expect(result).toEqual({
      ...NOTICE,
      records: [{ id: 5, note: expect.stringContaining("=[hidden]") }],
      url: expect.stringContaining("=[hidden]"),
    });
    const failed = await failing("update", new OdooError("business_rule", `${note}.`));
    expect(JSON.stringify([result, failed])).not.toContain("0a1b2c3d");
  });

  it("is bounded, as the session says", async () => {
    const records = Array.from({ length: 100 }, (_, at) => ({ id: at + 1, name: "x".repeat(1_000) }));
    const answer = (more: Partial<Session>) =>
      runCall(
        toolOf("read", async () => ({ records, offset: 0, next_offset: null })),
        {},
        session(more),
        REQUEST,
      );
    const sizes = [];
    for (const more of [{}, { answerCharacters: 20_000 }, { answerCharacters: 200_000 }]) {
      const { result } = await answer(more);
      const told = result.records as unknown[];
      sizes.push(told.length);
      expect(result.next_offset).toBe(told.length < 100 ? told.length : null);
      expect(Object.keys(result)[0]).toBe("notice");
    }
    expect(sizes[2]).toBe(100);
    expect(sizes[1]).toBeLessThan(20);
    expect(sizes[0]).toBeGreaterThan(60);
  });

  it("with a text that an answer cut is refused before the tool runs", async () => {
    let ran = false;
    const tool = toolOf("update", async () => {
      ran = true;
      return {};
    });
    const values = { note: cutText("x".repeat(5_000), 100) };
    const { result } = await runCall(tool, { ids: [5], values }, session(), REQUEST);
    expect(result).toMatchObject({
      error: {
        category: "validation",
        outcome: "not_applied",
        message: expect.stringMatching(/^values\.note: an answer had cut this text.* Nothing was written\.$/),
        hint: expect.stringContaining("read_file"),
      },
    });
    expect(ran).toBe(false);
  });

  it("that failed is told behind the notice where Odoo's words are", async () => {
    const odoos = fromException("odoo.exceptions.UserError", "Azure owes you.", "res.partner");
    const failures = [odoos, asApplied(odoos, "res.partner", [5]), new OdooError("validation", "ids: too many.")];
    const told = await Promise.all(failures.map((error) => failing("update", error)));
    expect(told.map(({ result }) => Object.keys(result))).toEqual([
      ["notice", "error"],
      ["notice", "error"],
      ["error"],
    ]);
  });

  it.each<[effect: Effect, error: OdooError, message: string]>([
    ["read", new OdooError("timeout", "Late."), "Late."],
    ["update", new OdooError("validation", "Wrong."), "Wrong. Nothing was written."],
    ["update", new OdooError("timeout", "Late.", { outcome: "applied" }), "Late. It was written."],
    [
      "update",
      new OdooError("timeout", "Late.", { outcome: "unknown" }),
      "Late. Whether it was written is not known: search before trying again.",
    ],
  ])("of effect %s that fails tells what became of it", async (effect, error, message) => {
    const { result, isError } = await failing(effect, error);
    expect(isError).toBe(true);
    expect(result.error).toMatchObject({ category: error.category, message, outcome: error.outcome, call: "abc" });
  });

  it("says what can be done, unless nobody knows or the policy refuses", async () => {
    const hintOf = async (error: OdooError) =>
      ((await failing("update", error)).result.error as { hint?: string }).hint;
    expect(await hintOf(new OdooError("lock", "x"))).toBe(CATEGORIES.lock.next);
    expect(await hintOf(new OdooError("lock", "x", { hint: "Wait." }))).toBe("Wait.");
    expect(await hintOf(new OdooError("timeout", "x", { outcome: "unknown" }))).toBeUndefined();
    expect(await hintOf(new OdooError("forbidden", "x", { rule: "read-only" }))).toBeUndefined();
  });

  it("that fails by a fault of ours tells none of its words, and has sent nothing", async () => {
    const log = vi.spyOn(console, "error").mockImplementation(() => {});
    const { result } = await failing("update", new TypeError("secret path"));
    expect(result.error).toMatchObject({ category: "server_error", outcome: "not_applied", retryable: false });
    expect(JSON.stringify(result)).not.toContain("secret path");
    expect(String(log.mock.calls[0]?.[0])).toContain("secret path");
    log.mockRestore();
  });

  it("is refused arguments without bound before a session is waited for", async () => {
    const nested = JSON.parse(`${"[".repeat(30)}${"]".repeat(30)}`) as unknown;
    const never = () => Promise.reject(new Error("not reached"));
    const { result } = await runCall(
      toolOf("read", async () => ({})),
      nested,
      never,
      REQUEST,
    );
    expect(result.error).toMatchObject({ category: "validation", message: expect.stringContaining("nested deeper") });
  });

  it("that a rule refuses is written down, unless it reads", async () => {
    const lines: AuditLine[] = [];
    const audit = { write: (line: AuditLine) => void lines.push(line) };
    const refusal = new OdooError("forbidden", "No.", { rule: "read-only", model: "a.b" });
    await failing("read", refusal, { audit });
    expect(lines).toEqual([]);
    await failing("update", refusal, { audit });
    expect(lines).toEqual([{ event: "refused", id: "abc", tool: "tool", model: "a.b", rule: "read-only" }]);
  });

  it("lets a model be asked for again that Odoo shows to have changed", async () => {
    const forgotten: string[] = [];
    const { models } = contextOver(19, async () => true);
    const watched = { models: { ...models, forget: (name: string) => void forgotten.push(name) } };
    await failing("read", new OdooError("validation", "Invalid field 'x'", { model: "a.b" }), watched);
    await failing("read", new OdooError("validation", "Wrong value.", { model: "a.c" }), watched);
    expect(forgotten).toEqual(["a.b"]);
  });
});
