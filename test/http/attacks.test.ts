import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished, vi } from "vitest";
import { type AtEnd, fakeServer } from "../support/fake-server.js";
import { ANNA, ask, call, type Given, overSocket, request, type Target, told } from "./attacks/attack.js";
import { ANNAS_COUNT, COUNT } from "./attacks/said.js";
import { ownDialogue } from "./attacks/yeses.js";
import { ATTACKS } from "./attacks.js";
import { ANNAS_KEY, BEN, BENS_KEY, fakeOdoo19, SECRET, serving } from "./support.js";

/** Whatever else is asked of the fake Odoo writes. */
const READS =
  /\.(context_get|has_access|search|search_count|search_read|read|fields_get|get_views|web_read|web_search_read)$/;

/** Nothing of another person's, nor of the machine's. */
const UNTOLD = [ANNAS_KEY, BENS_KEY, SECRET, BEN.login, "node_modules", "/src/", ".js:", ".ts:", "/tmp/", "Traceback"];

async function targetOf({ times, environment }: Given, atEnd: AtEnd = onTestFinished): Promise<Target> {
  const odoo = await fakeOdoo19((user, method) => target.hold?.(user, method), atEnd);
  const other = await fakeServer(() => ({ body: {} }), atEnd);
  const settings = { ODOO_MCP_HTTP_ORIGINS: "https://app.example.com", ...environment };
  const { origin } = await serving(odoo, settings, { times }, atEnd);
  const target: Target = { origin, odoo, other, honest: [], answers: [] };
  return target;
}

const written = ({ odoo }: Target) => odoo.called().filter((method) => !READS.test(method));

const BENS_COUNT = ask({
  headers: [`Authorization: Bearer ${BENS_KEY}`],
  body: call("search_count", { model: "res.partner" }),
});

afterEach(() => void vi.useRealTimers());

describe("the honest requests that attacks differ from", () => {
  it("write", async () => {
    const target = await targetOf({});
    expect(await ask({})(target)).toMatch(/^200 \{/);
    expect(written(target)).toEqual(["res.partner.write"]);
  });

  it("are all answered where they come at once", async () => {
    const target = await targetOf({});
    const parts = [Buffer.concat([1, 2, 3].map(() => request({ headers: [ANNA, "-Connection"], body: COUNT })))];
    expect(told(await overSocket(target, parts, 3))).toBe(Array(3).fill(ANNAS_COUNT).join("; "));
  });

  it("reach the dialogue that the user has open", async () => {
    const target = await targetOf({});
    expect(await ownDialogue(target)).toMatch(/^200 (?!.*there is no open wizard)/);
  });
});

describe.each(Object.entries(ATTACKS))("%s", (_group, attacks) => {
  const closing: (() => Promise<void>)[] = [];
  let shared: Target;
  beforeAll(async () => {
    shared = await targetOf({}, (close) => closing.push(close));
  });
  afterAll(async () => {
    for (const close of closing.reverse()) await close();
  });

  it.each(attacks.map(([what, ...attack]) => ({ what, attack })))("$what", async ({ attack: [send, comes, given] }) => {
    const target = given ? await targetOf(given) : shared;
    target.odoo.reset();
    target.other.requests.length = 0;
    Object.assign(target, { honest: [], answers: [], hold: undefined });
    const came = await send(target);
    vi.useRealTimers();
    const begins = comes.split(" or ").find((one) => came.startsWith(one));
    expect(came.slice(0, begins?.length ?? comes.length)).toBe(begins ?? comes);
    expect(written(target)).toEqual(target.honest);
    expect(target.other.requests).toEqual([]);
    for (const text of UNTOLD) expect(target.answers.join("\n")).not.toContain(text);
    expect(await BENS_COUNT(target)).toBe(`200 {"count":${BEN.uid}}`);
  });
});
