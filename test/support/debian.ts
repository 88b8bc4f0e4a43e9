import { constants } from "node:fs";
import { access } from "node:fs/promises";
import { execa } from "execa";

/** Installs Debian's package where there is no program at its path. Throws where that cannot be, with what to do instead. */
export async function debianProgram(path: string, debianPackage: string, instead: string): Promise<void> {
  if (await isExecutable(path)) return;
  if (process.getuid?.() !== 0 || !(await isExecutable("/usr/bin/apt-get")))
    throw new Error(`There is no ${path}: ${instead}.`);
  console.error(`Installing Debian's ${debianPackage} for the tests, once.`);
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  await execa("apt-get", ["-q", "update"], { env });
  await execa("apt-get", ["-q", "install", "-y", "--no-install-recommends", debianPackage], { env });
}

/** Whether a program can be run. */
export const isExecutable = (path: string): Promise<boolean> =>
  access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
