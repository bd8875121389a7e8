// The computational graph of a traced function, as data: operations are nodes, and every edge carries the value that flows
// forward over it and the gradient that flows back. (Lecture, slides 9-18)
import { asArray, literalArray, type NDArray } from "../core/array.js"
import { showAval } from "../core/aval.js"
import { isComplex, isFloat, isInexact } from "../core/dtype.js"
import { raise } from "../core/errors.js"
import { type Atom, constantsAsInputs, type Eqn, isLiteral, type Jaxpr, type Params, type Var } from "../core/jaxpr.js"
import { type OptionNames, optionsOf } from "../core/options.js"
import { showFrame } from "../core/source.js"
import { bind } from "../core/trace.js"
import { add, fill, zerosOf } from "../primitives/vector.js"
import { requireFunction } from "../transforms/arguments.js"
import { grad } from "../transforms/grad.js"
import { inlineCalls } from "../transforms/inline.js"
import { makeJaxpr } from "../transforms/makeJaxpr.js"
import type { LiftableArgs } from "../transforms/types.js"
import { vjp } from "../transforms/vjp.js"
import { describeLeaf } from "../tree/describe.js"
import { flatten } from "../tree/flatten.js"
import { leavesWithPath } from "../tree/withpath.js"
import { operationLabel } from "./labels.js"
import { nameMotifs } from "./motifs.js"
import { leafNames } from "./names.js"

/** A place where values come from or go to. */
export interface GraphNode {
  readonly id: number
  readonly kind: "input" | "constant" | "operation" | "output"
  /** What a picture writes on it: an input's name, an operation's sign. */
  readonly label: string
  /** The primitive's name and parameters, for operations. */
  readonly operation?: string
  readonly params?: Params
  /** The user's line that made it. */
  readonly source?: string
  /** For inputs: the sum of the gradients that flow back into it. */
  readonly gradient?: NDArray
  readonly value?: NDArray
}

/** One use of a value. A value used twice has two edges, whose gradients add up. */
export interface GraphEdge {
  readonly from: number
  readonly to: number
  /** Which operand of `to` this is. */
  readonly operand: number
  /** What flows forward, whole. */
  readonly value: NDArray
  /** What flows back, whole; undefined for integers and booleans, and where no gradient was asked for. */
  readonly gradient: NDArray | undefined
  /** `∂to/∂from`, where both are scalars. */
  readonly local: number | undefined
}

export interface Graph {
  readonly name: string
  readonly nodes: readonly GraphNode[]
  readonly edges: readonly GraphEdge[]
}

export interface GraphOptions {
  /** Names for the arguments; read off the function's own parameters if left out. */
  readonly names?: readonly string[]
  /** The gradient of the result that flows back first. Ones if left out. */
  readonly cotangent?: NDArray
}

const graphOptions: OptionNames<GraphOptions> = { names: "list", cotangent: "array" }

/** What has nodes and edges. */
export const requireGraph = (graph: unknown, op: string): void => {
  const isGraph = typeof graph === "object" && graph !== null && "nodes" in graph && "edges" in graph
  if (!isGraph)
    raise({
      code: "argument/graph",
      op,
      need: "a graph is needed",
      got: describeLeaf(graph),
      hint: `write ${op}(graph(f)(…)), with arguments of f`,
    })
}

/** An edge before its values are known. */
interface Use {
  readonly atom: Var
  readonly to: number
  readonly operand: number
}

/**
 * The computational graph of `f` at some arguments, with all values and gradients on it.
 * @example
 * const g = graph((x: NDArray, y: NDArray, z: NDArray) => x.add(y).mul(z))(1, -3, 4)
 * console.log(toDot(g))
 */
