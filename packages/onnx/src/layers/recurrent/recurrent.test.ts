import { beforeAll, describe, expect, test } from '@jest/globals';
import {
  activation,
  bidirectional,
  convLstm1d,
  convLstm2d,
  convLstm3d,
  dense,
  embedding,
  gru,
  gruCell,
  input,
  lstm,
  lstmCell,
  masking,
  rnn,
  simpleRNN,
  timeDistributed,
  type Layer,
  type SymbolicTensor,
} from '@ibexjs/layers';
import { model, sequential } from '@ibexjs/models';
import { useTestBackend } from '@ibexjs/testing';

import { exportOnnx } from '../../index.js';
import { exportDifference, fillWeights, type InputSpec } from '../../testing/check-export.js';

beforeAll(() => useTestBackend('cpu'));

type Options = { returnSequences?: boolean; goBackwards?: boolean; zeroOutputForMask?: boolean };

const LAYERS: [name: string, make: (options: Options) => Layer][] = [
  ['SimpleRNN', (options) => simpleRNN({ units: 3, ...options })],
  ['LSTM', (options) => lstm({ units: 3, ...options })],
  ['LSTM without bias', (options) => lstm({ units: 3, useBias: false, ...options })],
  [
    'LSTM of hard sigmoids',
    (options) =>
      lstm({ units: 3, recurrentActivation: 'hardSigmoid', activation: 'relu', ...options }),
  ],
  [
    'LSTM of activations that ONNX does not know',
    (options) =>
      lstm({ units: 3, recurrentActivation: 'softsign', activation: 'gelu', ...options }),
  ],
  ['GRU', (options) => gru({ units: 3, ...options })],
  ['GRU that resets before', (options) => gru({ units: 3, resetAfter: false, ...options })],
  ['GRU of gelu', (options) => gru({ units: 3, activation: 'gelu', ...options })],
  [
    'RNN of two cells',
    (options) => rnn({ cell: [lstmCell({ units: 3 }), gruCell({ units: 2 })], ...options }),
  ],
  ['Bidirectional', (options) => bidirectional({ layer: lstm({ units: 3, ...options }) })],
  [
    'Bidirectional, summed',
    (options) => bidirectional({ layer: gru({ units: 3, ...options }), mergeMode: 'sum' }),
  ],
];

const DIRECTIONS: Options[] = [
  {},
  { returnSequences: true },
  { goBackwards: true },
  { returnSequences: true, goBackwards: true },
];

describe.each(LAYERS)('%s', (_name, make) => {
  test.each(DIRECTIONS)('%j', async (options) => {
    const net = sequential({
      layers: [masking({ inputShape: [null, 4], maskValue: 9 }), make(options)],
    });
    fillWeights(net);
    expect(await exportDifference(net, [{ shape: [3, 5, 4] }])).toBeLessThan(1e-5);
    const unmasked = sequential({
      layers: [dense({ units: 4, inputShape: [null, 4] }), make(options)],
    });
    fillWeights(unmasked);
    expect(await exportDifference(unmasked, [{ shape: [3, 5, 4] }])).toBeLessThan(1e-5);
  });

  test.each([...DIRECTIONS, { returnSequences: true, zeroOutputForMask: true }])(
    'with masked steps, %j',
    async (options) => {
      const net = sequential({
        layers: [
          embedding({ inputDim: 9, outputDim: 4, maskZero: true, inputLength: 6 }),
          make(options),
        ],
      });
      fillWeights(net);
      const spec: InputSpec = { shape: [3, 6], integers: 9, leadingZeros: 0 };
      expect(await exportDifference(net, [spec])).toBeLessThan(1e-5);
    },
  );
});

test.each<[string, () => Layer, number[]]>([
  [
    'ConvLSTM1D',
    () =>
      convLstm1d({ filters: 2, kernelSize: 3, strides: 2, padding: 'same', returnSequences: true }),
    [3, 4, 7, 2],
  ],
  ['ConvLSTM2D', () => convLstm2d({ filters: 2, kernelSize: [2, 3] }), [3, 4, 5, 6, 2]],
  [
    'ConvLSTM2D, channels first',
    () => convLstm2d({ filters: 2, kernelSize: 3, dataFormat: 'channelsFirst', goBackwards: true }),
    [2, 3, 2, 5, 6],
  ],
  [
    'ConvLSTM3D',
    () => convLstm3d({ filters: 2, kernelSize: 2, padding: 'same' }),
    [2, 3, 4, 3, 4, 1],
  ],
])('%s', async (_name, make, shape) => {
  const first = timeDistributed({
    layer: activation({ activation: 'tanh' }),
    inputShape: shape.slice(1),
  });
  const net = sequential({ layers: [first, make()] });
  fillWeights(net);
  expect(await exportDifference(net, [{ shape }])).toBeLessThan(1e-5);
});

test('states go in and come out', async () => {
  const x = input({ shape: [5, 4] });
  const h = input({ shape: [3] });
  const c = input({ shape: [3] });
  const [output, ...states] = lstm({ units: 3, returnState: true, returnSequences: true }).apply<
    SymbolicTensor[]
  >(x, { initialState: [h, c] });
  const net = model({ inputs: [x, h, c], outputs: [output!, ...states] });
  fillWeights(net);
  const specs = [{ shape: [2, 5, 4] }, { shape: [2, 3] }, { shape: [2, 3] }];
  expect(await exportDifference(net, specs)).toBeLessThan(1e-5);
});

test('stacked recurrent layers, one for each step, and a dense layer for each', async () => {
  const net = sequential({
    layers: [
      embedding({ inputDim: 20, outputDim: 4, maskZero: true, inputLength: 7 }),
      bidirectional({ layer: lstm({ units: 3, returnSequences: true }) }),
      gru({ units: 4, returnSequences: true }),
      timeDistributed({ layer: dense({ units: 5, activation: 'softmax' }) }),
    ],
  });
  fillWeights(net);
  const spec: InputSpec = { shape: [3, 7], integers: 20, leadingZeros: 1 };
  expect(await exportDifference(net, [spec])).toBeLessThan(1e-5);
});

test('a stateful layer is refused by name', async () => {
  const net = sequential({
    layers: [lstm({ units: 2, stateful: true, name: 'memory', batchInputShape: [1, 3, 2] })],
  });
  await expect(exportOnnx(net)).rejects.toThrow(/Layer memory is stateful/);
});
