import { ValueError, checkOptions, type Variable } from '@ibexjs/core';
import { countParams, formatShape, type Layer, type Node } from '@ibexjs/layers';
import { util } from '@tensorflow/tfjs-core';

import { renderTable, type Column } from './table.js';

export interface SummaryOptions {
  /** Width of the table. Default: the terminal's less 4, at most 88 (108 for graphs). */
  lineLength?: number;
  /** Where each column ends, as fractions of the width. */
  positions?: number[];
  /** Called with each line. Default: `console.log`. */
  printFn?: (line: string) => void;
  /** Show the layers of nested models. Default: false. */
  expandNested?: boolean;
  /** Show which layers are trained. Default: false. */
  showTrainable?: boolean;
  /** Names (or patterns) of the first and last layer to show. Default: all. */
  layerRange?: [first: string, last: string];
}

/** What a summary reads of a model. */
export interface Summarized extends Layer {
  readonly layers: Layer[];
  /** Where the model is a graph. */
  readonly nodesByDepth?: readonly (readonly Node[])[];
  /** Where it is compiled. */
  readonly optimizer?: { readonly built: boolean; readonly variables: readonly Variable[] } | null;
}

/** Prints a model as Keras does. */
export function printSummary(model: Summarized, options: SummaryOptions): void {
  checkOptions('summary', options, [
    'lineLength',
    'positions',
    'printFn',
    'expandNested',
    'showTrainable',
    'layerRange',
  ]);
  const print = options.printFn ?? console.log;
  for (const line of summaryLines(model, options)) print(line);
}

function summaryLines(model: Summarized, options: SummaryOptions): string[] {
  const nodes = model.nodesByDepth;
  const connections = nodes && !isChain(nodes, model.layers) ? new Set(nodes.flat()) : null;
  const { columns, lineLength } = layOut(connections !== null, options);
  const rows: string[][] = [];
  const addLayer = (layer: Layer, level: number): void => {
    const prefix = level > 0 ? `${'   '.repeat(level)}└ ` : '';
    const row = [
      `${prefix}${layer.name} (${layer.getClassName()})`,
      outputShapeText(layer),
      paramsText(layer),
    ];
    if (connections) row.push(connectionsText(layer, connections));
    if (options.showTrainable)
      row.push(layer.weights.length === 0 ? '-' : layer.trainable ? 'Y' : 'N');
    rows.push(row);
    if (options.expandNested && 'layers' in layer)
      for (const inner of (layer as Summarized).layers) addLayer(inner, level + 1);
  };
  for (const layer of inRange(model.layers, options.layerRange)) addLayer(layer, 0);
  return [`Model: "${model.name}"`, ...renderTable(columns, rows, lineLength), ...totals(model)];
}

/** True for a graph without branches or shared layers: it is shown without connections. */
function isChain(nodesByDepth: readonly (readonly Node[])[], layers: readonly Layer[]): boolean {
  if (nodesByDepth.some((nodes) => nodes.length > 1 || nodes[0]!.inputTensors.length > 1))
    return false;
  const all = new Set(nodesByDepth.flat());
  return layers.every((layer) => layer.inboundNodes.filter((node) => all.has(node)).length <= 1);
}

function layOut(
  withConnections: boolean,
  options: SummaryOptions,
): { columns: Column[]; lineLength: number } {
  let positions = options.positions ?? (withConnections ? [0.3, 0.56, 0.74, 1] : [0.45, 0.8, 1]);
  let widest = withConnections ? 108 : 88;
  const headers: Omit<Column, 'width'>[] = [
    { header: 'Layer (type)', align: 'left' },
    { header: 'Output Shape', align: 'left' },
    { header: 'Param #', align: 'right' },
  ];
  if (withConnections) headers.push({ header: 'Connected to', align: 'left' });
  if (options.showTrainable) {
    headers.push({ header: 'Trainable', align: 'center' });
    positions = [...positions.map((p) => p * 0.9), 1];
    widest += 12;
  }
  const lineLength = options.lineLength ?? Math.min(widest, terminalWidth() - 4);
  let start = 0;
  const columns = headers.map((header, i) => {
    const width = Math.floor((positions[i] ?? 1) * lineLength) - start;
    if (width < 4)
      throw new ValueError(
        `summary: lineLength ${lineLength} is too small for ${headers.length} columns.`,
      );
    start += width;
    return { ...header, width };
  });
  return { columns, lineLength };
}

function terminalWidth(): number {
  return (typeof process === 'object' && process.stdout?.columns) || 80;
}

function outputShapeText(layer: Layer): string {
  const node = layer.inboundNodes.at(-1);
  if (!node) return '?';
  const shapes = node.outputs.map(({ shape }) => formatShape(shape));
  return shapes.length === 1 ? shapes[0]! : `[${shapes.join(', ')}]`;
}

function paramsText(layer: Layer): string {
  return layer.built ? countParams(layer.weights).toLocaleString('en-US') : '0 (unbuilt)';
}

function connectionsText(layer: Layer, nodes: ReadonlySet<Node>): string {
  const sources = layer.inboundNodes
    .filter((node) => nodes.has(node))
    .flatMap((node) => node.inputTensors)
    .map(({ history }) => `${history!.layer.name}[${history!.nodeIndex}][${history!.tensorIndex}]`);
  return sources.length > 0 ? sources.join(', ') : '-';
}

function inRange(layers: readonly Layer[], range: [string, string] | undefined): readonly Layer[] {
  if (!range) return layers;
  const [first, last] = range.map((pattern) => {
    const expression = new RegExp(`^(?:${pattern})`);
    return layers.flatMap(({ name }, i) => (expression.test(name) ? [i] : []));
  }) as [number[], number[]];
  if (first.length === 0 || last.length === 0) {
    throw new ValueError(
      `summary: layerRange ${JSON.stringify(range)} matches no layers; there are ${layers.map(({ name }) => name).join(', ')}.`,
    );
  }
  const [low, high] = [first[0]!, last.at(-1)!];
  return low <= high ? layers.slice(low, high + 1) : layers.slice(last[0], first.at(-1)! + 1);
}

function totals(model: Summarized): string[] {
  const trainable = model.trainableWeights;
  const frozen = model.nonTrainableWeights;
  const optimizer = model.optimizer?.built ? model.optimizer.variables : [];
  const line = (what: string, variables: readonly Variable[]) =>
    ` ${what}: ${countParams(variables).toLocaleString('en-US')} (${memoryText(variables)})`;
  const lines = [
    line('Total params', [...trainable, ...frozen, ...optimizer]),
    line('Trainable params', trainable),
    line('Non-trainable params', frozen),
  ];
  if (optimizer.length > 0) lines.push(line('Optimizer params', optimizer));
  return lines;
}

function memoryText(variables: readonly Variable[]): string {
  let size = variables.reduce(
    (sum, { shape, dtype }) => sum + util.sizeFromShape(shape) * util.bytesPerElement(dtype),
    0,
  );
  const units = ['B', 'KB', 'MB', 'GB', 'TB', 'PB'];
  let unit = 0;
  while (size >= 1024 && unit < units.length - 1) {
    size /= 1024;
    unit++;
  }
  return `${size.toFixed(2)} ${units[unit]}`;
}
