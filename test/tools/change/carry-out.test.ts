import { describe, expect, it } from "vitest";
import type { Client } from "../../../src/odoo/client.js";
import { OdooError } from "../../../src/odoo/errors/errors.js";
import type { Approvals } from "../../../src/tools/call/approvals.js";
import type { AuditLine } from "../../../src/tools/call/audit.js";
import type { Answer, Ask, ToolContext } from "../../../src/tools/call/tool.js";
import { carryOut, carryOutOrPreview } from "../../../src/tools/change/carry-out.js";
import type { Change } from "../../../src/tools/change/change.js";
import { createPolicy, type PolicyConfig } from "../../../src/tools/policy/policy.js";
import { fakeClient, fieldWith, odooError } from "../../support/fixtures.js";

const PARTNER = {
  name: "res.partner",
  label: "",
  fields: { name: fieldWith(), parent_id: fieldWith({ type: "many2one", relation: "res.partner" }) },
};

interface Tried {
  asked: string[];
  sent: number;
  audited: AuditLine[];
}

interface Made {
  effect: Change["effect"];
  ask?: Ask;
  approvals?: Approvals;
  policy?: PolicyConfig;
  names?: string[];
  fails?: Error;
}

function change({ effect, ask, approvals, policy = {}, names = ["Azure"], fails }: Made, tried: Tried): Change {
  let reading = 0;
  const read: Client["read"] = async (_, ids, fields) => {
    const name = fields.length > 1 ? names[Math.min(reading++, names.length - 1)] : "Deco";
    return ids.map((id) => ({ id, display_name: name, name, parent_id: false }));
  };
  const context = {
    call: { id: "abc", tool: "test" },
    audit: { write: (line: AuditLine) => void tried.audited.push(line) },
    policy: createPolicy(policy),
    approvals,
    client: fakeClient({ read }),
    signal: new AbortController().signal,
    ask:
      ask &&
      ((question: string, signal: AbortSignal) => {
        tried.asked.push(question);
        return ask(question, signal);
      }),
  } as unknown as ToolContext;
  return {
    call: { model: PARTNER, context },
    effect,
    ids: [5],
    rows: [{ name: "New name", parent_id: 9 }],
    touched: [{ model: "res.partner", effect, records: 1 }],
    async write() {
      tried.sent += 1;
      if (fails) throw fails;
      return { ids: [5] };
    },
    after: async () => ({ ids: [5] }),
  };
}

const tried = (): Tried => ({ asked: [], sent: 0, audited: [] });
const accept: Ask = async () => "accept";

describe("a change that nobody is asked about", () => {
  it("is sent, between two lines of the audit", async () => {
    const seen = tried();
    expect(await carryOut(change({ effect: "update" }, seen))).toEqual({ ids: [5] });
    expect(seen).toMatchObject({
      asked: [],
      sent: 1,
      audited: [
        {
          event: "begin",
          id: "abc",
          model: "res.partner",
          operation: "update",
          ids: [5],
          values: [{ name: "New name" }],
        },
        { event: "end", id: "abc", outcome: "applied", ids: [5] },
      ],
    });
  });

  it("is written down with the dialogue that is filled in with it, without secrets and long texts", async () => {
    const seen = tried();
    const made = change({ effect: "act" }, seen);
    const wizard = { name: "a.wizard", label: "", fields: { reason: fieldWith(), api_key: fieldWith() } };
    const given = { reason: "x".repeat(500), api_key: "secret" };
    const filled = {
      call: { ...made.call, model: wizard },
      button: { name: "action_apply" },
      given,
      values: { ...given, beside: 1 },
    };
    await carryOut({ ...made, rows: [], method: "action_go", filled });
    expect(seen.audited[0]).toMatchObject({
      event: "begin",
      method: "action_go",
      dialogue: {
        model: "a.wizard",
        method: "action_apply",
        values: [{ reason: `${"x".repeat(200)}...`, api_key: "***" }],
      },
    });
  });

  it("is not sent where the audit cannot be written", async () => {
    const seen = tried();
    const broken = change({ effect: "update" }, seen);
    Object.assign(broken.call.context.audit, {
      write: () => {
        throw new OdooError("unavailable", "full");
      },
    });
    await expect(carryOut(broken)).rejects.toThrow(odooError("unavailable", "full"));
    expect(seen.sent).toBe(0);
  });

  it("that fails is written down with its outcome", async () => {
    const seen = tried();
    const fails = new OdooError("timeout", "late", { outcome: "unknown" });
    await expect(carryOut(change({ effect: "update", fails }, seen))).rejects.toBe(fails);
    expect(seen.audited.at(-1)).toMatchObject({ event: "end", outcome: "unknown", error: "timeout" });
  });
});

