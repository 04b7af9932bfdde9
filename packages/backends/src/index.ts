export type { BackendDevice } from './descriptor.js';
export {
  backend,
  backendNames,
  describeChoice,
  inspectBackend,
  listBackends,
  useBackend,
  withBackend,
  type BackendChoice,
  type BackendInfo,
} from './use-backend.js';
