// Looking into programs while they run.
import "../install.js"

export { callback } from "./callback.js"
export { print } from "./print.js"
