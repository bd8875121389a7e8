// Compiling complex numbers: the language of `lower` rules over pairs of real arrays. What moves elements or adds them up does so to both parts;
// products are made of four, elementwise functions of formulas. What has neither is interpreted, between compiled parts.
import { isComplex, realOf } from "../core/dtype.js"
import type { CumulativeOp, FoldOp, Lowered, Lowering } from "../core/lower.js"
import { cumulatePair, foldPair } from "./complexfold.js"
import { type Formula, formulas } from "./complexmath.js"
import type { Parts } from "./complexreal.js"
import { isPair, type Pair, pairOf, valuesOf } from "./pair.js"
import type { Value } from "./value.js"

/** The real (0) or imaginary (1) parts of the pairs among arrays; the others as they are. */
const partsOf = (xs: readonly Lowered[], which: 0 | 1): readonly Lowered[] => xs.map((x) => (isPair(x) ? x.parts[which] : x))

/** A method of real arrays, applied to both parts of complex ones. */
const bothParts = (xs: readonly Lowered[], method: (xs: readonly Lowered[]) => Lowered): Lowered => {
  const complex = xs.find(isPair)
  if (!complex) return method(xs)
  return pairOf(method(partsOf(xs, 0)) as Value, method(partsOf(xs, 1)) as Value, complex.dtype)
}

const one = (x: Lowered, method: (x: Lowered) => Lowered): Lowered => bothParts([x], ([part]) => method(part as Lowered))

/** What folds start from: the real part, beside an imaginary part of zero. */
const startOf = (op: FoldOp): number => (op === "mul" ? 1 : op === "max" ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY)

/** What goes along lines, for compilers that have it. */
const alongLines = (real: Lowering, combining: (op: CumulativeOp) => (x: Pair, y: Pair) => Pair): Pick<Lowering, "cumulate" | "order"> => {
  const { cumulate, order } = real
  return {
    ...(cumulate && {
      cumulate: (op, x, axis, reverse) =>
        op === "add" || !isPair(x) ? one(x, (p) => cumulate(op, p, axis, reverse)) : cumulatePair(real, x, axis, reverse, combining(op)),
    }),
    ...(order && { order: (keys, axis, kind) => order(keys.flatMap(valuesOf), axis, kind) }),
  }
}

