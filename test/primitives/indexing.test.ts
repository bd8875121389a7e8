import { describe, expect, test } from "vitest"
import "../../src/install.js"
import type { NDArray } from "../../src/core/array.js"
import { avalOf } from "../../src/core/aval.js"
import { forEachIndex, stridesOf } from "../../src/core/tensor.js"
import { traceJaxpr } from "../../src/core/trace.js"
import { gatherAlong, scatterAlong } from "../../src/primitives/indexing/along.js"
import { dynamicSlice, dynamicUpdateSlice } from "../../src/primitives/indexing/dynamicslice.js"
import { scatterMax, scatterMin } from "../../src/primitives/indexing/extremum.js"
import { type GatherOptions, gather, scatterAdd } from "../../src/primitives/indexing/gather.js"
import { scatterMul } from "../../src/primitives/indexing/product.js"
import { scatter } from "../../src/primitives/indexing/scatter.js"
import type { ScatterOptions } from "../../src/primitives/indexing/scattering.js"
import { vmap } from "../../src/transforms/vmap.js"
import { array, ints, jacobian, obeysLaws, spread, values } from "./checks.js"

const at = (x: NDArray, index: readonly number[]): number => {
  const strides = stridesOf(x.shape)
  return values(x)[index.reduce((sum, i, axis) => sum + i * (strides[axis] as number), 0)] as number
}

/** XLA's definition, one element of the result at a time: where it is read, or undefined if its window does not fit. */
const placeOf = (x: NDArray, indices: NDArray, options: GatherOptions, position: readonly number[]): readonly number[] | undefined => {
  const dims = { operandBatchingDims: [], startIndicesBatchingDims: [], ...options.dimensionNumbers }
  const row = position.filter((_, axis) => !dims.offsetDims.includes(axis))
  const inside = dims.offsetDims.map((axis) => position[axis] as number)
  const start = x.shape.map(() => 0)
  let fits = true
  dims.startIndexMap.forEach((axis, k) => {
    const given = at(indices, [...row, k])
    const last = (x.shape[axis] as number) - (options.sliceSizes[axis] as number)
    fits = fits && given >= 0 && given <= last
    start[axis] = given < 0 ? 0 : given > last ? last : given
  })
  dims.operandBatchingDims.forEach((axis, j) => {
    start[axis] = row[dims.startIndicesBatchingDims[j] as number] as number
  })
  const kept = x.shape.map((_, axis) => axis).filter((a) => ![...dims.collapsedSliceDims, ...dims.operandBatchingDims].includes(a))
  kept.forEach((axis, k) => {
    start[axis] = (start[axis] as number) + (inside[k] as number)
  })
  return fits || options.mode !== "fill" ? start : undefined
}

const gatherByDefinition = (x: NDArray, indices: NDArray, options: GatherOptions, y: NDArray): readonly number[] => {
  const out: number[] = []
  forEachIndex(y.shape, (position) => {
    const place = placeOf(x, indices, options, position)
    out.push(place ? at(x, place) : (options.fillValue ?? Number.NaN))
  })
  return out
}

const rows: GatherOptions = {
  dimensionNumbers: { offsetDims: [1], collapsedSliceDims: [0], startIndexMap: [0] },
  sliceSizes: [1, 3],
}

const windowed: GatherOptions = {
  dimensionNumbers: { offsetDims: [0, 2], collapsedSliceDims: [1], startIndexMap: [2, 0] },
  sliceSizes: [1, 1, 3],
}

const walked: GatherOptions = {
  dimensionNumbers: {
    offsetDims: [1],
    collapsedSliceDims: [],
    startIndexMap: [2],
    operandBatchingDims: [0, 1],
    startIndicesBatchingDims: [1, 0],
  },
  sliceSizes: [1, 1, 2],
}

const outOfBounds = ints([2, 2, 2], [0, 1, 2, 0, -1, 0, 3, 1])
const walkedIndices = ints([3, 2, 1], [0, 3, 4, -2, 2, 1])

