import { isSecretName } from "./schema.js";

// Links that open something to whoever has them: a portal's, an attachment's, an invitation's. What opens is a parameter of
// theirs, by whose name it is told, or on some pages a part of their path.

/** What stands in place of a secret that is set. */
export const MASK = "[hidden]";

/** What tells a parameter from the one before it, its name, and its value, in an address and in one that is encoded in another. */
const PLAIN = /((?:[?&#]|\\u0026)(?:amp;|#38;|#x26;)?)((?:[\w.-]|%5[bdf]|[[\]]){1,64})(=)([^\s"'<>&#\\|)`]+)/gi;
const ENCODED =
  /(%(?:25)*(?:3f|26|23))((?:[\w.-]|%(?:25)*5[bdf]){1,64})(%(?:25)*3d)((?:(?!%(?:25)*26)[^\s"'<>&#\\|)`])+)/gi;

/**
 * Pages of Odoo (14 to 19) that ask nobody to sign in, for the path has a token: ratings, surveys, calls and meetings, chats,
 * documents to sign and to share, the picture that tells an e-mail was read.
 */
const PATH =
  /(?<=\/(?:rate|survey|survey\/[\w-]{1,80}|calendar\/(?:view|join_videocall)|(?:chat|meet)\/\d{1,12}|sign\/document\/(?:mail\/)?\d{1,12}|documents|documents\/content|document\/(?:share|download)\/\d{1,12}|mail\/track\/\d{1,12})\/)[\w-]{10,200}(?![\w-])/gi;

/** The text with `[hidden]` for the secrets of the links in it; the same text again if it is applied twice. */
export const withoutLinkSecrets = (text: string): string =>
  [PLAIN, ENCODED].reduce((told, form) => told.replaceAll(form, masked), text).replaceAll(PATH, inPath);

/** Words have no digit, and days and numbers no letter. */
const inPath = (part: string): string => (/\d/.test(part) && /[a-z]/i.test(part) ? MASK : part);

const masked = (whole: string, before: string, name: string, equals: string) =>
  isSecretParameter(name) ? `${before}${name}${equals}${MASK}` : whole;

/** The same of every text inside a JSON value. */
export function withoutLinkSecretsIn<Value>(value: Value): Value {
  if (typeof value === "string") return withoutLinkSecrets(value) as Value;
  if (Array.isArray(value)) return value.map(withoutLinkSecretsIn) as Value;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, withoutLinkSecretsIn(item)])) as Value;
}

/** What is wrong with a text that `holdsHiddenLink`: written, it would take the place of the secret. */
export const HIDDEN_LINK = `${JSON.stringify(MASK)}, which stands for a link's secret that is not shown`;

/** Whether a text, or one inside a JSON value, has a link whose secret was hidden as it was read. */
export function holdsHiddenLink(value: unknown): boolean {
  if (typeof value === "string") return /(?:[=/]|%(?:25)*3d)(?:\[|%(?:25)*5b)hidden(?:\]|%(?:25)*5d)/i.test(value);
  return typeof value === "object" && value !== null && Object.values(value).some(holdsHiddenLink);
}

/** What Odoo and others call it in a link, in whatever case it is written: `access_token`, `signupToken`, `key`, `hash`. */
function isSecretParameter(written: string): boolean {
  const name = written
    .replaceAll(/%(?:25)*5[bdf]|[.[\]-]/gi, "_")
    .replaceAll(/([a-z\d])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .replace(/_+$/, "");
  return (
    isSecretName(name) ||
    /(?:^|_)(?:token|secret|hash|sig|signature|password|passwd|pwd|apikey)$|^(?:key|sid|session_id)$/.test(name)
  );
}
