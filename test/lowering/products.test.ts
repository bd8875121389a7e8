import { expect, test } from "vitest"
import { dotGeneral } from "../../src/primitives/contraction/dot.js"
import { expectAgreement, scrambled, sizes, stepsOf } from "./agree.js"

test("matrices of 32-bit integers are multiplied by the product routine, at every odd size", () => {
  for (const dtype of ["int32", "uint32"] as const)
    for (const n of sizes) {
      const inputs = [scrambled([n, 5], dtype, n), scrambled([5, n + 1], dtype, 3)] as const
      const f = (...xs: Parameters<typeof dotGeneral>[0][]) => [
        dotGeneral(xs[0]!, xs[1]!, [
          [[1], [0]],
          [[], []],
        ]),
      ]
      expectAgreement(f, ...inputs)
      if (n > 1) expect(stepsOf(f, ...inputs).map((s) => s.kind)).toEqual(["product"])
    }
})
