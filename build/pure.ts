// The library defines and does nothing else while it loads, but a bundler cannot know that a call has no effect. So the build says it: what
// a module computes at its top level is marked as pure, and what nobody uses can be left out.
import ts from "typescript"

// esbuild leaves the marks out where it leaves out spaces, so it is given the call of a function that does not exist; afterwards the mark takes
// the place of that name, as long as it is, so that source maps stay right.
const standIn = "__pureLibrary"
const mark = "/*@__PURE__*/"

/** Wrappers that mean what is inside them. */
const unwrapped = (e: ts.Expression): ts.Expression =>
  ts.isParenthesizedExpression(e) || ts.isAsExpression(e) || ts.isSatisfiesExpression(e) || ts.isNonNullExpression(e)
    ? unwrapped(e.expression)
    : e

/** Whether bundlers see by themselves that computing `e` has no effect. */
const isPlain = (given: ts.Expression): boolean => {
  const e = unwrapped(given)
  if (ts.isIdentifier(e) || ts.isLiteralExpression(e) || ts.isFunctionExpression(e) || ts.isArrowFunction(e)) return true
  if (e.kind === ts.SyntaxKind.TrueKeyword || e.kind === ts.SyntaxKind.FalseKeyword || e.kind === ts.SyntaxKind.NullKeyword) return true
  if (ts.isPrefixUnaryExpression(e)) return ts.isNumericLiteral(e.operand)
  if (ts.isArrayLiteralExpression(e)) return e.elements.every(isPlain)
  if (ts.isObjectLiteralExpression(e)) return e.properties.every(isPlainProperty)
  return false
}

const isPlainProperty = (p: ts.ObjectLiteralElementLike): boolean => {
  if (ts.isShorthandPropertyAssignment(p)) return true
  if (ts.isPropertyAssignment(p)) return !ts.isComputedPropertyName(p.name) && isPlain(p.initializer)
  return ts.isMethodDeclaration(p) && !ts.isComputedPropertyName(p.name)
}

/** A stretch of a file, and what surrounds it when it is marked. */
interface Marked {
  readonly from: number
  readonly to: number
  readonly before: string
  readonly after: string
}

const valuesOf = (s: ts.VariableStatement, source: ts.SourceFile): readonly Marked[] =>
  s.declarationList.declarations.flatMap(({ initializer: e }) =>
    e && !isPlain(e) ? [{ from: e.getStart(source), to: e.end, before: `${standIn}(() => (`, after: "))()" }] : [],
  )

/** A class is an effect where it computes the names of its members: it becomes the value of a constant, and keeps its own name. */
const classOf = (s: ts.ClassDeclaration, source: ts.SourceFile): readonly Marked[] => {
  const word = s.getChildren(source).find((c) => c.kind === ts.SyntaxKind.ClassKeyword)
  if (!word || !s.name || !s.members.some((m) => m.name && ts.isComputedPropertyName(m.name))) return []
  const name = s.name.text
  const before = `const ${name} = ${standIn}(() => Object.defineProperty(`
  return [{ from: word.getStart(source), to: s.end, before, after: `, "name", { value: "${name}", configurable: true }))()` }]
}

/** TypeScript with its top-level computations to be marked; lines stay where they are. */
export const markPure = (text: string, file: string): string => {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true)
  return source.statements
    .flatMap((s) => (ts.isVariableStatement(s) ? valuesOf(s, source) : ts.isClassDeclaration(s) ? classOf(s, source) : []))
    .reduceRight((out, { from, to, before, after }) => `${out.slice(0, from)}${before}${out.slice(from, to)}${after}${out.slice(to)}`, text)
}

/** What was built, with the marks in place. */
export const withMarks = (built: string): string => built.replaceAll(`${standIn}(`, `${mark}(`)
