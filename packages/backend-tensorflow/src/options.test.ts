import { UnknownOptionError, ValueError } from '@ibexjs/core';
import { expect, test } from '@jest/globals';

import { register } from './register.js';

test.each([
  [{ gpu: 1 }, UnknownOptionError],
  [{ backend: 'tpu' }, ValueError],
  [{ device: -1 }, ValueError],
  [{ threads: 1.5 }, ValueError],
])('register(%j) is an error', async (options, kind) => {
  await expect(register(options as object)).rejects.toThrow(kind);
});
