// How far each compiled function of float32 is from the exact result at worst, in units of the last place of it, and the bits of the argument. Found by
// `SWEEP_STRIDE=1 npm run sweep -- test/sweep/math.test.ts -t "'exp' of every"` and so on, which takes minutes to an hour for a function. 0 is a
// function that rounds correctly, and what rounds correctly counts as that.
interface Row {
  readonly ulps: number
  readonly bits: number
  /** One float32 in so many was looked at. */
  readonly every: number
}

export const worst: { readonly [name: string]: Row } = {
  exp: { ulps: 1.0063, bits: 0xc0baf1e0, every: 1 },
  exp2: { ulps: 1.0022, bits: 0x3f14e5e8, every: 1 },
  expm1: { ulps: 1.7205, bits: 0x3eb1b6e1, every: 1 },
  log: { ulps: 1.2258, bits: 0x3f493efc, every: 1 },
  log1p: { ulps: 1.7871, bits: 0x3ee885b9, every: 1 },
  logistic: { ulps: 1.7694, bits: 0xbf8d89ab, every: 1 },
  sin: { ulps: 1.5098, bits: 0x4648a825, every: 1 },
  cos: { ulps: 1.5125, bits: 0x464843ae, every: 1 },
  tan: { ulps: 1.4891, bits: 0x4017f7cc, every: 1 },
  asin: { ulps: 1.1838, bits: 0x3f06d395, every: 1 },
  acos: { ulps: 1.1393, bits: 0x3f0b717e, every: 1 },
  atan: { ulps: 1.49, bits: 0x3f81ec15, every: 1 },
  sinh: { ulps: 1.8391, bits: 0x3eb5d9db, every: 1 },
  cosh: { ulps: 1.9671, bits: 0x40ff3a60, every: 1 },
  tanh: { ulps: 1.9873, bits: 0x3f04e507, every: 1 },
  asinh: { ulps: 1.946, bits: 0x3ec6b6ef, every: 1 },
  acosh: { ulps: 1.5547, bits: 0x3fc17453, every: 1 },
  atanh: { ulps: 1.3608, bits: 0x3eec324a, every: 1 },
  erf: { ulps: 1.5857, bits: 0x3e6546c2, every: 1 },
  erfc: { ulps: 0.5074, bits: 0x32e63eb5, every: 1 },
  erf_inv: { ulps: 1.9863, bits: 0x3f7ecce1, every: 1 },
  lgamma: { ulps: 0.5005, bits: 0xc02fa09e, every: 1 },
  digamma: { ulps: 0.5016, bits: 0xc5de5f21, every: 1 },
  polygamma1: { ulps: 0.5117, bits: 0x40a01532, every: 1 },
  polygamma2: { ulps: 0.5143, bits: 0x40c479e5, every: 1 },
  polygamma3: { ulps: 0.5185, bits: 0x40e004dd, every: 1 },
  polygamma4: { ulps: 0.5189, bits: 0x4100106a, every: 1 },
  sqrt: { ulps: 0, bits: 0x0, every: 1 },
  rsqrt: { ulps: 1.4903, bits: 0x80cab3, every: 1 },
  cbrt: { ulps: 0.8118, bits: 0x1331ad3, every: 1 },
}
