// How comparisons are written, wherever programs are shown to people.

/** By the name of the operation, which is the same in jaxprs and in kernels. */
export const comparisonSigns: { readonly [name: string]: string } = { lt: "<", le: "≤", gt: ">", ge: "≥", eq: "=", ne: "≠" }
