import { access, constants } from "node:fs/promises";
import { execa } from "execa";
import { onceARun } from "./once.js";
import { redisProgram } from "./redis.js";

/** Finds a Valkey or Redis, or installs Debian's Redis. With CI=true a missing one is a failure; elsewhere it is told loudly. */
export default async function setup(): Promise<void> {
  await onceARun("redis", async () => {
    try {
      if (!redisProgram()) await install();
    } catch (error) {
      if (process.env.CI === "true") throw error;
      console.error(`\nTHERE IS NO REDIS: TESTS THAT NEED ONE FAIL OR ARE SKIPPED. ${(error as Error).message}\n`);
    }
  });
}

async function install(): Promise<void> {
  const isThere = await access("/usr/bin/apt-get", constants.X_OK).then(
    () => true,
    () => false,
  );
  if (process.getuid?.() !== 0 || !isThere) throw new Error("Install valkey-server or redis-server.");
  console.error("Installing Debian's redis-server for the tests of replicas, once.");
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  const patient = ["-q", "-o", "DPkg::Lock::Timeout=300"];
  await execa("apt-get", [...patient, "update"], { env });
  await execa("apt-get", [...patient, "install", "-y", "--no-install-recommends", "redis-server"], { env });
}
