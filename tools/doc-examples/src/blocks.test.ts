import { expect, test } from '@jest/globals';

import { programs } from './blocks.js';

test('whole programs are returned with their lines, fragments and other languages are not', () => {
  const page = [
    '# Title',
    '```js',
    'a();',
    'b();',
    '```',
    '```sh',
    'npm i',
    '```',
    '```ts fragment',
    'x',
    '```',
  ];
  expect(programs(page.join('\n'))).toEqual([{ line: 2, code: 'a();\nb();' }]);
});
