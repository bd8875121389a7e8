// The composition root: gives core its runtime and NDArray its methods. Imported by every entry point, for its effect.
import { installRuntime } from "./core/runtime.js"
import { installMethods } from "./numpy/install.js"
import { interpretedRuntime } from "./runtime/interpreted.js"

installRuntime(interpretedRuntime)
installMethods()
