// The composition root: gives core its runtime and NDArray its methods. Imported by every entry point, for its effect.
import { installRuntime } from "./core/runtime.js"
import { installMethods } from "./numpy/install.js"
import { methods } from "./numpy/methods.js"
import { dispatchingRuntime } from "./runtime/dispatch.js"

installRuntime(dispatchingRuntime)
installMethods(methods)
