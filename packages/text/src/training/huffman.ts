/** The way from the root of a Huffman tree to every word. */
export interface HuffmanPaths {
  /** Steps of word i: from start[i] to start[i + 1]. */
  start: Uint32Array;
  /** Inner node of each step. */
  nodes: Uint32Array;
  /** Where it turns there: 0 or 1. */
  turns: Uint8Array;
}

/**
 * Huffman tree over words by their counts, which must fall: frequent words get short paths. Two
 * queues make it in linear time, as word2vec's own program does.
 */
export function huffmanPaths(counts: ArrayLike<number>): HuffmanPaths {
  const n = counts.length;
  const parent = new Int32Array(2 * n - 1).fill(-1);
  const turn = new Uint8Array(2 * n - 1);
  const weight = new Float64Array(2 * n - 1).fill(Infinity);
  for (let i = 0; i < n; i++) weight[i] = counts[i]!;
  let leaf = n - 1;
  let inner = n;
  for (let made = n; made < 2 * n - 1; made++) {
    const take = () => (leaf >= 0 && weight[leaf]! <= weight[inner]! ? leaf-- : inner++);
    const first = take();
    const second = take();
    weight[made] = weight[first]! + weight[second]!;
    parent[first] = parent[second] = made;
    turn[second] = 1;
  }
  const start = new Uint32Array(n + 1);
  const nodes: number[] = [];
  const turns: number[] = [];
  for (let word = 0; word < n; word++) {
    const path: number[] = [];
    for (let at = word; parent[at]! >= 0; at = parent[at]!) path.push(at);
    for (const at of path.reverse()) {
      nodes.push(parent[at]! - n);
      turns.push(turn[at]!);
    }
    start[word + 1] = nodes.length;
  }
  return { start, nodes: Uint32Array.from(nodes), turns: Uint8Array.from(turns) };
}
