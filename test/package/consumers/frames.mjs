// Errors and equations name the user's line, not one of the built library; what users read keeps its name.
import { jit, makeJaxpr, NDArray, nn, numpy } from "cotangent"

/** The frame that an error shows, by file and line. */
const frameOf = (f) => {
  try {
    f()
  } catch (error) {
    return `${error.name} of ${error.constructor.name} at ${error.userFrame?.file.split("/").at(-1)}:${error.userFrame?.line}`
  }
}

const { jaxpr } = makeJaxpr(jit(nn.relu))(1)
console.log(
  JSON.stringify({
    frame: frameOf(() => numpy.ones([2]).add(numpy.ones([3]))),
    recorded: makeJaxpr((x) => x.sin())(1).jaxpr.eqns[0].source.frame().line,
    name: jaxpr.eqns[0].params.name,
    array: NDArray.name,
  }),
)
