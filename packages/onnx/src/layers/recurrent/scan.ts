import type { LayerCall } from '../../exporter.js';
import { OnnxGraph } from '../../graph/onnx-graph.js';
import { DATA_TYPES, type OnnxType, type ValueInfoProto } from '../../proto/messages.js';
import { range } from '../inputs.js';
import { stepsOf } from './cells.js';
import { zeros, type Sequence, type SequenceResult } from './sequence.js';

/** A tensor of the loop's body. Shapes of outputs must be given; the batch stays open. */
function info(name: string, type: OnnxType = 'float', sizes?: readonly number[]): ValueInfoProto {
  const shape = sizes && { dim: [{}, ...sizes.map((dimValue) => ({ dimValue }))] };
  return { name, type: { tensorType: { elemType: DATA_TYPES[type], ...(shape && { shape }) } } };
}

/**
 * A cell over a sequence as ONNX's Scan: a graph that is run for each step. It can do what the
 * recurrent operators cannot: masks anywhere, any activation.
 */
export function scanSequence(call: LayerCall, sequence: Sequence): SequenceResult {
  const { graph } = call;
  const { cell, x, mask, goBackwards, initial } = sequence;
  const steps = stepsOf(cell, graph, sequence.stepShape);
  const projected = steps.project(call, x);
  const shapes = cell.stepShapes(sequence.stepShape);
  const sizes = shapes.states.map((shape) => shape.slice(1) as number[]);
  const outputSize = shapes.output.slice(1) as number[];
  const first = initial.map((state, i) => state ?? zeros(call, x, sizes[i]!));

  const body = new OnnxGraph(graph);
  const states = sizes.map(() => body.unique('state'));
  const before = body.unique('last_output');
  const inputs = body.unique('step');
  const counts = body.unique('counts');
  const made = steps.step(body, inputs, states);
  let [output, after] = [made[0]!, made];
  if (mask !== null) {
    const column = body.add('Unsqueeze', [counts, body.ints(range(1, outputSize.length))]);
    const choose = (now: string, old: string) => body.add('Where', [column, now, old]);
    output = choose(output, before);
    after = made.map((state, i) => choose(state, states[i]!));
  }
  // an output of the body may not stand for two things, nor be an input
  const named = (name: string) => body.add('Identity', [name]);
  const results = [...after, output, output].map(named);
  const bodyInputs = [...states, before].map((name) => info(name));
  bodyInputs.push(info(inputs), ...(mask === null ? [] : [info(counts, 'bool')]));
  const bodyGraph = body.finish(
    graph.unique('body'),
    bodyInputs,
    results.map((name, i) => info(name, 'float', sizes[i] ?? outputSize)),
    false,
  );

  const scanned = mask === null ? [projected] : [projected, mask];
  const backwards = Number(goBackwards);
  const outputs = graph.addSeveral(
    'Scan',
    [...first, zeros(call, x, outputSize), ...scanned],
    results.length,
    {
      body: bodyGraph,
      num_scan_inputs: scanned.length,
      scan_input_axes: scanned.map(() => 1),
      scan_input_directions: scanned.map(() => backwards),
      scan_output_axes: [1],
      // where their inputs stood
      scan_output_directions: [backwards],
    },
  );
  const all = outputs.at(-1)!;
  const last = outputs.at(-2)!;
  const finalStates = outputs.slice(0, sizes.length);
  if (!sequence.returnSequences) return { output: last, states: finalStates };
  return { output: goBackwards ? graph.reverse(all, 1) : all, states: finalStates };
}
