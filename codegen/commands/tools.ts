import { tellable } from "../../src/odoo/errors/tell.js";
import type { ToolDefinition } from "../../src/tools/call/tool.js";
import { type ServedOptions, servedFolder } from "../../src/tools/session/served-folder.js";
import { argumentsOf, commonArguments } from "../catalog/arguments.js";
import type { Io } from "../terminal/io.js";
import { toolNamed } from "./call.js";

/** The tools that a server would list, a line each; of one, by its name, all that is to be known to call it. `json`: as MCP lists them. */
export async function toolsCommand(
  name: string | undefined,
  { json, ...options }: ServedOptions & { json?: boolean },
  io: Io,
) {
  const { surface } = await servedFolder(options, io);
  const definitions = surface.listed.map(({ definition }) => definition);
  const one = name === undefined ? undefined : toolNamed(name, surface).definition;
  if (json) return JSON.stringify(one ?? definitions, undefined, 2);
  return tellable(one ? inWhole(one) : inLines(definitions));
}

function inLines(definitions: readonly ToolDefinition[]): string {
  const width = Math.max(0, ...definitions.map(({ name }) => name.length));
  return definitions.map(({ name, description }) => `${name.padEnd(width)}  ${onOneLine(description)}`).join("\n");
}

function inWhole(definition: ToolDefinition): string {
  const rows = [...argumentsOf(definition), ...commonArguments()].map(
    ({ name, depth, type, required, description, values }) => {
      const kind = [type, required && "required", values.length > 0 && `one of ${values.join(", ")}`];
      const told = onOneLine(`${name} (${kind.filter(Boolean).join("; ")}) ${description}`);
      return `${"  ".repeat(depth + 1)}${told}`;
    },
  );
  return [`${definition.name}: ${definition.title}`, definition.description, "Arguments:", ...rows].join("\n");
}

const onOneLine = (text: string) => text.replaceAll(/\s+/g, " ").trim();
