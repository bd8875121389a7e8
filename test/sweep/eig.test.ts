// Eigenvalues of larger matrices that need not be symmetric: those of which a chain of bulges and early deflation have their part, at every size that
// another window begins at, of many seeds, and of matrices that are hard on them.
import { describe, expect, test } from "vitest"
import { dtypeInfo } from "../../src/core/dtype.js"
import { check, distance, dtypes, eig, hard, likeInterpreted, norm, normal } from "../linalg/eigs.js"

describe.each(dtypes)("%s", (dtype) => {
  test.each([3, 4, 12, 13, 33, 34, 79, 80, 81, 97])("of %i rows, the eigenvalues those of the reference", (n) => {
    likeInterpreted(normal([n, n], dtype, n))
  })

  test.each([7, 50, 90])("of %i rows, many", (n) => {
    for (let seed = 0; seed < 20; seed++) check(normal([n, n], dtype, seed))
  })

  test.each(hard)("hard matrices: %s", (_, of) => {
    for (const n of [12, 13, 80, 140]) check(of(n, dtype))
  })

  test("of 256 and 400 rows", () => {
    for (const n of [256, 400]) check(normal([n, n], dtype))
  })

  test("the transpose has the same eigenvalues", () => {
    const a = normal([100, 100], dtype)
    const [, v] = eig(a)
    const moved = distance(check(a), check(a.T)) / norm(a)
    expect(moved).toBeLessThan(4 * 100 * dtypeInfo[dtype].eps * norm(v) * 100)
  })
})
