import { readFixture, testLayer } from '@ibexjs/testing';

import { Add } from './add.js';

testLayer({ layer: Add, fixture: readFixture(import.meta.url, '../../fixtures/layers/Add.json') });
