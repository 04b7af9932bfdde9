import { aliasTable } from './alias-table.js';
import { canShareMemory, CHUNK_ROOM, MAX_SENTENCE } from './chunks.js';
import { huffmanPaths } from './huffman.js';
import { compileKernel } from './kernel.js';
import { loadRows, MemoryPlan, storeRows } from './memory.js';
import type { Method, Network } from './network.js';
import { InlineRunner, WorkerRunner, type Runner, type ThreadSetup } from './runners.js';
import { keepThresholds } from './vocabulary.js';
import { hasWorkers } from './worker.js';

type Table = Uint32Array | Uint8Array | Float32Array;

const TABLE_SIZE = 1000;
const TABLE_LIMIT = 6;

function sigmoidTable(): Float32Array {
  return Float32Array.from({ length: TABLE_SIZE }, (_, i) => {
    const x = ((i / TABLE_SIZE) * 2 - 1) * TABLE_LIMIT;
    return 1 / (1 + Math.exp(-x));
  });
}

/** A network laid out in a WebAssembly memory, while it is trained or asked. */
export class Session {
  private constructor(
    private readonly network: Network,
    readonly memory: WebAssembly.Memory,
    private readonly module: WebAssembly.Module,
    private readonly setups: ThreadSetup[],
    private readonly stride: number,
    private readonly places: { words: number; documents: number; negatives: number; nodes: number },
  ) {}

  /** @param threads for how many to make room */
  static async open(network: Network, method: Method, threads: number): Promise<Session> {
    const shared = threads > 0 && canShareMemory;
    const plan = new MemoryPlan();
    const stride = Math.ceil(network.vectorSize / 4) * 16;
    const outStride = stride * network.inputs;
    const tables: [number, Table][] = [];
    const rows = (values: Float32Array | null) =>
      values ? plan.reserve((values.length / network.vectorSize) * stride) : 0;
    const table = (values: Table | undefined) => {
      if (!values) return 0;
      const at = plan.reserve(values.byteLength);
      tables.push([at, values]);
      return at;
    };
    const places = {
      words: rows(network.words),
      documents: rows(network.documents),
      negatives: rows(network.negatives),
      nodes: rows(network.nodes),
    };
    const { counts, subwords } = network;
    const weights = Float64Array.from(counts, (count) => count ** method.nsExponent);
    const noise = network.negatives ? aliasTable(weights) : undefined;
    const paths = network.nodes ? huffmanPaths(counts) : undefined;
    const sigmoid = sigmoidTable();
    const state = [
      ...[stride, outStride, places.words, places.documents, places.negatives, places.nodes],
      ...[table(noise?.threshold), table(noise?.other), counts.length, method.negative],
      table(method.sample > 0 ? keepThresholds(counts, method.sample) : undefined),
      ...[table(paths?.start), table(paths?.nodes), table(paths?.turns)],
      ...[table(subwords?.start), table(subwords?.rows)],
      ...[table(sigmoid), table(sigmoid.map(Math.log))],
      ...[method.window, method.flags],
    ];
    const setups = Array.from({ length: Math.max(1, threads) }, () => {
      const hidden = plan.reserve(outStride);
      // The kernel keeps four floats before the work row.
      const work = plan.reserve(64 + outStride) + 64;
      const room = {
        tokens: plan.reserve(CHUNK_ROOM * 4),
        starts: plan.reserve(CHUNK_ROOM * 4 + 4),
        tags: plan.reserve(CHUNK_ROOM * 4),
        tagStarts: plan.reserve(CHUNK_ROOM * 4 + 4),
      };
      const positions = plan.reserve(MAX_SENTENCE * 4);
      const tags = network.inputs - 2 * method.window;
      return { state: [...state, hidden, work, positions, network.nullWord, tags], room };
    });
    const memory = plan.allocate(shared);
    for (const [at, values] of tables) {
      const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
      new Uint8Array(memory.buffer, at, bytes.length).set(bytes);
    }
    const session = new Session(
      network,
      memory,
      await compileKernel(shared),
      setups,
      stride,
      places,
    );
    session.eachPart((place, values) => {
      storeRows(memory, place, values, network.vectorSize, stride);
    });
    return session;
  }

  private eachPart(visit: (place: number, values: Float32Array) => void): void {
    for (const part of ['words', 'documents', 'negatives', 'nodes'] as const) {
      const values = this.network[part];
      if (values) visit(this.places[part], values);
    }
  }

  /** Threads that do jobs: workers, or the calling thread where there are none. */
  async start(threads: number): Promise<Runner> {
    if (threads > 0 && canShareMemory && hasWorkers) {
      return WorkerRunner.start(this.module, this.memory, this.setups);
    }
    return InlineRunner.start(this.module, this.memory, this.setups[0]!);
  }

  /** Copies the weights back to the network. */
  save(): void {
    this.eachPart((place, values) => {
      loadRows(this.memory, place, values, this.network.vectorSize, this.stride);
    });
  }

  /** Gives one document another vector. */
  setDocument(index: number, vector: Float32Array): void {
    const at = this.places.documents + index * this.stride;
    storeRows(this.memory, at, vector, this.network.vectorSize, this.stride);
  }

  /** A copy of one document's vector. */
  getDocument(index: number): Float32Array {
    const vector = new Float32Array(this.network.vectorSize);
    loadRows(
      this.memory,
      this.places.documents + index * this.stride,
      vector,
      vector.length,
      this.stride,
    );
    return vector;
  }
}
