import { describe, expect, it } from "vitest"
import type { Code } from "../../../../src/backends/wasm/encode/code.js"
import { f32, f32Const, f32Load, i32Add, i32Const, i32Mul, localGet, localSet } from "../../../../src/backends/wasm/encode/instructions.js"
import { newModule } from "../../../../src/backends/wasm/encode/module.js"
import { f32x4, f32x4Splat, v128Load, v128Load32Splat } from "../../../../src/backends/wasm/encode/simd.js"
import { emitGemm } from "../../../../src/backends/wasm/gemm/emit.js"
import type { Epilogue, GemmSpec, GemmType } from "../../../../src/backends/wasm/gemm/spec.js"
import { type Check, columnMajor, dense, noise, noiseOf, rowMajor, wrong } from "./check.js"

const upTo = (n: number): readonly number[] => Array.from({ length: n }, (_, i) => i + 1)

/** The first few things that are wrong among the checks, with what they are about. */
const faultsOf = (checks: Iterable<Check>): readonly string[] => {
  const found: string[] = []
  for (const check of checks) {
    const fault = wrong(check)
    if (fault !== undefined) found.push(`${JSON.stringify(check.spec)} (${check.last} last): ${fault}`)
    if (found.length >= 3) break
  }
  return found
}

/** Each spec with either operand at the end of memory, in turn. */
const faults = (specs: readonly GemmSpec[]): readonly string[] =>
  faultsOf(specs.map((spec, i): Check => ({ spec, last: i % 2 === 0 ? "a" : "b" })))

/** All eight ways in which A, B and C lie by rows or by columns. */
const layouts = ({ m, n, k, ...rest }: GemmSpec): readonly GemmSpec[] =>
  [rowMajor(k), columnMajor(m)].flatMap((a) =>
    [rowMajor(n), columnMajor(k)].flatMap((b) => [rowMajor(n), columnMajor(m)].map((c) => ({ ...rest, m, n, k, a, b, c }))),
  )

const types: readonly GemmType[] = ["f32", "f64", "i32"]

describe("a matrix product", () => {
  it.each(types)("is right for every size up to 17 in %s", (type) => {
    const specs = upTo(17).flatMap((m) => upTo(17).flatMap((n) => [1, 2, 3, 4, 5, 8, 13, 17].map((k) => dense(m, n, k, type))))
    expect(faults(specs.filter((_, i) => type === "f32" || i % 3 === 0))).toEqual([])
  })
  it.each(types)("is right in every layout in %s", (type) => {
    const sizes = [
      [1, 9, 7],
      [9, 1, 7],
      [1, 1, 13],
      [1, 30, 19],
      [1, 67, 4],
      [1, 130, 23],
      [30, 1, 19],
      [2, 23, 70],
      [5, 6, 7],
      [12, 16, 8],
      [6, 3, 64],
      [23, 29, 31],
      [64, 64, 64],
      [67, 41, 100],
      [100, 10, 65],
    ] as const
    expect(faults(sizes.flatMap(([m, n, k]) => layouts(dense(m, n, k, type))))).toEqual([])
  })
  it.each(types)("is right where the loops are cut into blocks in %s", (type) => {
    const sizes = [
      [255, 257, 9],
      [131, 9, 700],
      [3, 1030, 17],
      [130, 12, 330],
      [67, 530, 31],
      [66, 70, 270],
    ] as const
    const four = (spec: GemmSpec): readonly GemmSpec[] => layouts(spec).filter((_, i) => i % 3 !== 1)
    expect(faults(sizes.flatMap(([m, n, k]) => four(dense(m, n, k, type))))).toEqual([])
  })
  it("adds to C when it is told to, in one block of k and in several", () => {
    const sizes = [
      [7, 9, 5],
      [1, 17, 20],
      [17, 1, 20],
      [1, 70, 13],
      [33, 18, 600],
      [4, 12, 0],
    ] as const
    expect(faults(sizes.flatMap(([m, n, k]) => layouts({ ...dense(m, n, k), accumulate: true })))).toEqual([])
  })
  it("is zero where there is nothing to sum over", () => {
    expect(faults([dense(5, 6, 0), dense(1, 1, 0), dense(9, 40, 0, "f64"), { ...dense(3, 3, 0), c: { row: 2, column: 7 } }])).toEqual([])
  })
  it("writes nothing where there are no rows, no columns or no turns", () => {
    const none = { size: 0, a: 1, b: 1, c: 1 }
    expect(faults([dense(0, 5, 3), dense(5, 0, 3), dense(0, 0, 0), { ...dense(2, 2, 2), batch: [none] }])).toEqual([])
  })
})

