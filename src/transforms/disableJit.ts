// Turning jit off, to step through a function with a debugger or to read values inside it.
import { requireCallable } from "../tree/required.js"

let disabled = false

export const jitDisabled = (): boolean => disabled

/**
 * Runs `f` with every `jit` inside it doing nothing. (`jax.disable_jit`)
 * @example
 * disableJit(() => step(params, batch)) // runs operation by operation
 */
export const disableJit = <R>(f: () => R): R => {
  requireCallable(f, "disableJit")
  const before = disabled
  disabled = true
  try {
    return f()
  } finally {
    disabled = before
  }
}
