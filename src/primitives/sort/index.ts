// Putting in order, by the names they print under.
import { sortP } from "./sort.js"
import { topKP } from "./topk.js"

export const sortPrimitives = { sort: sortP, top_k: topKP } as const
