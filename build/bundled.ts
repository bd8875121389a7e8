// Stands for the bundlers' root in the list of what is built; fronts.ts writes its text.
export {}
