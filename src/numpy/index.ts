/**
 * Arrays and functions on them, with NumPy's and JAX's names in camelCase.
 * @packageDocumentation
 */
import "../install.js"
