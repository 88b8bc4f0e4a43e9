import { afterEach, expect, it, vi } from "vitest";
import { withProgress } from "../../../codegen/terminal/progress.js";

const { isTTY, columns } = process.stderr;
const terminal = (width: number | undefined, tty: boolean) =>
  Object.assign(process.stderr, { isTTY: tty, columns: width });

afterEach(() => {
  vi.restoreAllMocks();
  Object.assign(process.stderr, { isTTY, columns });
});

it.each([
  ["no terminal", 80, false],
  ["a terminal without a width, which would be cleared for ever", 0, true],
])("writes nothing to %s", async (_, width, tty) => {
  terminal(width, tty);
  const write = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  const result = await withProgress("Working", async (progress) => {
    progress.update("on it");
    return 7;
  });
  expect(result).toBe(7);
  expect(write).not.toHaveBeenCalled();
});
