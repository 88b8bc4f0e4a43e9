import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rename, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import type { Progress } from "../../codegen/terminal/progress.js";
import { type Box, debianMirror, UID } from "./host.js";
import { LANGUAGE } from "./recipes.js";

const KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg";

/** Makes the sandbox's root folder, unless it is there: Debian packages, unpacked only, no maintainer script run. */
export async function buildRoot(box: Box, progress: Progress): Promise<void> {
  const ready = join(box.folder, "root.ready");
  if ((await readFile(ready, "utf8").catch(() => "")) === box.recipeHash) return;
  const debs = await download(box, progress);
  const fresh = `${box.root}.new`;
  await rm(fresh, { recursive: true, force: true });
  await unpack(box, debs, fresh, progress);
  await configure(box, fresh);
  await rm(box.root, { recursive: true, force: true });
  await rename(fresh, box.root);
  await writeFile(ready, box.recipeHash);
  await rm(join(box.folder, "apt"), { recursive: true, force: true });
}

/** Downloads with lists, status and cache of its own, so the machine's apt is neither used nor changed. */
async function download(box: Box, progress: Progress): Promise<string[]> {
  const mirror = await debianMirror();
  const { recipe } = box;
  const apt = join(box.folder, "apt");
  const archives = join(apt, "archives");
  for (const folder of ["etc/preferences.d", "etc/apt.conf.d", "lists/partial", "archives/partial"]) {
    await mkdir(join(apt, folder), { recursive: true });
  }
  const suites = [recipe.suite, ...(recipe.pinned ? [recipe.pinned.suite] : [])];
  await writeFile(
    join(apt, "etc/sources.list"),
    suites.map((suite) => `deb [signed-by=${KEYRING}] ${mirror} ${suite} main\n`).join(""),
  );
  await writeFile(join(apt, "status"), "");
  if (recipe.pinned) {
    const { suite, package: name } = recipe.pinned;
    await writeFile(
      join(apt, "etc/preferences.d/pin"),
      `Package: *\nPin: release n=${suite}\nPin-Priority: -1\n\nPackage: ${name}\nPin: release n=${suite}\nPin-Priority: 990\n`,
    );
  }
  await writeFile(
    join(apt, "apt.conf"),
    [
      `Dir::Etc "${apt}/etc"; Dir::Etc::sourcelist "${apt}/etc/sources.list"; Dir::Etc::sourceparts "/dev/null";`,
      `Dir::Etc::parts "${apt}/etc/apt.conf.d"; Dir::Etc::preferencesparts "${apt}/etc/preferences.d";`,
      `Dir::State::lists "${apt}/lists"; Dir::State::status "${apt}/status"; Dir::Cache "${apt}"; Dir::Cache::archives "${archives}";`,
      'APT::Install-Recommends "false"; APT::Get::Assume-Yes "true"; APT::Sandbox::User "root"; Acquire::Languages "none";',
      // A mirror's Release file may look expired; bullseye's always will.
      'Acquire::Check-Valid-Until "false"; Acquire::Retries "3"; APT::Keep-Downloaded-Packages "true";',
    ].join("\n"),
  );
  const environment = { APT_CONFIG: join(apt, "apt.conf"), DEBIAN_FRONTEND: "noninteractive", LC_ALL: "C" };
  const aptGet = (...args: string[]) => execa("apt-get", ["-q", ...args], { cwd: archives, env: environment });

  progress.update("package lists");
  await aptGet("update");
  const plan = await aptGet("install", "--simulate", ...recipe.packages);
  const wanted = new Set([...plan.stdout.matchAll(/^Inst (\S+)/gm)].map((match) => match[1] as string));
  wanted.add(recipe.odooPackage);
  const downloading = aptGet("install", "--download-only", ...recipe.packages);
  let done = 0;
  for await (const line of downloading) {
    if (/^Get:\d+/.test(line)) progress.update(`downloading packages ${++done}/${wanted.size}`);
  }
  await downloading;
  if (!recipe.packages.includes(recipe.odooPackage)) {
    progress.update(`downloading ${recipe.odooPackage}`);
    await aptGet("download", recipe.odooPackage);
  }
  const files = await readdir(archives);
  return files
    .filter((file) => file.endsWith(".deb") && wanted.has(file.slice(0, file.indexOf("_"))))
    .map((file) => join(archives, file));
}

