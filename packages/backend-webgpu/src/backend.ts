import { BackendError } from '@ibexjs/core';
import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import type * as tf from '@tensorflow/tfjs-core';

import { mended } from './programs.js';

type DataId = object;
type Values = tf.backend_util.BackendValues;

/** tfjs's WebGPU backend; errors of the GPU and reads that cannot be are exceptions here. */
export class IbexWebGPUBackend extends WebGPUBackend {
  /** What the GPU complained of since the last read. */
  private readonly faults: string[] = [];
  /** Every tensor of this backend. */
  private readonly live = new Set<DataId>();

  constructor(device: GPUDevice, info: GPUAdapterInfo) {
    super(device, info);
    device.addEventListener('uncapturederror', (event) => {
      event.preventDefault();
      this.faults.push(event.error.message);
    });
    void device.lost.then(({ reason, message }) => {
      if (reason !== 'destroyed') this.faults.push(`the device was lost: ${message}`);
    });
  }

  override write(values: Values, shape: number[], dtype: tf.DataType): DataId {
    const dataId = super.write(values, shape, dtype);
    this.live.add(dataId);
    return dataId;
  }

  override move(
    dataId: DataId,
    values: Values,
    shape: number[],
    dtype: tf.DataType,
    refCount: number,
  ): void {
    super.move(dataId, values, shape, dtype, refCount);
    this.live.add(dataId);
  }

  override disposeData(dataId: DataId, force = false): boolean {
    const disposed = super.disposeData(dataId, force);
    if (disposed) this.live.delete(dataId);
    return disposed;
  }

  /** @throws BackendError what a shader did wrong since the last read: WebGPU tells it late */
  override async read(dataId: DataId): Promise<Values> {
    const values = await super.read(dataId);
    this.throwFaults();
    return values;
  }

  /** @throws BackendError when the values are on the GPU, from where they come asynchronously only */
  override readSync(dataId: DataId): Values {
    const { values, dtype } = this.tensorMap.get(dataId);
    if (values !== null && values !== undefined) return values;
    if (dtype === 'complex64' || dtype === 'string') return super.readSync(dataId);
    throw new BackendError(
      'WebGPU cannot read a tensor synchronously. Use `await x.data()` or `await x.array()` ' +
        'instead of `dataSync`, `arraySync` and `print`; after that the values are at hand.',
    );
  }

  override runWebGPUProgram(
    ...[program, inputs, dtype, ...rest]: Parameters<WebGPUBackend['runWebGPUProgram']>
  ): tf.TensorInfo {
    // of the buffers, which the shader is made for; a tensor upon one may have another
    const dtypes = inputs.map(({ dataId }) => this.tensorMap.get(dataId).dtype);
    return super.runWebGPUProgram(mended(program, dtypes), inputs, dtype, ...rest);
  }

  /** Fetches the values of all tensors, so that another backend can take them over. */
  async fetchAll(): Promise<void> {
    const resident = [...this.live].filter((dataId) => {
      const { values, resource, complexTensorInfos } = this.tensorMap.get(dataId);
      return !values && (resource !== undefined || complexTensorInfos !== undefined);
    });
    await Promise.all(resident.map((dataId) => this.read(dataId)));
  }

  private throwFaults(): void {
    if (this.faults.length === 0) return;
    const [first] = this.faults.splice(0);
    throw new BackendError(`WebGPU reported an error: ${first}`);
  }
}