describe("what was sent of a change", () => {
  it("is told with its result", async () => {
    const made = change({ effect: "act" }, tried());
    const notice = { id: 9, mail_message_id: [3, "m"], res_partner_id: [4, "p"], notification_type: "email" };
    const message = { id: 3, subject: "News", create_uid: [2, "me"] };
    const searchRead: Client["searchRead"] = async (model, domain) =>
      model === "mail.notification" && JSON.stringify(domain) === '[["id",">",8]]'
        ? [notice]
        : model === "mail.message"
          ? [message]
          : [];
    Object.assign(made.call.context.client, { search: async () => [8], searchRead });
    Object.assign(made.call.context, { models: { get: async () => PARTNER } });
    const sent = [{ kind: "email", subject: "News", to: ["contact 4"] }];
    expect(await carryOut(made)).toEqual({ ids: [5], sent });
  });
});

describe("what there was before a change", () => {
  /** A change whose checks have looked up the last message, and the models that are searched besides. */
  function lookedUp(made: Change): { made: Change; searched: string[] } {
    const searched: string[] = [];
    const search: Client["search"] = async (model) => {
      searched.push(model);
      return [9];
    };
    Object.assign(made.call.context.client, { search, searchRead: async () => [] });
    const context = { ...made.call.context, lastMessage: async () => 8 };
    return { made: { ...made, call: { ...made.call, context } }, searched };
  }
  const [MESSAGE, NOTICE] = ["mail.message", "mail.notification"];
  const many = Array.from({ length: 21 }, (_, index) => 5 + index);

  it.each<[what: string, more: Partial<Change>, asks: boolean, searched: string[]]>([
    ["is what the checks have looked up", { effect: "update" }, false, []],
    ["is looked up anew once a person was asked", { effect: "delete" }, true, [MESSAGE]],
    ["holds the last notice, before a step", { effect: "act" }, false, [NOTICE]],
    ["holds the last notice, before what is sent", { effect: "send" }, true, [MESSAGE, NOTICE]],
    [
      "holds the last notice where somebody is expected to get one",
      { sends: [{ to: "Cleo", because: "" }] },
      false,
      [NOTICE],
    ],
    ["holds the last notice, before many records", { ids: many }, false, [NOTICE]],
  ])("%s", async (_, more, asks, expected) => {
    const effect = more.effect ?? "update";
    const { made, searched } = lookedUp(change({ effect, ...(asks ? { ask: accept } : {}) }, tried()));
    await carryOut({ ...made, ...more });
    expect(searched).toEqual(expected);
  });
});

describe("what comes after a change", () => {
  it.each<[what: string, error: unknown, told: object]>([
    [
      "a failure of Odoo",
      new OdooError("timeout", "late", { hint: "Ask for less." }),
      { category: "timeout", message: expect.stringContaining("res.partner 5 was made"), record: 5 },
    ],
    ["a failure of ours", new TypeError("x is undefined"), { category: "server_error", cause: expect.any(TypeError) }],
    [
      "a rule of the policy",
      new OdooError("forbidden", "Outside.", { rule: "policy" }),
      { message: "Outside.", rule: "policy" },
    ],
  ])("fails as applied: %s", async (_, error, told) => {
    const seen = tried();
    const looking = { ...change({ effect: "update" }, seen), after: () => Promise.reject(error) };
    const failure = await carryOut(looking).catch((thrown: unknown) => thrown);
    expect(failure).toMatchObject({ ...told, outcome: "applied", retryable: false });
    expect(seen).toMatchObject({ sent: 1, audited: [{ event: "begin" }, { event: "end", outcome: "applied" }] });
  });
});

