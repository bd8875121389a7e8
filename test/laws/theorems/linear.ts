// Law 4 for functions that are linear themselves: the transpose needs no point, is adjoint, and undoes itself.
//   ⟨u, A·v⟩ = ⟨Aᵀ·u, v⟩,  (Aᵀ)ᵀ = A
import type { NDArray } from "../../../src/core/array.js"
import { isInexact } from "../../../src/core/dtype.js"
import { type PrimitiveName, primitives } from "../../../src/primitives/index.js"
import { jit } from "../../../src/transforms/jit.js"
import { linearTranspose } from "../../../src/transforms/linearTranspose.js"
import { vmap } from "../../../src/transforms/vmap.js"
import { dot, expectNear, expectSame, type Flat, type Point, rounding, stack } from "../arrays.js"
import { dtypeOf } from "../draw.js"
import { along, moving, onMoving } from "../flat.js"
import type { Case, Law } from "../law.js"
import type { Sample } from "../sample.js"

const kindOf = (name: PrimitiveName): string => primitives[name].derivative.kind

/** A function of integers alone has nothing to transpose. */
const isWhole = ({ inputs }: Sample): boolean => !inputs.some((d) => isInexact(dtypeOf(d)))

/** `fᵀ` as a function of a flat list. */
const transposeOf =
  (f: Flat, like: Point): Flat =>
  (...us) =>
    linearTranspose(f, ...like)(us)

/** All that is asked of one linear function; the point only says what its arguments are like. */
const expectLinear = (f: Flat, xs: Point, v: Point, u: Point): void => {
  const transpose = transposeOf(f, xs)
  const image = f(...v)
  const back = transpose(...u)
  expectNear([dot(back, v)], [dot(u, image)], rounding([...xs, ...image]) * image.reduce((n, y) => n + y.size, 1), "⟨Aᵀ·u, v⟩")
  expectSame(transposeOf(transpose, u)(...v), image, "the transpose of the transpose")
  expectSame(jit(transpose)(...u), back, "jit of the transpose")
  const pair = u.map((y) => stack([y, y], 0))
  expectSame(
    vmap(transpose)(...pair),
    back.map((x) => stack([x, x], 0)),
    "vmap of the transpose",
  )
}

export const linearPrimitives: Law = {
  title: "linear primitives: linearTranspose(f) is adjoint to f, twice is f, and it jits and batches",
  skips: (sample, name) => kindOf(name) !== "linear" || isWhole(sample),
  holds: (c) => {
    const { f, xs } = onMoving((...args) => moving(c.f(...args)), c.xs)
    expectLinear(f, xs, along(c.v, c.xs), along(c.u, c.f(...c.xs)))
  },
}

/** The case with all arguments held but one. */
const holdingOthers = ({ f, xs, v, u }: Case, place: number): void => {
  const x = xs[place] as NDArray
  const partial: Flat = (z) => f(...xs.map((held, i) => (i === place ? (z as NDArray) : held)))
  expectLinear(partial, [x], [v[place] as NDArray], u)
}

export const bilinearPrimitives: Law = {
  title: "bilinear primitives are linear in each operand while the other is held",
  skips: (sample, name) => kindOf(name) !== "bilinear" || isWhole(sample),
  holds: (c) => {
    for (const place of c.xs.keys()) holdingOthers(c, place)
  },
}

export const linear: readonly Law[] = [linearPrimitives, bilinearPrimitives]
