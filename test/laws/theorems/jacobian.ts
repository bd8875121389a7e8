// Law 6: derivatives along a whole basis. Jacobians agree with the directional derivatives they collect, Hessians are symmetric,
// and the gradients of a batch are a batch of gradients.
import { expect } from "vitest"
import { abstractArray, type NDArray } from "../../../src/core/array.js"
import { isComplex } from "../../../src/core/dtype.js"
import { hessian, jacfwd, jacrev } from "../../../src/transforms/jacobian.js"
import { jit } from "../../../src/transforms/jit.js"
import { evalShape } from "../../../src/transforms/makeJaxpr.js"
import { vmap } from "../../../src/transforms/vmap.js"
import { expectNear, expectSame, floats, numbers, rounding, stack } from "../arrays.js"
import { dtypeOf } from "../draw.js"
import { against, along, gradients, moving, onMoving, pushed } from "../flat.js"
import { flatOf, type Law } from "../law.js"
import type { Sample } from "../sample.js"

/** The matrix of a function of complex numbers is complex only if it is holomorphic, and its own promise then. */
const isComplexSample = ({ apply, inputs }: Sample): boolean => {
  const types = inputs.map((d) => abstractArray(d.shape, dtypeOf(d)))
  return [...types, ...evalShape(flatOf(apply))(...types)].some((x) => isComplex(x.dtype))
}

/** Row-major rows of a matrix that is stored as one array. */
const rowsOf = (x: NDArray, width: number): readonly (readonly number[])[] => {
  const all = numbers(x)
  return Array.from({ length: width === 0 ? 0 : all.length / width }, (_, i) => all.slice(i * width, (i + 1) * width))
}

const times = (matrix: NDArray, v: NDArray): readonly number[] => {
  const direction = numbers(v)
  return rowsOf(matrix, direction.length).map((row) => row.reduce((total, m, j) => total + m * (direction[j] as number), 0))
}

export const jacobians: Law = {
  title: "jacfwd = jacrev, of shape y.shape + x.shape, and J·v = f′·v",
  skips: isComplexSample,
  holds: (c) => {
    const { f, xs } = onMoving((...args) => moving(c.f(...args)), c.xs)
    const v = along(c.v, c.xs)
    const ys = f(...xs)
    const argnums = xs.map((_, i) => i)
    const byRows = jacrev(f, { argnums })(...xs) as unknown as readonly (readonly NDArray[])[]
    const byColumns = jacfwd(f, { argnums })(...xs) as unknown as readonly (readonly NDArray[])[]
    byRows.forEach((row, k) => {
      expect(row.map((j) => j.shape)).toEqual(xs.map((x) => [...(ys[k] as NDArray).shape, ...x.shape]))
      expectSame(row, byColumns[k] as readonly NDArray[], `the Jacobian of result ${k}`)
      const y = ys[k] as NDArray
      const products = row.map((j, i) => times(j, v[i] as NDArray))
      const sum = numbers(y).map((_, i) => products.reduce((total, p) => total + (p[i] ?? 0), 0))
      expectNear(sum, numbers(pushed(f, xs, v)[k] as NDArray), 4 * rounding([...xs, y]), `J·v of result ${k}`)
    })
  },
}

export const symmetric: Law = {
  title: "the Hessian is symmetric, and H·v = (∇φ)′·v",
  skips: isComplexSample,
  holds: (c) => {
    const { f, xs } = onMoving(c.f, c.xs)
    const v = along(c.v, c.xs)
    const argnums = xs.map((_, i) => i)
    const blocks = hessian(against(f, c.u), { argnums })(...xs) as unknown as readonly (readonly NDArray[])[]
    const directional = pushed((...args) => gradients(f, c.u)(...args), xs, v)
    const near = rounding(xs)
    blocks.forEach((row, i) => {
      const size = (xs[i] as NDArray).size
      row.forEach((block, j) => {
        const width = (xs[j] as NDArray).size
        const flipped = rowsOf((blocks[j] as readonly NDArray[])[i] as NDArray, size)
        const turned = Array.from({ length: size }, (_, p) =>
          Array.from({ length: width }, (_, q) => (flipped[q] as readonly number[])[p] as number),
        )
        expectNear(numbers(block), turned.flat(), near, `H[${i}][${j}] = H[${j}][${i}]ᵀ`)
      })
      const products = row.map((block, j) => times(block, v[j] as NDArray))
      const sum = numbers(xs[i] as NDArray).map((_, p) => products.reduce((total, q) => total + (q[p] ?? 0), 0))
      expectNear(sum, numbers(directional[i] as NDArray), 4 * near, `H·v of argument ${i}`)
    })
  },
}

export const perExample: Law = {
  title: "vmap(grad(f)) = stack ∘ map grad(f) = grad of the sum over the batch",
  holds: (c) => {
    const lanes = [c.xs, ...c.others]
    if (moving(c.xs).length === 0) return
    const gradient = gradients(c.f, c.u)
    const batch = c.xs.map((_, i) =>
      stack(
        lanes.map((lane) => lane[i] as NDArray),
        0,
      ),
    )
    const loop = lanes.map((lane) => gradient(...lane))
    const expected = (loop[0] as readonly NDArray[]).map((_, i) =>
      stack(
        loop.map((g) => g[i] as NDArray),
        0,
      ),
    )
    expectSame(vmap(gradient)(...batch), expected, "vmap(grad(f))")
    expectSame(vmap(jit(gradient))(...batch), expected, "vmap(jit(grad(f)))")
    const us = c.u.map((u) =>
      stack(
        lanes.map(() => u),
        0,
      ),
    )
    expectSame(gradients(vmap(c.f), us)(...batch), expected, "grad(sum ∘ vmap(f))")
    expect(floats(expected).every(Number.isFinite)).toBe(true)
  },
}

export const jacobian: readonly Law[] = [jacobians, symmetric, perExample]
