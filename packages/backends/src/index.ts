export type { BackendDevice } from './descriptor.js';
export {
  backend,
  describeChoice,
  listBackends,
  useBackend,
  withBackend,
  type BackendChoice,
  type BackendInfo,
} from './use-backend.js';
