// Pictures: curves through Observable Plot, sheets of small images as plain SVG; each as an SVG and a PNG file.
import { mkdir, writeFile } from "node:fs/promises"
import { dirname } from "node:path"
import * as Plot from "@observablehq/plot"
import { Resvg } from "@resvg/resvg-js"
import { parseHTML } from "linkedom"

/** Writes `path.svg` and `path.png`, and gives back their names. */
export const savePicture = async (path: string, svg: string): Promise<readonly string[]> => {
  await mkdir(dirname(path), { recursive: true })
  const png = new Resvg(svg, { fitTo: { mode: "zoom", value: 2 }, background: "white", font: { defaultFontFamily: "DejaVu Sans" } })
    .render()
    .asPng()
  await Promise.all([writeFile(`${path}.svg`, svg), writeFile(`${path}.png`, png)])
  return [`${path}.svg`, `${path}.png`]
}

export interface Curve {
  readonly name: string
  readonly points: readonly number[]
  /** Dashes, so that curves are not told apart by colour alone. */
  readonly dash?: string
}

/** Curves over epochs, labelled at their ends. */
export const drawCurves = (title: string, yLabel: string, curves: readonly Curve[]): string => {
  const { document } = parseHTML("<html><body></body></html>")
  const rows = (c: Curve) => c.points.map((value, i) => ({ epoch: i + 1, value, name: c.name }))
  const colours = ["#1b5e9e", "#b3261e", "#3c7a3c"]
  const plot = Plot.plot({
    document,
    title,
    width: 640,
    height: 380,
    marginRight: 90,
    style: { fontFamily: "DejaVu Sans, sans-serif", fontSize: "12px", background: "white" },
    x: { label: "epoch", ticks: Math.min(12, Math.max(...curves.map((c) => c.points.length))), tickFormat: "d" },
    y: { label: yLabel, grid: true, zero: true },
    marks: curves.flatMap((c, i) => [
      Plot.lineY(rows(c), { x: "epoch", y: "value", stroke: colours[i] ?? "black", strokeWidth: 2, strokeDasharray: c.dash ?? "none" }),
      Plot.dot(rows(c), { x: "epoch", y: "value", fill: colours[i] ?? "black", r: 2.5 }),
      Plot.text(rows(c).slice(-1), { x: "epoch", y: "value", text: "name", dx: 8, textAnchor: "start", fill: colours[i] ?? "black" }),
    ]),
  } as Plot.PlotOptions)
  const svg = plot.tagName.toLowerCase() === "svg" ? plot : plot.querySelector("svg")
  svg?.setAttribute("xmlns", "http://www.w3.org/2000/svg")
  return svg?.outerHTML ?? ""
}

export interface Tile {
  /** Grey levels from 0 to 1, row by row. */
  readonly pixels: ArrayLike<number>
  readonly caption: string
}

const cell = 84
const side = 28

/** Small square images in rows of eight, each with its caption. */
export const drawSheet = (title: string, tiles: readonly Tile[], columns = 8): string => {
  const rows = Math.max(1, Math.ceil(tiles.length / columns))
  const [width, height] = [columns * (cell + 12) + 12, rows * (cell + 34) + 48]
  const scale = cell / side
  const square = (pixels: ArrayLike<number>): string =>
    Array.from(pixels, (p, i) => {
      if (p < 0.02) return ""
      const grey = Math.round(255 * (1 - p))
      return `<rect x="${(i % side) * scale}" y="${Math.floor(i / side) * scale}" width="${scale + 0.1}" height="${scale + 0.1}" fill="rgb(${grey},${grey},${grey})"/>`
    }).join("")
  const draw = (t: Tile, i: number): string =>
    `<g transform="translate(${12 + (i % columns) * (cell + 12)},${40 + Math.floor(i / columns) * (cell + 34)})">` +
    `<rect width="${cell}" height="${cell}" fill="white" stroke="#999"/>${square(t.pixels)}` +
    `<text x="${cell / 2}" y="${cell + 16}" text-anchor="middle" font-size="12">${t.caption}</text></g>`
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="DejaVu Sans, sans-serif">` +
    `<rect width="100%" height="100%" fill="white"/><text x="12" y="24" font-size="15">${title}</text>${tiles.map(draw).join("")}</svg>`
  )
}
