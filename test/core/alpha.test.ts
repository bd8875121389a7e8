import { describe, expect, test } from "vitest"
import "../../src/install.js"
import { alphaEquals, eqJaxpr, hashJaxpr } from "../../src/core/alpha.js"
import { avalOf } from "../../src/core/aval.js"
import { type Jaxpr, newVar } from "../../src/core/jaxpr.js"
import { parseJaxpr } from "../../src/core/parse.js"
import { primitiveNamed } from "../../src/primitives/index.js"

const read = (text: string): Jaxpr => parseJaxpr(text, primitiveNamed)
const equal = (a: string, b: string): boolean => alphaEquals(read(a), read(b))

const base = "{ lambda ; a:f32[3] b:f32[3]. let c:f32[3] = mul a b; d:f32[3] = add c 2.0:f32[] in (d,) }"

describe("programs are equal", () => {
  test("if they differ in names only", () => {
    expect(equal(base, "{ lambda ; x:f32[3] y:f32[3]. let x2:f32[3] = mul x y; b:f32[3] = add x2 2.0:f32[] in (b,) }")).toBe(true)
    expect(hashJaxpr(read(base))).toBe(hashJaxpr(read(base)))
  })
  test("if they differ in the order in which parameters are written", () => {
    const slice = (params: string): string => `{ lambda ; a:f32[4]. let b:f32[2] = slice[${params}] a in (b,) }`
    expect(
      equal(slice("start_indices=(0,) limit_indices=(2,) strides=(1,)"), slice("strides=(1,) limit_indices=(2,) start_indices=(0,)")),
    ).toBe(true)
  })
  test("if an equation of one has a source line that the other's has not", () => {
    const program = read(base)
    const withSource = { ...program, eqns: program.eqns.map((e) => ({ ...e, source: { frame: () => undefined } })) }
    expect(eqJaxpr.equals(program, withSource)).toBe(true)
  })
})

describe("programs differ", () => {
  const others = [
    ["in the order of operands", base.replace("mul a b", "mul b a")],
    ["in an operation", base.replace("mul", "sub")],
    ["in a constant", base.replace("2.0", "2.5")],
    ["in the dtype of a constant", base.replace("2.0:f32[]", "2.0:f16[]")],
    ["in a shape", base.replaceAll("f32[3]", "f32[4]")],
    ["in a weak type", base.replace("b:f32[3]", "b:~f32[3]")],
    ["in what comes out", base.replace("(d,)", "(c,)")],
    ["in how much comes out", base.replace("(d,)", "(d, d)")],
    ["in which inputs are constants", base.replace("lambda ; a:f32[3]", "lambda a:f32[3] ;")],
  ] as const
  test.each(others)("%s", (_, other) => {
    expect(other).not.toBe(base)
    expect(equal(base, other)).toBe(false)
  })
  test("in the order of equations", () => {
    const two = (first: string, second: string): string => `{ lambda ; a:f32[]. let ${first}; ${second} in (s, c) }`
    expect(equal(two("s:f32[] = sin a", "c:f32[] = cos a"), two("c:f32[] = cos a", "s:f32[] = sin a"))).toBe(false)
  })
  test("in a parameter", () => {
    const sum = (axes: string): string => `{ lambda ; a:f32[2,2]. let b:f32[2] = reduce_sum[axes=${axes}] a in (b,) }`
    expect(equal(sum("(0,)"), sum("(1,)"))).toBe(false)
  })
  test("in a sub-program", () => {
    const call = (op: string): string =>
      `{ lambda ; a:f32[]. let b:f32[] = jit[name=f jaxpr={ lambda ; x:f32[]. let y:f32[] = ${op} x in (y,) }] a in (b,) }`
    expect(equal(call("sin"), call("cos"))).toBe(false)
    expect(equal(call("sin"), call("sin"))).toBe(true)
  })
  test("in the sign of a zero, but NaN is NaN", () => {
    const one = (c: string): string => base.replace("2.0", c)
    expect(equal(one("0.0"), one("-0.0"))).toBe(false)
    expect(equal(one("nan"), one("nan"))).toBe(true)
    expect(equal(one("inf"), one("-inf"))).toBe(false)
  })
})

test("a variable that is bound nowhere has a hash too", () => {
  const aval = avalOf([], "float32")
  expect(hashJaxpr({ constvars: [], invars: [], eqns: [], outvars: [newVar(aval)] })).toContain("?")
})