describe("gather", () => {
  test("picks rows", () => {
    const x = array([3, 2], [1, 2, 3, 4, 5, 6])
    const y = gather(x, ints([4, 1], [2, 0, 0, 1]), { ...rows, sliceSizes: [1, 2] })
    expect(y.shape).toEqual([4, 2])
    expect(values(y)).toEqual([5, 6, 1, 2, 1, 2, 3, 4])
  })

  for (const mode of ["clip", "fill"] as const)
    for (const fillValue of [null, -7]) {
      test(`is XLA's gather for windows over several axes, mode ${mode}, fill value ${fillValue}`, () => {
        const x = spread([2, 3, 5], 1)
        const options = { ...windowed, mode, fillValue }
        const y = gather(x, outOfBounds, options)
        expect(y.shape).toEqual([1, 2, 3, 2])
        expect(values(y)).toEqual(gatherByDefinition(x, outOfBounds, options, y))
      })

      test(`is XLA's gather with batching axes, mode ${mode}, fill value ${fillValue}`, () => {
        const x = spread([2, 3, 5], 1)
        const options = { ...walked, mode, fillValue }
        const y = gather(x, walkedIndices, options)
        expect(y.shape).toEqual([3, 2, 2])
        expect(values(y)).toEqual(gatherByDefinition(x, walkedIndices, options, y))
      })
    }

  test("fills with NaN, the extreme integer, or true", () => {
    const one = { dimensionNumbers: { offsetDims: [], collapsedSliceDims: [0], startIndexMap: [0] }, sliceSizes: [1] } as const
    const beyond = ints([1, 1], [9])
    const filled = (dtype: NDArray["dtype"]): number => gather(array([2], [0, 1], dtype), beyond, one).item()
    expect(filled("float32")).toBeNaN()
    expect(filled("int8")).toBe(-128)
    expect(filled("int32")).toBe(-(2 ** 31))
    expect(filled("uint8")).toBe(255)
    expect(filled("bool")).toBe(1)
  })

  test("takes indices of any integer dtype", () => {
    const x = spread([3, 3], 2)
    const expected = values(gather(x, ints([2, 1], [2, 1]), rows))
    for (const dtype of ["int8", "uint8", "uint32"] as const)
      expect(values(gather(x, array([2, 1], [2, 1], dtype), rows))).toEqual(expected)
  })

  test("works on nothing", () => {
    expect(gather(spread([3, 3], 1), ints([0, 1], []), rows).shape).toEqual([0, 3])
    expect(gather(spread([3, 0], 1), ints([2, 1], [0, 5]), { ...rows, sliceSizes: [1, 0] }).shape).toEqual([2, 0])
    const scalar = gather(array([], [4]), ints([2, 0], []), {
      dimensionNumbers: { offsetDims: [], collapsedSliceDims: [], startIndexMap: [] },
      sliceSizes: [],
    })
    expect(values(scalar)).toEqual([4, 4])
  })

  test("obeys the laws", () => {
    const x = spread([2, 3, 5], 1)
    for (const mode of ["clip", "fill"] as const) {
      obeysLaws((a, i) => gather(a as NDArray, i as NDArray, { ...windowed, mode, fillValue: 0.5 }), [x, outOfBounds])
      obeysLaws((a, i) => gather(a as NDArray, i as NDArray, { ...walked, mode, fillValue: 0.5 }), [x, walkedIndices])
    }
    const distinct = ints([2, 1], [2, 0])
    obeysLaws(
      (a, i) => gather(a as NDArray, i as NDArray, { ...rows, uniqueIndices: true, mode: "promise_in_bounds" }),
      [spread([3, 3], 2), distinct],
    )
  })

  test("keeps under vmap only the promises that still hold", () => {
    const promises = { indicesAreSorted: true, uniqueIndices: true }
    const promisedBy = (inAxes: readonly (number | null)[]): unknown => {
      const f = vmap((a: NDArray, i: NDArray) => gather(a, i, { ...rows, ...promises }), { inAxes })
      const avals = inAxes.map((axis, k) => {
        const shape = k === 0 ? [3, 3] : [2, 1]
        return avalOf(axis === null ? shape : [4, ...shape], k === 0 ? "float64" : "int32")
      })
      const { eqns } = traceJaxpr((xs) => [f(...(xs as [NDArray, NDArray]))], avals, { transform: "jit", name: "f" }).jaxpr
      const { indicesAreSorted, uniqueIndices } = eqns.at(-1)?.params ?? {}
      return { indicesAreSorted, uniqueIndices }
    }
    expect(promisedBy([0, null])).toEqual(promises)
    expect(promisedBy([0, 0])).toEqual({ indicesAreSorted: false, uniqueIndices: true })
    expect(promisedBy([null, 0])).toEqual({ indicesAreSorted: false, uniqueIndices: false })
  })

  const x = spread([3, 3], 1)
  const good = ints([2, 1], [0, 1])
  const faults: readonly [string, NDArray, GatherOptions][] = [
    ["integer", array([2, 1], [0, 1]), rows],
    ["the last axis of the indices must hold the entries of a row; got a scalar", ints([], [0]), rows],
    ["one entry for each axis it addresses; got 2 entries for axes (0)", ints([2, 2], [0, 1, 0, 1]), rows],
    [
      "collapsed axes of the operand must be distinct axes in 0…1",
      good,
      { ...rows, dimensionNumbers: { ...rows.dimensionNumbers, collapsedSliceDims: [2] } },
    ],
    ["windows must fit into the operand, (3, 3); got (1, 4)", good, { ...rows, sliceSizes: [1, 4] }],
    ["windows must have size 1 along the axes (0) that they drop", good, { ...rows, sliceSizes: [2, 3] }],
    ["window sizes must be 2 natural numbers", good, { ...rows, sliceSizes: [1] }],
    ["one offset axis for each of 1 window axes", good, { ...rows, dimensionNumbers: { ...rows.dimensionNumbers, offsetDims: [] } }],
    ["offset axes must be distinct axes in 0…1", good, { ...rows, dimensionNumbers: { ...rows.dimensionNumbers, offsetDims: [2] } }],
    [
      "pair up with equal sizes; got (3) and (2)",
      good,
      {
        ...rows,
        dimensionNumbers: {
          offsetDims: [1],
          collapsedSliceDims: [],
          startIndexMap: [1],
          operandBatchingDims: [0],
          startIndicesBatchingDims: [0],
        },
      },
    ],
    ["the mode must be one of clip, fill, promise_in_bounds", good, { ...rows, mode: "wrap" as never }],
  ]
  for (const [message, indices, options] of faults)
    test(`refuses: ${message}`, () => {
      expect(() => gather(x, indices, options)).toThrow(message)
    })
})

