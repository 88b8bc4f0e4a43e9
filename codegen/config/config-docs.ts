import { isObject } from "../../src/odoo/notation/checks.js";

/** The parts of JSON Schema that zod writes for a config. */
export interface JsonSchemaNode {
  type?: string;
  description?: string;
  default?: unknown;
  const?: unknown;
  enum?: readonly unknown[];
  minimum?: number;
  maximum?: number;
  maxLength?: number;
  pattern?: string;
  properties?: Readonly<Record<string, JsonSchemaNode>>;
  required?: readonly string[];
  additionalProperties?: boolean | JsonSchemaNode;
  items?: JsonSchemaNode;
  anyOf?: readonly JsonSchemaNode[];
}

/** Every key of a config as a Markdown table, from its JSON Schema: a key that the schema gains is in it. Pure. */
export function keysAsMarkdown(schema: JsonSchemaNode): string {
  const rows = keysOf(schema, "").map(({ path, node, required }) =>
    [
      `\`${path}\``,
      valueText(node),
      node.default === undefined ? "" : code(node.default),
      `${required ? "Required. " : ""}${node.description ?? ""}`,
    ]
      .map((cell) => cell.replaceAll("|", "\\|").replaceAll("\n", " ").trim())
      .join(" | "),
  );
  return ["| key | value | default | meaning |", "|---|---|---|---|", ...rows.map((row) => `| ${row} |`)].join("\n");
}

/** The keys that the object at `path` may have: none where the path leads nowhere. */
export function keysAt(schema: JsonSchemaNode, path: readonly PropertyKey[]): string[] {
  let nodes = [schema];
  for (const key of path) nodes = nodes.flatMap(objectsOf).flatMap((node) => below(node, String(key)));
  return nodes.flatMap(objectsOf).flatMap(({ properties }) => Object.keys(properties ?? {}));
}

interface Key {
  path: string;
  node: JsonSchemaNode;
  required: boolean;
}

function keysOf(schema: JsonSchemaNode, prefix: string): Key[] {
  return objectsOf(schema).flatMap((object) => [
    ...Object.entries(object.properties ?? {}).flatMap(([name, node]) => {
      const path = prefix === "" ? name : `${prefix}.${name}`;
      return [{ path, node, required: object.required?.includes(name) ?? false }, ...keysOf(node, path)];
    }),
    ...(isNode(object.additionalProperties) ? keysOf(object.additionalProperties, `${prefix}.<name>`) : []),
  ]);
}

/** The node itself, or the choices it offers, as far as they have keys. */
function objectsOf(node: JsonSchemaNode): JsonSchemaNode[] {
  if (node.anyOf) return node.anyOf.flatMap(objectsOf);
  if (node.items) return objectsOf(node.items);
  return node.type === "object" ? [node] : [];
}

function below({ properties, additionalProperties }: JsonSchemaNode, key: string): JsonSchemaNode[] {
  if (properties && Object.hasOwn(properties, key)) return properties[key] ? [properties[key]] : [];
  // An item of a list is looked for in the list's objects themselves.
  if (/^\d+$/.test(key) && !isNode(additionalProperties)) return [{ type: "object", properties: properties ?? {} }];
  return isNode(additionalProperties) ? [additionalProperties] : [];
}

function valueText(node: JsonSchemaNode): string {
  if (node.anyOf) return node.anyOf.map(valueText).join(" or ");
  if (node.const !== undefined) return code(node.const);
  if (node.enum) return node.enum.map(code).join(", ");
  switch (node.type) {
    case "array":
      return `list of ${node.items ? valueText(node.items) : "any value"}`;
    case "object":
      return isNode(node.additionalProperties) ? `object: name to ${valueText(node.additionalProperties)}` : "object";
    case "string":
      return ["text", limit("at most", node.maxLength, "characters"), node.pattern && code(node.pattern)]
        .filter(Boolean)
        .join(", ");
    case "integer":
    case "number":
      return ["number", limit("from", node.minimum), limit("to", safe(node.maximum))].filter(Boolean).join(" ");
    default:
      return node.type ?? "any value";
  }
}

/** zod writes the largest safe integer where nothing bounds one. */
const safe = (maximum: number | undefined) => (maximum === Number.MAX_SAFE_INTEGER ? undefined : maximum);

const limit = (word: string, value: number | undefined, unit = "") =>
  value === undefined ? "" : `${word} ${value} ${unit}`.trim();

const code = (value: unknown) => `\`${typeof value === "string" ? value : JSON.stringify(value)}\``;

const isNode = (value: boolean | JsonSchemaNode | undefined): value is JsonSchemaNode => isObject(value);
