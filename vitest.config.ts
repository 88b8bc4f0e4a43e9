import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: ["test/{odoo,codegen,tools,server,cli}/**/*.test.ts"],
          globalSetup: ["test/support/build.ts"],
        },
      },
      {
        test: {
          name: "live",
          include: ["test/live/**/*.test.ts"],
          globalSetup: ["test/support/build.ts", "test/live/setup.ts"],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          // Two Odoo servers on two cores: files one after the other.
          fileParallelism: false,
        },
      },
    ],
  },
});
