import { describe, expect, test } from "vitest"
import "../../src/install.js"
import { type Aval, avalOf } from "../../src/core/aval.js"
import { type Atom, type Eqn, type Jaxpr, newVar, type Param, type Params, type Var } from "../../src/core/jaxpr.js"
import { definePrimitive, type Primitive, zero } from "../../src/core/primitive.js"
import { eqnShow, jaxprShow, showEqn, showJaxpr } from "../../src/core/print.js"
import { nameSupply } from "../../src/core/words.js"

/** A primitive of any name that does nothing. */
const primitive = (name: string): Primitive =>
  definePrimitive({
    name,
    shape: () => [],
    derivative: zero("it does nothing"),
    batch: (lanes) => lanes,
    evaluate: (xs) => xs,
  }) as unknown as Primitive
const f32 = (...shape: number[]): Aval => avalOf(shape, "float32")
const eqn = (name: string, inputs: readonly Atom[], outputs: readonly Var[], params: Params = {}): Eqn => ({
  primitive: primitive(name),
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
const literal = (value: number, dtype: Aval["dtype"] = "float32", weakType = true): Atom => ({ aval: avalOf([], dtype, weakType), value })

const a = newVar(f32(3))
const b = newVar(f32(3))
const c = newVar(f32(3))

describe("a short program", () => {
  test("is one line in JAX's notation", () => {
    expect(showJaxpr(program([b], [eqn("mul", [a, b], [c])], [c], [a]))).toBe(
      "{ lambda a:f32[3] ; b:f32[3]. let c:f32[3] = mul a b in (c,) }",
    )
  })
  test("separates equations by semicolons and outputs by commas", () => {
    expect(showJaxpr(program([a], [eqn("sin", [a], [b]), eqn("cos", [b], [c])], [c, a]))).toBe(
      "{ lambda ; a:f32[3]. let b:f32[3] = sin a; c:f32[3] = cos b in (c, a) }",
    )
  })
  test("may have no inputs, no equations, no outputs", () => {
    expect(showJaxpr(program([], [], []))).toBe("{ lambda ; . let in () }")
    expect(showJaxpr(program([a], [], [a]))).toBe("{ lambda ; a:f32[3]. let in (a,) }")
  })
  test("calls a result that nobody uses _", () => {
    expect(showJaxpr(program([a], [eqn("sin", [a], [b]), eqn("cos", [a], [c])], [c]))).toBe(
      "{ lambda ; a:f32[3]. let _:f32[3] = sin a; b:f32[3] = cos a in (b,) }",
    )
  })
  test("marks weak types with a tilde", () => {
    const w = newVar(avalOf([], "int32", true))
    expect(showJaxpr(program([w], [], [w]))).toBe("{ lambda ; a:~i32[]. let in (a,) }")
  })
})

describe("constants", () => {
  test("carry their type and are weak, unless an exclamation mark says otherwise", () => {
    const atoms = [literal(2), literal(2, "int32"), literal(1, "bool"), literal(0, "bool"), literal(2, "float32", false)]
    expect(showJaxpr(program([], [], atoms))).toBe("{ lambda ; . let in (2.0:f32[], 2:i32[], True:bool[], False:bool[], 2.0:!f32[]) }")
  })
  test("may be no numbers, infinite, or a zero with a sign", () => {
    expect(
      showJaxpr(
        program(
          [],
          [],
          [NaN, Infinity, -Infinity, -0, 1e-7].map((x) => literal(x, "float64")),
        ),
      ),
    ).toBe("{ lambda ; . let in (nan:f64[], inf:f64[], -inf:f64[], -0.0:f64[], 1e-07:f64[]) }")
  })
  test("have as few digits as their dtype needs", () => {
    expect(showJaxpr(program([], [], [literal(Math.fround(0.1))]))).toContain("(0.1:f32[],)")
  })
})

describe("names", () => {
  test("run a … z, aa, ab …, and pass over the words of the notation", () => {
    const next = nameSupply()
    const names = Array.from({ length: 20_000 }, next)
    expect(names.slice(0, 29).join(" ")).toBe("a b c d e f g h i j k l m n o p q r s t u v w x y z aa ab ac")
    expect(names.slice(names.indexOf("zz"), names.indexOf("zz") + 3)).toEqual(["zz", "aaa", "aab"])
    expect(new Set(names).size).toBe(20_000)
    for (const word of ["in", "inf", "nan"]) expect(names).not.toContain(word)
  })
  test("go on in sub-programs, so that no two variables share one", () => {
    const x = newVar(f32())
    const y = newVar(f32())
    const inner = program([x], [eqn("sin", [x], [y])], [y])
    const call = (input: Var, output: Var): Eqn => eqn("jit", [input], [output], { name: "f", jaxpr: inner })
    const [p, q, r] = [newVar(f32()), newVar(f32()), newVar(f32())]
    expect(showJaxpr(program([p], [call(p, q), call(q, r)], [r]))).toBe(`{ lambda ; a:f32[]. let
    b:f32[] = jit[name=f jaxpr={ lambda ; c:f32[]. let d:f32[] = sin c in (d,) }] a
    e:f32[] = jit[name=f jaxpr={ lambda ; f:f32[]. let g:f32[] = sin f in (g,) }] b
  in (e,) }`)
  })
})

describe("parameters", () => {
  const shown = (p: Param): string => /^p\[value=(.*)\]$/s.exec(showEqn(eqn("p", [], [], { value: p })))?.[1] ?? ""

  test("are spelled as JAX spells them, sorted, a function's name first", () => {
    expect(showEqn(eqn("convert", [a], [b], { weakType: false, newDtype: "float16", name: "f" }))).toBe(
      "b:f32[3] = convert[name=f new_dtype=float16 weak_type=False] a",
    )
  })
  test("are Python's tuples, numbers and constants", () => {
    expect(shown([])).toBe("()")
    expect(shown([0])).toBe("(0,)")
    expect(
      shown([
        [[1], [0]],
        [[], []],
      ]),
    ).toBe("(((1,), (0,)), ((), ()))")
    expect(shown([null, true, false, 0.5, -0, NaN, Infinity, -Infinity, 1e21])).toBe(
      "(None, True, False, 0.5, -0.0, nan, inf, -inf, 1e+21)",
    )
  })
  test("are bare words, and strings in quotes where they are none", () => {
    expect(["float32", "f", "jvp(f)", "transpose(jvp(f))", "$x_1"].map(shown)).toEqual([
      "float32",
      "f",
      "jvp(f)",
      "transpose(jvp(f))",
      "$x_1",
    ])
    expect(["", "None", "nan", "two words", "f)(", "it's", "a\\b", "a\nb", "# no comment", "f(", "7"].map(shown)).toEqual([
      "''",
      "'None'",
      "'nan'",
      "'two words'",
      "'f)('",
      "'it\\'s'",
      "'a\\\\b'",
      "'a\\nb'",
      "'# no comment'",
      "'f('",
      "'7'",
    ])
  })
  test("may be objects, whose keys are quoted where their spelling could not be undone", () => {
    expect(shown({ offsetDims: [0], mode: "clip" })).toBe("{mode: clip, offset_dims: (0,)}")
    expect(shown({ snake_case: 1, "two words": 2 })).toBe("{'snake_case': 1, 'two words': 2}")
    expect(shown({})).toBe("{}")
  })
  test("may be long lists", () => {
    const text = showEqn(eqn("p", [a], [b], { value: Array.from({ length: 50_000 }, (_, i) => i) }))
    expect(text).toMatch(/^b:f32\[3\] = p\[\n {2}value=\(0, 1, 2, [\d, ]*, 49999\)\n\] a$/)
  })
})

describe("a long program", () => {
  test("has a line for each equation, indented as JAX does", () => {
    const vars = Array.from({ length: 5 }, () => newVar(f32(3)))
    const eqns = vars.slice(1).map((v, i) => eqn("sin", [vars[i]!], [v]))
    expect(showJaxpr(program([vars[0]!], eqns, [vars[4]!]))).toBe(`{ lambda ; a:f32[3]. let
    b:f32[3] = sin a
    c:f32[3] = sin b
    d:f32[3] = sin c
    e:f32[3] = sin d
  in (e,) }`)
  })
  test("breaks the parameters of an equation that is too long, and indents sub-programs in them", () => {
    const branch = (op: string): Jaxpr => {
      const [x, y, z] = [newVar(f32(3)), newVar(f32(3)), newVar(f32(3))]
      return program([x], [eqn(op, [x], [y]), eqn("neg", [y], [z])], [z])
    }
    const i = newVar(avalOf([], "int32"))
    expect(
      showJaxpr(program([i, a], [eqn("cond", [i, a], [b], { branches: [branch("sin"), branch("cos")] })], [b])),
    ).toBe(`{ lambda ; a:i32[] b:f32[3]. let
    c:f32[3] = cond[
      branches=(
        { lambda ; d:f32[3]. let e:f32[3] = sin d; f:f32[3] = neg e in (f,) }
        { lambda ; g:f32[3]. let h:f32[3] = cos g; i:f32[3] = neg h in (i,) }
      )
    ] a b
  in (c,) }`)
  })
  test("breaks long lists of variables, and indents what follows", () => {
    const vars = Array.from({ length: 30 }, () => newVar(f32(3)))
    const text = showJaxpr(program(vars, [eqn("concatenate", vars, [a])], vars))
    for (const line of text.split("\n")) expect(line.length).toBeLessThanOrEqual(100)
    expect(text.split("\n")[1]).toMatch(/^ {4}\w+:f32\[3\] /)
    expect(text).toContain("{ lambda ; a:f32[3] b:f32[3]")
  })
  test("of ten thousand equations, or ten thousand operands, prints in linear time", () => {
    const chain = (n: number): Jaxpr => {
      const vars = Array.from({ length: n + 1 }, () => newVar(f32(3)))
      return program(
        [vars[0]!],
        vars.slice(1).map((v, i) => eqn("sin", [vars[i]!], [v])),
        [vars[n]!],
      )
    }
    const start = performance.now()
    expect(showJaxpr(chain(10_000)).split("\n")).toHaveLength(10_002)
    const wide = Array.from({ length: 10_000 }, () => newVar(f32()))
    expect(showJaxpr(program(wide, [eqn("add_n", wide, [a])], wide)).length).toBeGreaterThan(100_000)
    expect(performance.now() - start).toBeLessThan(3000)
  })
  test("of sub-programs in sub-programs prints in time linear in their depth and text", () => {
    const nest = (depth: number): Jaxpr => {
      const [x, y] = [newVar(f32()), newVar(f32())]
      return program([x], [depth === 0 ? eqn("sin", [x], [y]) : eqn("jit", [x], [y], { jaxpr: nest(depth - 1) })], [y])
    }
    expect(showJaxpr(nest(200)).split("\n").length).toBeGreaterThan(200)
  })
})

describe("equations", () => {
  test("are named by their operands first", () => {
    expect(showEqn(eqn("scatter-add", [a, b], [c], { axes: [0] }))).toBe("c:f32[3] = scatter-add[axes=(0,)] a b")
    expect(showEqn(eqn("mul", [a, literal(2)], [b]))).toBe("b:f32[3] = mul a 2.0:f32[]")
    expect(showEqn(eqn("debug", [a], []))).toBe("debug a")
  })
  test("name the user's line where asked to", () => {
    const source = { frame: () => ({ file: "/home/me/f.ts", line: 3, column: 7, functionName: undefined }) }
    expect(showJaxpr(program([a], [{ ...eqn("sin", [a], [b]), source }], [b]), { source: true })).toBe(
      "{ lambda ; a:f32[3]. let\n    b:f32[3] = sin a  # /home/me/f.ts:3:7\n  in (b,) }",
    )
  })
})

test("programs and equations are instances of Show", () => {
  const e = eqn("sin", [a], [b])
  expect(eqnShow.show(e)).toBe(showEqn(e))
  expect(jaxprShow.show(program([a], [e], [b]))).toBe(showJaxpr(program([a], [e], [b])))
})
