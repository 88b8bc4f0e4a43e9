import { AsyncLocalStorage } from "node:async_hooks";
import { escape as escapedHtml } from "html-escaper";

// Secrets, in every form that something may give them back in.

/** From here on they are looked for within words and in any case, shorter ones as words of their own. */
const LONG = 8;
const SHORTEST = 4;

/** Secrets that are hidden together: those of the process, or those of one of its users. */
export interface Secrets {
  add(secret: string): void;
  /** What is found of them in a text, and of those that could as well be ordinary words. */
  readonly patterns: readonly RegExp[];
  readonly ofWords: readonly RegExp[];
}

export function noSecrets(): Secrets {
  const secrets = new Set<string>();
  let patterns: readonly RegExp[] = [];
  let ofWords: readonly RegExp[] = [];
  return {
    get patterns() {
      return patterns;
    },
    get ofWords() {
      return ofWords;
    },
    add(secret) {
      if (secrets.has(secret)) return;
      secrets.add(secret);
      const words = [...secrets].filter((one) => one.length < LONG && /^\p{L}+$/u.test(one));
      const others = [...secrets].filter((one) => !words.includes(one));
      const isLong = (one: string) => one.length >= LONG;
      ofWords = anyOf(words, "gu", WITHIN_NO_WORD);
      patterns = [
        ...anyOf(others.filter(isLong).flatMap(writtenForms), "gi"),
        ...anyOf(others.filter((one) => !isLong(one)).flatMap(writtenForms), "gu", WITHIN_NO_WORD),
        ...anyOf([...secrets].flatMap(base64Forms), "g", AT_BORDERS),
      ];
    },
  };
}

const ofProcess = noSecrets();
const ofUser = new AsyncLocalStorage<Secrets>();

/** Runs what is done for one user, whose secrets are not the process's: only there they are added and hidden. */
export const withSecretsOf = <Result>(secrets: Secrets, run: () => Result): Result => ofUser.run(secrets, run);

/**
 * From now on nothing that is told of a failure holds this secret. One of less than four characters would hide ordinary text, and
 * so would a short one of letters alone, which only `withoutWords` hides. One that is the `login` is none.
 */
export function hideSecret(secret: string | undefined, login?: string): void {
  if (!secret || secret === login || secret.length < SHORTEST) return;
  (ofUser.getStore() ?? ofProcess).add(secret);
}

function without(text: string, which: "patterns" | "ofWords"): string {
  const found = [...ofProcess[which], ...(ofUser.getStore()?.[which] ?? [])];
  return found.reduce((hidden, pattern) => hidden.replaceAll(pattern, "***"), text);
}

/** The text with `***` in the place of the secrets, as they are, escaped, or within base64. */
export const withoutSecrets = (text: string): string => without(text, "patterns");

/** The same of those that could as well be ordinary words. */
export const withoutWords = (text: string): string => without(text, "ofWords");

/** As it is, and as JSON, HTML and addresses write it. */
const writtenForms = (secret: string): string[] => {
  const inAddress = encodeURIComponent(secret.toWellFormed());
  const inForm = inAddress.replaceAll("%20", "+");
  return [secret, JSON.stringify(secret).slice(1, -1), escapedHtml(secret), inAddress, inForm];
};

/** What a secret is within the base64 of a longer text, such as `login:secret`: its place among three bytes changes it. */
function base64Forms(secret: string): string[] {
  const bytes = Buffer.from(secret);
  return [0, 1, 2].flatMap((before) => {
    const text = Buffer.concat([Buffer.alloc(before), bytes])
      .toString("base64")
      .replaceAll("=", "");
    // Those at its borders tell of what stands beside, too.
    const first = Math.ceil((before * 8) / 6);
    const end = text.length - ((before + bytes.length) % 3 === 0 ? 0 : 1);
    const core = text.slice(first, end);
    return [core, core.replaceAll("+", "-").replaceAll("/", "_")];
  });
}

/** Of base64: characters that hold a part of the secret. */
const AT_BORDERS = ["[\\w+/-]?", "[\\w+/-]?={0,2}"] as const;
const WITHIN_NO_WORD = ["(?<![\\p{L}\\p{N}])", "(?![\\p{L}\\p{N}])"] as const;

/** None for no text. The longest come first: one may be a part of another. */
function anyOf(
  texts: readonly string[],
  flags: string,
  [before, behind]: readonly [string, string] = ["", ""],
): RegExp[] {
  const found = [...new Set(texts)].sort((a, b) => b.length - a.length).map((text) => text.replace(SPECIAL, "\\$&"));
  return found.length > 0 ? [new RegExp(`${before}(?:${found.join("|")})${behind}`, flags)] : [];
}

const SPECIAL = /[\\^$.*+?()[\]{}|/]/g;
