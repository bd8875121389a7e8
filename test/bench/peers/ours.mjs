// cotangent, as built into dist/. The losses and functions are those of every peer file; see `inputs` in common.mjs.
import { trainCheck } from "./common.mjs"

export const name = "ours"
export const variants = ["jit", "eager"]
let { grad, jit, lax, nn, np, valueAndGrad, vmap } = {}
let maybeJit = (f) => f

export const init = async (variant) => {
  const library = await import("../../../dist/index.js")
  ;({ grad, jit, lax, nn, valueAndGrad, vmap } = library)
  np = library.numpy
  maybeJit = variant === "jit" ? jit : (f) => f
}

const arr = ({ shape, data }) => np.array(data).reshape(shape) // float64 from a Float64Array
const read = (x) => x.dataSync()

const scalarTask = (f, args) => {
  const g = maybeJit(valueAndGrad(f, { argnums: args.map((_, i) => i) }))
  const run = () => {
    const [value, grads] = g(...args)
    return [value.item(), ...grads.map((x) => x.item())]
  }
  return { run, check: run }
}

/** A step of plain SGD; the parameters it makes are the next step's. */
const trainTask = (loss, params, batch, lr) => {
  const step = maybeJit((p, ...rest) => {
    const [value, g] = valueAndGrad(loss)(p, ...rest)
    return [value, p.map((w, i) => w.sub(g[i].mul(lr)))]
  })
  const data = batch.map(arr)
  let current = params.map(arr)
  const run = () => {
    const [value, next] = step(current, ...data)
    current = next
    return value.item()
  }
  return { run, check: () => trainCheck(run) }
}

const crossEntropy = (logits, y) => nn.logSoftmax(logits).mul(y).sum().mul(-1 / (logits.ndim === 1 ? 1 : logits.shape[0]))

const mlpLoss =
  (l2) =>
  ([W1, b1, W2, b2, W3, b3], x, y) => {
    const h = nn.relu(nn.relu(x.dot(W1).add(b1)).dot(W2).add(b2))
    const penalty = [W1, W2, W3].map((w) => w.mul(w).sum()).reduce((a, b) => a.add(b))
    return crossEntropy(h.dot(W3).add(b3), y).add(penalty.mul(l2))
  }

const smallLoss = ([W1, b1, W2, b2, W3, b3], x, y) => {
  const h = np.tanh(np.tanh(x.dot(W1).add(b1)).dot(W2).add(b2))
  return np.square(h.dot(W3).add(b3).sub(y)).mean()
}

const cnnLoss = ([K1, b1, K2, b2, W, b], x, y) => {
  const h1 = nn.relu(lax.conv(x, K1, [1, 1], "VALID").add(b1.reshape([32, 1, 1])))
  const h2 = nn.relu(lax.conv(h1, K2, [2, 2], "VALID").add(b2.reshape([64, 1, 1])))
  return crossEntropy(h2.mean([2, 3]).dot(W).add(b), y)
}

const arrayTask = (f, inputs, pick) => {
  const g = maybeJit(f)
  const arrays = inputs.map(arr)
  return { run: () => void g(...arrays), check: () => pick(read(g(...arrays))) }
}

const elementwise =
  ({ a, b }) =>
  (x) =>
    np.tanh(x.mul(a).add(b)).mul(nn.sigmoid(x)).sub(x.mul(x).mul(0.5))

const pick3 = (d) => [d[0], d[d.length / 2], d.at(-1)]
const pick2 = (d) => [d[0], d.at(-1)]

const transformerLoss =
  ({ B, T, D, H, eps }) =>
  ([g1, c1, Wq, Wk, Wv, Wo, g2, c2, W1, b1, W2, b2], x, y) => {
    const layerNorm = (z, g, c) => nn.standardize(z, -1, { epsilon: eps }).mul(g).add(c)
    const heads = (z) => z.reshape([B, T, H, D / H]).transpose([0, 2, 1, 3])
    const n = layerNorm(x, g1, c1)
    const [q, k, v] = [Wq, Wk, Wv].map((w) => heads(n.matmul(w)))
    const weights = nn.softmax(q.matmul(k.transpose([0, 1, 3, 2])).mul(1 / Math.sqrt(D / H)))
    const h = x.add(weights.matmul(v).transpose([0, 2, 1, 3]).reshape([B, T, D]).matmul(Wo))
    const out = h.add(nn.gelu(layerNorm(h, g2, c2).matmul(W1).add(b1)).matmul(W2).add(b2))
    return np.square(out.sub(y)).mean()
  }

