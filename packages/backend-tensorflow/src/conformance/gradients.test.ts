import '@ibexjs/core';

import { testGradients } from '@ibexjs/testing';

import { describeTensorFlow } from './tensorflow.js';

describeTensorFlow('gradients', () => testGradients('tensorflow'));
