import { escape as escaped, unescape as unescaped } from "html-escaper";

/**
 * A text for a field of HTML. One with markup is HTML already and stays as it is. Of a plain text, lines become lines and
 * blank lines paragraphs, as in Odoo's own `plaintext2html`, and what HTML would read as something else is escaped: Odoo
 * (14 to 19) makes one paragraph of lines, and drops the `<name>` of "Dear <name>". Applied again it changes nothing.
 */
export function htmlOf(text: string): string {
  if (MARKUP.test(text)) return text;
  const lines = text.replaceAll(/\r\n?/g, "\n").trim();
  if (!lines.includes("\n")) return SPECIAL.test(text) ? escaped(text) : text;
  const paragraphs = lines.split(/\n\s*\n/);
  return paragraphs.map((paragraph) => `<p>${escaped(paragraph).replaceAll("\n", "<br>")}</p>`).join("");
}

/** What a reader sees of HTML, on one line. */
export const textOfHtml = (html: string): string =>
  unescaped(html.replaceAll(/<[^<>]*>/g, " "))
    .replaceAll(/&nbsp;|\s+/g, " ")
    .trim();

/** The same with its lines: what begins or ends a paragraph, an entry or a row, and breaks. */
export const linesOfHtml = (html: string): string =>
  html
    .split(LINE_END)
    .map((line) => textOfHtml(line.replaceAll(WITHIN_WORDS, "")))
    .filter((line) => line !== "")
    .join("\n");

/**
 * HTML as a person reads it who must not be misled: its lines, with what its tags hold beside that can be followed, loaded or seen.
 * Whatever is not certainly a tag stays as it is, and so do what a browser would hide and, as in `htmlOf`, a plain text.
 */
export const readableHtml = (html: string): string =>
  MARKUP.test(html)
    ? unescaped(html.replaceAll(TAG, heldBy).replaceAll("&nbsp;", " "))
        .split("\n")
        .map((line) => line.trim())
        .filter((line) => line !== "")
        .join("\n")
    : html;

/** The addresses and texts in a tag's attributes, unless the text behind the tag is the same. */
function heldBy(tag: string, at: number, html: string): string {
  // A quotation that does not end here: the tag goes on, or began before.
  if (/["']/.test(tag.replaceAll(QUOTED, ""))) return tag;
  const behind = /^[^<]*/.exec(html.slice(at + tag.length))?.[0].trim();
  const held = [...tag.matchAll(HELD)].map(([, quoted, single, bare]) => quoted ?? single ?? bare ?? "");
  const told = held.map((value) => value.trim()).filter((value) => value !== "" && value !== behind);
  return `${LINE_END.test(tag) ? "\n" : ""}${told.map((value) => `<${value}> `).join("")}`;
}

const TAG = /<[a-z/!?][^<>]*>/gi;
const QUOTED = /"[^"]*"|'[^']*'/g;
const HELD =
  /[\s"'/](?:href|src|srcset|action|formaction|background|poster|data|alt|title|placeholder|value)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/gi;

/** Tags that part no words. */
const WITHIN_WORDS = /<\/?(?:a|b|i|u|s|em|strong|span|font|code|small|su[bp]|mark|del|ins)(?:\s[^<>]*)?>/gi;
const LINE_END = /<\/?(?:p|div|li|ul|ol|tr|table|blockquote|h[1-6]|br|hr|pre)(?:\s[^<>]*)?\/?>/i;

const SPECIAL = /[<>&]/;

/**
 * What nobody types but in HTML: an entity, a comment, a tag that closes another or itself or has attributes, and those
 * that HTML lets stand unclosed. A bare `<word>` alone is none: every other element has its end. In linear time.
 */
const MARKUP = new RegExp(
  [
    String.raw`&(?:[a-z][a-z\d]*|#\d+|#x[\da-f]+);`,
    "<!(?:--|doctype)",
    String.raw`</[a-z][\w:.-]*\s*>`,
    String.raw`<[a-z][\w:.-]*(?:\s[^<>]*)?/>`,
    String.raw`<[a-z][\w:.-]*\s[^<>=]*=[^<>]*>`,
    String.raw`<(?:br|hr|p|li|dt|dd|tr|td|th)\s*>`,
  ].join("|"),
  "i",
);