describe("strides", () => {
  /** Sparse, reversed and broadcast operands, from a generator so that every combination is met. */
  const odd = (count: number, type: GemmType): readonly GemmSpec[] => {
    const next = noise(7)
    const below = (n: number): number => Math.floor(((next() + 1) / 2) * n)
    const sign = (): number => (below(3) === 0 ? -1 : 1)
    return Array.from({ length: count }, () => {
      const [m, n, k] = [1 + below(20), 1 + below(20), 1 + below(40)]
      const operand = (rows: number, columns: number) => {
        const [row, column] = [columns + below(3), 1 + below(2)]
        const lying = below(2) === 0 ? { row: row * column, column } : { row: column, column: (rows + below(3)) * column }
        const kept = { row: lying.row * sign(), column: lying.column * sign() }
        return below(4) === 0 ? { ...kept, [below(2) === 0 ? "row" : "column"]: 0 } : kept
      }
      const c = below(2) === 0 ? { row: (n + 2) * sign(), column: sign() } : { row: 2 * sign(), column: (2 * m + 1) * sign() }
      return { type, m, n, k, a: operand(m, k), b: operand(k, n), c, batch: [], accumulate: below(3) === 0 }
    })
  }
  it.each(types)("may be any integers in %s", (type) => expect(faults(odd(400, type))).toEqual([]))
})

describe("outer loops", () => {
  const loops = (a: number, b: number, c: number) => [{ size: 3, a, b, c }]
  it("repeat the product", () => {
    const small = [
      [4, 4, 4],
      [3, 5, 7],
      [1, 9, 12],
      [9, 1, 12],
      [20, 33, 40],
    ] as const
    const specs = small.flatMap(([m, n, k]) => [
      { ...dense(m, n, k), batch: loops(m * k, k * n, m * n) },
      { ...dense(m, n, k), batch: loops(m * k, 0, m * n) },
      { ...dense(m, n, k), batch: loops(0, k * n, m * n) },
      { ...dense(m, n, k), batch: loops(-m * k, k * n + 3, -m * n - 1) },
      { ...dense(m, n, k), batch: [{ size: 2, a: 3 * m * k, b: 0, c: 3 * m * n }, ...loops(m * k, k * n, m * n)] },
      { ...dense(m, n, k), batch: [{ size: 2, a: 3 * m * k, b: 3 * k * n, c: 3 * m * n }, ...loops(m * k, k * n, m * n)] },
      { ...dense(m, n, k), b: columnMajor(k), batch: loops(m * k, k * n, m * n) },
    ])
    expect(faults(specs)).toEqual([])
  })
  it("may lie inside the matrices, as the heads of attention do", () => {
    const [heads, m, n, k] = [3, 10, 12, 8]
    const strided = { a: { row: heads * k, column: 1 }, b: { row: 1, column: heads * k }, c: rowMajor(n) }
    expect(faults([{ ...dense(m, n, k), ...strided, batch: [{ size: heads, a: k, b: k, c: m * n }] }])).toEqual([])
  })
  it("that only add rows become rows", () => {
    const module = newModule()
    emitGemm(module, { ...dense(32, 16, 2), batch: [{ size: 50, a: 64, b: 0, c: 512 }] })
    const merged = newModule()
    emitGemm(merged, dense(1600, 16, 2))
    expect(module.encode()).toEqual(merged.encode())
  })
})

