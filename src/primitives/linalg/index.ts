// Factorisations of matrices, by the names they print under.
import { choleskyP } from "./cholesky.js"
import { eigP } from "./eig.js"
import { eighP } from "./eigh.js"
import { luP } from "./lu.js"
import { qrP } from "./qr.js"
import { svdP } from "./svd.js"
import { triangularSolveP } from "./triangular.js"

export const linalgPrimitives = {
  cholesky: choleskyP,
  eig: eigP,
  eigh: eighP,
  lu: luP,
  qr: qrP,
  svd: svdP,
  triangular_solve: triangularSolveP,
} as const
