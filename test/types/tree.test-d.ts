// The types of tree functions: what comes back has the caller's own type, and a leaf's type is what the checker says it is.
import { describe, expectTypeOf, test } from "vitest"
import {
  all,
  broadcast,
  flatten,
  type Leaf,
  leaves,
  leavesWithPath,
  type MapLeaves,
  map,
  mapUntil,
  mapWithPath,
  partial,
  reduce,
  registerClass,
  type Static,
  type Tree,
  unflatten,
} from "../../src/tree/index.js"

declare class Arr {
  readonly shape: readonly number[]
  readonly dtype: "float32"
  mul(x: Arr | number): Arr
}
interface Layer {
  readonly w: Arr
  readonly b?: Arr
}
interface Params {
  readonly layers: readonly Layer[]
  readonly scale: readonly [Arr, Arr | null]
}
declare const params: Params

describe("Leaf", () => {
  test("finds leaves in interfaces, tuples, optional fields and unions", () => {
    expectTypeOf<Leaf<Params>>().toEqualTypeOf<Arr>()
    expectTypeOf<Leaf<{ w: Arr; n: [number, null] }>>().toEqualTypeOf<Arr | number>()
    expectTypeOf<Leaf<null>>().toEqualTypeOf<never>()
    expectTypeOf<Leaf<[Map<string, Arr>, Promise<Arr>]>>().toEqualTypeOf<Map<string, Arr> | Promise<Arr>>()
    expectTypeOf<Leaf<{ w: Arr; act: Static<"relu"> }>>().toEqualTypeOf<Arr>()
    expectTypeOf<Leaf<unknown>>().toEqualTypeOf<unknown>()
  })
  test("of a tree of no particular shape", () => {
    expectTypeOf<Leaf<Tree<Arr>>>().toEqualTypeOf<Arr>()
    const double = (tree: Tree<Arr>): Tree<Arr> => map((x) => x.mul(2), tree)
    const sizes = (tree: Tree<Arr>): Tree<number> => map((x) => x.shape.length, tree)
    expectTypeOf(double).returns.toEqualTypeOf<Tree<Arr>>()
    expectTypeOf(sizes).returns.toEqualTypeOf<Tree<number>>()
  })
})

describe("MapLeaves", () => {
  test("keeps interfaces, readonly tuples, optional fields and null", () => {
    expectTypeOf<MapLeaves<Params, Arr, number>>().toEqualTypeOf<{
      readonly layers: readonly { readonly w: number; readonly b?: number }[]
      readonly scale: readonly [number, number | null]
    }>()
  })
  test("leaves other leaves alone, arrays not being taken apart", () => {
    expectTypeOf<MapLeaves<{ w: Arr; n: number; f: () => Arr }, number, string>>().toEqualTypeOf<{ w: Arr; n: string; f: () => Arr }>()
  })
})

describe("map", () => {
  test("gives back the type of the tree", () => {
    expectTypeOf(map((x: Arr) => x.mul(2), params)).toEqualTypeOf<Params>()
    expectTypeOf(map((p, g) => p.mul(g), params, params)).toEqualTypeOf<Params>()
  })
  test("knows the leaves of every tree without annotations", () => {
    map(
      (x, n, s) => {
        expectTypeOf(x).toEqualTypeOf<Arr>()
        expectTypeOf(n).toEqualTypeOf<number>()
        expectTypeOf(s).toEqualTypeOf<string>()
      },
      { a: params.scale[0] },
      { a: 1 },
      { a: "x" },
    )
  })
  test("changes leaves", () => {
    expectTypeOf(map((x) => x.shape.length, params)).toEqualTypeOf<MapLeaves<Params, Arr, number>>()
  })
  test("works where the tree is a type parameter", () => {
    const double = <P>(tree: P): P => map((x: Arr) => x.mul(2), tree)
    const step = <P>(tree: P, grads: P): P => map((x: Arr, g: Arr) => x.mul(g), tree, grads)
    const shapes = <P>(tree: P): MapLeaves<P, Arr, readonly number[]> => map((x: Arr) => x.shape, tree)
    expectTypeOf(double(params)).toEqualTypeOf<Params>()
    expectTypeOf(step(params, params)).toEqualTypeOf<Params>()
    expectTypeOf(shapes({ a: params.scale[0] })).toEqualTypeOf<{ a: readonly number[] }>()
  })
  test("refuses a function that does not take the leaves", () => {
    // @ts-expect-error the tree has numbers
    map((x: Arr) => x, { a: 1 } as const satisfies { a: number }, 1)
    // @ts-expect-error two parameters need two trees
    map((x: Arr, y: Arr) => x.mul(y), params)
  })
  test("with paths, and down to a predicate", () => {
    expectTypeOf(mapWithPath((path, x) => x.mul(path.length), params)).toEqualTypeOf<Params>()
    expectTypeOf(mapUntil(Array.isArray, (x: number[]) => x.length, { a: [1, 2] })).toEqualTypeOf<{ a: number }>()
  })
})

test("flatten, leaves, reduce and unflatten", () => {
  expectTypeOf(flatten(params).leaves).toEqualTypeOf<readonly Arr[]>()
  expectTypeOf(leaves([1, { a: "x" }])).toEqualTypeOf<readonly (number | string)[]>()
  expectTypeOf(leavesWithPath(params)[0]?.[1]).toEqualTypeOf<Arr | undefined>()
  expectTypeOf(reduce((n, x) => n + x.shape.length, params, 0)).toEqualTypeOf<number>()
  expectTypeOf(unflatten<Params>(flatten(params).treedef, [])).toEqualTypeOf<Params>()
  expectTypeOf(all(params)).toEqualTypeOf<boolean>()
  expectTypeOf(broadcast(0, params).scale[0]).toEqualTypeOf<number>()
})

test("registerClass ties what flatten gives to what unflatten takes", () => {
  class Linear {
    private constructor(
      readonly w: Arr,
      readonly units: number,
    ) {}
    static of = (w: Arr, units: number): Linear => new Linear(w, units)
  }
  registerClass(Linear, {
    flatten: ({ w, units }) => ({ children: { w }, aux: units }),
    unflatten: (units, { w }) => {
      expectTypeOf(w).toEqualTypeOf<Arr>()
      expectTypeOf(units).toEqualTypeOf<number>()
      return Linear.of(w, units)
    },
  })
  expectTypeOf(partial((a: number, b: string) => a + b.length, 1)).toEqualTypeOf<(b: string) => number>()
})
