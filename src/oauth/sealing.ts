import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import { OdooError } from "../odoo/errors/errors.js";
import { hideSecret } from "../odoo/errors/secrets.js";

/** What a sealed text is for. Each has a key of its own: one is never taken for another. */
export type Purpose = "grant" | "refresh token" | "access token" | "form" | "cookie" | "signature";

/** Seals what is given away and comes back: whoever holds it can neither read nor change it. */
export interface Sealing {
  /** Text for URLs, headers and forms, without dots. */
  seal(purpose: Purpose, content: object): string;
  /** Undefined for whatever was not sealed for this purpose with one of the secrets. */
  open(purpose: Purpose, sealed: string): unknown;
  /** 32 bytes each, the newest first. */
  keys(purpose: Purpose): readonly Buffer[];
}

const SHORTEST = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;
const ALGORITHM = "aes-256-gcm";

/**
 * Sealing by secrets that all replicas share: the first one seals, and all of them open, so that a secret can be replaced while
 * what it sealed is still about. Throws `OdooError` "settings" for a secret of less than 32 characters.
 */
export function sealing(secrets: readonly string[]): Sealing {
  if (secrets.length === 0 || secrets.some(({ length }) => length < SHORTEST)) {
    throw new OdooError("settings", `The secret that seals sign-ins has less than ${SHORTEST} characters.`, {
      hint: "Make one with: openssl rand -base64 32",
    });
  }
  for (const secret of secrets) hideSecret(secret);
  const derived = new Map<Purpose, readonly Buffer[]>();
  const keys = (purpose: Purpose) => {
    const known = derived.get(purpose);
    if (known) return known;
    const made = secrets.map((secret) => Buffer.from(hkdfSync("sha256", secret, "odoo-typed-mcp", purpose, 32)));
    derived.set(purpose, made);
    return made;
  };
  return {
    keys,
    seal(purpose, content) {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv(ALGORITHM, newest(keys(purpose)), iv);
      const parts = [iv, cipher.update(JSON.stringify(content)), cipher.final(), cipher.getAuthTag()];
      return Buffer.concat(parts).toString("base64url");
    },
    open(purpose, sealed) {
      const bytes = Buffer.from(sealed, "base64url");
      for (const key of keys(purpose)) {
        const text = opened(key, bytes);
        if (text !== undefined) return JSON.parse(text);
      }
      return undefined;
    },
  };
}

const newest = (keys: readonly Buffer[]): Buffer => {
  const [first] = keys;
  if (!first) throw new RangeError("no key");
  return first;
};

function opened(key: Buffer, bytes: Buffer): string | undefined {
  if (bytes.length < IV_BYTES + TAG_BYTES) return undefined;
  const decipher = createDecipheriv(ALGORITHM, key, bytes.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES });
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
  try {
    return decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES), undefined, "utf8") + decipher.final("utf8");
  } catch {
    return undefined;
  }
}
