import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import { deflateRawSync, inflateRawSync } from "node:zlib";
import { hideSecret } from "../odoo/errors/secrets.js";

/** What something is sealed for. Each has a key of its own: one is never taken for another. */
export type Purpose = "dialogue" | "question";

/** Seals what is given away and comes back: whoever holds it can neither read nor change it. */
export interface Sealing {
  /** Letters, digits, `-` and `_`. `owner` is not within: it must be named again to open it. */
  seal(purpose: Purpose, owner: string, text: string): string;
  /** Undefined for whatever was not sealed for this purpose and owner with the secret. */
  open(purpose: Purpose, owner: string, sealed: string): string | undefined;
  /** 32 bytes. */
  key(purpose: Purpose): Buffer;
}

const IV_BYTES = 12;
const TAG_BYTES = 16;
const ALGORITHM = "aes-256-gcm";
/** Of a text, however small it was packed. */
const MAX_BYTES = 256 * 1024;

/** Sealing by a secret that all replicas share. */
export function sealing(secret: string): Sealing {
  hideSecret(secret);
  const keyOf = (purpose: Purpose) => Buffer.from(hkdfSync("sha256", secret, "odoo-typed-mcp", purpose, 32));
  const keys: Readonly<Record<Purpose, Buffer>> = { dialogue: keyOf("dialogue"), question: keyOf("question") };
  return {
    key: (purpose) => keys[purpose],
    seal(purpose, owner, text) {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv(ALGORITHM, keys[purpose], iv, { authTagLength: TAG_BYTES }).setAAD(
        Buffer.from(owner),
      );
      const parts = [iv, cipher.update(deflateRawSync(text)), cipher.final(), cipher.getAuthTag()];
      return Buffer.concat(parts).toString("base64url");
    },
    open(purpose, owner, sealed) {
      const bytes = Buffer.from(sealed, "base64url");
      if (bytes.length < IV_BYTES + TAG_BYTES) return undefined;
      const decipher = createDecipheriv(ALGORITHM, keys[purpose], bytes.subarray(0, IV_BYTES), {
        authTagLength: TAG_BYTES,
      });
      decipher.setAAD(Buffer.from(owner)).setAuthTag(bytes.subarray(-TAG_BYTES));
      try {
        const packed = Buffer.concat([decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()]);
        return inflateRawSync(packed, { maxOutputLength: MAX_BYTES }).toString();
      } catch {
        return undefined;
      }
    },
  };
}