const scattered: ScatterOptions = {
  dimensionNumbers: { updateWindowDims: [0, 2], insertedWindowDims: [1], scatterDimsToOperandDims: [2, 0] },
}
const scatteredWalked: ScatterOptions = {
  dimensionNumbers: {
    updateWindowDims: [1],
    insertedWindowDims: [],
    scatterDimsToOperandDims: [2],
    operandBatchingDims: [0, 1],
    scatterIndicesBatchingDims: [1, 0],
  },
}

/** A scatter one update at a time, in row-major order, at the places where the matching gather reads. */
const scatterByDefinition = (
  x: NDArray,
  indices: NDArray,
  updates: NDArray,
  windows: GatherOptions,
  meet: (old: number, update: number) => number,
): readonly number[] => {
  const out = [...values(x)]
  const strides = stridesOf(x.shape)
  forEachIndex(updates.shape, (position, k) => {
    const place = placeOf(x, indices, windows, position)
    if (!place) return
    const offset = place.reduce((sum, i, axis) => sum + i * (strides[axis] as number), 0)
    out[offset] = meet(out[offset] as number, values(updates)[k] as number)
  })
  return out
}

type Scatter = (x: NDArray, indices: NDArray, updates: NDArray, options: ScatterOptions) => NDArray

const scatters: { readonly [name: string]: { readonly apply: Scatter; readonly meet: (old: number, update: number) => number } } = {
  scatter: { apply: scatter, meet: (_, update) => update },
  "scatter-add": { apply: scatterAdd, meet: (old, update) => old + update },
  "scatter-mul": { apply: scatterMul, meet: (old, update) => old * update },
  "scatter-min": { apply: scatterMin, meet: (old, update) => (update < old ? update : old) },
  "scatter-max": { apply: scatterMax, meet: (old, update) => (update > old ? update : old) },
}

