import '@ibexjs/core';

import { describeTensorFlow, testGradients } from '@ibexjs/testing';

await describeTensorFlow('gradients', () => testGradients('tensorflow'));
