import fc from "fast-check"
import { describe, expect, test } from "vitest"
import "../../src/install.js"
import { alphaEquals } from "../../src/core/alpha.js"
import { avalOf } from "../../src/core/aval.js"
import { checkJaxpr } from "../../src/core/check.js"
import { dtypes } from "../../src/core/dtype.js"
import { JaxprError } from "../../src/core/errors.js"
import { type Jaxpr, newVar, type Param } from "../../src/core/jaxpr.js"
import { parseJaxpr, readJaxpr } from "../../src/core/parse.js"
import { definePrimitive, type Primitive, zero } from "../../src/core/primitive.js"
import { showJaxpr } from "../../src/core/print.js"
import { roundTo } from "../../src/core/tensor.js"
import { E } from "../../src/fp.js"
import { primitiveNamed } from "../../src/primitives/index.js"

const anyPrimitive = (name: string): Primitive =>
  definePrimitive({
    name,
    shape: () => [],
    derivative: zero("it does nothing"),
    batch: (lanes) => lanes,
    evaluate: (xs) => xs,
  }) as unknown as Primitive

const read = (text: string): Jaxpr => parseJaxpr(text, primitiveNamed)
/** A program whose primitives are of any name. */
const readAny = (text: string): Jaxpr => parseJaxpr(text, anyPrimitive)

const expectRoundTrip = (program: Jaxpr): void => {
  const text = showJaxpr(program)
  const again = readAny(text)
  expect(alphaEquals(again, program), text).toBe(true)
  expect(showJaxpr(again)).toBe(text)
}

describe("a text as it is printed", () => {
  const texts = [
    "{ lambda ; . let in () }",
    "{ lambda a:f32[3] ; b:f32[3]. let c:f32[3] = mul a b in (c,) }",
    "{ lambda ; a:~i32[] b:bool[2,3] c:bf16[0]. let in (a, b, c, 2:i32[], True:bool[]) }",
    "{ lambda ; a:f32[]. let b:f32[] = add a nan:f32[]; c:f32[] = mul b -inf:f32[] in (c, -0.0:f32[]) }",
    "{ lambda ; a:f32[]. let b:f32[] = mul a 2.0:!f32[]; c:f32[] = mul b 1e-07:f32[] in (c, inf:f64[]) }",
    "{ lambda ; a:f32[4]. let _:f32[1] b:f32[3] = split[axis=0 sizes=(1, 3)] a in (b,) }",
    "{ lambda ; a:f32[3]. let\n    b:f16[3] = convert_element_type[new_dtype=float16 weak_type=False] a\n  in (b,) }",
    "{ lambda ; a:f32[]. let\n    b:f32[] = jit[name=jvp(f) jaxpr={ lambda ; c:f32[]. let d:f32[] = sin c in (d,) }] a\n  in (b,) }",
  ]
  test.each(texts)("reads and prints again: %s", (text) => {
    expect(showJaxpr(read(text))).toBe(text)
  })
  test("over several lines, with sub-programs in lists and names of any kind, too", () => {
    const text = `{ lambda a:f32[3] ; b:i32[] c:f32[3]. let
    debug[message='it\\'s # here'] c
    d:f32[3] e:f32[3] = cond[
      branches=(
        { lambda ; f:f32[3]. let g:f32[3] = sin f; h:f32[3] = neg g in (h, 1.0:f32[]) }
        { lambda ; i:f32[3]. let j:f32[3] = scatter-add[mode=clip] i i i in (j, i) }
      )
      options={deep: {'snake_case': None}, empty: {}, list: (1, -0.5, nan, 'nan')}
    ] b c
    k:f32[3] = custom_jvp_call a c
    debug k
  in (d, e, k) }`
    expect(showJaxpr(readAny(text))).toBe(text)
  })
  test("reads as a well-formed program", () => {
    expect(() => checkJaxpr(read(texts[3]!))).not.toThrow()
  })
})

