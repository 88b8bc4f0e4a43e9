import type { TestProject } from "vitest/node";
import { debianProgram } from "../support/debian.js";

declare module "vitest" {
  export interface ProvidedContext {
    /** Whether the services of deploy/compose.yaml can be started: where not, their tests are skipped, and counted as such. */
    services: boolean;
  }
}

const BY_HAND = "install Caddy and Redis";

/** Installs what the services run, where it is not there. With CI=true a missing one is a failure; elsewhere tests are skipped, loudly. */
export default async function setup(project: TestProject): Promise<void> {
  try {
    await debianProgram("/usr/bin/caddy", "caddy", BY_HAND);
    await debianProgram("/usr/bin/redis-server", "redis-server", BY_HAND);
    project.provide("services", true);
  } catch (error) {
    if (process.env.CI === "true") throw error;
    console.error(`\nTESTS OF THE DEPLOYMENT ARE SKIPPED. ${(error as Error).message}\n`);
    project.provide("services", false);
  }
}
