import { describe, it } from "vitest"
import * as np from "../../src/numpy/index.js"
import { floats, giveAll, gives, ints } from "./gives.js"

describe("what NumPy gives", () => {
  it("allclose", () =>
    giveAll(
      [np.allclose(floats([1, 2]), floats([1.0000001, 2])), np.allclose(floats([1]), floats([1.1])), np.allclose(floats([]), floats([]))],
      ["bool[]", true],
      ["bool[]", false],
      ["bool[]", true],
    ))
  it("arrayEqual", () =>
    giveAll(
      [
        np.arrayEqual(ints([1, 2]), floats([1, 2])),
        np.arrayEqual(ints([1, 2]), ints([1])),
        np.arrayEqual(floats([Number.NaN]), floats([Number.NaN])),
      ],
      ["bool[]", true],
      ["bool[]", false],
      ["bool[]", false],
    ))
  it("arrayEqual takes NaN as equal if asked", () =>
    gives(np.arrayEqual(floats([1, Number.NaN]), floats([1, Number.NaN]), { equalNan: true }), "bool[]", true))
  it("arrayEquiv broadcasts", () =>
    giveAll(
      [
        np.arrayEquiv(
          ints([
            [1, 2],
            [1, 2],
          ]),
          ints([1, 2]),
        ),
        np.arrayEquiv(ints([1, 2]), ints([1, 2, 3])),
        np.arrayEquiv(
          ints([
            [1, 2],
            [1, 3],
          ]),
          ints([1, 2]),
        ),
      ],
      ["bool[]", true],
      ["bool[]", false],
      ["bool[]", false],
    ))
})