const gruLoss =
  ({ B, H }) =>
  ([Wi, Wh, bi, bh], x) => {
    const step = (h, g) => {
      const u = h.matmul(Wh).add(bh)
      const [gr, gz, gn] = np.split(g, 3, -1)
      const [ur, uz, un] = np.split(u, 3, -1)
      const z = nn.sigmoid(gz.add(uz))
      const n = np.tanh(gn.add(nn.sigmoid(gr.add(ur)).mul(un)))
      const next = n.add(z.mul(h.sub(n)))
      return [next, next]
    }
    // what does not wait for h is one product for all steps
    const [, hs] = lax.scan(step, np.zeros([B, H]), x.matmul(Wi).add(bi))
    return np.square(hs).sum()
  }

const odeValue =
  ({ start, steps, dt }) =>
  (a, b, c, d) => {
    const f = ([x, y]) => {
      const xy = x.mul(y)
      return [a.mul(x).sub(b.mul(xy)), d.mul(xy).sub(c.mul(y))]
    }
    const along = ([x, y], [u, v], s) => [x.add(u.mul(s)), y.add(v.mul(s))]
    const step = (_, q) => {
      const k1 = f(q)
      const k2 = f(along(q, k1, dt / 2))
      const k3 = f(along(q, k2, dt / 2))
      const k4 = f(along(q, k3, dt))
      return q.map((x, i) => x.add(k1[i].add(k2[i].add(k3[i]).mul(2)).add(k4[i]).mul(dt / 6)))
    }
    const [x, y] = lax.foriLoop(0, steps, step, start.map((x) => np.array(x, { dtype: "float64" })))
    return x.add(y)
  }

const scalar1000 = (x, a, b, c) => {
  let y = x
  for (let i = 0; i < 250; i++) y = np.sin(y.mul(a).add(b)).mul(c)
  return y
}

const sumOf = (...xs) => xs.map((x) => x.sum()).reduce((a, b) => a.add(b))

/** A function of arrays, to one or several. */
const linalgTask = (f, inputs, pick) => {
  const g = maybeJit(f)
  const arrays = inputs.map(arr)
  return { run: () => void g(...arrays), check: () => pick([g(...arrays)].flat().map(read)) }
}

/** The value of a function of arrays, and its gradient by all of them. */
const linalgGrad = (f, inputs, pick) => {
  const argnums = inputs.map((_, i) => i)
  return linalgTask((...xs) => valueAndGrad(f, { argnums })(...xs).flat(), inputs, pick)
}

const choleskySolve = (a, b) => {
  const l = np.linalg.cholesky(a)
  const solve = (x, transposeA) => lax.linalg.triangularSolve(l, x, { leftSide: true, lower: true, transposeA })
  return solve(solve(b.reshape([...b.shape, 1]), false), true).reshape(b.shape)
}

const eighValue = (c, w) => (a) => {
  const [values, vectors] = np.linalg.eigh(a)
  return sumOf(c.mul(values), w.mul(np.square(vectors)))
}

const svdValue = (c, w) => (a) => {
  const [u, s] = np.linalg.svd(a)
  return sumOf(c.mul(s), w.mul(np.square(u)))
}

const sizes = (z) => np.square(np.real(z)).add(np.square(np.imag(z)))
const eigValue = (c) => (a) => {
  const [values, vectors] = np.linalg.eig(a)
  return sumOf(sizes(values), np.matmul(c, sizes(vectors)))
}

const spectrum = (re, im) => np.fft.fft(lax.complex(re, im))
const weighed = (w, xs) => xs.reduce((s, x, i) => s + w.data[i] * x ** 2, 0)

const linalg = {
  "W13.cholesky8": (i) => linalgTask(choleskySolve, [i.a, i.b], ([x]) => pick2(x)),
  "W13.cholesky8_grad": (i) =>
    linalgGrad(
      (a, b) => np.square(choleskySolve(a, b)).sum(),
      [i.a, i.b],
      ([v, da, db]) => [v[0], db.at(-1), da.at(-63) + da.at(-56)],
    ),
  "W14.solve512": (i) => linalgTask(np.linalg.solve, [i.a, i.b], ([x]) => pick2(x)),
  "W14.solve512_grad": (i) =>
    linalgGrad(
      (a, b) => np.square(np.linalg.solve(a, b)).sum(),
      [i.a, i.b],
      ([v, da, db]) => [v[0], db[0], da[0]],
    ),
  "W15.eigh512": (i) =>
    linalgTask(
      (a) => [...np.linalg.eigh(a)],
      [i.a],
      ([l, v]) => [...pick2(l), weighed(i.w, v)],
    ),
  "W15.eigh512_grad": (i) => linalgGrad(eighValue(arr(i.c), arr(i.w)), [i.a], ([v, da]) => [v[0], da[0], da[1] + da[i.n]]),
  "W16.svd512": (i) =>
    linalgTask(
      (a) => [...np.linalg.svd(a)],
      [i.a],
      ([u, s]) => [...pick2(s), weighed(i.w, u)],
    ),
  "W16.svd512_grad": (i) => linalgGrad(svdValue(arr(i.c), arr(i.w)), [i.a], ([v, da]) => [v[0], ...pick2(da)]),
  "W18.eig256": (i) =>
    linalgTask(
      (a) => [...np.linalg.eig(a)],
      [i.a],
      ([l, v]) => [weighed({ data: l.map(() => 1) }, l), weighed({ data: v.map((_, k) => i.c.data[Math.floor(k / (2 * i.n))]) }, v)],
    ),
  "W18.eig256_grad": (i) => linalgGrad(eigValue(arr(i.c)), [i.a], ([v, da]) => [v[0], ...pick2(da)]),
  "W17.fft": (i) =>
    linalgTask(
      (re, im) => spectrum(re, im),
      [i.re, i.im],
      ([y]) => [y[2], y[3], y.at(-2)],
    ),
  "W17.fft_grad": (i) => {
    const w = arr(i.w)
    const value = (re, im) => {
      const y = spectrum(re, im)
      return sumOf(w.mul(np.square(np.real(y))), w.mul(np.square(np.imag(y))))
    }
    return linalgGrad(value, [i.re, i.im], ([, dre, dim]) => [dre[0], dim.at(-1)])
  },
}

