import type { Exchange } from "../bench/tokens.js";
import type { Json } from "../support/mcp.js";
import type { Reach } from "./reaching.js";

// An assistant of a test: it has the tools of one server and what they answer, and nothing else.

/** A name that a person said, with the model of what is called so. */
export type Said = readonly [model: string, name: string];

/** An assistant whose person says yes to everything; its calls are counted. */
export interface Assistant {
  call(tool: string, args: Json): Promise<Json>;
  /** The text of the error of a call that must fail. */
  refused(tool: string, args: Json): Promise<string>;
  /** The ids of what is called so, by one call. Throws where a name is not clear. */
  lookUp(...said: Said[]): Promise<number[]>;
  /** Whether the tool shows a field of its values, or of the lines that they hold. */
  shows(tool: string, field: string, lines?: string): boolean;
  /** Whether the tool asks for a day in a field of its values, not for a time. */
  isDay(tool: string, field: string): boolean;
  /** The tools called since the task began, refused calls too. */
  calls: string[];
  /** The same with what was answered, those refused with their error. */
  exchanges: Exchange[];
  /** What the person was asked since the task began. */
  asked: string[];
  /** Begins a task: counts from nothing. */
  begin(): void;
  close(): Promise<void>;
}

interface Shape {
  description?: string;
  properties?: Record<string, Shape>;
  items?: Shape;
}

export async function startAssistant(reach: Reach): Promise<Assistant> {
  const calls: string[] = [];
  const exchanges: Exchange[] = [];
  const asked: string[] = [];
  const caller = await reach((question) => {
    asked.push(question);
    return { action: "accept", content: { confirm: true } };
  });
  const valuesOf = (tool: string) => {
    const schema = caller.tools.find(({ name }) => name === tool)?.inputSchema as Shape | undefined;
    if (!schema) throw new Error(`There is no tool ${tool}.`);
    return schema.properties?.values?.properties ?? {};
  };
  const recorded = async <Answer>(tool: string, args: Json, answering: Promise<Answer>): Promise<Answer> => {
    calls.push(tool);
    const answer = await answering;
    exchanges.push({ tool, call: JSON.stringify(args), answer: JSON.stringify(answer) });
    return answer;
  };
  const call = (tool: string, args: Json) => recorded(tool, args, caller.call(tool, args));
  return {
    calls,
    exchanges,
    asked,
    call,
    async refused(tool, args) {
      return JSON.stringify(await recorded(tool, args, caller.refused(tool, args)));
    },
    async lookUp(...said) {
      const names = said.map(([model, name]) => ({ model, name }));
      const answered = (await call("look_up", { names })).names as Json[];
      return answered.map((answer) => {
        if (typeof answer.id !== "number") throw new Error(`look_up: ${JSON.stringify(answer)}`);
        return answer.id;
      });
    },
    shows(tool, field, lines) {
      const values = valuesOf(tool);
      const fields = lines ? values[lines]?.properties?.create?.items?.properties : values;
      return fields?.[field] !== undefined;
    },
    isDay: (tool, field) => /YYYY-MM-DD/.test(valuesOf(tool)[field]?.description ?? ""),
    begin() {
      calls.length = 0;
      exchanges.length = 0;
      asked.length = 0;
    },
    close: () => caller.close(),
  };
}