describe("an epilogue", () => {
  /** `2·sum + row + 10·column + 100·turn`: tells every index from every other. */
  const places: Epilogue = {
    key: "places",
    apply: (value, { row, column, along, batch }, lanes, { local }) => {
      const number = (x: Code): Code => [x, 0xb2]
      const weighted = (x: Code, weight: number): Code => f32.mul(number(x), f32Const(weight))
      const turns = batch.reduce((sum: Code, turn) => f32.add(sum, weighted(turn, 100)), f32Const(0))
      const first = f32.add(f32.add(weighted(row, 1), weighted(column, 10)), turns)
      if (lanes === 1) return f32.add(f32.mul(f32Const(2), value), first)
      const steps = local("v128")
      const weights = [0, 1, 2, 3].flatMap((i) => [...new Uint8Array(new Float32Array([along === "row" ? i : 10 * i]).buffer)])
      return [
        localSet(steps, [0xfd, 12, weights]),
        f32x4.add(f32x4.mul(f32x4Splat(f32Const(2)), value), f32x4.add(localGet(steps), f32x4Splat(first))),
      ]
    },
  }
  const meaning = (sum: number, row: number, column: number, turns: readonly number[]): number =>
    2 * sum + row + 10 * column + turns.reduce((all, turn) => all + 100 * turn, 0)
  it("sees each sum once, complete, with its place", () => {
    const sizes = [
      [5, 6, 7],
      [1, 9, 12],
      [9, 1, 12],
      [1, 1, 3],
      [13, 30, 0],
      [70, 20, 600],
      [9, 1100, 3],
    ] as const
    const specs = sizes.flatMap(([m, n, k]) => layouts({ ...dense(m, n, k), epilogue: places }))
    const batched = layouts({ ...dense(6, 7, 8), epilogue: places, batch: [{ size: 2, a: 48, b: 0, c: 42 }] })
    expect(faultsOf([...specs, ...batched].map((spec) => ({ spec, meaning })))).toEqual([])
  })
  it("follows an accumulated C", () => {
    const specs = [dense(9, 10, 11), dense(3, 5, 0), dense(1, 20, 30)].flatMap(layouts)
    expect(faultsOf(specs.map((spec) => ({ spec: { ...spec, epilogue: places, accumulate: true }, meaning })))).toEqual([])
  })
  it("reads a bias through a parameter of its own", () => {
    // its numbers are the noise at the start of memory, from byte 16 on
    const bias: Epilogue = {
      key: "bias",
      parameters: ["i32"],
      apply: (value, { column, along }, lanes, { parameters }) => {
        const address = i32Add(parameters[0] as Code, i32Mul(column, i32Const(4)))
        if (lanes === 1) return f32.add(value, f32Load(address))
        return f32x4.add(value, along === "column" ? v128Load(address) : v128Load32Splat(address))
      },
    }
    const memory = noiseOf("f32", 1024)
    const meaning = (sum: number, _: number, column: number): number => sum + (memory[4 + column] as number)
    const specs = [dense(5, 6, 7), dense(33, 18, 40), dense(8, 1, 9)].flatMap(layouts)
    const checks = specs.map((spec): Check => ({ spec: { ...spec, epilogue: bias }, extra: [16], meaning }))
    expect(faultsOf(checks)).toEqual([])
  })
})

describe("the module", () => {
  it("holds one copy of two equal products", () => {
    const module = newModule()
    const [one, other] = [emitGemm(module, dense(40, 50, 60)), emitGemm(module, dense(40, 50, 60))]
    expect(one).toEqual(other)
  })
  it("grows by a few hundred bytes a product", () => {
    const module = newModule()
    const sizes = [
      [128, 784, 256],
      [128, 256, 128],
      [784, 128, 256],
      [256, 128, 128],
      [128, 128, 10],
    ] as const
    for (const [m, k, n] of sizes) emitGemm(module, dense(m, n, k))
    expect(module.encode().length).toBeLessThan(5000)
  })
})
