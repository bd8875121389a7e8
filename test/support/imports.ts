// What a source file imports, read from its syntax tree: every form of import and export-from, with what is left of it at run time.
import { posix } from "node:path"
import ts from "typescript"

export interface Import {
  /** The importing file. */
  readonly file: string
  readonly line: number
  /** The specifier as written. */
  readonly specifier: string
  /** The imported file, where the specifier is relative: `./x.js` is written for `./x.ts`. */
  readonly target: string | undefined
  /** `type`: erased. `effect`: names nothing, runs the module. `value`: everything else. */
  readonly kind: "type" | "effect" | "value"
}

interface Found {
  readonly node: ts.Node
  readonly specifier: ts.Node | undefined
  readonly kind: Import["kind"]
}

const found = (node: ts.Node): Found | undefined => {
  if (ts.isImportDeclaration(node)) {
    const kind =
      node.importClause === undefined ? "effect" : node.importClause.phaseModifier === ts.SyntaxKind.TypeKeyword ? "type" : "value"
    return { node, specifier: node.moduleSpecifier, kind }
  }
  if (ts.isExportDeclaration(node)) return { node, specifier: node.moduleSpecifier, kind: node.isTypeOnly ? "type" : "value" }
  if (ts.isImportTypeNode(node))
    return { node, specifier: ts.isLiteralTypeNode(node.argument) ? node.argument.literal : undefined, kind: "type" }
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
    return { node, specifier: node.arguments[0], kind: "value" }
  return undefined
}

const targetOf = (file: string, specifier: string): string | undefined =>
  specifier.startsWith(".") ? posix.join(posix.dirname(file), specifier).replace(/\.js$/, ".ts") : undefined

/** Every import of a file, in the order of the text. */
export const importsOf = (file: string, text: string): readonly Import[] => {
  const tree = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true)
  const imports: Import[] = []
  const visit = (node: ts.Node): void => {
    const { specifier, kind } = found(node) ?? {}
    if (specifier && kind && ts.isStringLiteralLike(specifier)) {
      const line = tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1
      imports.push({ file, line, specifier: specifier.text, target: targetOf(file, specifier.text), kind })
    }
    ts.forEachChild(node, visit)
  }
  visit(tree)
  return imports
}
