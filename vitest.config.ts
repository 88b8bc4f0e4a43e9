import { defineConfig } from "vitest/config";

/** Tests that start processes of the built command line. */
const PROCESS_TESTS = ["test/cli/**/*.test.ts", "test/server/stdio.test.ts", "test/codegen/commands/generate.test.ts"];

export default defineConfig({
  test: {
    maxWorkers: "100%",
    projects: [
      {
        test: {
          name: "unit",
          include: ["test/*.test.ts", "test/{odoo,codegen,tools,server}/**/*.test.ts"],
          exclude: PROCESS_TESTS,
          // Seconds where the machine is busy with others.
          testTimeout: 20_000,
        },
      },
      {
        test: {
          name: "process",
          include: PROCESS_TESTS,
          globalSetup: ["test/support/build.ts", "test/support/canary.ts"],
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: "browser",
          include: ["test/browser/**/*.test.ts"],
          globalSetup: ["test/support/chromium.ts"],
          testTimeout: 30_000,
          hookTimeout: 30_000,
        },
      },
      {
        test: {
          name: "live",
          include: ["test/live/**/*.test.ts"],
          globalSetup: ["test/support/build.ts", "test/support/canary.ts", "test/live/setup.ts"],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          // After the others, which need the cores. One file works with Odoo 14 while another works with 19.
          sequence: { groupOrder: 1 },
          maxWorkers: 2,
        },
      },
    ],
  },
});
