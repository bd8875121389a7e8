// Every optimizer against its formula, written once more with JavaScript numbers in double precision.
import { describe, expect, it } from "vitest"
import { type NDArray, numpy as np, optim, random, regularizers } from "../../src/index.js"
import { close } from "../support/close.js"

/** One weight's state between steps, and the step that a gradient makes of it. */
type Reference = (g: number, w: number, t: number) => number

const gradients = [
  [0.5, -2, 0.25],
  [0.1, -1, -0.5],
  [-0.3, 0.5, 1.5],
  [0.7, 0.01, -2],
]
const start = [1, -0.5, 2]

/** Runs an optimizer on float64 weights, and the reference on each of them alone; they must agree at every step. */
const agrees = <S>(optimizer: optim.GradientTransformation<S>, reference: () => Reference): void => {
  let w = np.array(start, { dtype: "float64" })
  let state = optimizer.init(w)
  const alone = start.map(() => reference())
  let expected = [...start]
  for (const [i, g] of gradients.entries()) {
    const [updates, next] = optimizer.update(np.array(g, { dtype: "float64" }), state, w)
    const steps = expected.map((x, k) => (alone[k] as Reference)(g[k] as number, x, i + 1))
    close(updates, steps, 1e-12)
    w = optim.applyUpdates(w, updates)
    expected = expected.map((x, k) => x + (steps[k] as number))
    state = next
  }
}

/** Running means, as most references need them. */
const moments = (b1: number, b2: number, from = 0) => {
  let [m, v] = [from, from]
  return (g: number, t: number) => {
    m = b1 * m + (1 - b1) * g
    v = b2 * v + (1 - b2) * g * g
    return { m, v, mHat: m / (1 - b1 ** t), vHat: v / (1 - b2 ** t) }
  }
}

