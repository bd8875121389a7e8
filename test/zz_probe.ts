import { compiled, distance, anyBits, specials, ulpOf, spread } from "./lowering/math/measure.js"
import { hostFunctions } from "./lowering/math/host.js"
const name=process.argv[2]!, lo=+process.argv[3]!, hi=+process.argv[4]!, n=+(process.argv[5]??20000)
const ref=hostFunctions[name]!
for (const t of ["f32","f64"] as const){ const f=compiled(name,t); const N=t==="f32"?n:n
 for(const [label,xs] of [["special",specials(t,[1,2,0.5,3,lo,hi])],["any",anyBits(t,n/4,3)],["spread",spread(t,lo,hi,N,7)]] as const){
  let w=0,at=0; for(const x of xs){const d=distance(t,f(x),ref(x)); if(d>w){w=d;at=x}} console.log(name,t,label,w,at,f(at),ref(at)) } }
