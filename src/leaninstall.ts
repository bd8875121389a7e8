// The composition root of lean bundles: a compiler without complex numbers and without work along lines, and arrays with the methods that training
// uses. What has everything installed, before or after, keeps it.
import { hasRuntime, installRuntime } from "./core/runtime.js"
import { installMethods } from "./numpy/install.js"
import { leanMethods, missingMethods } from "./numpy/leanmethods.js"
import { runtimeWith } from "./runtime/dispatch.js"

if (!hasRuntime()) {
  installRuntime(runtimeWith({ kit: {}, routines: {} }))
  installMethods(leanMethods, missingMethods)
}
