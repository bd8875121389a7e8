// Transcendental functions as basic operations: where a backend works on lanes, or writes the routine that it calls for numbers.
import type { Expansion, Reference } from "../../core/lower.js"
import { rewrite, type ScalarNode, withArgs } from "../../core/scalar.js"
import type { Routine } from "../math/builder.js"

/** What a `math` node carries: the function's name, its expansion, and its reference for the arguments that the expansion leaves to the host. */
export interface MathCall {
  readonly name: string
  readonly reference: Reference
  readonly expansion: Expansion
}

/** What a `rare` node carries: the host's function, or the routine of another expansion. */
export interface RareCall extends Omit<MathCall, "expansion"> {
  readonly expansion?: Expansion
}

const isGiven = (data: unknown): boolean => typeof data === "object" && data !== null && "reference" in data

/** Expansions name what answers in rare lanes; here it gets the reference, which stays the same however far an expansion hands on. */
const withReference = (root: ScalarNode, { name, reference }: MathCall): ScalarNode =>
  rewrite([root], (n, args) => {
    if (n.op !== "rare" || isGiven(n.data)) return withArgs(n, args) // what calls share stays shared
    const call: RareCall = typeof n.data === "string" ? { name, reference } : { ...(n.data as Routine), reference }
    return { ...n, args, data: call }
  })[0] as ScalarNode

/** One call in basic operations on its operands. */
export const expandCall = (call: ScalarNode, args: readonly ScalarNode[]): ScalarNode => {
  const data = call.data as MathCall
  const expand = call.type === "f64" ? data.expansion.f64 : data.expansion.f32
  return withReference(expand(...args), data)
}

/** A call's value where its argument is near 0, and whether it is: for numbers, which can take a branch. The bits are those of `expandCall`. */
export interface NearZero {
  readonly near: ScalarNode
  readonly value: ScalarNode
}
export const nearZero = (call: ScalarNode, [x]: readonly ScalarNode[]): NearZero | undefined => {
  const { shortcut } = (call.data as MathCall).expansion
  return shortcut && x && { near: shortcut.near(x), value: shortcut.value(x) }
}

/** The same graph with every call expanded. */
export const expandMath = (roots: readonly ScalarNode[]): readonly ScalarNode[] =>
  rewrite(roots, (n, args) => (n.op === "math" ? expandCall(n, args) : withArgs(n, args)))
