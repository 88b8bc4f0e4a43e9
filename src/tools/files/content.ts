// What a file holds, by its content: what it is called and said to be, anybody may have typed. Pure.

/** What a file is to a reader. */
export type Content =
  /** A picture of a kind that clients show. */
  | { kind: "picture"; mimetype: string }
  | { kind: "text"; text: string; charset: string }
  | { kind: "other"; mimetype: string };

/** `told` is the type that Odoo has for it. */
export function contentOf(bytes: Uint8Array, told: string, name = ""): Content {
  const begins = Buffer.from(bytes.subarray(0, 12)).toString("latin1");
  const signature = SIGNATURES.find(([pattern]) => pattern.test(begins));
  if (signature) return { kind: isPicture(signature[1]) ? "picture" : "other", mimetype: signature[1] };
  const text = textOf(bytes, TEXTUAL.test(told) || NAMED_TEXT.test(name));
  return text ? { kind: "text", ...text } : { kind: "other", mimetype: told || BYTES };
}

const BYTES = "application/octet-stream";

const SIGNATURES: readonly (readonly [RegExp, mimetype: string])[] = [
  [/^.PNG\r\n.\n/s, "image/png"],
  [/^\xff\xd8\xff/, "image/jpeg"],
  [/^GIF8[79]a/, "image/gif"],
  [/^RIFF.{4}WEBP/s, "image/webp"],
  [/^%PDF-/, "application/pdf"],
];

/** Whether clients show it as a picture. An SVG is a document with links and scripts: a text. */
export const isPicture = (mimetype: string): boolean => /^image\/(png|jpeg|gif|webp)$/.test(mimetype);

/** What is text whatever its bytes are, by its type. */
const TEXTUAL = /^text\/|^message\/|[/+](json|xml|yaml|csv|sql|javascript|x-sh|x-python)$/;

/** Up to Odoo 19 the type of a text in Latin-1 may be that of bytes, whatever its name. */
const NAMED_TEXT = /\.(txt|csv|tsv|log|md|json|xml|html?|svg|eml|ics|vcf|ya?ml|ini|sql)$/i;

const MARKS: readonly (readonly [mark: readonly number[], charset: string])[] = [
  [[0xef, 0xbb, 0xbf], "utf-8"],
  [[0xff, 0xfe], "utf-16le"],
  [[0xfe, 0xff], "utf-16be"],
];

/**
 * A text by its mark, as UTF-8 where it is, else as Windows-1252, which Latin-1 is part of, where its type or name says it is one.
 * Undefined for what holds characters that no text has.
 */
function textOf(bytes: Uint8Array, isTextual: boolean): { text: string; charset: string } | undefined {
  const marked = MARKS.find(([mark]) => mark.every((byte, at) => bytes[at] === byte));
  if (marked) return decoded(bytes, marked[1]);
  return decoded(bytes, "utf-8") ?? (isTextual ? readable(windows1252(bytes), "windows-1252") : undefined);
}

function decoded(bytes: Uint8Array, charset: string): { text: string; charset: string } | undefined {
  try {
    return readable(new TextDecoder(charset, { fatal: true }).decode(bytes), charset);
  } catch {
    return undefined;
  }
}

/** What Windows has in the place of Latin-1's control characters: Node 20's decoder takes the one for the other. */
const FROM_0X80 = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ";

const windows1252 = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
    .toString("latin1")
    .replaceAll(/[\u0080-\u009f]/g, (character) => FROM_0X80.charAt(character.charCodeAt(0) - 0x80));

const readable = (text: string, charset: string) => (BINARY.test(text) ? undefined : { text, charset });

/** A control character that is no line's end or tab. */
const BINARY = /[^\P{Cc}\s]/u;
