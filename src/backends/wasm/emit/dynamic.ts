// Stores at computed places: the view's place plus an index, if a guard says so. One after the other, in the order of the loops; on vectors
// only where a whole vector goes to one computed row.
import type { ScalarNode } from "../../../core/scalar.js"
import { loadsInStage } from "../../../lowering/access.js"
import { nodesOf, type Stage, type Store } from "../../../lowering/kernel.js"
import type { Code } from "../encode/code.js"
import { i32Add, i32Const, i32Mul, ifElse, localGet, localSet } from "../encode/instructions.js"
import type { Scope } from "../gemm/scope.js"
import { varyingNodes } from "./loops.js"
import { elementBytes } from "./memory.js"

const isDynamic = ({ index, guard }: Store): boolean => index !== undefined || guard !== undefined

/** Whether vectors along an axis write every element to the right place. */
export const mayStoreVectors = (stage: Stage, axis: number): boolean => {
  if (!stage.stores.some(isDynamic)) return true
  const varying = varyingNodes(nodesOf(stage), axis)
  const fixed = (n: ScalarNode | undefined): boolean => n === undefined || !varying.has(n)
  return stage.stores.every((s) => !isDynamic(s) || (s.view.strides[axis] === 1 && fixed(s.index) && fixed(s.guard)))
}

/** Whether a stage reads what it writes, so that nothing may be done twice. */
export const readsOwnStores = (stage: Stage): boolean => {
  const written = new Set(stage.stores.map((s) => s.buffer))
  return loadsInStage(stage).some((l) => written.has(l.buffer))
}

/** The code of a store: `write` gets the address to use. `codeOf` gives the scalar that an index or a guard is. */
export const storeAt = (
  store: Store,
  address: Code,
  scope: Scope,
  codeOf: (n: ScalarNode) => Code,
  write: (address: Code) => Code,
): Code => {
  const { index, guard, buffer } = store
  const local = index && scope.local("i32")
  const place: Code =
    index && local !== undefined ? localSet(local, i32Add(address, i32Mul(codeOf(index), i32Const(elementBytes(buffer.dtype))))) : []
  const written: Code = [place, write(local === undefined ? address : localGet(local))]
  return guard ? ifElse(codeOf(guard), written) : written
}
