// Scalar graphs on plain numbers: every operation in its type's exact arithmetic. A graph is compiled once into a list of steps over
// numbered registers; i64 is BigInt, bool is 0 or 1, and everything else a number.
import { inOrder, node, type ScalarNode, type ScalarType } from "../../../src/core/scalar.js"
import type { Routine } from "../../../src/lowering/math/builder.js"
import { hostFunctions } from "./host.js"

type Register = number | bigint
type Step = (r: Register[]) => void

const view = new DataView(new ArrayBuffer(8))

/** One number's bits written by `set`, read by `get`. */
const through =
  (set: (x: never) => void, get: () => Register) =>
  (x: Register): Register => {
    set(x as never)
    return get()
  }
const write = {
  f32: (x: number) => view.setFloat32(0, x),
  i32: (x: number) => view.setInt32(0, x),
  f64: (x: number) => view.setFloat64(0, x),
  i64: (x: bigint) => view.setBigInt64(0, x),
}
const bitcast: { readonly [fromTo: string]: (x: Register) => Register } = {
  "f32 i32": through(write.f32, () => view.getInt32(0)),
  "f32 u32": through(write.f32, () => view.getUint32(0)),
  "i32 f32": through(write.i32, () => view.getFloat32(0)),
  "u32 f32": through(write.i32, () => view.getFloat32(0)),
  "i32 u32": (x) => (x as number) >>> 0,
  "u32 i32": (x) => (x as number) | 0,
  "f64 i64": through(write.f64, () => view.getBigInt64(0)),
  "i64 f64": through(write.i64, () => view.getFloat64(0)),
}

const roundTo: { readonly [T in ScalarType]: (x: Register) => Register } = {
  f32: (x) => Math.fround(x as number),
  f64: (x) => x,
  i32: (x) => (x as number) | 0,
  u32: (x) => (x as number) >>> 0,
  i64: (x) => BigInt.asIntN(64, x as bigint),
  bool: (x) => (x as number) & 1,
}

const saturate = (lo: number, hi: number) => (x: number) => (Number.isNaN(x) ? 0 : Math.trunc(Math.min(Math.max(x, lo), hi)))
const toI32 = saturate(-(2 ** 31), 2 ** 31 - 1)
const toU32 = saturate(0, 2 ** 32 - 1)

const convert = (from: ScalarType, to: ScalarType): ((x: Register) => Register) => {
  const float = from === "f32" || from === "f64"
  if (float && to === "i32") return (x) => toI32(x as number)
  if (float && to === "u32") return (x) => toU32(x as number)
  if (from === "i64") return (x) => Number(BigInt.asUintN(32, x as bigint))
  return roundTo[to]
}

const nearest = (x: number): number => {
  const r = Math.round(x)
  const even = r - x === 0.5 && r % 2 !== 0 ? r - 1 : r
  return even === 0 && (x < 0 || Object.is(x, -0)) ? -0 : even
}

type Unary = (x: never) => Register
const unary: { readonly [op: string]: Unary } = {
  neg: (x: Register) => -x,
  abs: (x: number) => Math.abs(x),
  sqrt: (x: number) => Math.sqrt(x),
  floor: (x: number) => Math.floor(x),
  ceil: (x: number) => Math.ceil(x),
  trunc: (x: number) => Math.trunc(x),
  nearest,
  not: (x: Register) => (typeof x === "bigint" ? ~x : ~x),
}

type Binary = (x: never, y: never) => Register
const numbers: { readonly [op: string]: Binary } = {
  add: (x: number, y: number) => x + y,
  sub: (x: number, y: number) => x - y,
  mul: (x: number, y: number) => x * y,
  div: (x: number, y: number) => x / y,
  min: (x: number, y: number) => Math.min(x, y),
  max: (x: number, y: number) => Math.max(x, y),
  and: (x: number, y: number) => x & y,
  or: (x: number, y: number) => x | y,
  xor: (x: number, y: number) => x ^ y,
}
const bigints: { readonly [op: string]: Binary } = {
  add: (x: bigint, y: bigint) => x + y,
  sub: (x: bigint, y: bigint) => x - y,
  mul: (x: bigint, y: bigint) => x * y,
  min: (x: bigint, y: bigint) => (x < y ? x : y),
  max: (x: bigint, y: bigint) => (x > y ? x : y),
  and: (x: bigint, y: bigint) => x & y,
  or: (x: bigint, y: bigint) => x | y,
  xor: (x: bigint, y: bigint) => x ^ y,
}
const compare: { readonly [op: string]: (x: Register, y: Register) => boolean } = {
  eq: (x, y) => x === y,
  ne: (x, y) => x !== y,
  lt: (x, y) => x < y,
  le: (x, y) => x <= y,
  gt: (x, y) => x > y,
  ge: (x, y) => x >= y,
}

