// The networks that are timed. Each is built through `api`, which is ibexjs or tfjs-layers: they
// share their signatures, so both train the very same network. tools/bench/keras_peer.py holds the
// same table for Keras. Data are made up; only their shapes and types matter for the time.

const { floor } = Math;

/** Numbers in [0, 1) from a fixed formula. */
const uniform = (n, seed) =>
  Float32Array.from({ length: n }, (_, i) => ((i * 7919 + seed * 104729) % 1999) / 2000);
const integers = (n, below, seed) =>
  Int32Array.from({ length: n }, (_, i) => ((i * 7919 + seed * 104729) % 104711) % below);
const size = (shape) => shape.reduce((a, b) => a * b, 1);

export const floats = (tf, shape, seed = 1) => tf.tensor(uniform(size(shape), seed), shape);
export const ids = (tf, shape, below, seed = 1) =>
  tf.tensor(integers(size(shape), below, seed), shape, 'int32');
export const oneHot = (tf, n, classes) => {
  const data = new Float32Array(n * classes);
  integers(n, classes, 2).forEach((c, i) => {
    data[i * classes + c] = 1;
  });
  return tf.tensor2d(data, [n, classes]);
};
const binary = (tf, n) => tf.tensor2d(Float32Array.from(integers(n, 2, 3)), [n, 1]);

const conv = (filters, rest = {}) => ({ filters, kernelSize: 3, activation: 'relu', ...rest });
const image = [28, 28, 1];

/** One MNIST network of the tutorial: 2 classes, batch 128. */
function mnist(layersOf) {
  return {
    samples: 1280,
    batchSize: 128,
    optimizer: 'adadelta',
    loss: 'categoricalCrossentropy',
    model: (api) => {
      const model = api.sequential();
      layersOf(api.layers).forEach((layer) => model.add(layer));
      return model;
    },
    data: (tf, n) => [floats(tf, [n, ...image]), oneHot(tf, n, 2)],
  };
}

/** Embedding, one recurrent layer, one sigmoid unit: the IMDB networks. */
function imdb(kind) {
  return {
    samples: 320,
    batchSize: 32,
    optimizer: 'adam',
    loss: 'binaryCrossentropy',
    model: (api) =>
      api.sequential({
        layers: [
          api.layers.embedding({ inputDim: 20000, outputDim: 128, inputShape: [100] }),
          api.layers[kind]({ units: 128 }),
          api.layers.dense({ units: 1, activation: 'sigmoid' }),
        ],
      }),
    data: (tf, n) => [ids(tf, [n, 100], 20000), binary(tf, n)],
  };
}

