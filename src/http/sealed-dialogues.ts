import { createHash } from "node:crypto";
import type { FormRef } from "../odoo/form/forms.js";
import type { Sealing } from "../replicas/sealing.js";
import type { SharedStore } from "../replicas/shared-store.js";
import { type Dialogue, notOpen, type OpenDialogues } from "../tools/call/open-dialogues.js";

/** How long a dialogue waits to be completed. */
const OPEN_MS = 60 * 60_000;

export interface SealedDialoguesOptions {
  sealing: Sealing;
  store: SharedStore;
  /** Whose they are, and of which Odoo: for anybody else they are not there. */
  owner: string;
  /** Hears of a handle that was used up already. */
  onReuse?: (() => void) | undefined;
  now?: () => number;
}

/** What is sealed into a handle, in few letters. */
interface Sealed {
  /** When it ends, in milliseconds since 1970. */
  e: number;
  m: string;
  c: Readonly<Record<string, unknown>>;
  i?: number | undefined;
  f?: FormRef | undefined;
  r?: Dialogue["from"];
  b?: readonly (readonly [string, readonly number[]])[] | undefined;
}

/**
 * Dialogues that are within their handles, so that any replica can go on with one. That a handle is used up is kept in the store,
 * until it would have ended anyway.
 */
export function sealedDialogues({
  sealing,
  store,
  owner,
  onReuse,
  now = Date.now,
}: SealedDialoguesOptions): OpenDialogues {
  const opened = (handle: string): { dialogue: Dialogue; endsAt: number } => {
    const sealed = sealing.open("dialogue", handle, owner) as Sealed | undefined;
    if (!sealed || sealed.e <= now()) throw notOpen(handle);
    return { dialogue: dialogueOf(sealed), endsAt: sealed.e };
  };
  const usedUp = (handle: string) => {
    onReuse?.();
    return notOpen(handle);
  };
  return {
    add: (dialogue) => sealing.seal("dialogue", sealedOf(dialogue, now() + OPEN_MS), owner),
    async get(handle) {
      const { dialogue } = opened(handle);
      if ((await store.get(usedKey(handle))) !== undefined) throw usedUp(handle);
      return dialogue;
    },
    async take(handle) {
      const { dialogue, endsAt } = opened(handle);
      if (!(await store.add(usedKey(handle), "", Math.max(1, endsAt - now())))) throw usedUp(handle);
      return dialogue;
    },
    putBack: (handle) => store.delete(usedKey(handle)),
  };
}

/** Of the bytes: the same ones can be written in several ways. */
const usedKey = (handle: string) =>
  `dialogue:${createHash("sha256").update(Buffer.from(handle, "base64url")).digest("base64url")}`;

const sealedOf = ({ model, context, id, form, from, before }: Dialogue, endsAt: number): Sealed => ({
  e: endsAt,
  m: model,
  c: context,
  i: id,
  f: form,
  r: from,
  b: before && [...before].map(([field, ids]) => [field, [...ids]]),
});

const dialogueOf = ({ m: model, c: context, i: id, f: form, r: from, b: before }: Sealed): Dialogue => ({
  model,
  context,
  id,
  form,
  from,
  before: before && new Map(before.map(([field, ids]) => [field, new Set(ids)])),
});
