import { isLiteral } from "./jaxpr.js"
export const eliminateDeadCode = (j: any): any => { const live = new Set(j.outvars); const eqns = []; for (const e of [...j.eqns].reverse()) if (e.outputs.some((v: any) => live.has(v))) { eqns.push(e); e.inputs.forEach((a: any) => live.add(a)) } return { ...j, eqns: eqns.reverse() } }
export const usedInputs = (j: any): boolean[] => { const l = eliminateDeadCode(j); const used = new Set([...l.outvars, ...l.eqns.flatMap((e: any) => e.inputs)]); return j.invars.map((v: any) => used.has(v)) }
