// The lecture's computational graphs, drawn: every value in blue above its edge, every gradient in red italics with a ∂ below.
//   npx tsx examples/graphs.ts [folder]
import { instance } from "@viz-js/viz"
import { type NDArray, nn, viz } from "../src/index.js"
import { savePicture } from "./support/pictures.js"

const folder = process.argv[2] ?? "pictures"
const graphviz = await instance()

// section 3, slides 9-18
const product = (x: NDArray, y: NDArray, z: NDArray): NDArray => x.add(y).mul(z)

// section 4, slides 24-30
const neuron = (w0: NDArray, x0: NDArray, w1: NDArray, x1: NDArray, b: NDArray): NDArray =>
  w0.mul(x0).add(w1.mul(x1)).add(b).mul(-1).exp().add(1).reciprocal()

// section 5, slides 44-53
const reluNet = (x: NDArray, w1: NDArray, w2: NDArray, y: NDArray): NDArray =>
  w2
    .mul(nn.relu(w1.mul(x)))
    .sub(y)
    .square()

const pictures: readonly (readonly [name: string, graph: viz.Graph])[] = [
  ["graph-3-product", viz.graph(product)(1, -3, 4)],
  ["graph-4-neuron", viz.graph(neuron)(2, -1, -3, -2, -3)],
  ["graph-5-relu-net", viz.graph(reluNet)(1, 1 / 3, 2, 0)],
]

for (const [name, graph] of pictures) {
  const svg = graphviz.renderString(viz.toDot(graph), { format: "svg" })
  console.log((await savePicture(`${folder}/${name}`, svg)).join(", "))
}
