import { createHash, randomUUID } from "node:crypto";
import {
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import type { Environment } from "../../odoo/connection/settings.js";
import type { User } from "../../odoo/connection/user.js";
import { OdooError } from "../../odoo/errors/errors.js";
import { sorted } from "../../odoo/schema/snapshot.js";
import type { Answered, Approvals } from "../call/approvals.js";

// Changes that wait for a person's answer outside of the client, and the answers: one file each in a folder of the user's own, which
// all servers of that user share. A file's name is the digest of what was asked, and what became of it.

/** How long a request waits. */
export const WAITS_MS = 60 * 60_000;
/** How long an answer holds. */
export const HOLDS_MS = 15 * 60_000;
/** Requests that wait at a time: another one takes the place of the oldest. */
const MOST = 50;

type Answer = Answered["answer"];
type State = "waiting" | Answer;

/** Who asks for changes, and where: a call of another user, Odoo or database is another call. */
export interface Asker {
  url: string;
  database: string | undefined;
  user: Pick<User, "uid" | "context">;
  /** The login; not all wires need one. */
  login: string | undefined;
  /** The working folder of the server. */
  folder: string;
}

const requestSchema = z.strictObject({
  tool: z.string(),
  url: z.string(),
  database: z.string().nullable(),
  /** The login or the user's id. */
  user: z.string(),
  folder: z.string(),
  /** What a person at the client would have been asked, whole. */
  question: z.string(),
});

/** A change that waits for an answer. It has nothing secret, as the question has not. */
export interface Request extends z.output<typeof requestSchema> {
  digest: string;
}

/**
 * Where they are; undefined where the user has no home. Of no variable but those that clients pass on to the servers which they
 * start: the person's terminal must lead to the same folder.
 */
export function approvalFolder(env: Environment): string | undefined {
  try {
    const isWindows = process.platform === "win32";
    const home = (isWindows ? env.USERPROFILE : env.HOME) || homedir();
    return join(home, ...(isWindows ? ["AppData", "Local"] : [".local", "state"]), "odoo-typed-mcp", "approvals");
  } catch {
    return undefined;
  }
}

/** The approvals of a call in `folder`. Throws nothing: where the folder cannot be used, nobody is asked outside of the client. */
export const approvalsIn =
  (folder: string, asker: Asker) =>
  (tool: string, args: unknown): Approvals => ({
    answered(same) {
      const digest = digestOf(asker, { tool, args, same });
      const answer = (["decline", "accept"] as const).find((given) => usedUp(folder, digest, given));
      return answer && { answer, request: inShort(digest) };
    },
    wait(same, question) {
      const digest = digestOf(asker, { tool, args, same });
      const { url, database = null, user, login, folder: from } = asker;
      const request = { tool, url, database, user: login ?? `uid ${user.uid}`, folder: from, question };
      return keep(folder, digest, request) ? { request: inShort(digest), folder: from } : undefined;
    },
  });

/** What of a digest people see and type. */
export const inShort = (digest: string): string => digest.slice(0, 8);

function digestOf({ url, database, user: { uid, context } }: Asker, call: object): string {
  const parts = sorted({ url, database, uid, context, ...call });
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex");
}

/** What waits in `folder`, the oldest first. */
export const waitingIn = (folder: string): Request[] =>
  filesIn(folder)
    .filter(({ state, age }) => state === "waiting" && isWithin(age, WAITS_MS))
    .sort((a, b) => b.age - a.age)
    .flatMap(({ digest, file }) => {
      const request = requestIn(file);
      return request ? [{ ...request, digest }] : [];
    });

/** Answers a request once; false where it waits no more. Throws `OdooError` "settings" where the answer cannot be kept. */
export function answerRequest(folder: string, digest: string, answer: Answer): boolean {
  const waiting = fileOf(folder, digest, "waiting");
  try {
    if (!isOwn(folder) || !isWithin(ageOf(waiting), WAITS_MS)) return false;
    // It holds from now on. Of two who answer, one renames it.
    const now = new Date();
    utimesSync(waiting, now, now);
    renameSync(waiting, fileOf(folder, digest, answer));
    return true;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return false;
    throw new OdooError("settings", `The answer cannot be kept: ${message}`);
  }
}

/** Whether it was given, is not too old, and was taken by this call: of several processes one takes the file away. */
function usedUp(folder: string, digest: string, answer: Answer): boolean {
  const file = fileOf(folder, digest, answer);
  try {
    if (!isOwn(folder)) return false;
    const age = ageOf(file);
    unlinkSync(file);
    return isWithin(age, HOLDS_MS);
  } catch {
    return false;
  }
}

/** Whether the request could be kept. */
function keep(folder: string, digest: string, request: z.input<typeof requestSchema>): boolean {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (!isOwn(folder)) return false;
    makeRoom(folder);
    // Nobody reads half of it.
    const draft = join(folder, `${randomUUID()}.draft`);
    writeFileSync(draft, JSON.stringify(request), { flag: "wx", mode: 0o600 });
    renameSync(draft, fileOf(folder, digest, "waiting"));
    return true;
  } catch {
    return false;
  }
}

/** Takes away what is too old, and the oldest of too many. */
function makeRoom(folder: string): void {
  const files = filesIn(folder);
  const fresh = files.filter(({ state, age }) => isWithin(age, LASTS[state]));
  const waiting = fresh.filter(({ state }) => state === "waiting").sort((a, b) => a.age - b.age);
  const kept = new Set([...fresh.filter(({ state }) => state !== "waiting"), ...waiting.slice(0, MOST - 1)]);
  for (const one of files) if (!kept.has(one)) rmSync(one.file, { force: true });
}

const LASTS: Readonly<Record<State | "draft", number>> = {
  waiting: WAITS_MS,
  accept: HOLDS_MS,
  decline: HOLDS_MS,
  draft: WAITS_MS,
};

interface Found {
  file: string;
  digest: string;
  state: State | "draft";
  age: number;
}

const NAME = /^([0-9a-f-]{36,64})\.(waiting|accept|decline|draft)$/;

/** Ours alone: what else is there is left alone. */
function filesIn(folder: string): Found[] {
  if (!isOwn(folder)) return [];
  return readdirSync(folder).flatMap((name) => {
    const [, digest, state] = NAME.exec(name) ?? [];
    const file = join(folder, name);
    const made = statSync(file, { throwIfNoEntry: false })?.mtimeMs;
    if (digest === undefined || made === undefined) return [];
    return [{ file, digest, state: state as Found["state"], age: Date.now() - made }];
  });
}

function requestIn(file: string): z.output<typeof requestSchema> | undefined {
  try {
    return requestSchema.safeParse(JSON.parse(readFileSync(file, "utf8"))).data;
  } catch {
    return undefined;
  }
}

const fileOf = (folder: string, digest: string, state: State) => join(folder, `${digest}.${state}`);

const ageOf = (file: string) => Date.now() - statSync(file).mtimeMs;

/** A clock that was set back makes no answer hold for longer. */
const isWithin = (age: number, most: number) => Math.abs(age) < most;

/** Whether it is a folder that nobody else may look into or write to. Windows has no such mode: there it is below the user's own. */
function isOwn(folder: string): boolean {
  const found = lstatSync(folder, { throwIfNoEntry: false });
  if (!found?.isDirectory()) return false;
  return process.platform === "win32" || ((found.mode & 0o077) === 0 && found.uid === process.getuid?.());
}
