import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  type Asker,
  answerRequest,
  approvalFolder,
  approvalsIn,
  HOLDS_MS,
  WAITS_MS,
  waitingIn,
} from "../../../src/tools/session/approval-folder.js";
import { temporaryFolder } from "../../support/fixtures.js";

const ASKER: Asker = {
  url: "https://odoo.example",
  database: "shop",
  user: { uid: 7, context: { lang: "en_US", tz: "UTC", allowed_company_ids: [1] } },
  login: "bot",
  folder: "/home/me/odoo",
};
const ARGS = { model: "res.partner", ids: [5] };
const QUESTION = 'The assistant wants to delete 1 record.\n- "Azure", id 5';

describe("approvals", () => {
  let root: string;
  let folder: string;
  let remove: () => Promise<void>;
  beforeEach(async () => {
    ({ folder: root, remove } = await temporaryFolder());
    folder = join(root, "state", "approvals");
  });
  afterEach(() => remove());

  const approvals = (asker: Partial<Asker> = {}, args: unknown = ARGS, tool = "delete_records") =>
    approvalsIn(folder, { ...ASKER, ...asker })(tool, args);
  const digest = () => waitingIn(folder)[0]?.digest ?? "";
  /** As if the files had been written so long ago. */
  function aged(ms: number): void {
    const then = new Date(Date.now() - ms);
    for (const name of readdirSync(folder)) utimesSync(join(folder, name), then, then);
  }

  it("wait with the whole question, and nothing else of the call, for their owner alone", () => {
    const waiting = approvals().wait("same", QUESTION);
    expect(waiting).toEqual({ request: digest().slice(0, 8), folder: "/home/me/odoo" });
    expect(waitingIn(folder)).toEqual([
      {
        digest: expect.stringMatching(/^[0-9a-f]{64}$/),
        tool: "delete_records",
        url: "https://odoo.example",
        database: "shop",
        user: "bot",
        folder: "/home/me/odoo",
        question: QUESTION,
      },
    ]);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    for (const name of readdirSync(folder)) expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
    expect(readFileSync(join(folder, `${digest()}.waiting`), "utf8")).not.toContain("res.partner");
  });

  it.each(["accept", "decline"] as const)("hold once: %s", (answer) => {
    const asked = approvals();
    expect(asked.answered("same")).toBeUndefined();
    const waiting = asked.wait("same", QUESTION);
    expect(asked.answered("same")).toBeUndefined();
    const name = digest();
    expect(answerRequest(folder, name, answer)).toBe(true);
    expect(waitingIn(folder)).toEqual([]);
    expect(answerRequest(folder, name, answer)).toBe(false);
    const others = [approvals(), approvals(), asked].map((one) => one.answered("same"));
    expect(others).toEqual([{ answer, request: waiting?.request }, undefined, undefined]);
    expect(readdirSync(folder)).toEqual([]);
  });

  const CONTEXT = { lang: "en_US", tz: "UTC", allowed_company_ids: [1] };
  it.each<[what: string, asker: Partial<Asker>, args: unknown, tool: string, same: string]>([
    ["tool", {}, ARGS, "res_partner_delete", "same"],
    ["argument", {}, { ...ARGS, ids: [6] }, "delete_records", "same"],
    ["question", {}, ARGS, "delete_records", "same "],
    ["user", { user: { uid: 8, context: CONTEXT } }, ARGS, "delete_records", "same"],
    [
      "company",
      { user: { uid: 7, context: { ...CONTEXT, allowed_company_ids: [2] } } },
      ARGS,
      "delete_records",
      "same",
    ],
    ["Odoo", { url: "https://other.example" }, ARGS, "delete_records", "same"],
    ["database", { database: "test" }, ARGS, "delete_records", "same"],
  ])("are of no other call: another %s", (_, asker, args, tool, same) => {
    approvals().wait("same", QUESTION);
    answerRequest(folder, digest(), "accept");
    expect(approvals(asker, args, tool).answered(same)).toBeUndefined();
    expect(approvals({}, { ids: [5], model: "res.partner" }).answered("same")?.answer).toBe("accept");
  });

  it("wait for an hour, and hold for a quarter of one from the answer on", () => {
    approvals().wait("same", QUESTION);
    aged(WAITS_MS - 60_000);
    answerRequest(folder, digest(), "accept");
    aged(HOLDS_MS - 60_000);
    expect(approvals().answered("same")?.answer).toBe("accept");
    approvals().wait("same", QUESTION);
    answerRequest(folder, digest(), "accept");
    aged(HOLDS_MS + 1);
    expect(approvals().answered("same")).toBeUndefined();
    approvals().wait("same", QUESTION);
    const old = digest();
    aged(WAITS_MS + 1);
    expect(waitingIn(folder)).toEqual([]);
    expect(answerRequest(folder, old, "accept")).toBe(false);
    expect(approvals().answered("same")).toBeUndefined();
  });

  it("hold no longer where the clock was set back", () => {
    approvals().wait("same", QUESTION);
    answerRequest(folder, digest(), "accept");
    aged(-2 * HOLDS_MS);
    expect(approvals().answered("same")).toBeUndefined();
  });

  it("are bounded in number: the oldest makes room, and what is too old goes", () => {
    approvals().wait("old", QUESTION);
    aged(WAITS_MS + 1);
    for (let at = 0; at < 60; at++) {
      approvals().wait(`${at}`, `${at}`);
      aged(60_000 - at * 1000);
    }
    expect(waitingIn(folder)).toHaveLength(50);
    expect(readdirSync(folder)).toHaveLength(50);
    approvals().wait("last", "last");
    expect(waitingIn(folder).map(({ question }) => question)).toContain("last");
  });

  it("are not kept in a folder that others may look into, that is a link, or that cannot be written", () => {
    mkdirSync(folder, { recursive: true });
    chmodSync(folder, 0o750);
    expect(approvals().wait("same", QUESTION)).toBeUndefined();
    chmodSync(folder, 0o700);
    approvals().wait("same", QUESTION);
    answerRequest(folder, digest(), "accept");
    chmodSync(folder, 0o770);
    expect(approvals().answered("same")).toBeUndefined();
    const link = join(root, "link");
    symlinkSync(folder, link);
    chmodSync(folder, 0o700);
    expect(approvalsIn(link, ASKER)("delete_records", ARGS).wait("same", QUESTION)).toBeUndefined();
    writeFileSync(join(root, "file"), "");
    const nowhere = approvalsIn(join(root, "file", "approvals"), ASKER)("delete_records", ARGS);
    expect(nowhere.wait("same", QUESTION)).toBeUndefined();
    expect(nowhere.answered("same")).toBeUndefined();
  });

  it("leave alone what is not theirs, and show nothing that is no request", () => {
    approvals().wait("same", QUESTION);
    writeFileSync(join(folder, `${"a".repeat(64)}.waiting`), "{");
    writeFileSync(join(folder, `${"b".repeat(64)}.waiting`), '{"tool":1}');
    writeFileSync(join(folder, "notes.txt"), "mine");
    aged(0);
    expect(waitingIn(folder)).toHaveLength(1);
    aged(2 * WAITS_MS);
    approvals().wait("other", QUESTION);
    expect(readdirSync(folder)).toHaveLength(2);
    expect(existsSync(join(folder, "notes.txt"))).toBe(true);
  });

  it("have a folder in the home of the user", () => {
    expect(approvalFolder({ HOME: "/home/me" })).toBe("/home/me/.local/state/odoo-typed-mcp/approvals");
    expect(waitingIn(join(root, "none"))).toEqual([]);
  });
});
