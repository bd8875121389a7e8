import { showAval } from "./aval.js"
import { isJaxpr, isLiteral } from "./jaxpr.js"
export const showJaxpr = (j: any, ind = ""): string => {
  const names = new Map<any, string>()
  const nm = (v: any): string =>
    isLiteral(v) ? `${v.value}:${showAval(v.aval)}` : (names.has(v) || names.set(v, "v" + names.size), `${names.get(v)}`)
  const d = (v: any) => `${nm(v)}:${showAval(v.aval)}`
  return `{ lambda ${j.constvars.map(d).join(" ")} ; ${j.invars.map(d).join(" ")}. let\n${j.eqns
    .map(
      (e: any) =>
        `${ind}  ${e.outputs.map(d).join(" ")} = ${e.primitive.name}[${Object.entries(e.params)
          .map(([k, v]) => `${k}=${isJaxpr(v) ? showJaxpr(v, ind + "    ") : JSON.stringify(v)}`)
          .join(" ")}] ${e.inputs.map(nm).join(" ")}`,
    )
    .join("\n")}\n${ind} in (${j.outvars.map(nm).join(", ")}) }`
}
export const showEqn = (e: any): string => e.primitive.name
