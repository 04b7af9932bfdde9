import { readFixture, testLayer } from '@ibexjs/testing';

import { GRU } from './gru.js';

testLayer({ layer: GRU, fixture: readFixture(import.meta.url, '../../fixtures/layers/GRU.json') });
