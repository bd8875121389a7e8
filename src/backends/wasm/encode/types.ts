// WebAssembly's value types and function types.
import { type Code, vector } from "./code.js"

export type ValueType = "i32" | "i64" | "f32" | "f64" | "v128"

export const typeByte: { readonly [T in ValueType]: number } = { i32: 0x7f, i64: 0x7e, f32: 0x7d, f64: 0x7c, v128: 0x7b }

export interface FunctionType {
  readonly params: readonly ValueType[]
  readonly results: readonly ValueType[]
}

const bytesOf = (types: readonly ValueType[]): Code => vector(types.map((t) => typeByte[t]))

export const encodeFunctionType = ({ params, results }: FunctionType): Code => [0x60, bytesOf(params), bytesOf(results)]

/** The same text for the same type. */
export const functionTypeKey = ({ params, results }: FunctionType): string => `${params.join()}→${results.join()}`
