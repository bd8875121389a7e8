// Law 5: the derivative is the slope. Differences of fourth order,
//   f′(x)·v ≈ (8·(f(x+hv) − f(x−hv)) − (f(x+2hv) − f(x−2hv))) / 12h,
// err by about h⁴·|f⁗′|/30 + 1.5·ε·|f|/h; h = ε^⅕ balances the two at ε^⅘. The tolerance h² = ε^⅖ (5.5·10⁻⁷ in float64)
// leaves room for fifth derivatives and values of the order of 10⁶, and none for a wrong sign, factor or term.
import { dtypeInfo, realOf } from "../../../src/core/dtype.js"
import { expectNear, type Flat, floats, type Point, zip } from "../arrays.js"
import { along, moving, pushed } from "../flat.js"
import type { Law } from "../law.js"
import type { Sample } from "../sample.js"

export const h = dtypeInfo.float64.eps ** (1 / 5)

/** Differences in float64 need float64 everywhere. */
export const isExact = (xs: Point): boolean => moving(xs).every((x) => realOf(x.dtype) === "float64")

/** `f′(x)·v` by differences. */
export const slopeAlong = (f: Flat, xs: Point, v: Point): readonly number[] => {
  const at = (steps: number): readonly number[] => floats(f(...zip((x, dx) => x + steps * h * dx, xs, v)))
  const [above, below, farAbove, farBelow] = [at(1), at(-1), at(2), at(-2)]
  const gap = (upper: readonly number[], lower: readonly number[], i: number): number => (upper[i] as number) - (lower[i] as number)
  return above.map((_, i) => (8 * gap(above, below, i) - gap(farAbove, farBelow, i)) / (12 * h))
}

/** Whether a derivative was declared to be something else than the slope. */
export const declared = (sample: Sample): boolean => sample.declared !== undefined

export const slope: Law = {
  title: "jvp is the slope: f′(x)·v = lim (f(x+hv) − f(x−hv)) / 2h",
  skips: declared,
  holds: ({ f, xs, v }) => {
    const ys = f(...xs)
    if (isExact([...xs, ...ys])) expectNear(floats(along(pushed(f, xs, v), ys)), slopeAlong(f, xs, v), h ** 2, "f′(x)·v")
  },
}
