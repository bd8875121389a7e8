// Two peers on one workload, turn by turn in one process, in time of the processor: what is left to read on a machine that others use.
// Usage: node pair.mjs ours.mjs:jit peer-handjs.mjs:loops W11.ode.grad [seconds]
// prints the least time of each in ms, and the median of the ratios (first over second).
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { workloads } from './common.mjs';

const [first, second, id, seconds = '6'] = process.argv.slice(2);
const load = async (spec) => {
  const [file, variant] = spec.split(':'), peer = await import(pathToFileURL(resolve(file)).href);
  await peer.init(variant);
  return peer.workloads[id](workloads[id].input(), variant);
};
const now = () => { const { user, system } = process.cpuUsage(); return (user + system) / 1e3; };
const time = async ({ run }, n) => {
  const t0 = now();
  for (let i = 0; i < n; i++) { const r = run(); if (r instanceof Promise) await r; }
  return (now() - t0) / n;
};
const tasks = [await load(first), await load(second)];
const counts = [];
for (const task of tasks) { // warm up for two seconds, then turns of about 20 ms
  let one = Math.max(await time(task, 1), 1e-3);
  for (let warm = one; warm < 2000;) { const n = Math.ceil(50 / one); one = Math.max(await time(task, n), 1e-4); warm += n * one; }
  counts.push(Math.ceil(20 / one));
}
const best = [Infinity, Infinity], ratios = [];
for (const end = performance.now() + 1e3 * seconds; performance.now() < end || ratios.length < 5;) {
  const [a, b] = [await time(tasks[0], counts[0]), await time(tasks[1], counts[1])];
  best[0] = Math.min(best[0], a); best[1] = Math.min(best[1], b);
  ratios.push(a / b);
}
ratios.sort((a, b) => a - b);
console.log(JSON.stringify({ workload: id, pair: [first, second], ms: best.map((t) => +t.toPrecision(4)), ratio: +ratios[ratios.length >> 1].toPrecision(3), turns: ratios.length }));
process.exit(0);
