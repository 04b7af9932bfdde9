import { checkDevice } from './device.js';
import type { OpenLibrary } from '../library/open.js';
import { configProto, type RuntimeSettings } from './config.js';
import { Status } from './status.js';

/** A device as TensorFlow names it. */
export interface Device {
  /** `/job:localhost/replica:0/task:0/device:CPU:0` */
  readonly name: string;
  /** `CPU`, `GPU` */
  readonly type: string;
}

/** A running TensorFlow: its context and devices. */
export class Runtime {
  readonly status: Status;
  readonly context: number;
  readonly devices: readonly Device[];

  /** @throws LibraryError when a GPU is asked for and TensorFlow sees none */
  constructor(
    readonly library: OpenLibrary,
    readonly settings: RuntimeSettings,
  ) {
    const { api } = library;
    this.status = new Status(api);
    const options = api.TFE_NewContextOptions();
    const config = configProto(settings);
    api.TFE_ContextOptionsSetConfig(options, config, config.length, this.status.pointer);
    this.status.check();
    this.context = api.TFE_NewContext(options, this.status.pointer);
    api.TFE_DeleteContextOptions(options);
    this.status.check('TensorFlow did not start');
    this.devices = this.listDevices();
    checkDevice(library, settings, this.devices);
  }

  private listDevices(): Device[] {
    const { api } = this.library;
    const status = this.status.pointer;
    const list = api.TFE_ContextListDevices(this.context, status);
    this.status.check();
    const devices = Array.from({ length: api.TF_DeviceListCount(list) }, (_, i) => ({
      name: api.TF_DeviceListName(list, i, status),
      type: api.TF_DeviceListType(list, i, status),
    }));
    api.TF_DeleteDeviceList(list);
    return devices;
  }

  dispose(): void {
    this.library.api.TFE_DeleteContext(this.context);
  }
}
