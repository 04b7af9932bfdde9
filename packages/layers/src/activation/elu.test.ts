import { readFixture, testLayer } from '@ibexjs/testing';

import { ELU } from './elu.js';

testLayer({ layer: ELU, fixture: readFixture(import.meta.url, '../../fixtures/layers/ELU.json') });
