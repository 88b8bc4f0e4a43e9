import { defineConfig } from "vitest/config";
import { DisorderLast, EVERY_FILE, inTurn } from "./test/support/in-turn.js";

/** Tests that start processes, most of them of the built command line, or that need one for themselves: others share theirs. */
const PROCESS_TESTS = [
  "test/cli/**/*.test.ts",
  "test/server/stdio.test.ts",
  "test/codegen/commands/generate.test.ts",
  "test/replicas/redis-store.test.ts",
  // 10,000 calls.
  "test/http/many-users.test.ts",
  // They put another file system in the place of Node's, before it is loaded.
  "test/codegen/disk/killed.test.ts",
  "test/tools/session/audit-file.test.ts",
  "test/support/**/*.test.ts",
];

/** Live tests that Odoo 19 alone can pass, or that are the same with either Odoo: they run once. */
const ONLY_19 = "test/live/**/*.19.test.ts";

/** Tests with the client libraries of test/clients that need an Odoo. */
const LIVE_CLIENTS = "test/clients/*.live.test.ts";

/** Ends what hangs. Nothing is slow enough to come near, however busy the machine is. */
const PATIENCE_MS = 5 * 60_000;

/** For every project, which inherits none of it. */
const PATIENT = {
  testTimeout: PATIENCE_MS,
  hookTimeout: PATIENCE_MS,
  expect: { poll: { timeout: PATIENCE_MS } },
};

/**
 * After the unit tests, which keep all cores busy: one file with each Odoo, and one that starts other processes in the time in
 * which those wait.
 */
const BESIDE = { sequence: { groupOrder: 1 }, maxWorkers: EVERY_FILE };
const PROCESSES = { ...PATIENT, ...BESIDE, pool: inTurn("processes") };

/** The live tests of one Odoo, one file at a time: the sandbox's, or that of TEST_ODOO. */
const live = (series: "14" | "19" | "own") => ({
  test: {
    ...PATIENT,
    name: `live-${series}`,
    include: ["test/live/**/*.test.ts", LIVE_CLIENTS],
    exclude: series === "14" ? [ONLY_19] : [],
    provide: { series },
    globalSetup: [
      "test/support/build.ts",
      "test/support/canary.ts",
      "test/support/redis-setup.ts",
      "test/live/setup.ts",
    ],
    ...BESIDE,
    pool: inTurn(`live-${series}`),
    // One process for all files: every other one took seconds to load the same modules anew.
    isolate: false,
    restoreMocks: true,
    unstubEnvs: true,
    unstubGlobals: true,
  },
});

export default defineConfig({
  test: {
    maxWorkers: "100%",
    sequence: { sequencer: DisorderLast },
    projects: [
      {
        test: {
          ...PATIENT,
          name: "unit",
          include: ["test/*.test.ts", "test/{odoo,codegen,tools,server,http,oauth,replicas,bench}/**/*.test.ts"],
          exclude: PROCESS_TESTS,
          // Two thirds of the time went into loading the same modules for each file anew.
          isolate: false,
          restoreMocks: true,
          unstubEnvs: true,
          unstubGlobals: true,
        },
      },
      {
        test: {
          ...PROCESSES,
          name: "process",
          include: PROCESS_TESTS,
          globalSetup: ["test/support/build.ts", "test/support/canary.ts", "test/support/redis-setup.ts"],
        },
      },
      {
        test: {
          ...PROCESSES,
          name: "clients",
          include: ["test/clients/*.test.ts"],
          exclude: [LIVE_CLIENTS],
          globalSetup: ["test/support/build.ts", "test/support/canary.ts"],
        },
      },
      {
        test: {
          ...PROCESSES,
          name: "browser",
          include: ["test/browser/**/*.test.ts"],
          globalSetup: ["test/support/chromium.ts"],
        },
      },
      {
        test: {
          ...PROCESSES,
          name: "deploy",
          include: ["test/deploy/*.test.ts"],
          globalSetup: ["test/support/build.ts", "test/support/canary.ts", "test/deploy/setup.ts"],
        },
      },
      ...(process.env.TEST_ODOO ? [live("own")] : [live("14"), live("19")]),
    ],
  },
});
