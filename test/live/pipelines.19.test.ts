import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, expect, it } from "vitest";
import { parse } from "yaml";
import { ROOT } from "../support/fixtures.js";
import { CLI } from "../support/mcp.js";
import { describeOdoo } from "./odoos.js";

// The commands of docs/ci/, run as a runner would run them: in a repository with a remote, against a real Odoo.
// Once, for nothing in them depends on the series. `npm ci` is left out, and gh and curl only write down how they were called.

interface GitHubJob {
  steps: { run?: string; env?: Record<string, string> }[];
}

const load = async (name: string) => parse(await readFile(join(ROOT, "docs", "ci", name), "utf8")) as never;

const githubScript = async (name: string): Promise<string> => {
  const { jobs } = (await load(name)) as { jobs: Record<string, GitHubJob> };
  const steps = Object.values(jobs).flatMap((job) => job.steps);
  // Each step is a shell of its own.
  return steps.flatMap(({ run }) => (run && run !== "npm ci" ? [`( ${run}\n) || exit $?`] : [])).join("\n");
};

const gitlabScript = async (job: string): Promise<string> => {
  const { script } = ((await load("gitlab-ci.yml")) as Record<string, { script: string[] }>)[job] ?? { script: [] };
  return script.filter((line) => line !== "npm ci").join("\n");
};

describeOdoo("19", "the pipelines", ({ admin }) => {
  let base: string;
  let folder: string;
  let env: Record<string, string>;

  const git = (...args: string[]) => execa("git", args, { cwd: folder, env });
  const bash = (script: string, more: Record<string, string> = {}) =>
    execa("bash", ["-e", "-o", "pipefail", "-c", script], { cwd: folder, env: { ...env, ...more }, reject: false });

  async function commit(message: string): Promise<void> {
    await git("add", "-A");
    await git("commit", "-qm", message);
  }

  beforeAll(async () => {
    base = await mkdtemp(join(tmpdir(), "odoo-typed-mcp-ci-"));
    folder = join(base, "project");
    const bin = join(base, "bin");
    await mkdir(bin);
    const stub = (name: string, text: string) =>
      writeFile(join(bin, name), `#!/bin/sh\n${text}\n`).then(() => chmod(join(bin, name), 0o755));
    await stub("npx", `shift; exec "${process.execPath}" "${CLI}" "$@"`);
    await stub("gh", `echo "gh $*" >> "${base}/called"; [ "$2" = create ]`);
    await stub("curl", `echo "curl $*" >> "${base}/called"; case "$*" in *state=opened*) echo '[]';; esac`);
    env = {
      ...admin,
      PATH: `${bin}${delimiter}${process.env.PATH}`,
      HOME: base,
      GIT_AUTHOR_NAME: "t",
      GIT_AUTHOR_EMAIL: "t@example.org",
      GIT_COMMITTER_NAME: "t",
      GIT_COMMITTER_EMAIL: "t@example.org",
      GIT_CONFIG_COUNT: "1",
      // GitLab's address leads to the same remote.
      GIT_CONFIG_KEY_0: `url.${base}/remote.git.insteadOf`,
      GIT_CONFIG_VALUE_0: "https://oauth2:token@gitlab.example/group/project.git",
      RUNNER_TEMP: base,
      GITHUB_STEP_SUMMARY: join(base, "summary.md"),
      BASE: "origin/main",
      GITLAB_TOKEN: "token",
      CI_SERVER_HOST: "gitlab.example",
      CI_PROJECT_PATH: "group/project",
      CI_PROJECT_ID: "1",
      CI_API_V4_URL: "https://gitlab.example/api/v4",
      CI_DEFAULT_BRANCH: "main",
    };
    await execa("git", ["init", "-q", "--bare", join(base, "remote.git")]);
    await execa("git", ["init", "-q", "-b", "main", folder]);
    await writeFile(join(folder, ".gitignore"), "changes.md\n");
    await writeFile(join(folder, "odoo-models.config.json"), JSON.stringify({ models: { "res.partner": {} } }));
    expect(await bash("npx odoo-mcp codegen")).toMatchObject({ exitCode: 0 });
    await commit("first");
    await git("remote", "add", "origin", join(base, "remote.git"));
    await git("push", "-q", "origin", "main");
    env.CI_MERGE_REQUEST_DIFF_BASE_SHA = (await git("rev-parse", "HEAD")).stdout;
  });
  afterAll(() => rm(base, { recursive: true, force: true }));

  const called = () => readFile(join(base, "called"), "utf8").catch(() => "");

  it("pass for a change that leaves generated/ right, and say what it changes", async () => {
    await git("checkout", "-qb", "change");
    const config = { models: { "res.partner": { alias: "contact" } } };
    await writeFile(join(folder, "odoo-models.config.json"), JSON.stringify(config));
    const forgotten = await bash(await githubScript("github-check.yml"));
    expect(forgotten).toMatchObject({ exitCode: 2, stdout: expect.stringContaining("Run `odoo-mcp generate`.") });
    expect(await bash(await gitlabScript("generated-tools"))).toMatchObject({ exitCode: 2 });

    await bash("npx odoo-mcp generate");
    await commit("call it contact");
    expect(await bash(await githubScript("github-check.yml"))).toMatchObject({ exitCode: 0 });
    expect(await readFile(join(base, "summary.md"), "utf8")).toContain(
      "- `res.partner`: the tool `res_partner_search` is now called `contact_search`",
    );
    const gitlab = await bash(await gitlabScript("generated-tools"));
    expect(gitlab).toMatchObject({ exitCode: 0, stdout: expect.stringContaining("is now called contact_search") });
    await git("checkout", "-q", "main");
  });

  it("do nothing at night where nothing changed", async () => {
    for (const script of [await githubScript("github-nightly.yml"), await gitlabScript("regenerate-tools")]) {
      expect(await bash(script)).toMatchObject({ exitCode: 0 });
      expect(await called()).toBe("");
      expect((await git("branch", "--list", "odoo-mcp/*")).stdout).toBe("");
    }
  });

  it.each([
    ["GitHub", () => githubScript("github-nightly.yml"), "gh pr create --title Regenerate tools from Odoo"],
    [
      "GitLab",
      () => gitlabScript("regenerate-tools"),
      "description@changes.md https://gitlab.example/api/v4/projects/1/",
    ],
  ])("open a pull request at night where Odoo has changed, on %s", async (where, script, call) => {
    // As if the snapshot had been made before a field came.
    const file = join(folder, "generated", "schema.json");
    const old = (await readFile(file, "utf8")).replace(/\n *"email": .*/, "");
    await writeFile(file, old);
    await bash("npx odoo-mcp generate --force");
    await commit("before email came");
    expect(await bash(await script())).toMatchObject({ exitCode: 0 });
    expect(await called()).toContain(call);
    const text = await readFile(where === "GitHub" ? join(base, "changes.md") : join(folder, "changes.md"), "utf8");
    expect(text).toContain("- `res.partner`: `email` is new (`char`)");
    const pushed = await git("ls-remote", "origin", "odoo-mcp/regenerate");
    expect(pushed.stdout).toContain((await git("rev-parse", "HEAD")).stdout);
    expect((await git("show", "--stat", "HEAD")).stdout).toContain("generated/schema.json");
    await git("checkout", "-q", "main");
    await git("branch", "-qD", "odoo-mcp/regenerate");
    await git("reset", "-q", "--hard", "HEAD~1");
    await rm(join(base, "called"));
  });
});
