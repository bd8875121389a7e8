import { describe, expect, test } from "vitest"
import {
  describeDef,
  firstMismatch,
  flatten,
  flattenWithPath,
  keystr,
  leaves,
  map,
  partial,
  registerClass,
  registerDataclass,
  registerPytreeNode,
  registerPytreeWithKeys,
  registerStatic,
  showTreedef,
  static_,
  structure,
  transpose,
  treedefEquals,
  unflatten,
} from "../../src/tree/index.js"
import { textOf, thrown } from "./thrown.js"

class Linear {
  constructor(
    readonly w: unknown,
    readonly b: unknown,
    readonly options: unknown,
  ) {}
}
registerClass(Linear, {
  flatten: ({ w, b, options }) => ({ children: { w, b }, aux: options }),
  unflatten: (options, { w, b }) => new Linear(w, b, options),
})
const same = (a: unknown, b: unknown): boolean => treedefEquals(structure(a), structure(b))

describe("registerClass", () => {
  test("children by name come sorted, and have paths; aux goes round", () => {
    const model = [new Linear(1, { x: 2 }, { units: 3 })]
    expect(flattenWithPath(model).leaves.map(([p, x]) => [keystr(p, "model"), x])).toEqual([
      ["model[0].b.x", 2],
      ["model[0].w", 1],
    ])
    expect(map((x: number) => 10 * x, model as unknown)).toStrictEqual([new Linear(10, { x: 20 }, { units: 3 })])
  })
  test("aux is compared by value where it is plain data, by identity elsewhere", () => {
    const of = (aux: unknown): Linear => new Linear(1, 2, aux)
    const f = (): number => 0
    const s = Symbol("s")
    expect(same(of([s, Symbol.for("t")]), of([s, Symbol.for("t")]))).toBe(true)
    expect(same(of({ a: [1, "x"], b: null }), of({ b: null, a: [1, "x"] }))).toBe(true)
    expect(same(of([f, Number.NaN]), of([f, Number.NaN]))).toBe(true)
    const different = [
      1,
      "1",
      1n,
      true,
      null,
      undefined,
      0,
      -0,
      Number.NaN,
      [],
      {},
      [1],
      { a: 1 },
      f,
      () => 0,
      Symbol("s"),
      Symbol.for("s"),
      new Map(),
    ]
    for (const [i, a] of different.entries())
      for (const [j, b] of different.entries()) expect([i, j, same(of(a), of(b))]).toEqual([i, j, i === j])
  })
  test("aux is compared by the class's own equality", () => {
    class Tagged {
      constructor(
        readonly x: number,
        readonly tag: { name: string; noise: number },
      ) {}
    }
    registerClass(Tagged, {
      flatten: ({ x, tag }) => ({ children: [x], aux: tag }),
      unflatten: (tag, [x]) => new Tagged(x as number, tag),
      auxEq: { equals: (a, b) => a.name === b.name },
    })
    const many = Array.from({ length: 40 }, (_, i) => new Tagged(1, { name: `tag ${i}`, noise: 0 }))
    for (const [i, t] of many.entries()) {
      expect(same(t, new Tagged(2, { name: `tag ${i}`, noise: 1 }))).toBe(true)
      expect(same(t, new Tagged(2, { name: `tag ${i + 1}`, noise: 0 }))).toBe(false)
    }
  })
  test("instances were leaves before, and subclasses still are", () => {
    class Late {
      x = 1
    }
    class Later extends Late {}
    expect(leaves(new Late())).toHaveLength(1)
    registerClass(Late, { flatten: ({ x }) => ({ children: [x, x] }), unflatten: () => new Late() })
    expect(leaves(new Late())).toEqual([1, 1])
    expect(leaves(new Later())[0]).toBeInstanceOf(Later)
  })
  test("two classes of one name are different, as are numbered and named children", () => {
    const make = (): { new (): object } => class Twin {}
    const [A, B] = [make(), make()]
    for (const C of [A, B]) registerClass(C, { flatten: () => ({ children: [1] }), unflatten: () => new C() })
    expect(same(new A(), new B())).toBe(false)
    expect(same(new A(), new A())).toBe(true)
  })
  test("refuses to register twice, to take Object, and rules that return no children", () => {
    expect(
      textOf(() => registerClass(Linear, { flatten: () => ({ children: [] }), unflatten: () => new Linear(0, 0, 0) })),
    ).toMatchInlineSnapshot(`"[tree/register] tree.registerClass: a class is registered once; got Linear again."`)
    expect(textOf(() => registerClass(Object, { flatten: () => ({ children: [] }), unflatten: () => ({}) }))).toMatchInlineSnapshot(
      `"[tree/register] tree.registerClass: the class must be one of your own; got Object."`,
    )
    class Bad {}
    registerClass(Bad, { flatten: () => ({ children: 3 as never }), unflatten: () => new Bad() })
    expect(textOf(() => flatten(new Bad()))).toMatchInlineSnapshot(
      `"[tree/register] tree.flatten: the flatten rule of Bad must return { children: an array or an object }; got 3."`,
    )
  })
  test("a mismatch names the child, or the class and its aux", () => {
    const between = (a: unknown, b: unknown): unknown => {
      const found = firstMismatch(structure(a), structure(b))
      return found && [keystr(found.path), describeDef(found.expected), describeDef(found.got)]
    }
    expect(between([new Linear(1, 2, 0)], [new Linear([1], 2, 0)])).toEqual(["[0].w", "a leaf", "an array of 1"])
    expect(between([new Linear(1, 2, 0)], [new Linear(1, 2, 1)])).toEqual(["[0]", "a Linear<0>", "a Linear<1>"])
    expect(thrown(() => map((x: number, y: number) => x + y, [new Linear(1, 2, 0)] as unknown, [{ w: 1, b: 2 }])).path).toBe("tree[0]")
  })
  test("a class may give numbered children one time and named ones another", () => {
    class Either {
      constructor(readonly children: readonly unknown[] | { readonly [key: string]: unknown }) {}
    }
    registerClass(Either, { flatten: ({ children }) => ({ children }), unflatten: (_, children) => new Either(children) })
    expect(same(new Either([]), new Either({}))).toBe(false)
    expect(firstMismatch(structure(new Either([1])), structure(new Either({ a: 1 })))?.path).toEqual([])
    expect(map((x: number) => -x, [new Either([1]), new Either({ a: 2 })] as unknown)).toEqual([new Either([-1]), new Either({ a: -2 })])
  })
  test("structures compose through classes", () => {
    const turned = transpose(structure(new Linear(0, 0, "aux")), null, new Linear([1, 2], [3, 4], "aux"))
    expect(turned).toStrictEqual([new Linear(1, 3, "aux"), new Linear(2, 4, "aux")])
  })
  test("shows", () => {
    expect(showTreedef(structure(new Linear(1, [], undefined)))).toBe("TreeDef(Linear({ b: [], w: * }))")
    expect(showTreedef(structure(new Linear(1, null, { units: 3 })))).toBe('TreeDef(Linear<{"units":3}>({ b: null, w: * }))')
  })
})

