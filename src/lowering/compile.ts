// The whole way from a jaxpr to the kernels that a backend emits.
import type { Jaxpr } from "../core/jaxpr.js"
import { coalesce } from "./coalesce.js"
import { donate } from "./donate.js"
import { fuse } from "./fuse.js"
import type { Kernels } from "./kernel.js"
import { fullKit, type Kit } from "./kit.js"
import { lowerWith } from "./lower.js"
import { tile } from "./tile.js"

/** Lowered, without needless copies, fused, in an order that memory likes; results take the place of donated inputs, given by number. */
export const kernelsWith = (kit: Kit, jaxpr: Jaxpr, donated: readonly number[] = []): Kernels =>
  donate(tile(fuse(coalesce(lowerWith(kit, jaxpr)))), donated)

/** The same by a compiler of all parts. */
export const kernelsOf = (jaxpr: Jaxpr, donated: readonly number[] = []): Kernels => kernelsWith(fullKit, jaxpr, donated)
