import { expect, it } from "vitest";
import { fileName } from "../../../src/odoo/notation/file-name.js";

it.each([
  ["offer.txt", "offer.txt"],
  ['say "hi".txt', "say _hi_.txt"],
  ["../../etc/passwd", "_.._etc_passwd"],
  ["C:\\x\\y.PDF", "C_x_y.PDF"],
  ["two\r\nlines.txt", "two_lines.txt"],
  ["invoice\u202efdp.exe", "invoice_fdp.exe"],
  [".bashrc", "file.bashrc"],
  ["..", "file"],
  ["  ", "file"],
  ["", "file"],
  ["Zoë ☕.csv", "Zoë ☕.csv"],
  [`${"x".repeat(300)}.txt`, `${"x".repeat(200)}.txt`],
  [`${"語".repeat(100)}.txt`, `${"語".repeat(66)}.txt`],
])("makes one file's name of %j", (given, name) => {
  expect(fileName(given, "file")).toBe(name);
});
