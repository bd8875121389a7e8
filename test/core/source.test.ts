// The user's line: found below the library's own frames, read only on demand.
import { describe, expect, it } from "vitest"
import { captureSource, showFrame } from "../../src/core/source.js"
import { grad, makeJaxpr, type NDArray, numpy as np } from "../../src/index.js"

describe("captureSource", () => {
  it("finds the calling line, with its column and function", () => {
    const here = function namedCaller() {
      return captureSource().frame()
    }
    const frame = here()
    expect(frame?.file).toMatch(/source\.test\.ts$/)
    expect(frame?.functionName).toContain("namedCaller")
    expect(frame && showFrame(frame)).toMatch(/source\.test\.ts:\d+:\d+$/)
  })

  it("tells lines apart", () => {
    const { jaxpr } = makeJaxpr((x: NDArray) => {
      const y = x.sin()
      return y.mul(2)
    })(1)
    const [a, b] = jaxpr.eqns.map((e) => e.source?.frame()?.line ?? 0) as [number, number]
    expect(b - a).toBe(1)
  })

  it("sees through the library's own frames, however many: a mean of a variance names its own line", () => {
    const { jaxpr } = makeJaxpr(grad((x: NDArray) => np.std(x, null, { ddof: 1 })))(np.array([1, 2, 4]))
    for (const eqn of jaxpr.eqns) expect(eqn.source?.frame()?.file).toMatch(/source\.test\.ts$/)
  })

  it("leaves the engine's limit of frames as it was", () => {
    const before = Error.stackTraceLimit
    captureSource()
    expect(Error.stackTraceLimit).toBe(before)
  })
})
