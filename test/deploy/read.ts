import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseEnv } from "node:util";
import { parse } from "yaml";

export const ROOT = fileURLToPath(new URL("../../", import.meta.url));
export const read = (file: string): string => readFileSync(`${ROOT}${file}`, "utf8");

/** A service of deploy/compose.yaml, as far as tests look at it. */
export interface Service {
  image: string;
  command?: string;
  env_file?: string;
  environment?: Record<string, string>;
  user?: string;
  read_only?: boolean;
  cap_drop?: string[];
  security_opt?: string[];
  ports?: string[];
  networks: string[];
  volumes?: string[];
  stop_grace_period?: string;
}

export interface Compose {
  services: Record<string, Service>;
  networks: Record<string, { internal?: boolean } | null>;
}

/** deploy/compose.yaml with the values of `variables` in the place of `${NAME}`. Throws for one that must be set and is not. */
export function compose(variables: Readonly<Record<string, string>>): Compose {
  const text = read("deploy/compose.yaml").replace(
    /\$\{(\w+)(?::\?([^}]*))?\}/g,
    (_, name: string, message?: string) => {
      const value = variables[name];
      if (!value) throw new Error(message ?? `${name} is not set.`);
      return value;
    },
  );
  return parse(text) as Compose;
}

/** The variables of deploy/.env.example. */
export const exampleEnvironment = (): Record<string, string> =>
  parseEnv(read("deploy/.env.example")) as Record<string, string>;
