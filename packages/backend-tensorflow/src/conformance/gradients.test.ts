import '@ibexjs/core';

import { testGradients } from '@ibexjs/testing';

testGradients('tensorflow');
