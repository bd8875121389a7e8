// Looking into programs while they run.
import "../install.js"

export { callback } from "./callback.js"
export { explain } from "./explain.js"
export { print } from "./print.js"
