// Stands for the library in the list of what is built; fronts.ts writes its text.
export {}
