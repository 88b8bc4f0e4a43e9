import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import { deflateRawSync, inflateRawSync } from "node:zlib";
import { OdooError } from "../odoo/errors/errors.js";
import { hideSecret } from "../odoo/errors/secrets.js";

/** What something is sealed or signed for. Each has a key of its own: one is never taken for another. */
export type Purpose =
  | "dialogue"
  | "question"
  | "grant"
  | "refresh token"
  | "access token"
  | "form"
  | "cookie"
  | "signature";

/** Seals what is given away and comes back: whoever holds it can neither read nor change it. */
export interface Sealing {
  /** Letters, digits, `-` and `_`. `owner` is not within: it must be named again to open it. */
  seal(purpose: Purpose, content: object, owner?: string): string;
  /** Undefined for whatever was not sealed for this purpose and owner with one of the secrets. */
  open(purpose: Purpose, sealed: string, owner?: string): unknown;
  /** 32 bytes each, the newest first. */
  keys(purpose: Purpose): readonly [Buffer, ...Buffer[]];
}

const SHORTEST = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;
const ALGORITHM = "aes-256-gcm";
/** Of a content, however small it was packed. */
const MOST_BYTES = 256 * 1024;

/** What is long. Where a secret stands beside what others choose, the length of what is packed would tell of it. */
const PACKED: ReadonlySet<Purpose> = new Set(["dialogue"]);

/** Secrets that seal, the newest first: it seals, and all of them open. */
export type Secrets = readonly [string, ...string[]];

/** Secrets written as `new,old`. Throws `OdooError` "settings" for one of less than 32 characters. */
export function readSecrets(text: string, name: string): Secrets {
  const [newest = "", ...older] = text.split(",").map((secret) => secret.trim());
  if ([newest, ...older].every(({ length }) => length >= SHORTEST)) return [newest, ...older];
  throw new OdooError("settings", `${name} has less than ${SHORTEST} characters.`, {
    hint: "Make one with: openssl rand -base64 32",
  });
}

/** A secret for one process, for as long as it runs. */
export const ownSecret = (): string => randomBytes(32).toString("base64");

/** Sealing by secrets that all replicas share, of which one can be replaced while what it sealed is still about. */
export function sealing([newest, ...older]: Secrets): Sealing {
  for (const secret of [newest, ...older]) hideSecret(secret);
  const derived = new Map<Purpose, readonly [Buffer, ...Buffer[]]>();
  const keys = (purpose: Purpose) => {
    const known = derived.get(purpose);
    if (known) return known;
    const keyOf = (secret: string) => Buffer.from(hkdfSync("sha256", secret, "odoo-typed-mcp", purpose, 32));
    const made = [keyOf(newest), ...older.map(keyOf)] as const;
    derived.set(purpose, made);
    return made;
  };
  return {
    keys,
    seal(purpose, content, owner = "") {
      const text = JSON.stringify(content);
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv(ALGORITHM, keys(purpose)[0], iv).setAAD(Buffer.from(owner));
      const parts = [iv, cipher.update(PACKED.has(purpose) ? deflateRawSync(text) : text), cipher.final()];
      return Buffer.concat([...parts, cipher.getAuthTag()]).toString("base64url");
    },
    open(purpose, sealed, owner = "") {
      const bytes = Buffer.from(sealed, "base64url");
      for (const key of keys(purpose)) {
        const content = opened(key, bytes, owner);
        if (content) return parsed(content, PACKED.has(purpose));
      }
      return undefined;
    },
  };
}

function opened(key: Buffer, bytes: Buffer, owner: string): Buffer | undefined {
  if (bytes.length < IV_BYTES + TAG_BYTES) return undefined;
  const decipher = createDecipheriv(ALGORITHM, key, bytes.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES })
    .setAAD(Buffer.from(owner))
    .setAuthTag(bytes.subarray(-TAG_BYTES));
  try {
    return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()]);
  } catch {
    return undefined;
  }
}

function parsed(content: Buffer, isPacked: boolean): unknown {
  try {
    return JSON.parse((isPacked ? inflateRawSync(content, { maxOutputLength: MOST_BYTES }) : content).toString());
  } catch {
    return undefined;
  }
}