export const graph = <A extends unknown[], R>(f: (...args: A) => R, options: GraphOptions = {}): ((...args: LiftableArgs<A>) => Graph) => {
  optionsOf("graph", options, graphOptions)
  requireFunction(f, "graph")
  return (...args) => {
    const closed = makeJaxpr(f)(...args)
    const jaxpr = nameMotifs(constantsAsInputs(inlineCalls(closed.jaxpr)))
    const names = [
      ...closed.consts.map((c, i) => (c.ndim === 0 ? showNumber(c) : `const${i}`)),
      ...leafNames(f, leavesWithPath(args), options.names),
    ]
    return assemble(
      f.name || "f",
      jaxpr,
      names,
      closed.consts.length,
      [...closed.consts, ...flatten(args).leaves.map((x) => asArray(x as NDArray))],
      options,
    )
  }
}

const showNumber = (c: NDArray): string => {
  if (c.state.kind === "traced") return showAval(c.aval)
  return isComplex(c.dtype) ? String(c) : String(Number(c.item().toPrecision(3)))
}

const assemble = (
  name: string,
  jaxpr: Jaxpr,
  names: readonly string[],
  constants: number,
  inputs: readonly NDArray[],
  options: GraphOptions,
): Graph => {
  const makers = new Map<Var, number>()
  for (const [i, v] of jaxpr.invars.entries()) makers.set(v, i)
  jaxpr.eqns.forEach((eqn, k) => {
    for (const v of eqn.outputs) makers.set(v, jaxpr.invars.length + k)
  })
  const firstOutput = jaxpr.invars.length + jaxpr.eqns.length
  const uses = usesOf(jaxpr, firstOutput)
  const flows = measure(jaxpr, inputs, uses, options.cotangent)
  const edges = uses.map((use, i) => {
    const eqn = jaxpr.eqns[use.to - jaxpr.invars.length]
    return {
      from: makers.get(use.atom) as number,
      to: use.to,
      operand: use.operand,
      value: flows.values[i] as NDArray,
      gradient: flows.gradients[i],
      local: eqn ? localDerivative(eqn, use.operand, flows.operands.get(eqn) ?? []) : 1,
    }
  })
  const used = new Set(edges.map((e) => e.from))
  const nodes: GraphNode[] = [
    ...names.map((label, id): GraphNode => {
      const gradient = totalGradient(edges.filter((e) => e.from === id))
      return { id, kind: id < constants ? "constant" : "input", label, value: inputs[id] as NDArray, ...(gradient && { gradient }) }
    }),
    ...jaxpr.eqns.map((eqn, k) => operationNode(eqn, jaxpr.invars.length + k)),
    ...jaxpr.outvars.map(
      (_, i): GraphNode => ({ id: firstOutput + i, kind: "output", label: jaxpr.outvars.length === 1 ? name : `${name}[${i}]` }),
    ),
  ]
  return { name, nodes: nodes.filter((n) => n.kind !== "constant" || used.has(n.id)), edges }
}

const operationNode = (eqn: Eqn, id: number): GraphNode => {
  const frame = eqn.source?.frame()
  return {
    id,
    kind: "operation",
    label: operationLabel(eqn),
    operation: eqn.primitive.name,
    params: eqn.params,
    ...(frame && { source: showFrame(frame) }),
  }
}

const usesOf = (jaxpr: Jaxpr, firstOutput: number): readonly Use[] => [
  ...jaxpr.eqns.flatMap((eqn, k) =>
    eqn.inputs.flatMap((atom, operand) => (isLiteral(atom) ? [] : [{ atom, to: jaxpr.invars.length + k, operand }])),
  ),
  ...jaxpr.outvars.flatMap((atom, i) => (isLiteral(atom) ? [] : [{ atom, to: firstOutput + i, operand: 0 }])),
]

interface Flows {
  readonly values: readonly NDArray[]
  readonly gradients: readonly (NDArray | undefined)[]
  readonly operands: ReadonlyMap<Eqn, readonly NDArray[]>
}