/** The lowering of real arrays, taught complex ones. */
export const withComplex = (real: Lowering): Lowering => {
  const zero = (dtype: Parameters<typeof realOf>[0]): Value => real.constant(0, realOf(dtype)) as Value
  const like = (x: Lowered, value: Lowered): Lowered => real.broadcast(value, x.shape, [])
  const product = (x: Pair, y: Pair, times: (a: Lowered, b: Lowered) => Lowered, dtype: Lowered["dtype"]): Lowered => {
    const [[a, b], [c, d]] = [x.parts, y.parts]
    const meet = (name: "add" | "sub", p: Lowered, q: Lowered): Value =>
      real.map(name, [p, q], {}, p.dtype, (s, t) =>
        name === "add" ? (s as number) + (t as number) : (s as number) - (t as number),
      ) as Value
    return pairOf(meet("sub", times(a, c), times(b, d)), meet("add", times(a, d), times(b, c)), dtype)
  }
  const combining =
    (op: FoldOp | CumulativeOp) =>
    (x: Pair, y: Pair): Pair => {
      const [re, im] = (formulas[op] as Formula)([x.parts, y.parts], {}, real)
      return pairOf(re as Value, im as Value, x.dtype)
    }
  return {
    ...real,
    map: (name, inputs, params, dtype, reference, expansion) => {
      if (!inputs.some(isPair)) return real.map(name, inputs, params, dtype, reference, expansion)
      const formula = Object.hasOwn(formulas, name) ? formulas[name] : undefined
      if (!formula) return real.interpret(inputs)[0] as Lowered
      const made = formula(
        inputs.map((x) => (x as Pair).parts as Parts),
        params,
        real,
      )
      return made.length === 2 ? pairOf(made[0] as Value, made[1] as Value, dtype) : (made[0] as Lowered)
    },
    convert: (x, dtype) => {
      if (isPair(x)) {
        const [re, im] = x.parts
        if (isComplex(dtype)) return pairOf(real.convert(re, realOf(dtype)) as Value, real.convert(im, realOf(dtype)) as Value, dtype)
        if (dtype !== "bool") return real.convert(re, dtype)
        return real.map("or", [real.convert(re, "bool"), real.convert(im, "bool")], {}, "bool", (p, q) => (p as number) | (q as number))
      }
      if (!isComplex(dtype)) return real.convert(x, dtype)
      return pairOf(real.convert(x, realOf(dtype)) as Value, like(x, zero(dtype)) as Value, dtype)
    },
    part: (x, which) => (isPair(x) ? x.parts[which] : x),
    complex: (re, im) => {
      const dtype = re.dtype === "float64" ? "complex128" : "complex64"
      const [wide, flat] = re.shape.length >= im.shape.length ? [re, im] : [im, re]
      const full = (x: Lowered): Value => (x === flat && x.shape.length < wide.shape.length ? like(wide, x) : x) as Value
      return pairOf(full(re), full(im), dtype)
    },
    constant: (value, dtype) =>
      isComplex(dtype) ? pairOf(real.constant(value, realOf(dtype)) as Value, zero(dtype), dtype) : real.constant(value, dtype),
    iota: (shape, axis, dtype) =>
      isComplex(dtype)
        ? pairOf(real.iota(shape, axis, realOf(dtype)) as Value, real.broadcast(zero(dtype), shape, []) as Value, dtype)
        : real.iota(shape, axis, dtype),
    select: (which, cases) => bothParts(cases, (parts) => real.select(which, parts)),
    broadcast: (x, shape, dims) => one(x, (p) => real.broadcast(p, shape, dims)),
    transpose: (x, permutation) => one(x, (p) => real.transpose(p, permutation)),
    reshape: (x, shape) => one(x, (p) => real.reshape(p, shape)),
    slice: (x, starts, shape, strides) => one(x, (p) => real.slice(p, starts, shape, strides)),
    reverse: (x, axes) => one(x, (p) => real.reverse(p, axes)),
    pad: (x, value, config, shape) => bothParts([x, value], ([p, v]) => real.pad(p as Lowered, v as Lowered, config, shape)),
    concatenate: (xs, axis, shape) => bothParts(xs, (ps) => real.concatenate(ps, axis, shape)),
    interleave: (xs, starts, steps, shape) => bothParts(xs, (ps) => real.interleave(ps, starts, steps, shape)),
    reduce: (op, x, axes) =>
      op === "add" || !isPair(x)
        ? one(x, (p) => real.reduce(op, p, axes))
        : foldPair(real, x, axes, combining(op), pairOf(real.constant(startOf(op), realOf(x.dtype)) as Value, zero(x.dtype), x.dtype)),
    contract: (x, y, axes, dtype) =>
      isPair(x) && isPair(y) ? product(x, y, (a, b) => real.contract(a, b, axes, realOf(dtype)), dtype) : real.contract(x, y, axes, dtype),
    gather: (x, starts, places, fill) => one(x, (p) => real.gather(p, starts, places, fill)),
    scatter: (op, x, starts, updates, places, outside) =>
      op !== undefined && op !== "add" && isPair(x)
        ? (real.interpret([x, ...starts, updates])[0] as Lowered)
        : bothParts([x, updates], ([p, u]) => real.scatter(op, p as Lowered, starts, u as Lowered, places, outside)),
    windows: (x, counts, sizes, strides, dilation) => one(x, (p) => real.windows(p, counts, sizes, strides, dilation)),
    ...alongLines(real, combining),
  }
}
