import { describe, expect, test } from "vitest"
import "../../src/install.js"
import { eliminateDeadCode, usedInputs } from "../../src/core/dce.js"
import type { Jaxpr } from "../../src/core/jaxpr.js"
import { parseJaxpr } from "../../src/core/parse.js"
import { definePrimitive, type Primitive, zero } from "../../src/core/primitive.js"
import { showJaxpr } from "../../src/core/print.js"
import { primitiveNamed } from "../../src/primitives/index.js"

/** Passes its operand on, and must run. */
const shout = definePrimitive({
  name: "shout",
  shape: ([x]) => (x ? [x] : []),
  derivative: zero("it only makes noise"),
  batch: (lanes) => lanes,
  evaluate: (xs) => xs,
  effectful: true,
}) as unknown as Primitive

const read = (text: string): Jaxpr => parseJaxpr(text, (name) => (name === "shout" ? shout : primitiveNamed(name)))
const live = (text: string): string => showJaxpr(eliminateDeadCode(read(text)))

describe("dead code", () => {
  test("is what no output needs, however many equations deep", () => {
    expect(live("{ lambda ; a:f32[]. let b:f32[] = sin a; c:f32[] = cos b; d:f32[] = exp c; e:f32[] = neg a in (e,) }")).toBe(
      "{ lambda ; a:f32[]. let b:f32[] = neg a in (b,) }",
    )
  })
  test("is nothing that an output needs through others", () => {
    const text = "{ lambda ; a:f32[]. let b:f32[] = sin a; c:f32[] = cos b; d:f32[] = mul c a in (d, b) }"
    expect(live(text)).toBe(text)
  })
  test("leaves inputs and constants where they are", () => {
    expect(live("{ lambda a:f32[] ; b:f32[] c:f32[]. let d:f32[] = add a b in (c,) }")).toBe(
      "{ lambda a:f32[] ; b:f32[] c:f32[]. let in (c,) }",
    )
  })
  test("is not an equation of which one of several results is used", () => {
    const text = "{ lambda ; a:f32[4]. let b:f32[1] _:f32[3] = split[axis=0 sizes=(1, 3)] a in (b,) }"
    expect(live(text)).toBe(text)
  })
  test("is not an equation with an effect, nor what that needs", () => {
    const text = "{ lambda ; a:f32[]. let b:f32[] = sin a; _:f32[] = shout b in (a,) }"
    expect(live(text)).toBe(text)
  })
  test("is gone at once: doing it again does nothing", () => {
    const once = eliminateDeadCode(read("{ lambda ; a:f32[]. let b:f32[] = sin a; c:f32[] = cos b in (1.0:f32[],) }"))
    expect(once.eqns).toEqual([])
    expect(eliminateDeadCode(once)).toEqual(once)
  })
})

describe("used inputs", () => {
  test("are those that a live equation or an output reads", () => {
    expect(usedInputs(read("{ lambda ; a:f32[] b:f32[] c:f32[]. let d:f32[] = sin a; e:f32[] = cos b in (e, c) }"))).toEqual([
      false,
      true,
      true,
    ])
  })
  test("are counted without constants", () => {
    expect(usedInputs(read("{ lambda a:f32[] ; b:f32[]. let c:f32[] = sin a in (c,) }"))).toEqual([false])
  })
})
