import type { z } from "zod";
import { OdooError } from "../errors/errors.js";
import type { FieldSchemas } from "./values.js";

// What a generated module says of its model.

/** The models of `generated/`, by Odoo's name. Each generated module adds its own, so that lines are typed. */
// biome-ignore lint/suspicious/noEmptyInterface: generated modules merge into it
export interface GeneratedModels {}

type Shape = Readonly<Record<string, z.ZodType>>;
type NoFields = Readonly<Record<never, never>>;
/** Called once, at the first call of one of the model's tools. */
type Fields<Own extends Shape> = (field: FieldSchemas<GeneratedModels>) => Own;

/** What the generated module of a model exports. `Create` and `Update` are types only: use `typeof model.Create`. */
export interface ModelDefinition<
  Values extends Shape = Shape,
  Required extends string = string,
  CreateOnly extends string = string,
> {
  /** Odoo's name. */
  readonly model: string;
  /** Fields a new record must have. */
  readonly required: readonly Required[];
  /** Fields a new record must have unless one of the others named is given, from which Odoo fills them. */
  readonly requiredUnless?: Readonly<Record<string, readonly string[]>>;
  /** Fields that can be given to a new record and not changed later. */
  readonly createOnly?: readonly CreateOnly[];
  /** The writable fields. */
  readonly values: Fields<Values>;
  readonly Create: { [Name in Extract<Required, keyof Values>]: z.input<Values[Name]> } & {
    [Name in Exclude<keyof Values, Required>]?: z.input<Values[Name]>;
  };
  readonly Update: { [Name in Exclude<keyof Values, CreateOnly>]?: z.input<Values[Name]> };
}

/** Describes one model. Throws `OdooError` "settings" for what an older `generate` wrote. */
export function defineModel<
  Shown extends Shape,
  Others extends Shape = NoFields,
  const Required extends keyof (Shown & Others) & string = never,
  const CreateOnly extends keyof (Shown & Others) & string = never,
>(definition: {
  model: string;
  required: readonly Required[];
  requiredUnless?: Readonly<Record<string, readonly string[]>>;
  createOnly?: readonly CreateOnly[];
  /** The fields that create and update show, in their order: those that a new record needs come first. */
  shown: Fields<Shown>;
  /** The other writable fields, which create and update take in `extra`. */
  others?: Fields<Others>;
}): ModelDefinition<Shown & Others, Required, CreateOnly> {
  const { shown, others, ...rest } = definition;
  if (typeof shown !== "function") {
    throw new OdooError("settings", `The generated module of ${definition.model} is of another version.`, {
      hint: "Make it again with `odoo-mcp generate`.",
    });
  }
  const values: Fields<Shape> = (field) => ({ ...shown(field), ...others?.(field) });
  return { ...rest, values } as ModelDefinition<Shown & Others, Required, CreateOnly>;
}
