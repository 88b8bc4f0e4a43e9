import { ts } from "ts-morph";

// A generated module as the compiler sees it.

/** A word of code. */
export interface Token {
  kind: ts.SyntaxKind;
  text: string;
}

/** Everything in the file but white space, as the compiler's own scanner sees it. */
export function tokensOf(text: string): Token[] {
  const scanner = ts.createScanner(ts.ScriptTarget.ES2023, false, ts.LanguageVariant.Standard, text);
  const tokens: Token[] = [];
  for (let kind = scanner.scan(); kind !== ts.SyntaxKind.EndOfFileToken; kind = scanner.scan()) {
    const blank = kind === ts.SyntaxKind.WhitespaceTrivia || kind === ts.SyntaxKind.NewLineTrivia;
    if (!blank) tokens.push({ kind, text: scanner.getTokenText() });
  }
  return tokens;
}

export const isComment = (kind: ts.SyntaxKind) =>
  kind === ts.SyntaxKind.SingleLineCommentTrivia || kind === ts.SyntaxKind.MultiLineCommentTrivia;

/** The tokens without comments, and without what strings say. */
export const skeletonOf = (text: string) =>
  tokensOf(text)
    .filter(({ kind }) => !isComment(kind))
    .map(({ kind, text: own }) => (kind === ts.SyntaxKind.StringLiteral ? "string" : own));

const parse = (text: string) => ts.createSourceFile("module.ts", text, ts.ScriptTarget.ES2023, true);

export const syntaxErrors = (text: string) =>
  (ts.transpileModule(text, { reportDiagnostics: true, fileName: "module.ts" }).diagnostics ?? []).map(
    ({ messageText }) => messageText,
  );

export const statementKinds = (text: string) => parse(text).statements.map(({ kind }) => ts.SyntaxKind[kind]);

/** The only statements of a module, in their order. */
export const STATEMENTS = [
  "ImportDeclaration",
  "FirstStatement",
  "TypeAliasDeclaration",
  "TypeAliasDeclaration",
  "ModuleDeclaration",
];

/** The only kinds of node in a module: calls of `defineModel` and `field.…`, literals, objects, types. No template. */
export const NODES = new Set([
  ...STATEMENTS,
  "ImportClause",
  "NamedImports",
  "ImportSpecifier",
  "StringLiteral",
  "ExportKeyword",
  "DeclareKeyword",
  "Identifier",
  "VariableDeclarationList",
  "VariableDeclaration",
  "CallExpression",
  "PropertyAccessExpression",
  "ObjectLiteralExpression",
  "PropertyAssignment",
  "ArrayLiteralExpression",
  "ArrowFunction",
  "Parameter",
  "EqualsGreaterThanToken",
  "ParenthesizedExpression",
  "TypeQuery",
  "FirstNode",
  "QualifiedName",
  "ModuleBlock",
  "InterfaceDeclaration",
  "PropertySignature",
  "EndOfFileToken",
]);

export function nodeKinds(text: string): Set<string> {
  const kinds = new Set<string>();
  const visit = (node: ts.Node) => {
    kinds.add(ts.SyntaxKind[node.kind] ?? "");
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(parse(text), visit);
  return kinds;
}

/** The values of the string literals in `name: field.…([…])`. */
export function keysIn(text: string, name: string): string[] {
  const keys: string[] = [];
  const visit = (node: ts.Node, inside: boolean) => {
    const within = inside || (ts.isPropertyAssignment(node) && node.name.getText() === name);
    if (within && ts.isStringLiteral(node)) keys.push(node.text);
    ts.forEachChild(node, (child) => visit(child, within));
  };
  visit(parse(text), false);
  return keys;
}
