// Transcendental functions as basic operations: where a backend works on lanes, or writes the routine that it calls for numbers.
import type { Reference } from "../../core/lower.js"
import { rewrite, type ScalarNode, type ScalarType, withArgs } from "../../core/scalar.js"
import type { Routine } from "../math/builder.js"
import { expansions, shortcuts } from "../math/index.js"

/** What a `math` node carries: the function's name, and its reference for the arguments that its expansion leaves to the host. */
export interface MathCall {
  readonly name: string
  readonly reference: Reference
}

export const hasExpansion = (name: string, type: ScalarType): boolean =>
  (type === "f32" || type === "f64") && Object.hasOwn(expansions, name)

/** What a `rare` node carries: the host's function, or a routine that is another expansion. */
export interface RareCall extends MathCall {
  readonly isRoutine: boolean
}

/** Expansions name what answers in rare lanes; here it gets the reference, which stays the same however far an expansion hands on. */
const withReference = (root: ScalarNode, { name, reference }: MathCall): ScalarNode =>
  rewrite([root], (n, args) => {
    const routine = n.op === "rare" ? (n.data as Partial<Routine>).routine : undefined
    if (routine !== undefined) return { ...n, args, data: { name: routine, reference, isRoutine: true } satisfies RareCall }
    if (n.op === "rare" && typeof n.data === "string") return { ...n, args, data: { name, reference, isRoutine: false } satisfies RareCall }
    return withArgs(n, args) // what calls share stays shared
  })[0] as ScalarNode

/** One call in basic operations on its operands. */
export const expandCall = (call: ScalarNode, args: readonly ScalarNode[]): ScalarNode => {
  const data = call.data as MathCall
  const expansion = call.type === "f64" ? expansions[data.name]?.f64 : expansions[data.name]?.f32
  return expansion ? withReference(expansion(...args), data) : call
}

/** A call's value where its argument is near 0, and whether it is: for numbers, which can take a branch. The bits are those of `expandCall`. */
export interface NearZero {
  readonly near: ScalarNode
  readonly value: ScalarNode
}
export const nearZero = (call: ScalarNode, [x]: readonly ScalarNode[]): NearZero | undefined => {
  const shortcut = Object.hasOwn(shortcuts, (call.data as MathCall).name) ? shortcuts[(call.data as MathCall).name] : undefined
  return shortcut && x && { near: shortcut.near(x), value: shortcut.value(x) }
}

/** The same graph with every call expanded. */
export const expandMath = (roots: readonly ScalarNode[]): readonly ScalarNode[] =>
  rewrite(roots, (n, args) => (n.op === "math" ? expandCall(n, args) : withArgs(n, args)))