describe("a text as it is written by hand", () => {
  test("may break lines anywhere and leave out what is clear", () => {
    const text = `
      # a comment
      {lambda;a:f32[2,3].let b:f32[2, 3]=sin a   # another
       c:f32[2,3] =
         mul
         a
         b
       in(c)}`
    expect(showJaxpr(read(text))).toBe("{ lambda ; a:f32[2,3]. let b:f32[2,3] = sin a; c:f32[2,3] = mul a b in (c,) }")
  })
  test("may write lists in square brackets and parameters between commas", () => {
    const program = read("{ lambda ; a:f32[2,3]. let b:f32[] = reduce_sum[axes=[0,1],] a in (b,) }")
    expect(program.eqns[0]?.params).toEqual({ axes: [0, 1] })
  })
  test("may name variables as it likes, also after the notation's own words", () => {
    const program = read("{ lambda ; let:f32[] lambda:f32[]. let in:f32[] = mul let lambda; x_1:f32[] = sin in in (x_1, in) }")
    expect(showJaxpr(program)).toBe("{ lambda ; a:f32[] b:f32[]. let c:f32[] = mul a b; d:f32[] = sin c in (d, c) }")
  })
})

describe("reading undoes printing", () => {
  const word = fc.stringMatching(/^[a-z][a-zA-Z0-9]{0,5}$/)
  const param: fc.Arbitrary<Param> = fc.letrec<{ param: Param }>((tie) => ({
    param: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      fc.double(),
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.string({ unit: "binary" }),
      word,
      fc.array(tie("param"), { maxLength: 4 }),
      fc.dictionary(fc.oneof(word, fc.string()), tie("param"), { maxKeys: 3, noNullPrototype: true }),
    ),
  })).param
  const aval = fc
    .tuple(fc.array(fc.nat(5), { maxLength: 3 }), fc.constantFrom(...dtypes), fc.boolean())
    .map(([shape, dtype, weak]) => avalOf(shape, dtype, weak))

  test("for parameters of every kind", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.oneof(word, fc.string()), param, { maxKeys: 4, noNullPrototype: true }), aval, (params, type) => {
        const [x, y] = [newVar(type), newVar(type)]
        const primitive = anyPrimitive("p")
        expectRoundTrip({ constvars: [], invars: [x], eqns: [{ primitive, inputs: [x], params, outputs: [y] }], outvars: [y] })
      }),
      { numRuns: 500 },
    )
  })
  test("for constants of every dtype", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...dtypes),
        fc.oneof(fc.double(), fc.integer({ min: -300, max: 300 })),
        fc.boolean(),
        (dtype, x, weak) => {
          const value = dtype === "bool" ? Number(x > 0) : roundTo(dtype, x)
          expectRoundTrip({ constvars: [], invars: [], eqns: [], outvars: [{ aval: avalOf([], dtype, weak), value }] })
        },
      ),
      { numRuns: 1000 },
    )
  })
  test("for names of primitives of every kind", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ minLength: 1 }), word), (name) => {
        const [x, y] = [newVar(avalOf([], "float32")), newVar(avalOf([], "float32"))]
        const eqn = { primitive: anyPrimitive(name), inputs: [x], params: {}, outputs: [y] }
        expectRoundTrip({ constvars: [], invars: [x], eqns: [eqn, { ...eqn, outputs: [] }], outvars: [y] })
      }),
    )
  })
  test("for ten thousand equations, in linear time", () => {
    const type = avalOf([3], "float32")
    const vars = Array.from({ length: 10_001 }, () => newVar(type))
    const sin = primitiveNamed("sin")!
    const eqns = vars.slice(1).map((v, i) => ({ primitive: sin, inputs: [vars[i]!], params: {}, outputs: [v] }))
    const start = performance.now()
    expectRoundTrip({ constvars: [], invars: [vars[0]!], eqns, outvars: vars.slice(-1) })
    expect(performance.now() - start).toBeLessThan(4000)
  })
})

