// How numbers compare when they are put in order. NaN has a place: above all numbers.

/** Negative, 0 or positive, as `a` comes before, with or after `b`. */
type Compare = (a: number, b: number) => number

/** Ascending, NaN last, −0 and 0 equal: the order of `sort`. */
export const ascending: Compare = (a, b) => (a < b ? -1 : a > b ? 1 : Number(Number.isNaN(a)) - Number(Number.isNaN(b)))

const isNegativeZero = (x: number): number => Number(Object.is(x, -0))

/** Descending by IEEE's total order, NaN first, 0 before −0: the order of `top_k`. */
export const descendingTotal: Compare = (a, b) => ascending(b, a) || (a === 0 && b === 0 ? isNegativeZero(a) - isNegativeZero(b) : 0)
