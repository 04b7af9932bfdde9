import { readFixture, testLayer } from '@ibexjs/testing';

import { Dot } from './dot.js';

testLayer({ layer: Dot, fixture: readFixture(import.meta.url, '../../fixtures/layers/Dot.json') });
