import { describe, it } from "vitest"
import * as np from "../../src/numpy/index.js"
import { giveAll, gives } from "./gives.js"

describe("what NumPy gives", () => {
  it("bartlett, hanning, hamming and blackman", () =>
    giveAll(
      [np.bartlett(5), np.hanning(4), np.hamming(5), np.bartlett(1)],
      ["float32[5]", [0, 0.5, 1, 0.5, 0]],
      ["float32[4]", [0, 0.75, 0.75, 0]],
      ["float32[5]", [0.08, 0.54, 1, 0.54, 0.08]],
      ["float32[1]", [1]],
    ))
  it("blackman and kaiser", () =>
    giveAll(
      [np.add(np.blackman(6), 1), np.kaiser(5, 14), np.kaiser(4, 0), np.kaiser(1, 5)],
      ["float32[6]", [1, 1.20077014, 1.84922986, 1.84922986, 1.20077014, 1]],
      ["float32[5]", [7.72686684e-6, 0.164932188, 1, 0.164932188, 7.72686684e-6]],
      ["float32[4]", [1, 1, 1, 1]],
      ["float32[1]", [1]],
    ))
  it("no weights at all", () => gives(np.hanning(0), "float32[0]", []))
})