describe("optimizers follow Optax's formulas", () => {
  it("sgd", () => agrees(optim.sgd(0.1), () => (g) => -0.1 * g))
  it("sgd with momentum sums gradients", () =>
    agrees(optim.sgd(0.1, { momentum: 0.9 }), () => {
      let m = 0
      return (g) => {
        m = 0.9 * m + g
        return -0.1 * m
      }
    }))
  it("sgd with Nesterov momentum looks one step ahead", () =>
    agrees(optim.sgd(0.1, { momentum: 0.9, nesterov: true }), () => {
      let m = 0
      return (g) => {
        m = 0.9 * m + g
        return -0.1 * (0.9 * m + g)
      }
    }))
  it("adam: ε stands outside the root, ε₀ inside", () =>
    agrees(optim.adam(0.1, { b1: 0.8, b2: 0.95, eps: 1e-3, epsRoot: 1e-2 }), () => {
      const next = moments(0.8, 0.95)
      return (g, _, t) => {
        const { mHat, vHat } = next(g, t)
        return (-0.1 * mHat) / (Math.sqrt(vHat + 1e-2) + 1e-3)
      }
    }))
  it("adamw decays after scaling and before the learning rate", () =>
    agrees(optim.adamw(0.1, { weightDecay: 0.3 }), () => {
      const next = moments(0.9, 0.999)
      return (g, w, t) => {
        const { mHat, vHat } = next(g, t)
        return -0.1 * (mHat / (Math.sqrt(vHat) + 1e-8) + 0.3 * w)
      }
    }))
  it("nadam takes the mean's bias at t + 1 and the gradient's at t", () =>
    agrees(optim.nadam(0.1), () => {
      const next = moments(0.9, 0.999)
      return (g, _, t) => {
        const { m, vHat } = next(g, t)
        const ahead = (0.9 * m) / (1 - 0.9 ** (t + 1)) + (0.1 * g) / (1 - 0.9 ** t)
        return (-0.1 * ahead) / (Math.sqrt(vHat) + 1e-8)
      }
    }))
  it("adamax divides by the largest gradient lately, ε beside it", () =>
    agrees(optim.adamax(0.1, { eps: 1e-2 }), () => {
      const next = moments(0.9, 0)
      let u = 0
      return (g, _, t) => {
        u = Math.max(Math.abs(g) + 1e-2, 0.999 * u)
        return (-0.1 * next(g, t).mHat) / u
      }
    }))
  it("amsgrad keeps the largest of the unbiased squares", () =>
    agrees(optim.amsgrad(0.1, { b2: 0.5 }), () => {
      const next = moments(0.9, 0.5)
      let top = 0
      return (g, _, t) => {
        const { mHat, vHat } = next(g, t)
        top = Math.max(top, vHat)
        return (-0.1 * mHat) / (Math.sqrt(top) + 1e-8)
      }
    }))
  it("adabelief measures surprise about the new mean, ε₀ added to the running mean itself", () =>
    agrees(optim.adabelief(0.1, { eps: 1e-3, epsRoot: 1e-2 }), () => {
      const next = moments(0.9, 0)
      let s = 0
      return (g, _, t) => {
        const { m, mHat } = next(g, t)
        s = 0.999 * s + 0.001 * (g - m) ** 2 + 1e-2
        return (-0.1 * mHat) / (Math.sqrt(s / (1 - 0.999 ** t)) + 1e-3)
      }
    }))
  it("yogi changes the squares by sign, both means beginning at 1e-6", () =>
    agrees(optim.yogi(0.1), () => {
      let [m, v] = [1e-6, 1e-6]
      return (g, _, t) => {
        m = 0.9 * m + 0.1 * g
        v -= 0.001 * Math.sign(v - g * g) * g * g
        return (-0.1 * (m / (1 - 0.9 ** t))) / (Math.sqrt(v / (1 - 0.999 ** t)) + 1e-3)
      }
    }))
  it("radam takes plain momentum until the average is long enough", () => {
    const ratios: number[] = []
    const longest = 2 / (1 - 0.9) - 1
    let [m, v] = [0, 0]
    const optimizer = optim.radam(1, { b2: 0.9, threshold: 3 })
    const w = np.array([1], { dtype: "float64" })
    let state = optimizer.init(w)
    for (let t = 1; t <= 6; t++) {
      const g = Math.sin(3 * t)
      const [updates, next] = optimizer.update(np.array([g], { dtype: "float64" }), state)
      m = 0.9 * m + 0.1 * g
      v = 0.9 * v + 0.1 * g * g
      const rho = longest - (2 * t * 0.9 ** t) / (1 - 0.9 ** t)
      const r = Math.sqrt(((rho - 4) * (rho - 2) * longest) / ((longest - 4) * (longest - 2) * rho))
      const mHat = m / (1 - 0.9 ** t)
      const expected = rho >= 3 ? (r * mHat) / (Math.sqrt(v / (1 - 0.9 ** t)) + 1e-8) : mHat
      if (rho >= 4 || rho < 3) close(updates, [-expected], 1e-6)
      ratios.push(rho)
      state = next
    }
    expect(ratios.some((rho) => rho < 3) && ratios.some((rho) => rho > 4)).toBe(true)
  })
  it("adan adds the mean of differences, 0 at the first step", () =>
    agrees(optim.adan(0.1, { weightDecay: 0.2 }), () => {
      let [m, v, n, last] = [0, 0, 0, 0]
      return (g, w, t) => {
        const d = t === 1 ? 0 : g - last
        last = g
        m = 0.98 * m + 0.02 * g
        v = 0.92 * v + 0.08 * d
        n = 0.99 * n + 0.01 * (g + 0.08 * d) ** 2
        const up = m / (1 - 0.98 ** t) + (0.08 * v) / (1 - 0.92 ** t)
        return -0.1 * (up / (Math.sqrt(n / (1 - 0.99 ** t) + 1e-8) + 1e-8) + 0.2 * w)
      }
    }))
  it("adagrad begins with 0.1", () =>
    agrees(optim.adagrad(0.1), () => {
      let s = 0.1
      return (g) => {
        s += g * g
        return (-0.1 * g) / Math.sqrt(s + 1e-7)
      }
    }))
  it("adadelta steps by the root of its own steps' squares", () =>
    agrees(optim.adadelta(0.5, { weightDecay: 0.1 }), () => {
      let [eG, eX] = [0, 0]
      return (g, w) => {
        const pulled = g + 0.1 * w
        eG = 0.9 * eG + 0.1 * pulled ** 2
        const u = (Math.sqrt(eX + 1e-6) / Math.sqrt(eG + 1e-6)) * pulled
        eX = 0.9 * eX + 0.1 * u ** 2
        return -0.5 * u
      }
    }))
  it("rmsprop has ε under the root", () =>
    agrees(optim.rmsprop(0.1, { eps: 1e-2 }), () => {
      let v = 0
      return (g) => {
        v = 0.9 * v + 0.1 * g * g
        return (-0.1 * g) / Math.sqrt(v + 1e-2)
      }
    }))
  it("rmsprop with ε outside the root, initial scale and bias correction", () =>
    agrees(optim.rmsprop(0.1, { eps: 1e-2, epsInSqrt: false, initialScale: 1, biasCorrection: true }), () => {
      let v = 1
      return (g, _, t) => {
        v = 0.9 * v + 0.1 * g * g
        return (-0.1 * g) / (Math.sqrt(v / (1 - 0.9 ** t)) + 1e-2)
      }
    }))
  it("rmsprop centered, with momentum of the steps and not of the gradients", () =>
    agrees(optim.rmsprop(0.1, { centered: true, momentum: 0.5 }), () => {
      let [m, v, p] = [0, 0, 0]
      return (g) => {
        m = 0.9 * m + 0.1 * g
        v = 0.9 * v + 0.1 * g * g
        p = 0.5 * p + (-0.1 * g) / Math.sqrt(v - m * m + 1e-8)
        return p
      }
    }))
  it("lion takes the sign of one mean and keeps another", () =>
    agrees(optim.lion(0.1), () => {
      let m = 0
      return (g, w) => {
        const u = Math.sign(0.9 * m + 0.1 * g)
        m = 0.99 * m + 0.01 * g
        return -0.1 * (u + 1e-3 * w)
      }
    }))
  it("signSgd and signum", () => {
    agrees(optim.signSgd(0.1), () => (g) => -0.1 * Math.sign(g))
    agrees(optim.signum(0.1), () => {
      let m = 0
      return (g) => {
        m = 0.9 * m + 0.1 * g
        return -0.1 * Math.sign(m)
      }
    })
  })
  it("optimisticGradientDescent expects the last change again", () =>
    agrees(optim.optimisticGradientDescent(0.1, { alpha: 0.5, beta: 2 }), () => {
      let last: number | undefined
      return (g) => {
        const u = 2.5 * g - 2 * (last ?? g)
        last = g
        return -0.1 * u
      }
    }))
  it("rprop makes each step one update late, and drops it where the sign turned", () =>
    agrees(optim.rprop(0.1), () => {
      let [step, held] = [0.1, 0]
      return (g) => {
        const turn = g * held
        if (turn !== 0) step = Math.min(50, Math.max(1e-6, step * (turn > 0 ? 1.2 : 0.5)))
        const out = turn < 0 ? 0 : held
        held = turn < 0 ? 0 : step * Math.sign(g)
        return -out
      }
    }))
})

