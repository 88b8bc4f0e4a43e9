import { createRequire } from "node:module";
import type { CodeBlockWriter, SourceFileStructure, StatementStructures, WriterFunction } from "ts-morph";
import type { Field } from "../../src/odoo/schema/schema.js";
import type { GeneratedFile } from "../disk/files.js";
import type { ModelPlan, Plan } from "../plan/model-plan.js";
import { commentText, literal } from "../text/text.js";
import { tellingLabel } from "./label.js";

/** The module that generated code imports from. */
const RUNTIME = "odoo-typed-mcp/runtime";

/** The module that the index imports from. What it exports of the models is types, so that Node runs it as it stands. */
const CLIENT = "odoo-typed-mcp/client";

/** Raised whenever the same plan is written down in another way, in a module or the manifest, so that `generate` writes again what it made before. */
export const FORMAT = 5;

/** First line of every generated module. */
export const HEADER = "Written by `odoo-mcp generate`; do not edit.";

/** The plan as TypeScript: one module a model, and an index of them. Loads ts-morph, which takes half a second. */
export function emit(plan: Plan): GeneratedFile[] {
  // Required, not imported: before it runs what is no module of ECMAScript, `import` reads all 10 MB for its exports' names.
  const morph: Morph = createRequire(import.meta.url)("ts-morph");
  const { IndentationText, Project, QuoteKind, StructureKind, VariableDeclarationKind } = morph;
  const project = new Project({
    useInMemoryFileSystem: true,
    manipulationSettings: { indentationText: IndentationText.TwoSpaces, quoteKind: QuoteKind.Double },
  });
  const index: SourceFileStructure = {
    kind: StructureKind.SourceFile,
    statements: [
      `// The models of Odoo ${commentText(plan.series)}. ${HEADER}`,
      { kind: StructureKind.ImportDeclaration, moduleSpecifier: CLIENT, namedImports: ["openOdoo"] },
      ...plan.models.map(({ module, exportName }): StatementStructures => {
        const type = pascalCase(exportName);
        return {
          kind: StructureKind.ExportDeclaration,
          isTypeOnly: true,
          moduleSpecifier: `./models/${module}.js`,
          namedExports: [exportName, `${type}Create`, `${type}Update`],
        };
      }),
      {
        kind: StructureKind.VariableStatement,
        leadingTrivia: "\n/** The models above, for scripts. It signs in at the first call. */\n",
        isExported: true,
        declarationKind: VariableDeclarationKind.Const,
        declarations: [{ name: "odoo", initializer: "openOdoo(import.meta.url)" }],
      },
    ],
  };
  const files: [path: string, structure: SourceFileStructure][] = [
    ...plan.models.map((model): [string, SourceFileStructure] => [
      `models/${model.module}.ts`,
      { kind: StructureKind.SourceFile, statements: statements(model, plan.series, morph) },
    ]),
    ["index.ts", index],
  ];
  return files.map(([path, structure]) => ({
    path,
    text: `${project.createSourceFile(path, structure).getFullText().trimEnd()}\n`,
  }));
}

type Morph = typeof import("ts-morph");
type Statement = string | WriterFunction | StatementStructures;

function statements(model: ModelPlan, series: string, morph: Morph): Statement[] {
  const kinds = morph.StructureKind;
  const type = pascalCase(model.exportName);
  return [
    `// ${commentText(model.name)}, from Odoo ${commentText(series)}. ${HEADER}`,
    { kind: kinds.ImportDeclaration, moduleSpecifier: RUNTIME, namedImports: ["defineModel"] },
    (writer) => writeModel(writer, model),
    ...(["Create", "Update"] as const).map(
      (values): StatementStructures => ({
        kind: kinds.TypeAlias,
        isExported: true,
        name: `${type}${values}`,
        type: `typeof ${model.exportName}.${values}`,
      }),
    ),
    {
      kind: kinds.Module,
      name: literal(RUNTIME),
      hasDeclareKeyword: true,
      statements: [
        {
          kind: kinds.Interface,
          name: "GeneratedModels",
          properties: [{ name: literal(model.name), type: `typeof ${model.exportName}` }],
        },
      ],
    },
  ];
}

function writeModel(writer: CodeBlockWriter, model: ModelPlan): void {
  const { required, requiredUnless, createOnly } = model;
  writer.blankLine().writeLine(`/** ${commentText(model.label)} */`);
  writer.write(`export const ${model.exportName} = defineModel(`).inlineBlock(() => {
    writer.writeLine(`model: ${literal(model.name)},`);
    writer.writeLine(`required: ${literals(required)},`);
    const unless = Object.entries(requiredUnless);
    if (unless.length > 0) {
      writer.write("requiredUnless: ").inlineBlock(() => {
        for (const [name, others] of unless) writer.writeLine(`${name}: ${literals(others)},`);
      });
      writer.write(",").newLine();
    }
    if (createOnly.length > 0) writer.writeLine(`createOnly: ${literals(createOnly)},`);
    const fields = new Map(model.fields);
    const others = model.fields.map(([name]) => name).filter((name) => !model.shown.includes(name));
    writeFields(writer, "shown", model.shown, { fields, model });
    if (others.length > 0) writeFields(writer, "others", others, { fields, model });
  });
  writer.write(");").newLine();
}

interface Known {
  fields: ReadonlyMap<string, Field>;
  model: ModelPlan;
}

/** A field a line, so that a change of one is a line of a review. */
function writeFields(writer: CodeBlockWriter, key: "shown" | "others", names: readonly string[], known: Known): void {
  writer.write(`${key}: (${names.length > 0 ? "field" : ""}) => (`).inlineBlock(() => {
    for (const name of names) {
      const field = known.fields.get(name);
      if (!field) throw new Error(`${known.model.name} shows ${name}, which it does not have.`);
      const comment = fieldComment(name, field, known.model);
      writer.writeLine(`${name}: field.${fieldCall(field)},${comment && ` // ${comment}`}`);
    }
  });
  writer.write("),").newLine();
}

const MAX_LABEL = 80;

/** What the name does not tell: the label, and when the form demands a value that is not always needed. */
function fieldComment(name: string, field: Field, { required, requiredWhen }: ModelPlan): string {
  const when = required.includes(name) ? undefined : requiredWhen.get(name);
  return [tellingLabel(name, field, MAX_LABEL), when && `required when ${when}`]
    .filter((text) => text !== undefined && text !== "")
    .map((text) => commentText(text ?? ""))
    .join("; ");
}

/** The call of `FieldSchemas` that describes the field. */
function fieldCall(field: Field): string {
  const keys = literals((field.selection ?? []).map(([key]) => key));
  const relation = field.relation ?? "";
  switch (field.type) {
    case "char":
      return `char(${field.size ?? ""})`;
    case "selection":
      return field.dynamic ? "char()" : `selection(${keys})`;
    case "reference":
      return field.dynamic ? "reference()" : `reference(${keys})`;
    case "many2one":
      return `many2one(${literal(relation)})`;
    case "one2many":
    case "many2many":
      return `lines(${[relation, ...(field.relation_field ? [field.relation_field] : [])].map(literal).join(", ")})`;
    case "text":
    case "html":
    case "integer":
    case "float":
    case "monetary":
    case "boolean":
    case "date":
    case "datetime":
    case "many2one_reference":
    case "binary":
    case "json":
    case "properties":
      return `${field.type}()`;
    case "properties_definition":
      throw new Error("No tool writes the definition of properties.");
  }
}

const literals = (texts: readonly string[]) => `[${texts.map(literal).join(", ")}]`;

const pascalCase = (name: string) => name.charAt(0).toUpperCase() + name.slice(1);