describe("a change that a person is asked about", () => {
  it("is sent after a yes, which was given to what will change", async () => {
    const seen = tried();
    await carryOut(change({ effect: "delete", ask: accept }, seen));
    expect(seen.sent).toBe(1);
    expect(seen.asked).toHaveLength(1);
    expect(seen.asked[0]).toContain("delete 1 record of res.partner in https://odoo.example");
    expect(seen.asked[0]).toContain("because it deletes records of res.partner");
    expect(seen.asked[0]).toContain('- "Azure", id 5');
    expect(seen.asked[0]).toContain('name: "Azure" -> "New name"');
    expect(seen.asked[0]).toContain('parent_id: null -> {"id":9,"name":"Deco"}');
  });

  it.each<[answer: Exclude<Answer, "accept"> | undefined, message: string, hint: string]>([
    ["decline", "The person said no.", "unless they want it"],
    ["unticked", "without its box", "tick the box"],
    ["cancel", "closed without an answer", "Ask the person"],
    ["no_answer", "Nobody answered", "Ask the person"],
    ["at_once", "before anybody can have read the question", "in Odoo itself"],
    ["failed", "could not show the question", "in Odoo itself"],
    [undefined, "This client cannot ask one.", "elicitation"],
  ])("is not sent after %s, and says what happened and what can be done", async (answer, message, hint) => {
    const seen = tried();
    const asked = change({ effect: "delete", ...(answer ? { ask: async () => answer } : {}) }, seen);
    await expect(carryOut(asked)).rejects.toMatchObject({
      category: "forbidden",
      rule: "confirmation",
      outcome: "not_applied",
      message: expect.stringMatching(/because it deletes records of res\.partner\. [A-Z]/),
      hint: expect.stringContaining(hint),
    });
    await expect(carryOut(asked)).rejects.toThrow(message);
    expect(seen).toMatchObject({ sent: 0, audited: [] });
  });

  it("is refused where the question is longer than anybody reads, without asking it", async () => {
    const seen = tried();
    const long = { ...change({ effect: "delete", ask: accept }, seen), rows: [{ name: "x".repeat(30_000) }] };
    await expect(carryOut(long)).rejects.toMatchObject({
      rule: "confirmation",
      outcome: "not_applied",
      message: expect.stringContaining("too long"),
      hint: expect.stringMatching(/fewer records or shorter texts.+in Odoo itself/),
    });
    expect(seen).toEqual(tried());
    const short = { ...change({ effect: "delete", ask: accept }, seen), rows: [{ name: "x".repeat(7_000) }] };
    await carryOut(short);
    expect(seen.asked[0]).toContain("x".repeat(7_000));
  });

  it("is not sent where the records changed meanwhile", async () => {
    const seen = tried();
    const changing = change({ effect: "delete", ask: accept, names: ["Azure", "Another"] }, seen);
    await expect(carryOut(changing)).rejects.toThrow(odooError("conflict"));
    expect(seen.sent).toBe(0);
  });

  // `calendar_last_notif_ack` of a contact is the time of day, by the second.
  it("is sent where only a default of Odoo's is another at the second look", async () => {
    const seen = tried();
    const creating = change({ effect: "create", ask: accept }, seen);
    let looks = 0;
    const defaultGet: Client["defaultGet"] = async () => ({ name: `second ${looks++}` });
    Object.assign(creating.call.context.client, { defaultGet });
    const sends = [{ to: "Marc Demo", because: "follows it" }];
    const rows = [{ parent_id: 9 }];
    const touched = [{ model: "res.partner", effect: "send" as const, records: 1 }];
    await carryOut({ ...creating, ids: [], rows, sent: rows, sends, touched });
    expect(looks).toBe(2);
    expect(seen.asked[0]).toContain("second 0");
    expect(seen.sent).toBe(1);
  });

  it("asks again for each call", async () => {
    const seen = tried();
    const twice = change({ effect: "delete", ask: accept }, seen);
    await carryOut(twice);
    await carryOut(twice);
    expect(seen.asked).toHaveLength(2);
  });
});