/**
 * Values and gradients on every edge, by the library's own transforms: a zero is added on each edge, and the gradient with respect to that
 * zero is what flows back over the edge.
 */
const measure = (jaxpr: Jaxpr, inputs: readonly NDArray[], uses: readonly Use[], cotangent: NDArray | undefined): Flows => {
  const float = uses.map((u) => isInexact(u.atom.aval.dtype))
  const nudged = (nudges: readonly NDArray[]): { readonly outputs: readonly NDArray[]; readonly values: readonly NDArray[] } => {
    const values: NDArray[] = []
    let next = 0
    const cross = (x: NDArray): NDArray => {
      const i = values.length
      const y = float[i] ? add(x, nudges[next++] as NDArray) : x
      values.push(y)
      return y
    }
    return { outputs: runCrossing(jaxpr, inputs, cross), values }
  }
  const zeros = uses.filter((_, i) => float[i]).map((u) => zerosOf(u.atom.aval))
  const [result, pullback] = vjp(nudged as never, zeros as never) as unknown as [
    ReturnType<typeof nudged>,
    (ct: unknown) => readonly [readonly NDArray[]],
  ]
  const seeds = result.outputs.map((y) => (isInexact(y.dtype) ? (cotangent ?? fill(1, y.aval)) : zerosOf(y.aval)))
  const found = [...pullback({ outputs: seeds, values: result.values.map((v) => zerosOf(v.aval)) })[0]]
  const gradients = float.map((is) => (is ? found.shift() : undefined))
  return { values: result.values, gradients, operands: operandsOf(jaxpr, uses, result.values) }
}

/** Runs a program, passing each use of a variable through `cross`, in the order of `usesOf`. */
const runCrossing = (jaxpr: Jaxpr, inputs: readonly NDArray[], cross: (x: NDArray) => NDArray): readonly NDArray[] => {
  const env = new Map<Atom, NDArray>(jaxpr.invars.map((v, i) => [v, inputs[i] as NDArray]))
  const read = (a: Atom): NDArray => (isLiteral(a) ? literalArray(a.value, a.aval.dtype) : cross(env.get(a) as NDArray))
  for (const eqn of jaxpr.eqns) {
    const outputs = bind(eqn.primitive, eqn.inputs.map(read), eqn.params)
    for (const [i, v] of eqn.outputs.entries()) env.set(v, outputs[i] as NDArray)
  }
  return jaxpr.outvars.map(read)
}

const operandsOf = (jaxpr: Jaxpr, uses: readonly Use[], values: readonly NDArray[]): ReadonlyMap<Eqn, readonly NDArray[]> => {
  const at = new Map(uses.map((u, i) => [`${u.to},${u.operand}`, values[i] as NDArray]))
  return new Map(
    jaxpr.eqns.map((eqn, k) => [
      eqn,
      eqn.inputs.map((a, i) =>
        isLiteral(a) ? literalArray(a.value, a.aval.dtype) : (at.get(`${jaxpr.invars.length + k},${i}`) as NDArray),
      ),
    ]),
  )
}

/** `∂output/∂operand` of one equation between real scalars. */
const localDerivative = (eqn: Eqn, operand: number, operands: readonly NDArray[]): number | undefined => {
  const scalars = [...eqn.inputs, ...eqn.outputs].every((a) => a.aval.shape.length === 0 && isFloat(a.aval.dtype))
  if (!scalars || eqn.outputs.length !== 1) return undefined
  const along = (x: NDArray): NDArray =>
    bind(
      eqn.primitive,
      operands.map((y, i) => (i === operand ? x : y)),
      eqn.params,
    )[0] as NDArray
  return grad(along)(operands[operand] as NDArray).item()
}

const totalGradient = (edges: readonly GraphEdge[]): NDArray | undefined =>
  edges.reduce<NDArray | undefined>((total, { gradient }) => (total && gradient ? add(total, gradient) : (total ?? gradient)), undefined)
