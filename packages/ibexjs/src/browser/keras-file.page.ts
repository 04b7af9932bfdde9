import { callbacks, loadModel, tf, useBackend, type Model } from '../index.js';

/** What the page tells the test. */
export interface FileReport {
  picked: string;
  predictions: number[];
  losses: number[];
  trained: number[];
  savedBytes: number;
  reloaded: number[];
  reloadedLosses: number[];
}

interface Parameters {
  inputs: number[];
  targets: number[];
}

/** A file as the user of a page picks it: through `<input type="file">`. */
async function pick(file: File): Promise<File> {
  const picker = document.createElement('input');
  picker.type = 'file';
  document.body.append(picker);
  const chosen = new Promise<File>((resolve) => {
    picker.addEventListener('change', () => resolve(picker.files![0]!));
  });
  const transfer = new DataTransfer();
  transfer.items.add(file);
  picker.files = transfer.files;
  picker.dispatchEvent(new Event('change'));
  return chosen;
}

export default async function run({ inputs, targets }: Parameters): Promise<FileReport> {
  await useBackend('cpu');
  const x = tf.tensor(inputs, [4, 5, 3]);
  const y = tf.tensor(targets, [4, 2]);
  const predict = async (net: Model) => [...(await (net.predictOnBatch(x) as tf.Tensor).data())];
  const train = async (net: Model) => {
    const { history } = await net.fit(x, y, {
      epochs: 3,
      batchSize: 4,
      verbose: 0,
      callbacks: [callbacks.terminateOnNaN()],
    });
    return history['loss'] as number[];
  };

  const served = await (await fetch('/keras.keras')).arrayBuffer();
  const file = await pick(new File([served], 'keras.keras'));
  const net = await loadModel(file);
  const predictions = await predict(net);
  const losses = await train(net);
  const trained = await predict(net);

  let saved = new Uint8Array();
  await net.save((bytes) => {
    saved = new Uint8Array(bytes);
  });
  const again = await loadModel(await pick(new File([saved], 'saved.keras')));
  const reloaded = await predict(again);
  const [more, reloadedMore] = [await train(net), await train(again)];
  return {
    picked: file.name,
    predictions,
    losses: [...losses, ...more],
    trained,
    savedBytes: saved.length,
    reloaded,
    reloadedLosses: [...losses, ...reloadedMore],
  };
}