const element = { dimensionNumbers: { updateWindowDims: [], insertedWindowDims: [0], scatterDimsToOperandDims: [0] } } as const

describe.each(Object.entries(scatters))("%s", (_, { apply, meet }) => {
  for (const mode of ["clip", "fill_or_drop"] as const) {
    const reading = mode === "clip" ? "clip" : "fill"

    test(`meets overlapping windows one after the other, mode ${mode}`, () => {
      const x = spread([2, 3, 5], 1)
      const u = spread([1, 2, 3, 2], 2)
      const y = apply(x, outOfBounds, u, { ...scattered, mode })
      expect(values(y)).toEqual(scatterByDefinition(x, outOfBounds, u, { ...windowed, mode: reading }, meet))
    })

    test(`meets windows along batching axes, mode ${mode}`, () => {
      const x = spread([2, 3, 5], 1)
      const u = spread([3, 2, 2], 2)
      const y = apply(x, walkedIndices, u, { ...scatteredWalked, mode })
      expect(values(y)).toEqual(scatterByDefinition(x, walkedIndices, u, { ...walked, mode: reading }, meet))
    })

    test(`obeys the laws where updates meet, mode ${mode}`, () => {
      const x = spread([2, 3, 5], 1)
      obeysLaws(
        (a, i, u) => apply(a as NDArray, i as NDArray, u as NDArray, { ...scattered, mode }),
        [x, outOfBounds, spread([1, 2, 3, 2], 2)],
      )
      obeysLaws(
        (a, i, u) => apply(a as NDArray, i as NDArray, u as NDArray, { ...scatteredWalked, mode }),
        [x, walkedIndices, spread([3, 2, 2], 2)],
      )
    })
  }

  test("obeys the laws where the indices promise to be unique and in bounds", () => {
    const promised = { ...element, uniqueIndices: true, mode: "promise_in_bounds" } as const
    obeysLaws(
      (a, i, u) => apply(a as NDArray, i as NDArray, u as NDArray, promised),
      [spread([5], 1), ints([3, 1], [4, 0, 2]), spread([3], 2)],
    )
  })

  test("works on nothing", () => {
    const x = spread([3], 1)
    expect(values(apply(x, ints([0, 1], []), array([0], []), element))).toEqual(values(x))
    const scalar = { dimensionNumbers: { updateWindowDims: [], insertedWindowDims: [], scatterDimsToOperandDims: [] } }
    expect(apply(array([], [2]), ints([0], []), array([], [3]), scalar).item()).toBe(meet(2, 3))
  })

  test("refuses updates of another shape or dtype", () => {
    expect(() => apply(spread([5], 1), ints([3, 1], [0, 1, 2]), spread([2], 1), element)).toThrow(
      "updates must have shape [3] for these indices and windows",
    )
    expect(() => apply(spread([5], 1), ints([3, 1], [0, 1, 2]), ints([3], [1, 2, 3]), element)).toThrow("same dtype")
  })
})

