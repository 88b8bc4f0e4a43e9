import { describe, expect, it } from "vitest";
import { redacted } from "../../../src/odoo/errors/debug.js";
import { type SessionSettings, webSession } from "../../../src/odoo/report/web-session.js";
import { callQueue } from "../../../src/odoo/wires/queued.js";
import { type FakeAnswer, fakeServer, htmlPage, jsonError, jsonResult } from "../../support/fake-server.js";
import { odooError } from "../../support/fixtures.js";
import { PDF, pdfAnswer, SIGNED_IN, signedIn, toSignIn } from "./printed.js";

const PATH = "/report/download?data=x";
const OPTIONS = { maxBytes: 1_000 };
const PASSWORD = "correct horse battery";

/** A session with a server that answers in this order, by path. */
async function sessionWith(
  answers: Record<string, FakeAnswer[]>,
  settings: Partial<SessionSettings> = {},
  queue = callQueue({ concurrency: 1 }),
) {
  const server = await fakeServer(({ path }) => answers[path.split("?")[0] ?? ""]?.shift());
  const own = {
    url: server.url,
    database: "shop",
    username: "bot",
    password: PASSWORD,
    timeoutMs: 60_000,
    ...settings,
  };
  return { session: webSession(() => own, { uid: 7, queue }), server, own };
}

const paths = ({ requests }: { requests: { method: string; path: string }[] }) =>
  requests.map(({ method, path }) => `${method} ${path.split("?")[0]}`);

const SIGN_IN = "/web/session/authenticate";
const DOWNLOAD = "/report/download";

describe("a web session", () => {
  it("takes turns with the other calls to this Odoo, and can be cancelled while it waits", async () => {
    const queue = callQueue({ concurrency: 1 });
    const { session, server } = await sessionWith({ [SIGN_IN]: [signedIn(7)], [DOWNLOAD]: [pdfAnswer()] }, {}, queue);
    let ended = () => {};
    const other = queue.inTurn(
      {},
      () =>
        new Promise<void>((resolve) => {
          ended = resolve;
        }),
    );
    const cancel = new AbortController();
    const cancelled = session.get(PATH, { ...OPTIONS, signal: cancel.signal });
    const printed = session.get(PATH, OPTIONS);
    cancel.abort();
    await expect(cancelled).rejects.toEqual(odooError("cancelled", "before it was sent"));
    expect(server.requests).toEqual([]);
    ended();
    await other;
    expect((await printed).bytes).toEqual(PDF);
  });

  it("signs in when it is first used, and once", async () => {
    const { session, server } = await sessionWith({ [SIGN_IN]: [signedIn(7)], [DOWNLOAD]: [pdfAnswer(), pdfAnswer()] });
    expect(server.requests).toEqual([]);
    const replies = await Promise.all([session.get(PATH, OPTIONS), session.get(PATH, OPTIONS)]);
    expect(replies.map(({ bytes }) => bytes)).toEqual([PDF, PDF]);
    expect(paths(server)).toEqual([`POST ${SIGN_IN}`, `GET ${DOWNLOAD}`, `GET ${DOWNLOAD}`]);
    expect(JSON.parse(server.requests[0]?.body ?? "").params).toEqual({ db: "shop", login: "bot", password: PASSWORD });
    expect(server.requests[1]?.headers.cookie).toBe("session_id=0a1b2c3d4e5f");
  });

  it("signs in again where it has ended", async () => {
    const answers = { [SIGN_IN]: [signedIn(7), signedIn(7)], [DOWNLOAD]: [toSignIn, pdfAnswer()] };
    const { session, server } = await sessionWith(answers);
    expect((await session.get(PATH, OPTIONS)).bytes).toEqual(PDF);
    expect(paths(server).filter((path) => path.includes(SIGN_IN))).toHaveLength(2);
  });

  it("does not sign in for ever", async () => {
    const { session } = await sessionWith({ [SIGN_IN]: [signedIn(7), signedIn(7)], [DOWNLOAD]: [toSignIn, toSignIn] });
    await expect(session.get(PATH, OPTIONS)).rejects.toEqual(odooError("auth", "ended the session"));
  });

  it("takes the id that Odoo puts in the place of its own", async () => {
    const renewed = { ...pdfAnswer(), headers: { "set-cookie": SIGNED_IN.replace("0a1b2c3d4e5f", "new") } };
    const { session, server } = await sessionWith({ [SIGN_IN]: [signedIn(7)], [DOWNLOAD]: [renewed, pdfAnswer()] });
    for (let time = 0; time < 2; time++) await session.get(PATH, OPTIONS);
    expect(server.requests.at(-1)?.headers.cookie).toBe("session_id=new");
  });

  it.each(["https://elsewhere.example/web/login", "/web/database/selector", "//elsewhere.example/web/login"])(
    "follows no redirection, to %s",
    async (location) => {
      const answers = { [SIGN_IN]: [signedIn(7)], [DOWNLOAD]: [{ status: 303, headers: { location } }] };
      const { session, server } = await sessionWith(answers);
      await expect(session.get(PATH, OPTIONS)).rejects.toEqual(odooError("unavailable", "redirects to"));
      expect(server.requests).toHaveLength(2);
    },
  );

  it("refuses what is larger than the caller takes", async () => {
    const { session } = await sessionWith({ [SIGN_IN]: [signedIn(7)], [DOWNLOAD]: [pdfAnswer()] });
    await expect(session.get(PATH, { maxBytes: 10 })).rejects.toEqual(odooError("bad_request", "larger than"));
  });

  it("ends on the server too", async () => {
    const answers = { [SIGN_IN]: [signedIn(7)], [DOWNLOAD]: [pdfAnswer()], "/web/session/destroy": [jsonResult()] };
    const { session, server } = await sessionWith(answers);
    await session.close();
    expect(server.requests).toEqual([]);
    await session.get(PATH, OPTIONS);
    await session.close();
    expect(server.requests.at(-1)).toMatchObject({
      path: "/web/session/destroy",
      headers: { cookie: "session_id=0a1b2c3d4e5f" },
    });
  });

  it("ends without an error where the server does not answer", async () => {
    const answers = { [SIGN_IN]: [signedIn(7)], [DOWNLOAD]: [pdfAnswer()], "/web/session/destroy": [htmlPage(502)] };
    const { session } = await sessionWith(answers);
    await session.get(PATH, OPTIONS);
    await expect(session.close()).resolves.toBeUndefined();
  });
});

