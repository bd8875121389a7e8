// Some laws are asked of more sizes than a test run has time for: `npm test` takes a few, `npm run sweep` runs the same files with all of them.

const sweeping = process.env.SWEEP_ALL !== undefined

/** Whether something is tried that is more of what is tried anyway: always in a sweep. */
export const alsoIf = (affordable: boolean): boolean => affordable || sweeping
