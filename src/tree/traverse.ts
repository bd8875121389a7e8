// The one traversal: depth first, left to right, on an explicit stack, so that depth is bounded by memory and not by the call stack.
// Flatten reads values and builds structures; unflatten and printing read structures and build values or text.

/** Something opened up: its children are known, and it waits for their results. */
export interface Opened<X> {
  readonly children: readonly X[]
}

/** A traversal is: how to open a node, what a leaf gives, and what a node makes of its children's results. */
export interface Steps<X, N extends Opened<X>, A> {
  readonly open: (x: X) => N | undefined
  readonly leaf: (x: X) => A
  readonly close: (node: N, results: A[]) => A
  /** Called when the depth reaches a power of two, with the nodes from the root down. */
  readonly deep?: (nodes: readonly Level<X, N, A>[]) => void
}

/** A node on the way down; the child being worked on is number `results.length`. */
export interface Level<X, N extends Opened<X>, A> {
  readonly node: N
  readonly results: A[]
}

const firstCheck = 64

const enter = <X, N extends Opened<X>, A>(stack: Level<X, N, A>[], node: N, { deep }: Steps<X, N, A>): Level<X, N, A> => {
  const level: Level<X, N, A> = { node, results: [] }
  const depth = stack.push(level)
  if (depth >= firstCheck && (depth & (depth - 1)) === 0) deep?.(stack)
  return level
}

/** Works through a tree from the leaves up. */
export const traverse = <X, N extends Opened<X>, A>(root: X, steps: Steps<X, N, A>): A => {
  const { open, leaf, close } = steps
  const top = open(root)
  if (top === undefined) return leaf(root)
  const stack: Level<X, N, A>[] = []
  let level = enter(stack, top, steps)
  for (;;) {
    const { node, results } = level
    if (results.length < node.children.length) {
      const x = node.children[results.length] as X
      const child = open(x)
      if (child === undefined) results.push(leaf(x))
      else level = enter(stack, child, steps)
    } else {
      const result = close(node, results)
      stack.pop()
      const parent = stack.at(-1)
      if (parent === undefined) return result
      parent.results.push(result)
      level = parent
    }
  }
}
