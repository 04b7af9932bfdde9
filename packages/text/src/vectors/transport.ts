/**
 * Least cost of moving `supply` to `demand` (both sum to 1), moving a share from i to j costing
 * cost[i][j]: the earth mover's distance. Exact, by shortest augmenting paths with potentials.
 */
export function transportCost(
  supply: readonly number[],
  demand: readonly number[],
  cost: readonly (readonly number[])[],
): number {
  const EPSILON = 1e-12;
  const n = supply.length;
  const m = demand.length;
  const left = supply.slice();
  const wanted = demand.slice();
  const flow = supply.map(() => new Float64Array(m));
  const potential = new Float64Array(n + m);
  let total = 0;
  for (;;) {
    // Dijkstra from all sources with something left to all sinks that want something.
    const distance = new Float64Array(n + m).fill(Infinity);
    const previous = new Int32Array(n + m).fill(-1);
    const done = new Uint8Array(n + m);
    for (let i = 0; i < n; i++) if (left[i]! > EPSILON) distance[i] = 0;
    let target = -1;
    for (;;) {
      let at = -1;
      for (let v = 0; v < n + m; v++) {
        if (!done[v] && distance[v]! < Infinity && (at < 0 || distance[v]! < distance[at]!)) at = v;
      }
      if (at < 0) break;
      done[at] = 1;
      if (at >= n && wanted[at - n]! > EPSILON) {
        target = at;
        break;
      }
      const relax = (to: number, arc: number) => {
        const reached = distance[at]! + Math.max(0, arc + potential[at]! - potential[to]!);
        if (reached < distance[to]!) {
          distance[to] = reached;
          previous[to] = at;
        }
      };
      if (at < n) for (let j = 0; j < m; j++) relax(n + j, cost[at]![j]!);
      else
        for (let i = 0; i < n; i++) if (flow[i]![at - n]! > EPSILON) relax(i, -cost[i]![at - n]!);
    }
    if (target < 0) return total;
    const far = distance[target]!;
    for (let v = 0; v < n + m; v++) potential[v]! += Math.min(distance[v]!, far);
    let amount = wanted[target - n]!;
    let source = target;
    for (let v = target; previous[v]! >= 0; v = previous[v]!) {
      const from = previous[v]!;
      if (from >= n) amount = Math.min(amount, flow[v]![from - n]!);
      source = from;
    }
    amount = Math.min(amount, left[source]!);
    for (let v = target; previous[v]! >= 0; v = previous[v]!) {
      const from = previous[v]!;
      if (from < n) {
        flow[from]![v - n]! += amount;
        total += amount * cost[from]![v - n]!;
      } else {
        flow[v]![from - n]! -= amount;
        total -= amount * cost[v]![from - n]!;
      }
    }
    left[source]! -= amount;
    wanted[target - n]! -= amount;
  }
}
