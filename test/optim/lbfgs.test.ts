// L-BFGS and its line searches: the direction against the matrix it stands for, the conditions where a search ends, and minima found.
import { describe, expect, it } from "vitest"
import { grad, jit, lax, type NDArray, numpy as np, optim, valueAndGrad } from "../../src/index.js"

const wide = (data: np.ArrayData): NDArray => np.array(data, { dtype: "float64" })
const any = (x: unknown): never => x as never

const rosenbrock = (p: NDArray): NDArray => {
  const [x, y] = [p.slice(0), p.slice(1)]
  return np.square(np.subtract(1, x)).add(np.square(y.sub(x.mul(x))).mul(100))
}

/** Steps of an optimizer that is given the loss. */
const run = <S>(optimizer: optim.GradientTransformation<S>, loss: (p: NDArray) => NDArray, start: NDArray, steps: number): NDArray => {
  let [params, state] = [start, optimizer.init(start)]
  const step = jit((p: NDArray, s: S): [NDArray, S] => {
    const [value, g] = optim.valueAndGradFromState(loss)(p, { state: s })
    const [updates, next] = optimizer.update(g, s, p, { value, grad: g, valueFn: loss })
    return [optim.applyUpdates(p, updates), next]
  })
  for (let i = 0; i < steps; i++) [params, state] = step(any(params), any(state)) as unknown as [NDArray, S]
  return params
}

describe("scaleByLbfgs", () => {
  const hessian = wide([
    [3, 1, 0],
    [1, 2, 0.5],
    [0, 0.5, 1],
  ])
  const slope = (p: NDArray): NDArray => np.matmul(hessian, p)

  it("gives the direction of the BFGS matrix that the last steps make", () => {
    const memory = optim.scaleByLbfgs({ memorySize: 2 })
    const points = [wide([1, 2, 3]), wide([0.5, 1, 4]), wide([-1, 0, 2]), wide([0, 0.3, 1])]
    let state = memory.init(points[0] as NDArray)
    let direction = points[0] as NDArray
    for (const p of points) [direction, state] = memory.update(slope(p), state, p)
    // H ← (I − s·yᵀ/⟨s, y⟩)·H·(I − y·sᵀ/⟨s, y⟩) + s·sᵀ/⟨s, y⟩, from γ·I, for the last two steps
    const pairs = [1, 2].map((i) => {
      const s = (points[i + 1] as NDArray).sub(points[i] as NDArray)
      return { s, y: slope(s) }
    })
    const eye = np.eye(3, null, { dtype: "float64" })
    const { s: s1, y: y1 } = pairs[1] as { s: NDArray; y: NDArray }
    const H = pairs.reduce(
      (h, { s, y }) => {
        const rho = np.reciprocal(np.vdot(s, y))
        const left = eye.sub(np.outer(s, y).mul(rho))
        return np.matmul(np.matmul(left, h), left.T).add(np.outer(s, s).mul(rho))
      },
      eye.mul(np.vdot(s1, y1).div(np.vdot(y1, y1))),
    )
    expect(np.allclose(direction, np.matmul(H, slope(points[3] as NDArray)), { rtol: 1e-10 }).item()).toBe(1)
  })

  it("begins along the gradient, no longer than 1", () => {
    const memory = optim.scaleByLbfgs()
    const at = (g: NDArray): NDArray => memory.update(g, memory.init(g), g)[0]
    expect(np.allclose(at(wide([3, 4])), wide([0.6, 0.8]), { rtol: 1e-12 }).item()).toBe(1)
    expect(at(wide([0.3, 0.4])).js()).toEqual([0.3, 0.4])
  })
})

