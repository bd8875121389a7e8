/** Locals (or parameters) that hold the addresses of one product's operands, and the turns of the outer loops around it. */
export interface Operands {
  readonly a: number
  readonly b: number
  readonly c: number
  readonly turns: readonly number[]
}
