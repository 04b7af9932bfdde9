import { ShapeError, ValueError } from '@ibexjs/core';
import { readFixture, testLayer } from '@ibexjs/testing';
import { expect, test } from '@jest/globals';

import { EinsumDense, einsumDense, type EinsumDenseOptions } from './einsum-dense.js';

testLayer({
  layer: EinsumDense,
  fixture: readFixture(import.meta.url, '../../fixtures/layers/EinsumDense.json'),
});

test('the kernel starts with the spread of a Dense layer of the same fans', () => {
  const layer = einsumDense({ equation: 'abc,cde->abde', outputShape: [null, 10, 20] });
  layer.build([null, null, 100]);
  const limit = Math.sqrt(6 / (100 + 200));
  const largest = Math.max(...layer.kernel.val.dataSync());
  expect(largest).toBeLessThanOrEqual(limit);
  expect(largest).toBeGreaterThan(0.99 * limit);
  layer.dispose();
});

test.each<[EinsumDenseOptions, number[], new (...args: never[]) => Error]>([
  [{ equation: 'ab->a', outputShape: 3 }, [2, 3], ValueError],
  [{ equation: 'ab,bc->ad', outputShape: 3 }, [2, 3], ValueError],
  [{ equation: 'ab,bc->ac', outputShape: 3, biasAxes: 'z' }, [2, 3], ValueError],
  [{ equation: 'ab,bc->ac', outputShape: 3 }, [2, 3, 4], ShapeError],
  [{ equation: 'ab,bc->ac', outputShape: [3, 3] }, [2, 3], ShapeError],
  [{ equation: 'abc,cd->abd', outputShape: [5, 3] }, [2, 4, 3], ShapeError],
])('%j refuses %j', (options, shape, error) => {
  expect(() => einsumDense(options).build(shape)).toThrow(error);
});
