// How far each compiled function of float32 is from the exact result at worst, in units of the last place of it, and the bits of the argument. Found by
// `SWEEP_STRIDE=1 npm run sweep -- test/sweep/math.test.ts -t "'exp' of every"` and so on, which takes minutes to hours for a function, and its
// every-64th part for those that say so. 0 is a function that rounds correctly, and what rounds correctly counts as that.
interface Row {
  readonly ulps: number
  readonly bits: number
  /** One float32 in so many was looked at. */
  readonly every: number
}

export const worst: { readonly [name: string]: Row } = {
  exp: { ulps: 0.9828, bits: 0xc0bac986, every: 64 },
  exp2: { ulps: 0.9902, bits: 0x3f1431d7, every: 64 },
  expm1: { ulps: 1.6336, bits: 0x3eb2be9a, every: 64 },
  log: { ulps: 1.2258, bits: 0x3f493efc, every: 1 },
  log1p: { ulps: 1.7871, bits: 0x3ee885b9, every: 1 },
  logistic: { ulps: 1.6502, bits: 0xbf8d59f7, every: 64 },
  sin: { ulps: 1.4964, bits: 0x464672aa, every: 64 },
  cos: { ulps: 1.5125, bits: 0x464843ae, every: 64 },
  tan: { ulps: 1.7611, bits: 0x45694f9e, every: 64 },
  asin: { ulps: 1.1399, bits: 0x3f08dafb, every: 64 },
  acos: { ulps: 1.1318, bits: 0x3f1f5e69, every: 64 },
  atan: { ulps: 1.4193, bits: 0x3f9b8b2c, every: 64 },
  sinh: { ulps: 1.7542, bits: 0x3edfd5b6, every: 64 },
  cosh: { ulps: 1.9671, bits: 0x40ff3a60, every: 1 },
  tanh: { ulps: 1.9873, bits: 0x3f04e507, every: 1 },
  asinh: { ulps: 1.946, bits: 0x3ec6b6ef, every: 1 },
  acosh: { ulps: 1.4593, bits: 0x3f9002db, every: 64 },
  atanh: { ulps: 1.3224, bits: 0x3ee87e9a, every: 64 },
  erf: { ulps: 1.4191, bits: 0x3e660882, every: 64 },
  erfc: { ulps: 0.5074, bits: 0x32e63e9a, every: 64 },
  erf_inv: { ulps: 1.9863, bits: 0x3f7ecce1, every: 1 },
  lgamma: { ulps: 0.5001, bits: 0xc0311bff, every: 64 },
  digamma: { ulps: 0.5011, bits: 0xc5b5571c, every: 64 },
  polygamma1: { ulps: 0.5113, bits: 0x40a069f7, every: 64 },
  polygamma2: { ulps: 0.5133, bits: 0x40c5830c, every: 64 },
  polygamma3: { ulps: 0.5176, bits: 0x40e08986, every: 64 },
  polygamma4: { ulps: 0.5181, bits: 0x41004cc3, every: 64 },
  sqrt: { ulps: 0, bits: 0x0, every: 64 },
  rsqrt: { ulps: 1.4656, bits: 0x81871c, every: 64 },
  cbrt: { ulps: 0.7913, bits: 0x130df9e, every: 64 },
}
