// What people who come from elsewhere look for on an array, and what stands for it here. Reading one of these says so instead of being undefined.

/** Names of other libraries' methods and properties, with what to write. */
export const absent: ReadonlyMap<string, string> = new Map([
  ["gt", "use x.greater(y)"],
  ["ge", "use x.greaterEqual(y)"],
  ["lt", "use x.less(y)"],
  ["le", "use x.lessEqual(y)"],
  ["eq", "use x.equal(y)"],
  ["ne", "use x.notEqual(y)"],
  ["plus", "use x.add(y)"],
  ["minus", "use x.sub(y)"],
  ["subtract", "use x.sub(y)"],
  ["times", "use x.mul(y)"],
  ["multiply", "use x.mul(y)"],
  ["divide", "use x.div(y)"],
  ["power", "use x.pow(y)"],
  ["tolist", "use x.js(), or x.dataSync() for a typed array"],
  ["numpy", "use x.dataSync() for a typed array, or x.js() for nested ones"],
  ["arraySync", "use x.js(), or x.dataSync() for a typed array"],
  ["expandDims", "use np.expandDims(x, axis)"],
  ["relu", "use nn.relu(x)"],
  ["sigmoid", "use nn.sigmoid(x)"],
  ["softmax", "use nn.softmax(x)"],
  ["ref", "write x: nothing is counted, and a value can be used as often as you like"],
  ["dispose", "there is nothing to free: arrays belong to the garbage collector"],
])