describe("a sign-in for a session", () => {
  it.each<[string, FakeAnswer, ReturnType<typeof odooError>]>([
    [
      "a refused password",
      jsonError("odoo.exceptions.AccessDenied", "Access Denied"),
      odooError("auth", "ODOO_PASSWORD"),
    ],
    ["a second factor", signedIn(null), odooError("auth", "second factor")],
    ["another user", signedIn(8), odooError("settings", "another user", "uid 8")],
    ["no cookie", jsonResult({ uid: 7 }), odooError("server_error", "began no session")],
    ["a page in its place", htmlPage(403), odooError("forbidden", "HTTP 403")],
    ["a redirection", { status: 301, headers: { location: "https://other.example/" } }, odooError("unavailable")],
    ["a database that is down", jsonError("psycopg2.OperationalError", "x"), odooError("unavailable")],
  ])("tells %s", async (_, answer, error) => {
    const { session } = await sessionWith({ [SIGN_IN]: [answer] });
    await expect(session.get(PATH, OPTIONS)).rejects.toEqual(error);
  });

  it("does not send a refused password twice, and takes another one", async () => {
    const refusal = jsonError("odoo.exceptions.AccessDenied", "Access Denied");
    const { session, server, own } = await sessionWith({
      [SIGN_IN]: [refusal, signedIn(7)],
      [DOWNLOAD]: [pdfAnswer()],
    });
    for (let time = 0; time < 3; time++) await expect(session.get(PATH, OPTIONS)).rejects.toEqual(odooError("auth"));
    expect(server.requests).toHaveLength(1);
    own.password = "another horse";
    expect((await session.get(PATH, OPTIONS)).bytes).toEqual(PDF);
  });

  it("needs a password", async () => {
    const { session, server } = await sessionWith({}, { password: undefined });
    await expect(session.get(PATH, OPTIONS)).rejects.toEqual(odooError("settings", "ODOO_PASSWORD"));
    expect(server.requests).toEqual([]);
  });

  it.each([
    [["shop"], undefined],
    [["shop", "test"], odooError("settings", "ODOO_DB")],
    [[], odooError("settings", "ODOO_DB")],
  ])("finds the database among %j", async (names, error) => {
    const answers = {
      "/web/database/list": [jsonResult(names)],
      [SIGN_IN]: [signedIn(7)],
      [DOWNLOAD]: [pdfAnswer()],
    };
    const { session, server } = await sessionWith(answers, { database: undefined });
    const got = session.get(PATH, OPTIONS);
    if (error) await expect(got).rejects.toEqual(error);
    else {
      await got;
      expect(JSON.parse(server.requests[1]?.body ?? "").params.db).toBe("shop");
    }
  });

  it("keeps password and cookie out of what is printed", async () => {
    const { session } = await sessionWith({ [SIGN_IN]: [signedIn(7)], [DOWNLOAD]: [pdfAnswer()] });
    await session.get(PATH, OPTIONS);
    expect(redacted(`0a1b2c3d4e5f ${PASSWORD}`)).toBe("*** ***");
  });
});
