// A module under construction: functions are added one by one, and refer to each other by reference; encoding gives them their numbers.
// The memory is imported, so that many modules compute on the same arrays.
import { type Code, compacted, type FunctionRef, flatten, newWriter, text, unsigned, vector, type Writer } from "./code.js"
import { encodeFunctionType, type FunctionType, functionTypeKey, typeByte, type ValueType } from "./types.js"

export interface FunctionBody {
  readonly type: FunctionType
  /** Types of the locals after the parameters. */
  readonly locals: readonly ValueType[]
  readonly code: Code
  /** The name it is exported under, if it is. */
  readonly exported?: string
}

interface Defined extends FunctionBody {
  readonly ref: FunctionRef
}

interface Imported {
  readonly ref: FunctionRef
  readonly name: string
  readonly type: FunctionType
}

export interface ModuleBuilder {
  /** A host function by the name it is imported under, once however often it is asked for. */
  readonly imported: (name: string, type: FunctionType) => FunctionRef
  /** Adds a function. */
  readonly define: (label: string, body: FunctionBody) => FunctionRef
  /** The function made by `make` the first time this key was asked for. */
  readonly once: (key: string, make: () => FunctionRef) => FunctionRef
  readonly importNames: () => readonly string[]
  readonly encode: () => Uint8Array<ArrayBuffer>
}

export const newModule = (): ModuleBuilder => {
  const imports: Imported[] = []
  const functions: Defined[] = []
  const made = new Map<string, FunctionRef>()
  const out = newWriter()
  return {
    imported: (name, type) => {
      const found = imports.find((f) => f.name === name)
      if (found) return found.ref
      const ref: FunctionRef = { kind: "import", label: name }
      imports.push({ ref, name, type })
      return ref
    },
    define: (label, body) => {
      const ref: FunctionRef = { kind: "defined", label }
      functions.push({ ref, ...body, code: compacted(body.code, out) })
      return ref
    },
    once: (key, make) => {
      const ref = made.get(key) ?? make()
      made.set(key, ref)
      return ref
    },
    importNames: () => imports.map((f) => f.name),
    encode: () => encodeModule(imports, functions, out),
  }
}

const END = 0x0b

/** Runs of equal types, which is how the format lists locals. */
const runs = (types: readonly ValueType[]): Code => {
  const groups: { readonly type: ValueType; count: number }[] = []
  for (const type of types) {
    const last = groups.at(-1)
    if (last?.type === type) last.count++
    else groups.push({ type, count: 1 })
  }
  return vector(groups.map(({ type, count }) => [unsigned(count), typeByte[type]]))
}

const encodeModule = (imports: readonly Imported[], functions: readonly Defined[], out: Writer): Uint8Array<ArrayBuffer> => {
  const numbers = new Map([...imports, ...functions].map(({ ref }, i) => [ref, i]))
  const indexOf = (f: FunctionRef): number => numbers.get(f) as number
  const sized = (content: Code): Code => {
    const bytes = flatten(content, indexOf, out)
    return [unsigned(bytes.length), bytes]
  }
  const section = (id: number, items: readonly Code[]): Code => (items.length === 0 ? [] : [id, sized(vector(items))])
  const types: FunctionType[] = []
  const typeIndices = new Map<string, number>()
  const typeIndex = (type: FunctionType): number => {
    const key = functionTypeKey(type)
    const index = typeIndices.get(key) ?? types.push(type) - 1
    typeIndices.set(key, index)
    return index
  }
  const memory: Code = [text("env"), text("memory"), 0x02, 0, 1]
  const imported = imports.map((f): Code => [text("env"), text(f.name), 0x00, unsigned(typeIndex(f.type))])
  const declared = functions.map((f) => unsigned(typeIndex(f.type)))
  const exported = functions.flatMap((f): readonly Code[] => (f.exported === undefined ? [] : [[text(f.exported), 0x00, f.ref]]))
  const bodies = functions.map((f) => sized([runs(f.locals), f.code, END]))
  return flatten(
    [
      [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
      section(1, types.map(encodeFunctionType)),
      section(2, [memory, ...imported]),
      section(3, declared),
      section(7, exported),
      section(10, bodies),
    ],
    indexOf,
    out,
  )
}