describe("scatters of whole numbers", () => {
  const place = ints([3, 1], [0, 0, 1])

  test("wrap around as the dtype does", () => {
    const sum = scatterAdd(array([2], [2 ** 31 - 1, 0], "int32"), place, ints([3], [1, 1, 5]), element)
    expect(values(sum)).toEqual([-(2 ** 31) + 1, 5])
    const product = scatterMul(array([2], [123456789, 1], "int32"), place, ints([3], [987654321, 3, 5]), element)
    expect(values(product)).toEqual([Math.imul(Math.imul(123456789, 987654321), 3), 5])
    const bytes = scatterAdd(array([2], [250, 0], "uint8"), place, array([3], [5, 5, 1], "uint8"), element)
    expect(values(bytes)).toEqual([4, 1])
  })

  test("scatter takes booleans; arithmetic does not", () => {
    const flags = array([2], [0, 1], "bool")
    expect(values(scatter(flags, place, array([3], [0, 1, 0], "bool"), element))).toEqual([1, 0])
    expect(() => scatterAdd(flags, place, array([3], [0, 1, 0], "bool"), element)).toThrow("dtype/kind")
  })
})

describe("float32 sums", () => {
  test("are rounded once", () => {
    const many = 1000
    const sum = scatterAdd(
      array([1], [2 ** 24], "float32"),
      ints([many, 1], new Array(many).fill(0)),
      array([many], new Array(many).fill(1), "float32"),
      element,
    )
    expect(sum.item()).toBe(2 ** 24 + many)
  })
})

describe("scatter-mul", () => {
  test("has the product of the others as its slope, at zeros too", () => {
    const places = [0, 1, 0, 0, 0, 1, 0, 0]
    const product = (u: NDArray): NDArray => scatterMul(array([2], [2, 7]), ints([8, 1], places), u, element)
    const others = (u: readonly number[], j: number): number => u.reduce((p, v, k) => (k !== j && places[k] === places[j] ? p * v : p), 1)
    for (const u of [
      [3, 5, 2, 11, 4, 6, 7, 9],
      [3, 5, 0, 11, 4, 6, 7, 9],
      [3, 0, 0, 11, 4, 0, 0, 9],
    ]) {
      const row = (place: number, x: number): number[] => u.map((_, j) => (places[j] === place ? x * others(u, j) : 0))
      expect(jacobian(product, array([8], u))).toEqual([row(0, 2), row(1, 7)])
    }
  })
})

describe("scatter-max", () => {
  test("shares the derivative among those that tie", () => {
    const u = array([4], [3, 1, 3, 2])
    const index = ints([4, 1], [0, 0, 0, 1])
    const ofOperand = (x: NDArray): NDArray => scatterMax(x, index, u, element)
    const ofUpdates = (v: NDArray): NDArray => scatterMax(array([2], [3, 5]), index, v, element)
    expect(jacobian(ofOperand, array([2], [3, 5]))).toEqual([
      [1 / 3, 0],
      [0, 1],
    ])
    expect(jacobian(ofUpdates, u)).toEqual([
      [1 / 3, 0, 1 / 3, 0],
      [0, 0, 0, 0],
    ])
  })

  test("lets NaN win, with a derivative of zero", () => {
    const f = (v: NDArray): NDArray => scatterMax(array([2], [3, 5]), ints([2, 1], [0, 0]), v, element)
    expect(values(f(array([2], [Number.NaN, 4])))).toEqual([Number.NaN, 5])
    expect(jacobian(f, array([2], [Number.NaN, 4]))).toEqual([
      [0, 0],
      [0, 0],
    ])
  })
})