describe("JAX's ways", () => {
  test("registerPytreeNode", () => {
    class Pair {
      constructor(
        readonly a: unknown,
        readonly b: unknown,
      ) {}
    }
    registerPytreeNode(
      Pair,
      ({ a, b }) => [[a, b], "aux"],
      (aux, [a, b]) => new Pair(a, [aux, b]),
    )
    const { leaves: xs, treedef } = flatten(new Pair(1, 2))
    expect([xs, unflatten(treedef, [3, 4])]).toStrictEqual([[1, 2], new Pair(3, ["aux", 4])])
  })
  test("registerPytreeWithKeys keeps the order of flatten for unflatten", () => {
    class Keyed {
      constructor(readonly parts: readonly unknown[]) {}
    }
    registerPytreeWithKeys(
      Keyed,
      ({ parts }) => [
        [
          ["z", parts[0]],
          ["a", parts[1]],
        ],
        null,
      ],
      (_, parts) => new Keyed(parts),
    )
    const k = new Keyed([1, 2])
    expect(leaves(k)).toEqual([2, 1])
    expect(map((x: number) => -x, k as unknown)).toStrictEqual(new Keyed([-1, -2]))
  })
  test("registerDataclass", () => {
    class Dense {
      constructor(
        public w: unknown,
        public name: string,
      ) {}
    }
    registerDataclass(Dense, { dataFields: ["w"], metaFields: ["name"] })
    const d = new Dense([1, 2], "first")
    const back = map((x: number) => x + 1, d as unknown)
    expect(back).toBeInstanceOf(Dense)
    expect(back).toEqual({ w: [2, 3], name: "first" })
    expect(same(d, new Dense([1, 2], "second"))).toBe(false)
    expect(() => leaves(Object.assign(d, { bias: 1 }))).toThrow("the field bias")
  })
  test("registerStatic", () => {
    class Mode {
      constructor(readonly name: string) {}
    }
    registerStatic(Mode, { equals: (a, b) => a.name === b.name })
    const m = { mode: new Mode("train"), w: 1 }
    expect(leaves(m)).toEqual([1])
    expect(map((x: number) => x, m as unknown)).toStrictEqual(m)
    expect(same(m, { mode: new Mode("train"), w: 2 })).toBe(true)
    expect(same(m, { mode: new Mode("eval"), w: 2 })).toBe(false)
  })
})

describe("static_ and partial", () => {
  test("a static value is structure", () => {
    const model = { w: 1, act: static_("relu") }
    expect(leaves(model)).toEqual([1])
    expect(map((w) => w + 1, model).act.value).toBe("relu")
    expect(same(model, { w: 2, act: static_("relu") })).toBe(true)
    expect(same(model, { w: 2, act: static_("tanh") })).toBe(false)
  })
  test("a partial is a callable tree", () => {
    const f = (a: { x: number }, b: number, c: number): number => 100 * a.x + 10 * b + c
    const bound = partial(f, { x: 1 }, 2)
    expect(bound(3)).toBe(123)
    expect(leaves(bound as unknown)).toEqual([1, 2])
    const doubled = map((x: number) => 2 * x, bound as unknown) as typeof bound
    expect(doubled(3)).toBe(243)
    expect(same(bound, doubled)).toBe(true)
    expect(
      same(
        bound,
        partial((a: { x: number }, b: number, c: number) => f(a, b, c), { x: 1 }, 2),
      ),
    ).toBe(false)
    expect(thrown(() => unflatten(structure(bound), [1])).code).toBe("tree/leaf-count")
  })
})
