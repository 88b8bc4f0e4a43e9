import { DockerfileParser, type JSONInstruction } from "dockerfile-ast";

/** What a container of a Dockerfile runs: its `ENTRYPOINT` and `CMD`, each of which is a list of words. */
export function commandOf(dockerfile: string): string[] {
  const parsed = DockerfileParser.parse(dockerfile);
  return [parsed.getENTRYPOINTs(), parsed.getCMDs()].flatMap((all) => wordsOf(all.at(-1)));
}

/** The words of a command in the form that no shell reads, `["node", "cli.js"]`. */
export function wordsOf(instruction: JSONInstruction | undefined): string[] {
  const words = instruction?.getJSONStrings().map((word) => word.getJSONValue()) ?? [];
  if (words.length === 0) throw new Error(`${instruction?.getInstruction()} is no list of words.`);
  return words;
}