const shift = (op: string, type: ScalarType, count: number): ((x: Register) => Register) => {
  const n = BigInt(count)
  if (type === "i64") {
    if (op === "shl") return (x) => (x as bigint) << n
    return op === "shrS" ? (x) => (x as bigint) >> n : (x) => BigInt.asUintN(64, x as bigint) >> n
  }
  if (op === "shl") return (x) => (x as number) << count
  return op === "shrS" ? (x) => (x as number) >> count : (x) => (x as number) >>> count
}

const mathOf = (n: ScalarNode, reg: (n: ScalarNode) => number, out: number): Step => {
  const [a, b] = n.args.map(reg) as [number, number]
  const round = roundTo[n.type]
  const one = unary[n.op] as ((x: Register) => Register) | undefined
  if (one !== undefined)
    return (r) => {
      r[out] = round(one(r[a]!))
    }
  const comparison = compare[n.op]
  if (comparison !== undefined)
    return (r) => {
      r[out] = comparison(r[a]!, r[b]!) ? 1 : 0
    }
  if (n.op === "mul" && (n.type === "i32" || n.type === "u32"))
    return (r) => {
      r[out] = round(Math.imul(r[a] as number, r[b] as number))
    }
  const two = (n.type === "i64" ? bigints : numbers)[n.op] as ((x: Register, y: Register) => Register) | undefined
  if (two === undefined) throw new Error(`no such operation: ${n.op} of ${n.type}`)
  if (n.type === "f64")
    return (r) => {
      r[out] = two(r[a]!, r[b]!)
    }
  return (r) => {
    r[out] = round(two(r[a]!, r[b]!))
  }
}

/** The float64 expansion that answers in rare lanes. */
const routineOf = ({ expansion }: Routine, arity: number): ((...x: number[]) => number) =>
  compile(expansion.f64(...Array.from({ length: arity }, (_, i) => node("leaf", "f64", [], i))))

const hostOf = (n: ScalarNode, args: readonly number[], out: number): Step => {
  const f = typeof n.data === "string" ? hostFunctions[n.data] : routineOf(n.data as Routine, args.length)
  if (f === undefined) throw new Error(`no such host function: ${String(n.data)}`)
  const round = roundTo[n.type]
  return (r) => {
    r[out] = round(f(...args.map((a) => r[a] as number)))
  }
}

const stepOf = (n: ScalarNode, reg: (n: ScalarNode) => number, out: number): Step => {
  const args = n.args.map(reg)
  const [a, b, c] = args as [number, number, number]
  const map = (f: (x: Register) => Register): Step => {
    const round = roundTo[n.type]
    return (r) => {
      r[out] = round(f(r[a]!))
    }
  }
  switch (n.op) {
    case "select":
      return (r) => {
        r[out] = r[a] === 1 ? r[b]! : r[c]!
      }
    case "shl":
    case "shrS":
    case "shrU":
      return map(shift(n.op, n.type, n.data as number))
    case "bitcast": {
      const f = bitcast[`${n.args[0]!.type} ${n.type}`]
      if (f === undefined) throw new Error(`no such bitcast: ${n.args[0]!.type} to ${n.type}`)
      return (r) => {
        r[out] = f(r[a]!)
      }
    }
    case "convert":
      return map(convert(n.args[0]!.type, n.type))
    case "rare": {
      const host = hostOf(n, args.slice(2), out)
      return (r) => {
        if (r[a] === 1) host(r)
        else r[out] = r[b]!
      }
    }
    case "host":
      return hostOf(n, args, out)
    default:
      return mathOf(n, reg, out)
  }
}

/** The graph `root` as a function of its leaves, which are numbered by their data: 0, 1, … */
export const compile = (root: ScalarNode): ((...x: number[]) => number) => {
  const nodes = inOrder([root])
  const places = new Map(nodes.map((n, i) => [n, i]))
  const reg = (n: ScalarNode): number => places.get(n) as number
  const registers: Register[] = nodes.map((n) => (n.op === "const" ? (n.data as Register) : 0))
  const leaves = nodes.flatMap((n, i) => (n.op === "leaf" ? [[i, n.data as number] as const] : []))
  const steps = nodes.flatMap((n, i) => (n.op === "const" || n.op === "leaf" ? [] : [stepOf(n, reg, i)]))
  const out = reg(root)
  return (...x) => {
    for (const [i, argument] of leaves) registers[i] = x[argument]!
    for (const step of steps) step(registers)
    return registers[out] as number
  }
}

/** How many operations a graph has: constants, arguments and changes of a type's name cost nothing. */
export const countOperations = (root: ScalarNode): number =>
  inOrder([root]).filter((n) => n.op !== "const" && n.op !== "leaf" && n.op !== "bitcast").length