describe("dynamic_slice and dynamic_update_slice", () => {
  const x = spread([3, 5], 1)
  const start = (i: number, j: number): readonly NDArray[] => [ints([], [i]), ints([], [j])]
  const block = (i: number, j: number): readonly number[] => [0, 1].flatMap((a) => [0, 1, 2].map((b) => at(x, [i + a, j + b])))

  test("read the window, clamped so that it fits", () => {
    expect(values(dynamicSlice(x, start(1, 2), [2, 3]))).toEqual(block(1, 2))
    expect(values(dynamicSlice(x, start(-4, 1), [2, 3]))).toEqual(block(0, 1))
    expect(values(dynamicSlice(x, start(9, 3), [2, 3]))).toEqual(block(1, 2))
  })

  test("write the window, clamped so that it fits", () => {
    const update = array([2, 3], [1, 2, 3, 4, 5, 6])
    const y = dynamicUpdateSlice(x, update, start(7, -1))
    expect(values(dynamicSlice(y, start(1, 0), [2, 3]))).toEqual([1, 2, 3, 4, 5, 6])
    expect(values(y).slice(0, 5)).toEqual(values(x).slice(0, 5))
    expect(values(y).filter((v, i) => v === values(x)[i]).length).toBe(15 - 6)
  })

  test("take scalars and empty windows", () => {
    expect(dynamicSlice(array([], [3]), [], []).item()).toBe(3)
    expect(dynamicUpdateSlice(array([], [3]), array([], [4]), []).item()).toBe(4)
    expect(dynamicSlice(x, start(0, 0), [0, 5]).shape).toEqual([0, 5])
    expect(values(dynamicUpdateSlice(x, array([0, 5], []), start(2, 0)))).toEqual(values(x))
  })

  test("obey the laws", () => {
    const at3 = [ints([], [1]), array([], [4], "int32"), ints([], [0])]
    const cube = spread([2, 3, 5], 1)
    for (const index of [at3, [ints([], [-3]), ints([], [1]), ints([], [2])]]) {
      obeysLaws((a, ...i) => dynamicSlice(a as NDArray, i, [1, 2, 3]), [cube, ...index])
      obeysLaws((a, u, ...i) => dynamicUpdateSlice(a as NDArray, u as NDArray, i), [cube, spread([1, 2, 3], 2), ...index])
    }
  })

  test("differ from lane to lane under vmap, in bounds and out", () => {
    const rowStarts = ints([4], [0, 1, 9, -2])
    const columnStarts = ints([4], [2, 0, 1, 7])
    const update = spread([2, 3], 5)
    const read = (i: NDArray, j: NDArray): NDArray => dynamicSlice(x, [i, j], [2, 3])
    const write = (i: NDArray, j: NDArray): NDArray => dynamicUpdateSlice(x, update, [i, j])
    for (const f of [read, write]) {
      const lanes = [0, 1, 2, 3].flatMap((k) => values(f(...(start(at(rowStarts, [k]), at(columnStarts, [k])) as [NDArray, NDArray]))))
      expect(values(vmap(f)(rowStarts, columnStarts))).toEqual(lanes)
      const sameColumn = [0, 1, 2, 3].flatMap((k) => values(f(...(start(at(rowStarts, [k]), 1) as [NDArray, NDArray]))))
      expect(values(vmap(f, { inAxes: [0, null] })(rowStarts, ints([], [1])))).toEqual(sameColumn)
    }
  })

  test("refuse what does not fit", () => {
    expect(() => dynamicSlice(x, [ints([], [0])], [2, 3])).toThrow("2 operands are needed; got 1")
    expect(() => dynamicSlice(x, start(0, 0), [4, 3])).toThrow("slice sizes must fit into [3,5]; got [4,3]")
    expect(() => dynamicSlice(x, [ints([1], [0]), ints([], [0])], [2, 3])).toThrow("start indices must be scalars")
    expect(() => dynamicSlice(x, [array([], [0]), array([], [0])], [2, 3])).toThrow("integer")
    expect(() => dynamicUpdateSlice(x, ints([1, 1], [1]), start(0, 0))).toThrow("same dtype")
    expect(() => dynamicUpdateSlice(x, spread([1, 6], 1), start(0, 0))).toThrow("slice sizes must fit")
  })
})

describe("along an axis", () => {
  test("every line picks its own positions, and the transpose puts them back", () => {
    const x = array([2, 3], [1, 2, 3, 4, 5, 6])
    const positions = ints([2, 2], [2, 0, 1, 2])
    const picked = gatherAlong(x, positions, 1)
    expect(values(picked)).toEqual([3, 1, 5, 6])
    expect(values(scatterAlong(x.aval, positions, picked, 1))).toEqual([1, 0, 3, 0, 5, 6])
  })
})