export const workloads = {
  ...linalg,
  "W1.f3": (args) => scalarTask((x, y, z) => x.add(y).mul(z), args),
  "W1.neuron5": (args) => scalarTask((w0, x0, w1, x1, b) => nn.sigmoid(b.add(w0.mul(x0)).add(w1.mul(x1))), args),
  "W2.mlp": (i) => trainTask(mlpLoss(i.l2), i.params, [i.x, i.y], i.lr),
  "W2.small": (i) => trainTask(smallLoss, i.params, [i.x, i.y], i.lr),
  "W3.matmul": ({ n, a, b }) =>
    arrayTask((p, q) => p.matmul(q), [a, b], (d) => [d[0], d.at(-1), d.subarray(0, n).reduce((s, v) => s + v, 0)]),
  "W4.fwd": (i) => arrayTask(elementwise(i), [i.x], pick3),
  "W4.grad": (i) => arrayTask(grad((x) => elementwise(i)(x).sum()), [i.x], pick3),
  "W5.logsoftmax": (i) => arrayTask((x) => nn.logSoftmax(x), [i.x], pick2),
  "W5.logsoftmax_grad": (i) => arrayTask(grad((x, w) => nn.logSoftmax(x).mul(w).sum()), [i.x, i.w], pick2),
  "W5.sum0": (i) => arrayTask((x) => x.sum(0), [i.x], pick2),
  "W6.cnn": (i) => trainTask(cnnLoss, i.params, [i.x, i.y], i.lr),
  "W7.perexample": (i) => {
    const g = maybeJit(vmap(grad(mlpLoss(i.l2)), { inAxes: [null, 0, 0] }))
    const [p, x, y] = [i.params.map(arr), arr(i.x), arr(i.y)]
    const check = () => {
      const [dW1, , , , dW3, db3] = g(p, x, y)
      return [read(dW1)[0], read(dW3).at(-1), read(db3)[127 * 10]]
    }
    return { run: () => void g(p, x, y), check }
  },
  "W8.transformer": (i) => {
    const vg = maybeJit(valueAndGrad(transformerLoss(i)))
    const [p, x, y] = [i.params.map(arr), arr(i.x), arr(i.y)]
    const check = () => {
      const [loss, g] = vg(p, x, y)
      return [loss.item(), read(g[2])[0], read(g[10]).at(-1)]
    }
    return { run: () => vg(p, x, y)[0].item(), check }
  },
  "W10.gru.fwd": (i) => {
    const f = maybeJit(gruLoss(i))
    const [p, x] = [i.params.map(arr), arr(i.x)]
    const run = () => [f(p, x).item()]
    return { run, check: run }
  },
  "W10.gru.grad": (i) => {
    const vg = maybeJit(valueAndGrad(gruLoss(i)))
    const [p, x] = [i.params.map(arr), arr(i.x)]
    const check = () => {
      const [loss, [dWi, dWh, dbi, dbh]] = vg(p, x)
      return [loss.item(), read(dWi)[0], read(dWh).at(-1), read(dbi)[0], read(dbh).at(-1)]
    }
    return { run: () => vg(p, x)[0].item(), check }
  },
  "W11.ode.fwd": (i) => {
    const f = maybeJit(odeValue(i))
    const args = i.params.map((p) => np.array(p, { dtype: "float64" }))
    const run = () => [f(...args).item()]
    return { run, check: run }
  },
  "W11.ode.grad": (i) =>
    scalarTask(
      odeValue(i),
      i.params.map((p) => np.array(p, { dtype: "float64" })),
    ),
  "W12.scalar1000": (args) => scalarTask(scalar1000, args),
}