describe("a text that is no program", () => {
  const faultOf = (text: string): string => {
    const result = readJaxpr(text, primitiveNamed)
    if (E.isRight(result)) return "no fault"
    expect(result.left).toBeInstanceOf(JaxprError)
    expect(result.left.code).toBe("jaxpr/parse")
    expect(result.left.hint).toBeTruthy()
    return `${result.left.path}: ${/: (?:at .*?: )?(.*)\.$/m.exec(result.left.message.split("\n")[0] ?? "")?.[1]}`
  }
  const cases = [
    ["", "line 1, column 1: an opening brace was expected; got the end of the text"],
    ["sin a", 'line 1, column 1: an opening brace was expected; got "sin"'],
    ["{ lamda ; a:f32[]. let in (a,) }", 'line 1, column 3: the word lambda was expected; got "lamda"'],
    ["{ lambda ; a. let in (a,) }", 'line 1, column 12: a variable with its type, or a point behind the inputs, was expected; got "a."'],
    ["{ lambda ; a:g32[]. let in (a,) }", "line 1, column 14: a dtype was expected; got g32"],
    ["{ lambda ; a:f32[2,]. let in (a,) }", 'line 1, column 17: a shape such as [2,3] was expected; got "[2,]."'],
    ["{ lambda ; a:f32[] a:f32[]. let in (a,) }", "line 1, column 20: a variable may be bound only once; got a"],
    ["{ lambda ; a:f32[]. let a:f32[] = sin a in (a,) }", "line 1, column 25: a variable may be bound only once; got a"],
    ["{ lambda ; a:f32[]. let\n  b:f32[] = sin c\n in (b,) }", "line 2, column 17: every variable must be bound before it is used; got c"],
    ["{ lambda ; a:f32[]. let b:f32[] = sin b in (b,) }", "line 1, column 39: every variable must be bound before it is used; got b"],
    ["{ lambda ; a:f32[]. let _:f32[] = sin a in (_,) }", "line 1, column 45: every variable must be bound before it is used; got _"],
    ["{ lambda ; a:f32[]. let b = sin a in (b,) }", "line 1, column 25: a result must say its type; got b"],
    ["{ lambda ; a:f32[]. let b:f32[] = snn a in (b,) }", "line 1, column 35: a known primitive was expected; got snn"],
    ["{ lambda ; a:f32[]. let b:f32[] sin a in (b,) }", 'line 1, column 33: an equals sign was expected; got "sin"'],
    ["{ lambda ; a:f32[]. let b:f32[] = sin[x] a in (b,) }", 'line 1, column 40: an equals sign was expected; got "]"'],
    ["{ lambda ; a:f32[]. let b:f32[] = sin[x=] a in (b,) }", 'line 1, column 41: the value of a parameter was expected; got "]"'],
    ["{ lambda ; a:f32[]. let b:f32[] = sin[x=f(g a in (b,) }", 'line 1, column 45: a closing parenthesis was expected; got "a"'],
    ["{ lambda ; . let in (2.0:f32[3],) }", "line 1, column 22: a constant in a program is a scalar; got 2.0"],
    ["{ lambda ; . let in (300:i8[],) }", "line 1, column 22: the constant must be a number that int8 holds; got 300"],
    ["{ lambda ; a:f32[]. let in a }", 'line 1, column 28: an opening parenthesis before the outputs was expected; got "a"'],
    ["{ lambda ; a:f32[]. let in (a }", 'line 1, column 31: a variable or a constant was expected; got "}"'],
    ["{ lambda ; a:f32[]. let in (a,)", "line 1, column 32: a closing brace was expected; got the end of the text"],
    ["{ lambda ; a:f32[]. let in (a,) } }", 'line 1, column 35: the end of the text was expected; got "}"'],
    ["{ lambda ; a:f32[]. let\n# lost\nb:f32[] = sin a", "line 3, column 16: a primitive was expected; got the end of the text"],
  ] as const
  test.each(cases)("%s", (text, fault) => {
    expect(faultOf(text)).toBe(fault)
    expect(() => read(text)).toThrow(JaxprError)
  })
  test("says what to do about it", () => {
    expect(() => read("{ lambda ; a:f32[] b:f32[]. let c:f32[] = mul a x in (c,) }")).toThrow("Hint: bound last: a, b.")
    expect(() => read("{ lambda ; a:f23[]. let in (a,) }")).toThrow("Hint: the dtypes are bool, i8, u8")
  })
})

test("reading gives the program on the right, and what a lookup throws is not swallowed", () => {
  const result = readJaxpr("{ lambda ; a:f32[]. let in (a,) }", primitiveNamed)
  expect(E.isRight(result) && result.right.invars.length).toBe(1)
  const broken = (): never => {
    throw new RangeError("the lookup is broken")
  }
  expect(() => readJaxpr("{ lambda ; a:f32[]. let b:f32[] = sin a in (b,) }", broken)).toThrow(RangeError)
})