describe("line searches", () => {
  const start = wide([-1.2, 1])
  const [value, g] = valueAndGrad(rosenbrock)(start)
  const downhill = g.neg().mul(0.01)
  const slopeAt = (p: NDArray): number => np.vdot(grad(rosenbrock)(p), downhill).item()
  const ends = (search: optim.GradientTransformation<optim.LinesearchState>): readonly [NDArray, optim.LinesearchState] => {
    const [updates, state] = search.update(downhill, search.init(start), start, { value, grad: g, valueFn: rosenbrock })
    return [start.add(updates), state]
  }

  it("zoom ends where the strong Wolfe conditions hold, with the loss and the gradient there", () => {
    for (const curvRtol of [0.9, 0.1, 0.01]) {
      const [p, state] = ends(optim.scaleByZoomLinesearch({ maxLinesearchSteps: 30, curvRtol }))
      const rate = state.learningRate.item()
      expect(rosenbrock(p).item()).toBeLessThanOrEqual(value.item() + 1e-4 * rate * slopeAt(start))
      expect(Math.abs(slopeAt(p))).toBeLessThanOrEqual(curvRtol * Math.abs(slopeAt(start)))
      expect(state.value.item()).toBeCloseTo(rosenbrock(p).item(), 12)
      expect(np.allclose(state.grad as NDArray, grad(rosenbrock)(p), { rtol: 1e-12 }).item()).toBe(1)
    }
  })

  it("backtracking goes as far as the loss allows", () => {
    const [p, state] = ends(optim.scaleByBacktrackingLinesearch({ maxBacktrackingSteps: 50 }))
    const limit = (rate: number): number => value.item() + 1e-4 * rate * slopeAt(start)
    const rate = state.learningRate.item()
    expect(rosenbrock(p).item()).toBeLessThanOrEqual(limit(rate))
    const longer = start.add(downhill.mul(rate / 0.8))
    expect(rate === 1 || rosenbrock(longer).item() > limit(rate / 0.8)).toBe(true)
  })

  it("compute the loss and the gradient themselves where they are not given", () => {
    const search = optim.scaleByBacktrackingLinesearch({ maxBacktrackingSteps: 50 })
    const [updates] = search.update(downhill, search.init(start), start, { valueFn: rosenbrock })
    expect(start.add(updates).js()).toEqual(ends(search)[0].js())
  })

  it("say what they need", () => {
    const search = optim.scaleByZoomLinesearch({ maxLinesearchSteps: 5 })
    const state = search.init(start)
    expect(() => search.update(g, state)).toThrow("[argument/params]")
    expect(() => search.update(g, state, start, { value })).toThrow("[argument/value]")
    expect(() => optim.valueAndGradFromState(rosenbrock)(start, { state: optim.adam(0.1).init(start) })).toThrow("[argument/state]")
  })
})

describe("lbfgs", () => {
  it("finds the minimum of Rosenbrock's valley", () => {
    const found = run(optim.lbfgs(), rosenbrock, wide([-1.2, 1]), 45)
    expect(np.allclose(found, wide([1, 1]), { atol: 1e-8 }).item()).toBe(1)
  })

  it("finds it in float32 too, in one compiled loop, with trees of parameters", () => {
    const optimizer = optim.lbfgs()
    interface P {
      readonly x: NDArray
      readonly y: NDArray
    }
    const loss = ({ x, y }: P): NDArray => rosenbrock(np.stack([x, y]))
    const start = { x: np.array(-1.2), y: np.array(1) }
    const whole = jit((p: P) =>
      lax.foriLoop(
        0,
        60,
        (_, [params, state]) => {
          const [value, g] = optim.valueAndGradFromState(loss)(params as P, { state })
          const [updates, next] = optimizer.update(g, state as never, params as P, { value, grad: g, valueFn: loss })
          return [optim.applyUpdates(params as P, updates), next] as never
        },
        [p, optimizer.init(p)] as const,
      ),
    )
    const [found] = whole(start) as unknown as readonly [P]
    expect(found.x.item()).toBeCloseTo(1, 2)
    expect(found.y.item()).toBeCloseTo(1, 2)
  })

  it("without a line search goes as far as the learning rate says", () => {
    const loss = (p: NDArray): NDArray =>
      np
        .square(p.sub(wide([1, 2])))
        .mul(wide([1, 10]))
        .sum()
    const optimizer = optim.lbfgs(1, { linesearch: null, memorySize: 5 })
    let [params, state] = [wide([0, 0]), optimizer.init(wide([0, 0]))]
    for (let i = 0; i < 25; i++) {
      const [updates, next] = optimizer.update(grad(loss)(params), state, params)
      params = optim.applyUpdates(params, updates)
      state = next
    }
    expect(np.allclose(params, wide([1, 2]), { atol: 1e-6 }).item()).toBe(1)
  })
})

it("a guess that is no strategy is refused", () => {
  const options = { maxLinesearchSteps: 5, initialGuessStrategy: "first" as "one" }
  expect(() => optim.scaleByZoomLinesearch(options)).toThrow('initialGuessStrategy must be "keep" or "one"')
})
