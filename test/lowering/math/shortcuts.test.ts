// What numbers near 0 spare has to leave no trace: the bits are those of the whole expansion, which lanes compute.
import { expect, test } from "vitest"
import { node } from "../../../src/core/scalar.js"
import type { FloatType } from "../../../src/lowering/math/builder.js"
import { compile } from "./evaluate.js"
import { shortcuts } from "./expansions.js"
import { anyBits, compiled, specials, spread } from "./measure.js"

const rows = Object.keys(shortcuts).flatMap((name) => (["f32", "f64"] as const).map((type) => ({ name, type })))

/** Where a shortcut may end, and numbers of every exponent on both sides of it. */
const argumentsOf = (type: FloatType): readonly number[] => [
  ...specials(type, [Math.PI / 4, 0.785398, Math.PI / 2]),
  ...spread(type, -0.8, 0.8, 10_000, 3),
  ...spread(type, 0.785, 0.7855, 10_000, 4),
  ...anyBits(type, 10_000, 5),
]

const shortcutOf = (name: string, type: FloatType) => {
  const shortcut = shortcuts[name] as (typeof shortcuts)[string]
  const x = node("leaf", type, [], 0)
  return { near: shortcut.near(x), value: shortcut.value(x) }
}

test.each(rows)("$name of $type near 0 has the bits of its expansion", ({ name, type }) => {
  const { near, value } = shortcutOf(name, type)
  const [isNear, short, whole] = [compile(near), compile(value), compiled(name, type)]
  const taken = argumentsOf(type).filter((x) => isNear(x) === 1)
  expect(taken.length).toBeGreaterThan(10_000)
  expect(taken.filter((x) => !Object.is(short(x), whole(x)))).toEqual([])
})

test.each(rows)("$name of $type is near 0 between 0 and π/4", ({ name, type }) => {
  const isNear = compile(shortcutOf(name, type).near)
  const ordinary = argumentsOf(type).filter((x) => Math.abs(x) < 0.785397 && Math.abs(x) > 1e-300)
  expect(ordinary.filter((x) => isNear(x) === 0)).toEqual([])
  expect([0, -0, 0.7854, -0.7854, 1, -3, 1e30, Infinity, -Infinity, NaN].filter((x) => isNear(x) === 1)).toEqual([])
})
