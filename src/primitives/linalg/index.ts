// Factorisations of matrices, by the names they print under.
import { choleskyP } from "./cholesky.js"
import { luP } from "./lu.js"
import { qrP } from "./qr.js"
import { triangularSolveP } from "./triangular.js"

export const linalgPrimitives = {
  cholesky: choleskyP,
  lu: luP,
  qr: qrP,
  triangular_solve: triangularSolveP,
} as const
