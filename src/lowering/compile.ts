// The whole way from a jaxpr to the kernels that a backend emits.
import type { Jaxpr } from "../core/jaxpr.js"
import { coalesce } from "./coalesce.js"
import { fuse } from "./fuse.js"
import type { Kernels } from "./kernel.js"
import { lowerJaxpr } from "./lower.js"

/** Lowered, without needless copies, fused. */
export const kernelsOf = (jaxpr: Jaxpr): Kernels => fuse(coalesce(lowerJaxpr(jaxpr)))