const workloads = {
  'mnist simple': mnist((L) => [
    L.conv2d(conv(32, { inputShape: image })),
    L.flatten(),
    L.dense({ units: 2, activation: 'softmax' }),
  ]),
  'mnist dense': mnist((L) => [
    L.conv2d(conv(32, { inputShape: image })),
    L.flatten(),
    L.dense({ units: 128, activation: 'relu' }),
    L.dense({ units: 2, activation: 'softmax' }),
  ]),
  'mnist dropout': mnist((L) => [
    L.conv2d(conv(32, { inputShape: image })),
    L.flatten(),
    L.dense({ units: 128, activation: 'relu' }),
    L.dropout({ rate: 0.5 }),
    L.dense({ units: 2, activation: 'softmax' }),
  ]),
  'mnist deep': mnist((L) => [
    L.conv2d(conv(32, { inputShape: image })),
    L.conv2d(conv(32)),
    L.maxPooling2d({ poolSize: 2 }),
    L.dropout({ rate: 0.25 }),
    L.flatten(),
    L.dense({ units: 128, activation: 'relu' }),
    L.dropout({ rate: 0.5 }),
    L.dense({ units: 2, activation: 'softmax' }),
  ]),
  'mnist batchnorm': mnist((L) => [
    L.conv2d({ filters: 32, kernelSize: 3, inputShape: image }),
    L.batchNormalization(),
    L.activation({ activation: 'relu' }),
    L.conv2d({ filters: 32, kernelSize: 3 }),
    L.batchNormalization(),
    L.activation({ activation: 'relu' }),
    L.maxPooling2d({ poolSize: 2 }),
    L.flatten(),
    L.dense({ units: 128, activation: 'relu' }),
    L.dense({ units: 2, activation: 'softmax' }),
  ]),
  autoencoder: {
    samples: 12800,
    batchSize: 256,
    optimizer: 'adadelta',
    loss: 'binaryCrossentropy',
    model: (api) =>
      api.sequential({
        layers: [
          api.layers.dense({ units: 32, activation: 'relu', inputShape: [784] }),
          api.layers.dense({ units: 784, activation: 'sigmoid' }),
        ],
      }),
    data: (tf, n) => {
      const x = floats(tf, [n, 784]);
      return [x, x];
    },
  },
  'sentence cnn': {
    samples: 1600,
    batchSize: 32,
    optimizer: 'adam',
    loss: 'binaryCrossentropy',
    model: (api) => {
      const { layers: L } = api;
      const input = api.input({ shape: [56] });
      const words = L.dropout({ rate: 0.25 }).apply(
        L.embedding({ inputDim: 18765, outputDim: 20 }).apply(input),
      );
      const branches = [3, 8].map((kernelSize) => {
        const y = L.conv1d({ filters: 10, kernelSize, activation: 'relu' }).apply(words);
        return L.flatten().apply(L.maxPooling1d({ poolSize: 2 }).apply(y));
      });
      const hidden = L.dense({ units: 50, activation: 'relu' }).apply(
        L.dropout({ rate: 0.5 }).apply(L.concatenate().apply(branches)),
      );
      return api.model({
        inputs: input,
        outputs: L.dense({ units: 1, activation: 'sigmoid' }).apply(hidden),
      });
    },
    data: (tf, n) => [ids(tf, [n, 56], 18765), binary(tf, n)],
  },
  'imdb simpleRNN': imdb('simpleRNN'),
  'imdb lstm': imdb('lstm'),
  'imdb gru': imdb('gru'),
  'character lstm': {
    samples: 1280,
    batchSize: 128,
    optimizer: 'rmsprop',
    loss: 'categoricalCrossentropy',
    model: (api) =>
      api.sequential({
        layers: [
          api.layers.lstm({ units: 128, inputShape: [40, 59] }),
          api.layers.dense({ units: 59, activation: 'softmax' }),
        ],
      }),
    data: (tf, n) => [floats(tf, [n, 40, 59]), oneHot(tf, n, 59)],
  },
  transformer: {
    samples: 160,
    batchSize: 16,
    optimizer: 'adam',
    loss: 'sparseCategoricalCrossentropy',
    only: 'ibex', // tfjs-layers has no attention that trains
    model: (api) => {
      const { layers: L } = api;
      const input = api.input({ shape: [64] });
      let x = L.embedding({ inputDim: 1000, outputDim: 128 }).apply(input);
      for (let block = 0; block < 2; block++) {
        const attended = L.multiHeadAttention({ numHeads: 4, keyDim: 32 }).apply([x, x]);
        x = L.layerNormalization().apply(L.add().apply([x, attended]));
        const forward = L.dense({ units: 128 }).apply(
          L.dense({ units: 512, activation: 'relu' }).apply(x),
        );
        x = L.layerNormalization().apply(L.add().apply([x, forward]));
      }
      const pooled = L.globalAveragePooling1d().apply(x);
      return api.model({
        inputs: input,
        outputs: L.dense({ units: 10, activation: 'softmax' }).apply(pooled),
      });
    },
    data: (tf, n) => [ids(tf, [n, 64], 1000), tf.tensor1d(Float32Array.from(integers(n, 10, 3)))],
  },
  'vgg16 forward': {
    samples: 2,
    batchSize: 1,
    forward: true,
    model: (api) => {
      const { layers: L } = api;
      const model = api.sequential();
      let first = { inputShape: [224, 224, 3] };
      for (const [filters, count] of [
        [64, 2],
        [128, 2],
        [256, 3],
        [512, 3],
        [512, 3],
      ]) {
        for (let i = 0; i < count; i++) {
          model.add(L.conv2d(conv(filters, { padding: 'same', ...first })));
          first = {};
        }
        model.add(L.maxPooling2d({ poolSize: 2 }));
      }
      model.add(L.flatten());
      model.add(L.dense({ units: 4096, activation: 'relu' }));
      model.add(L.dense({ units: 4096, activation: 'relu' }));
      model.add(L.dense({ units: 1000, activation: 'softmax' }));
      return model;
    },
    data: (tf, n) => [floats(tf, [n, 224, 224, 3])],
  },
  'mobilenet forward': {
    samples: 8,
    batchSize: 1,
    forward: true,
    model: (api) => {
      const { layers: L } = api;
      const model = api.sequential();
      const finish = () => {
        model.add(L.batchNormalization());
        model.add(L.reLU({ maxValue: 6 }));
      };
      model.add(
        L.conv2d({
          filters: 32,
          kernelSize: 3,
          strides: 2,
          padding: 'same',
          useBias: false,
          inputShape: [224, 224, 3],
        }),
      );
      finish();
      for (const [filters, strides] of [
        [64, 1],
        [128, 2],
        [128, 1],
        [256, 2],
        [256, 1],
        [512, 2],
        ...Array(5).fill([512, 1]),
        [1024, 2],
        [1024, 1],
      ]) {
        model.add(L.depthwiseConv2d({ kernelSize: 3, strides, padding: 'same', useBias: false }));
        finish();
        model.add(L.conv2d({ filters, kernelSize: 1, useBias: false }));
        finish();
      }
      model.add(L.globalAveragePooling2d({}));
      model.add(L.dense({ units: 1000, activation: 'softmax' }));
      return model;
    },
    data: (tf, n) => [floats(tf, [n, 224, 224, 3])],
  },
};

export default workloads;

/** Samples for one timed pass; `--quick` takes fewer. */
export const samplesOf = (workload, quick) =>
  quick && !workload.forward
    ? Math.max(
        workload.batchSize * 2,
        floor(workload.samples / 2 / workload.batchSize) * workload.batchSize,
      )
    : workload.samples;
