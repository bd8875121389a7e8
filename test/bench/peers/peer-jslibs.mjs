// What JavaScript has for single tasks of linear algebra, without derivatives: ml-matrix (float64) and fft.js (float64, powers of two).
import FFT from 'fft.js';
import { CholeskyDecomposition, EigenvalueDecomposition, Matrix, SingularValueDecomposition, solve } from 'ml-matrix';

export const name = 'js-libs';
export const variants = ['loops'];
export async function init() {}

const matrix = ({ shape: [m, n], data }) => Matrix.from1DArray(m, n, Array.from(data));
const column = ({ data }) => Matrix.columnVector(Array.from(data));
const weighed = (w, v) => v.to1DArray().reduce((s, x, i) => s + w.data[i] * x * x, 0);
const task = (f, pick) => ({ run: f, check: () => pick(f()) });

export const workloads = {
  'W13.cholesky8': ({ B, n, a, b }) => {
    const each = Array.from({ length: B }, (_, k) => [
      matrix({ shape: [n, n], data: a.data.subarray(k * n * n, (k + 1) * n * n) }),
      column({ data: b.data.subarray(k * n, (k + 1) * n) }),
    ]);
    return task(() => each.map(([m, y]) => new CholeskyDecomposition(m).solve(y)), (xs) => [xs[0].get(0, 0), xs.at(-1).get(n - 1, 0)]);
  },
  'W14.solve512': (i) => {
    const [a, b] = [matrix(i.a), column(i.b)];
    return task(() => solve(a, b), (x) => [x.get(0, 0), x.get(i.n - 1, 0)]);
  },
  'W15.eigh512': (i) => {
    const a = matrix(i.a);
    return task(() => new EigenvalueDecomposition(a, { assumeSymmetric: true }), ({ realEigenvalues: l, eigenvectorMatrix: v }) => [l[0], l.at(-1), weighed(i.w, v)]);
  },
  'W16.svd512': (i) => {
    const a = matrix(i.a);
    return task(() => new SingularValueDecomposition(a), ({ diagonal: s, leftSingularVectors: u }) => [s[0], s.at(-1), weighed(i.w, u)]);
  },
  'W17.fft': ({ n, re, im }) => {
    if (n & (n - 1)) return undefined; // powers of two only
    const f = new FFT(n), z = f.createComplexArray(), y = f.createComplexArray();
    re.data.forEach((x, k) => { z[2 * k] = x; z[2 * k + 1] = im.data[k]; });
    return task(() => { f.transform(y, z); return y; }, () => [y[2], y[3], y.at(-2)]);
  },
};
