import { styleText } from "node:util";
import { OdooError } from "../../src/odoo/errors/errors.js";
import { plainText } from "../text/text.js";

/** One thing that `odoo-mcp doctor` looked at. */
export interface Finding {
  /** What was looked at, in a word. */
  check: string;
  status: "ok" | "warning" | "error";
  message: string;
  /** What to do; absent where nothing is to be done. */
  next?: string;
}

export const ok = (check: string, message: string): Finding => ({ check, status: "ok", message });
export const warning = (check: string, message: string, next: string): Finding => ({
  check,
  status: "warning",
  message,
  next,
});
export const failed = (check: string, message: string, next: string): Finding => ({
  check,
  status: "error",
  message,
  next,
});

/** The work's findings, or the `OdooError` it threw as one: with its own hint, or else with `next`. */
export async function orFailed(
  check: string,
  next: string,
  work: () => Promise<Finding[]> | Finding[],
): Promise<Finding[]> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof OdooError)) throw error;
    return [failed(check, error.message, error.hint ?? next)];
  }
}

const COLOURS = { ok: "green", warning: "yellow", error: "red" } as const;
const WIDTH = 10;

/** Longer than any message of ours; one of Odoo's may have any length, and hold anything. */
const MAX_MESSAGE = 500;

/** A line for each finding, one below it for what to do, and a summary. Pure. */
export function findingsText(findings: readonly Finding[], colours: boolean): string {
  const paint = (status: Finding["status"], text: string) =>
    colours ? styleText(COLOURS[status], text, { validateStream: false }) : text;
  const lines = findings.flatMap(({ check, status, message, next }) => [
    `${paint(status, status.padEnd(8))} ${check.padEnd(WIDTH)} ${plainText(message, MAX_MESSAGE)}`,
    ...(next ? [`${" ".repeat(8 + 1 + WIDTH)} -> ${plainText(next, MAX_MESSAGE)}`] : []),
  ]);
  const count = (status: Finding["status"]) => findings.filter((finding) => finding.status === status).length;
  return [...lines, "", `${plural(count("error"), "error")}, ${plural(count("warning"), "warning")}.`].join("\n");
}

const plural = (count: number, word: string) => `${count} ${word}${count === 1 ? "" : "s"}`;
