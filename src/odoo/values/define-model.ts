import type { z } from "zod";
import type { FieldSchemas } from "./values.js";

// What a generated module says of its model.

/** The models of `generated/`, by Odoo's name. Each generated module adds its own, so that lines are typed. */
// biome-ignore lint/suspicious/noEmptyInterface: generated modules merge into it
export interface GeneratedModels {}

type Shape = Readonly<Record<string, z.ZodType>>;

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
  /** The writable fields. Called once, at the first call of one of the model's tools. */
  readonly values: (field: FieldSchemas<GeneratedModels>) => Values;
  readonly Create: { [Name in Extract<Required, keyof Values>]: z.input<Values[Name]> } & {
    [Name in Exclude<keyof Values, Required>]?: z.input<Values[Name]>;
  };
  readonly Update: { [Name in Exclude<keyof Values, CreateOnly>]?: z.input<Values[Name]> };
}

/** Describes one model. An identity function: it is here for the types. */
export function defineModel<
  Values extends Shape,
  const Required extends keyof Values & string = never,
  const CreateOnly extends keyof Values & string = never,
>(definition: {
  model: string;
  required: readonly Required[];
  requiredUnless?: Readonly<Record<string, readonly string[]>>;
  createOnly?: readonly CreateOnly[];
  values: (field: FieldSchemas<GeneratedModels>) => Values;
}): ModelDefinition<Values, Required, CreateOnly> {
  return definition as ModelDefinition<Values, Required, CreateOnly>;
}
