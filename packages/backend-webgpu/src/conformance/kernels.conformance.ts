import '@ibexjs/core';

import { testKernels } from '@ibexjs/testing';

import { known } from './known.js';

testKernels('webgpu', { known });