async function unpack(box: Box, debs: readonly string[], root: string, progress: Progress): Promise<void> {
  progress.update(`unpacking ${debs.length} packages`);
  await mkdir(join(root, "usr"), { recursive: true });
  // Merged /usr whatever the suite, so that every package finds one layout.
  for (const name of ["bin", "sbin", "lib", "lib64"]) {
    await mkdir(join(root, "usr", name));
    await symlink(`usr/${name}`, join(root, name));
  }
  const language = LANGUAGE.slice(0, 2);
  const translations = "*/odoo/addons/*/i18n";
  const excluded = [
    "./usr/share/doc/*",
    "./usr/share/man/*",
    "./usr/share/info/*",
    "./usr/share/locale/*",
    // PostgreSQL's JIT compiler, 120 MB, switched off below.
    "*/libLLVM*",
    "*/llvmjit*",
    "*/odoo/addons/*/i18n_extra/*",
    `${translations}/[!${language[0]}]*`,
    `${translations}/${language[0]}[!${language[1]}]*`,
    `${translations}/${language}_*`,
  ];
  const excludeFile = join(box.folder, "apt", "exclude");
  await writeFile(excludeFile, `${excluded.join("\n")}\n`);
  await execa(
    "xargs",
    [
      "-P2",
      "-I{}",
      "sh",
      "-c",
      'dpkg-deb --fsys-tarfile "$1" | tar -x -p -C "$2" --keep-directory-symlink --no-same-owner --exclude-from="$3"',
      "sh",
      "{}",
      root,
      excludeFile,
    ],
    { input: debs.join("\n") },
  );
}

/** The little of what maintainer scripts would have done that is needed here, and the servers' configuration. */
async function configure(box: Box, root: string): Promise<void> {
  const { recipe } = box;
  const inside = (path: string) => join(root, path);
  const folders = ["proc", "dev/shm", "tmp", "run/postgresql", "etc/odoo", "etc/ssl/certs"];
  const owned = ["var/lib/odoo", "var/lib/pg", "var/cache/pyc", "run/postgresql"];
  for (const folder of [...folders, ...owned]) await mkdir(inside(folder), { recursive: true });
  await rm(inside("var/run"), { recursive: true, force: true });
  await symlink("/run", inside("var/run"));
  if (!existsSync(inside("usr/bin/sh"))) await symlink("dash", inside("usr/bin/sh"));
  await execa("chmod", ["1777", inside("tmp"), inside("dev/shm")]);
  for (const [name, minor] of [
    ["null", 3],
    ["zero", 5],
    ["full", 7],
    ["random", 8],
    ["urandom", 9],
  ] as const) {
    if (!existsSync(inside(`dev/${name}`)))
      await execa("mknod", ["-m666", inside(`dev/${name}`), "c", "1", `${minor}`]);
  }
  await writeFile(inside("etc/passwd"), `root:x:0:0:root:/root:/bin/sh\nodoo:x:${UID}:${UID}::/var/lib/odoo:/bin/sh\n`);
  await writeFile(inside("etc/group"), `root:x:0:\nodoo:x:${UID}:\n`);
  await writeFile(inside("etc/hosts"), "127.0.0.1 localhost\n");
  // Python's requests reads the bundle when Odoo 19 is imported.
  await execa("sh", [
    "-c",
    'cat "$1"/usr/share/ca-certificates/mozilla/*.crt > "$1/etc/ssl/certs/ca-certificates.crt" 2>/dev/null || true',
    "sh",
    root,
  ]);
  await execa("chroot", [root, "ldconfig"]);
  await writeFile(
    inside("etc/odoo/odoo.conf"),
    [
      "[options]",
      "addons_path = /usr/lib/python3/dist-packages/odoo/addons",
      "admin_passwd = admin",
      "db_user = odoo",
      "db_maxconn = 32",
      "data_dir = /var/lib/odoo",
      "http_interface = 127.0.0.1",
      `${recipe.longpollingOption} = ${recipe.port + 100}`,
      "workers = 0",
      "max_cron_threads = 0",
      "limit_time_cpu = 1200",
      "limit_time_real = 2400",
      ...recipe.settings,
      "",
    ].join("\n"),
  );
  await execa("chown", ["-R", `${UID}:${UID}`, ...owned.map(inside)]);
}
