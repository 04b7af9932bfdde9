import { readFixture, testLayer } from '@ibexjs/testing';

import './index.js';

import { RNN } from './rnn.js';

testLayer({ layer: RNN, fixture: readFixture(import.meta.url, '../../fixtures/layers/RNN.json') });
