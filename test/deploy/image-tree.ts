import { mkdir, mkdtemp } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { type Copy, DockerfileParser, type Instruction } from "dockerfile-ast";
import { execa } from "execa";

/** The last stage of a Dockerfile, in a folder in the place of its root. */
export interface ImageTree {
  root: string;
  /** Where its command is run. */
  workdir: string;
  user: string;
}

/** What a container is told, and no file of it. */
const TOLD = ["ARG", "ENV", "USER", "EXPOSE", "HEALTHCHECK", "ENTRYPOINT", "CMD"];

/** Where a build has what it needs. */
export interface BuildOptions {
  context: string;
  /** Where the stages are. */
  parent: string;
  /** What stands in the place of the base images. Stages only add to it. */
  base: ImageTree;
}

/**
 * Carries out a Dockerfile's instructions without a container: each stage is a folder, and `RUN` runs in it with this machine's
 * programs. What `npm ci` gives is there already, and is copied. Throws for an instruction that it does not know.
 */
export async function buildTree(dockerfile: string, { context, parent, base }: BuildOptions): Promise<ImageTree> {
  const stages = new Map<string, string>();
  let tree = base;
  for (const instruction of DockerfileParser.parse(dockerfile).getInstructions()) {
    const content = instruction.getArgumentsContent() ?? "";
    const kind = instruction.getInstruction();
    if (kind === "FROM") {
      tree = { ...base, root: await mkdtemp(join(parent, "stage-")) };
      await execa("cp", ["-al", `${base.root}/.`, tree.root]);
      const [, name] = / AS (\S+)$/.exec(content) ?? [];
      if (name) stages.set(name, tree.root);
    } else if (kind === "WORKDIR") {
      tree.workdir = resolve(tree.workdir, content);
      await mkdir(join(tree.root, tree.workdir), { recursive: true });
    } else if (kind === "COPY") await copy(instruction as Copy, tree, stages, context);
    else if (kind === "RUN") await run(content, join(tree.root, tree.workdir), context);
    else if (!TOLD.includes(kind)) throw new Error(`${kind} is not known here.`);
    if (kind === "USER") tree.user = content;
  }
  return tree;
}

async function run(command: string, cwd: string, context: string): Promise<void> {
  if (command.startsWith("npm ci ")) await execa("cp", ["-a", `${context}node_modules/.`, join(cwd, "node_modules")]);
  else await execa(command, { shell: true, cwd });
}

async function copy(
  instruction: Copy,
  { root, workdir }: ImageTree,
  stages: ReadonlyMap<string, string>,
  context: string,
): Promise<void> {
  const from = instruction.getFromFlag()?.getValue();
  const source = from ? stages.get(from) : context;
  if (!source) throw new Error(`There is no stage ${from}.`);
  const words = (instruction as Instruction).getArguments().map((argument) => argument.getValue());
  const target = resolve(workdir, words.at(-1) ?? "");
  for (const word of words.slice(0, -1)) {
    const isFolder = words.at(-1)?.endsWith("/");
    const into = isFolder ? join(target, basename(word)) : target;
    // Of a stage, links will do.
    await execa("cp", [from ? "-alT" : "-aT", join(source, word), join(root, into)]);
  }
}