describe("a change that a person can agree to outside of the client", () => {
  /** Answers that wait there, and what is left to be asked: what must be the same, and the question. */
  function outside(answers: ("accept" | "decline")[] = []) {
    const left: [same: string, question: string][] = [];
    const seen: string[] = [];
    const approvals: Approvals = {
      answered(same) {
        seen.push(same);
        const answer = answers.shift();
        return answer && { answer, request: "3f2a9c1d" };
      },
      wait(same, question) {
        left.push([same, question]);
        return { request: "3f2a9c1d", folder: "/home/me/odoo" };
      },
    };
    return { approvals, left, seen };
  }

  it.each<[answer: Exclude<Answer, "accept"> | undefined]>([[undefined], ["at_once"], ["failed"]])(
    "waits for them where nobody saw the question: %s",
    async (answer) => {
      const seen = tried();
      const { approvals, left } = outside();
      const ask: Ask = async () => answer ?? "accept";
      const made = change({ effect: "delete", approvals, ...(answer ? { ask } : {}) }, seen);
      await expect(carryOut(made)).rejects.toMatchObject({
        rule: "confirmation",
        outcome: "not_applied",
        hint: expect.stringMatching(/`odoo-mcp approve 3f2a9c1d`.+ in \/home\/me\/odoo .+exactly this call again/),
      });
      expect(seen).toMatchObject({ sent: 0, audited: [] });
      expect(left).toEqual([[expect.any(String), expect.stringContaining('- "Azure", id 5')]]);
    },
  );

  it.each<[answer: Exclude<Answer, "accept">]>([["decline"], ["unticked"], ["cancel"], ["no_answer"]])(
    "does not wait for them after an answer at the client: %s",
    async (answer) => {
      const { approvals, left } = outside();
      const made = change({ effect: "delete", approvals, ask: async () => answer }, tried());
      await expect(carryOut(made)).rejects.toMatchObject({ hint: expect.not.stringContaining("odoo-mcp approve") });
      expect(left).toEqual([]);
    },
  );

  it("is made after their yes, once, and the audit says so", async () => {
    const seen = tried();
    const { approvals } = outside(["accept"]);
    const made = change({ effect: "delete", approvals, ask: accept }, seen);
    await carryOut(made);
    expect(seen).toMatchObject({ asked: [], sent: 1, audited: [{ event: "begin", approved: "3f2a9c1d" }, {}] });
    await carryOut(made);
    expect(seen.asked).toHaveLength(1);
    expect(seen.audited[2]).not.toHaveProperty("approved");
  });

  it("is refused after their no, as a no at the client", async () => {
    const seen = tried();
    const { approvals, left } = outside(["decline"]);
    await expect(carryOut(change({ effect: "delete", approvals }, seen))).rejects.toThrow("The person said no.");
    expect({ sent: seen.sent, left }).toEqual({ sent: 0, left: [] });
  });

  it("uses the answer up before anything is sent", async () => {
    const { approvals, seen } = outside(["accept"]);
    const lost = new OdooError("timeout", "late", { outcome: "unknown" });
    const failing = change({ effect: "delete", approvals, fails: lost }, tried());
    await expect(carryOut(failing)).rejects.toBe(lost);
    await expect(carryOut(failing)).rejects.toMatchObject({ rule: "confirmation" });
    expect(seen).toHaveLength(2);
  });

  it("is told by its question without what Odoo fills in beside, such as the time of day", async () => {
    const { approvals, seen } = outside();
    for (const name of ["Azure", "Azure", "Another"]) {
      await carryOut(change({ effect: "delete", approvals, names: [name] }, tried())).catch(() => {});
    }
    expect(seen[0]).toBe(seen[1]);
    expect(seen[0]).not.toBe(seen[2]);
  });

  it("is asked at the client alone where the policy says so of a model that it touches", async () => {
    const { approvals, left, seen } = outside(["accept"]);
    const policy = { "res.*": { approve: false } };
    const unable = carryOut(change({ effect: "delete", approvals, policy }, tried()));
    await expect(unable).rejects.toMatchObject({ hint: expect.stringContaining("elicitation") });
    const asked = tried();
    await carryOut(change({ effect: "delete", approvals, policy, ask: accept }, asked));
    expect(asked.asked).toHaveLength(1);
    expect({ left, seen }).toEqual({ left: [], seen: [] });
  });
});

describe("a preview", () => {
  it("shows what would change and what is not known, and sends nothing", async () => {
    const seen = tried();
    expect(await carryOutOrPreview(change({ effect: "update", ask: accept }, seen), { dry_run: true })).toEqual({
      preview: {
        effect: "update",
        model: "res.partner",
        records: [
          {
            id: 5,
            name: "Azure",
            values: { name: { old: "Azure", new: "New name" }, parent_id: { old: null, new: { id: 9, name: "Deco" } } },
          },
        ],
        not_known: expect.stringContaining("saved"),
      },
    });
    expect(seen).toEqual(tried());
  });
});
