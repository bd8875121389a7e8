// Every way in which a program can be malformed, one test each.
import { describe, expect, test } from "vitest"
import "../../src/install.js"
import { type Aval, avalOf } from "../../src/core/aval.js"
import { checkJaxpr } from "../../src/core/check.js"
import { JaxprError } from "../../src/core/errors.js"
import { type Atom, type Eqn, type Jaxpr, newVar, type Params, type Var } from "../../src/core/jaxpr.js"
import { parseJaxpr } from "../../src/core/parse.js"
import type { Primitive } from "../../src/core/primitive.js"
import { primitiveNamed } from "../../src/primitives/index.js"

const f32 = (...shape: number[]): Aval => avalOf(shape, "float32")
const named = (name: string): Primitive => primitiveNamed(name)!
const eqn = (name: string, inputs: readonly Atom[], outputs: readonly Var[], params: Params = {}): Eqn => ({
  primitive: named(name),
  inputs,
  params,
  outputs,
})
const program = (invars: readonly Var[], eqns: readonly Eqn[], outvars: readonly Atom[], constvars: readonly Var[] = []): Jaxpr => ({
  constvars,
  invars,
  eqns,
  outvars,
})

const faultOf = (jaxpr: Jaxpr): string => {
  try {
    checkJaxpr(jaxpr)
  } catch (error) {
    expect(error).toBeInstanceOf(JaxprError)
    expect((error as JaxprError).code).toBe("jaxpr/invalid")
    return (error as JaxprError).message
  }
  return "no fault"
}

const a = newVar(f32(3))
const b = newVar(f32(3))
const c = newVar(f32(3))

test("a well-formed program has no fault", () => {
  const text = `{ lambda a:f32[3] ; b:f32[3]. let
    c:f32[3] = mul a b
    d:f32[3] = jit[name=f jaxpr={ lambda ; x:f32[3]. let y:f32[3] = add x 1.0:f32[] in (y,) }] c
  in (d, c, 2.0:f32[]) }`
  expect(faultOf(parseJaxpr(text, primitiveNamed))).toBe("no fault")
})

describe("scope:", () => {
  test("an operand that is bound nowhere", () => {
    expect(faultOf(program([a], [eqn("add", [a, b], [c])], [c]))).toContain(
      "every variable must be bound before it is used; got c:f32[3] = add a b",
    )
  })
  test("an operand that is bound later", () => {
    expect(faultOf(program([a], [eqn("sin", [b], [c]), eqn("sin", [a], [b])], [c]))).toContain("bound before it is used")
  })
  test("an equation that uses its own result", () => {
    expect(faultOf(program([a], [eqn("sin", [b], [b])], [b]))).toContain("bound before it is used")
  })
  test("an output that is bound nowhere", () => {
    expect(faultOf(program([a], [], [b]))).toContain("got an output f32[3]")
  })
  test("an input named twice, among constants too", () => {
    expect(faultOf(program([a, a], [], [a]))).toContain("a variable may be bound only once; got an input f32[3] named twice")
    expect(faultOf(program([a], [], [a], [a]))).toContain("bound only once")
  })
  test("a result bound twice", () => {
    expect(faultOf(program([a], [eqn("sin", [a], [b]), eqn("cos", [a], [b])], [b]))).toContain("bound only once")
    expect(faultOf(program([a, b], [eqn("sin", [a], [b])], [b]))).toContain("got b:f32[3] = sin a")
  })
  test("a variable of the outer program in a sub-program", () => {
    const x = newVar(f32(3))
    const inner = program([x], [eqn("add", [x, a], [b])], [b])
    expect(faultOf(program([a], [eqn("jit", [a], [c], { name: "f", jaxpr: inner })], [c]))).toContain("bound before it is used")
  })
  test("a sub-program with constants", () => {
    const x = newVar(f32(3))
    const inner = program([], [], [x], [x])
    expect(faultOf(program([a], [eqn("jit", [], [c], { name: "f", jaxpr: inner })], [c]))).toContain(
      "a sub-program must take its constants as inputs",
    )
  })
})

describe("types:", () => {
  test("operands that the shape rule refuses, and why", () => {
    const wide = newVar(f32(4))
    const message = faultOf(program([a, wide], [eqn("add", [a, wide], [c])], [c]))
    expect(message).toContain("every equation must satisfy its primitive's shape rule; got c:f32[3] = add a b, of which [shape/")
    expect(message).toContain("f32[3] and f32[4]")
  })
  test("a scalar variable beside an array: only constants may stand there", () => {
    const s = newVar(f32())
    expect(faultOf(program([a, s], [eqn("add", [a, s], [c])], [c]))).toContain("operands must have equal shapes")
  })
  test("a result of another shape, dtype or weakness than the rule gives", () => {
    for (const wrong of [f32(4), f32(), avalOf([3], "float64"), avalOf([3], "float32", true)]) {
      const v = newVar(wrong)
      expect(faultOf(program([a], [eqn("sin", [a], [v])], [v]))).toContain("outputs must have the avals that the shape rule gives; got b:")
    }
  })
  test("a result too many or too few", () => {
    expect(faultOf(program([a], [eqn("sin", [a], [b, c])], [c]))).toContain("sin a, where the rule gives f32[3]")
    expect(faultOf(program([a], [eqn("sin", [a], [])], [a]))).toContain("got sin a, where the rule gives f32[3]")
  })
  test("a sub-program that is malformed, or called with other arguments", () => {
    const x = newVar(f32(4))
    const inner = program([x], [], [x])
    expect(faultOf(program([a], [eqn("jit", [a], [c], { name: "f", jaxpr: inner })], [c]))).toContain("[jaxpr/call]")
    const broken = program([x], [], [b])
    expect(faultOf(program([x], [eqn("jit", [x], [c], { name: "f", jaxpr: broken })], [c]))).toContain("bound before it is used")
  })
})

describe("constants:", () => {
  test("one that is no scalar", () => {
    expect(faultOf(program([a], [eqn("add", [a, { aval: f32(3), value: 1 }], [c])], [c]))).toContain("must be a scalar")
  })
  test("one that its dtype does not hold", () => {
    const constant = (value: number, dtype: "float32" | "int8" | "bool"): Atom => ({ aval: avalOf([], dtype, true), value })
    expect(faultOf(program([], [], [constant(0.1, "float32")]))).toContain("a constant must be a number that float32 holds")
    expect(faultOf(program([], [], [constant(300, "int8")]))).toContain("int8 holds")
    expect(faultOf(program([], [], [constant(0.5, "bool")]))).toContain("bool holds")
    expect(faultOf(program([], [], [constant(NaN, "float32"), constant(-0, "float32"), constant(-7, "int8")]))).toBe("no fault")
  })
})

test("ten thousand equations are checked in no time to speak of", () => {
  const vars = Array.from({ length: 10_001 }, () => newVar(f32(3)))
  const eqns = vars.slice(1).map((v, i) => eqn("sin", [vars[i]!], [v]))
  expect(faultOf(program([vars[0]!], eqns, [vars.at(-1)!]))).toBe("no fault")
})
