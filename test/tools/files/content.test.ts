import { describe, expect, it } from "vitest";
import { contentOf, isPicture } from "../../../src/tools/files/content.js";
import { JPEG, PDF, PNG, SVG } from "../../support/files.js";

const LATIN_1 = Buffer.from([0x43, 0x61, 0x66, 0xe9, 0x20, 0x80]);

describe("what a file holds", () => {
  it.each([
    ["PNG", PNG, "text/plain", { kind: "picture", mimetype: "image/png" }],
    ["JPEG", JPEG, "application/octet-stream", { kind: "picture", mimetype: "image/jpeg" }],
    ["GIF", Buffer.from("GIF89a..."), "", { kind: "picture", mimetype: "image/gif" }],
    ["WebP", Buffer.from("RIFF\0\0\0\nWEBPVP8 "), "", { kind: "picture", mimetype: "image/webp" }],
    ["PDF", PDF, "text/html", { kind: "other", mimetype: "application/pdf" }],
    ["bytes", Buffer.from([0, 1, 2]), "application/zip", { kind: "other", mimetype: "application/zip" }],
    ["bytes of no type", Buffer.from([0, 1, 2]), "", { kind: "other", mimetype: "application/octet-stream" }],
    ["bytes said to be a text", Buffer.from([0, 1, 2]), "text/plain", { kind: "other", mimetype: "text/plain" }],
  ] as const)("%s is known by its first bytes", (_, bytes, told, content) => {
    expect(contentOf(bytes, told)).toEqual(content);
  });

  it.each([
    ["nothing", Buffer.alloc(0), "", "utf-8"],
    ["UTF-8", Buffer.from("Zoë\t€\r\n"), "Zoë\t€\r\n", "utf-8"],
    ["UTF-8 with its mark", Buffer.from("\ufeffa"), "a", "utf-8"],
    ["UTF-16, little-endian", Buffer.from([0xff, 0xfe, 0x61, 0, 0xfc, 0]), "aü", "utf-16le"],
    ["UTF-16, big-endian", Buffer.from([0xfe, 0xff, 0, 0x61, 0, 0xfc]), "aü", "utf-16be"],
    ["an SVG", Buffer.from(SVG), SVG, "utf-8"],
  ])("%s is a text, whatever its type", (_, bytes, text, charset) => {
    expect(contentOf(bytes, "application/octet-stream")).toEqual({ kind: "text", text, charset });
  });

  it("Latin-1 is one where its type or its name says so, with Windows' characters", () => {
    const text = { kind: "text", text: "Café €", charset: "windows-1252" };
    expect(contentOf(LATIN_1, "text/csv")).toEqual(text);
    expect(contentOf(LATIN_1, "application/octet-stream", "old.TXT")).toEqual(text);
    expect(contentOf(LATIN_1, "application/octet-stream", "old.dat").kind).toBe("other");
    const unassigned = Buffer.from([0xe9, 0x81]);
    expect(contentOf(unassigned, "text/plain").kind).toBe("other");
  });

  it("half of a text in UTF-16 is none", () => {
    expect(contentOf(Buffer.from([0xff, 0xfe, 0x61]), "text/plain").kind).toBe("other");
  });
});

describe("a picture", () => {
  it("is what clients show, and no document", () => {
    expect(["image/png", "image/webp"].every(isPicture)).toBe(true);
    expect(["image/svg+xml", "image/tiff", "text/image/png"].some(isPicture)).toBe(false);
  });
});
