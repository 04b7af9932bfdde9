import { layers, sequential, setRandomSeed, tf, type Sequential } from '../index.js';

/** A network with a convolution, normalization, pooling and an LSTM: most of what training needs. */
export function smallNetwork(): Sequential {
  return sequential({
    layers: [
      layers.conv2d({ filters: 4, kernelSize: 3, activation: 'relu', inputShape: [8, 8, 1] }),
      layers.batchNormalization(),
      layers.maxPooling2d({ poolSize: 2 }),
      layers.reshape({ targetShape: [9, 4] }),
      layers.lstm({ units: 8 }),
      layers.dense({ units: 3, activation: 'softmax' }),
    ],
  });
}

/** Losses of some epochs on made-up pictures: the same numbers on every machine. */
export async function trainSmallNetwork(): Promise<number[]> {
  setRandomSeed(7);
  const net = smallNetwork();
  net.compile({ optimizer: 'adam', loss: 'sparseCategoricalCrossentropy' });
  const x = tf.randomUniform([48, 8, 8, 1], 0, 1, 'float32', 3);
  const y = tf.tensor1d(
    Array.from({ length: 48 }, (_, i) => i % 3),
    'int32',
  );
  const { history } = await net.fit(x, y, { epochs: 4, batchSize: 16, verbose: 0 });
  return history['loss'] as number[];
}
