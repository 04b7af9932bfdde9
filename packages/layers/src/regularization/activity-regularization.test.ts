import { readFixture, testLayer } from '@ibexjs/testing';

import { ActivityRegularization } from './activity-regularization.js';

testLayer({
  layer: ActivityRegularization,
  fixture: readFixture(import.meta.url, '../../fixtures/layers/ActivityRegularization.json'),
});