describe("optimizers that look at whole layers", () => {
  const w = np.array([3, 4])
  const g = np.array([0, 2])
  const first = <S>(optimizer: optim.GradientTransformation<S>): NDArray => optimizer.update(g, optimizer.init(w), w)[0]

  it("lamb: an Adam step as long as the weights", () => close(first(optim.lamb(0.1)), [0, -0.5], 1e-5))
  it("lars: ‖w‖/‖g‖ of the gradient, with momentum after the learning rate", () => {
    const optimizer = optim.lars(0.1, { trustCoefficient: 0.01 })
    const [one, state] = optimizer.update(g, optimizer.init(w), w)
    close(one, [0, -0.1 * 0.01 * 5])
    close(optimizer.update(g, state, w)[0], [0, -1.9 * 0.1 * 0.01 * 5])
  })
  it("fromage: relative steps, then shrinking", () => {
    const shrink = 1 / Math.sqrt(1.01)
    close(first(optim.fromage(0.1)), [(shrink - 1) * 3, -0.1 * shrink * 5 + (shrink - 1) * 4])
  })
  it("novograd: both means begin with the first gradient, and v is one number a layer", () => {
    const optimizer = optim.novograd(0.1, { weightDecay: 0.5 })
    const [one, state] = optimizer.update(g, optimizer.init(w), w)
    close(one, [-0.1 * 1.5, -0.1 * (1 + 2)], 1e-5)
    const [two] = optimizer.update(g.mul(2), state, w)
    const v = 0.25 * 4 + 0.75 * 16
    close(two, [-0.1 * (0.9 * 1.5 + 1.5), -0.1 * (0.9 * 3 + 4 / Math.sqrt(v) + 2)], 1e-5)
  })
  it("polyakSgd: the step that a line would need, and no step where it is flat", () => {
    const optimizer = optim.polyakSgd({ maxLearningRate: 10 })
    close(optimizer.update(g, optimizer.init(w), w, { value: 6 })[0], [0, (-2 * 6) / 4])
    close(optimizer.update(np.zeros([2]), optimizer.init(w), w, { value: 6 })[0], [0, 0])
    expect(() => optimizer.update(g, optimizer.init(w), w)).toThrow(/the loss is needed/)
  })
  it("noisySgd: noise of variance η/tᵞ, other noise at every step, the same for the same key", () => {
    const zero = np.zeros([4000])
    const optimizer = optim.noisySgd(1, random.key(0), { eta: 4, gamma: 2 })
    const [one, state] = optimizer.update(zero, optimizer.init(zero))
    const [two] = optimizer.update(zero, state)
    expect(one.std().item()).toBeCloseTo(2, 1)
    expect(two.std().item()).toBeCloseTo(1, 1)
    expect(Math.abs(one.mul(two).mean().item())).toBeLessThan(0.1)
    expect(optimizer.update(zero, optimizer.init(zero))[0].js()).toEqual(one.js())
  })
})

describe("complex parameters", () => {
  const g = np.array([
    { re: 3, im: 4 },
    { re: 0, im: -2 },
  ])
  it("are stepped along their gradients, scaled by |g|², as in Optax", () => {
    const along = g.div(np.abs(g)).mul(-0.1)
    for (const make of [optim.adam, optim.adabelief, optim.radam, optim.amsgrad, optim.nadam]) {
      const opt = make(0.1)
      const [updates] = opt.update(g, opt.init(g) as never, g) as readonly [NDArray, unknown]
      expect(updates.dtype).toBe("complex64")
      const angle = np.abs(np.angle(updates.div(along)))
      expect(np.max(angle).item(), make.name).toBeLessThan(1e-4)
    }
    const adam = optim.adam(0.1)
    const [updates] = adam.update(g, adam.init(g), g)
    expect(np.allclose(updates, along, { rtol: 1e-4 }).js()).toBe(true)
  })
  it("have real norms", () => {
    expect(optim.globalNorm(g).dtype).toBe("float32")
    expect(optim.globalNorm(g).item()).toBeCloseTo(Math.sqrt(29), 5)
    const clip = optim.clipByGlobalNorm(1)
    expect(optim.globalNorm(clip.update(g, clip.init(g), g)[0]).item()).toBeCloseTo(1, 5)
    expect(regularizers.l2(g).item()).toBe(29)
  })
})
