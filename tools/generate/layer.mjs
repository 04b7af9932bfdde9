// Creates a compiling, tested layer:  npm run new:layer NAME -- [--family core]
// NAME in CamelCase (Keras' own, when Keras has the layer). The skeleton multiplies its input by a
// weight per feature; put the layer's own formula in its place.
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const source = fileURLToPath(new URL('../../packages/layers/src', import.meta.url));
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { family: { type: 'string', default: 'core' } },
});
const machinery = ['activations', 'constraints', 'engine', 'initializers', 'regularizers'];
const families = readdirSync(source).filter(
  (name) => statSync(join(source, name)).isDirectory() && !machinery.includes(name),
);

function fail(message) {
  console.error(message);
  process.exit(2);
}

const name = positionals[0];
const { family } = values;
if (!name || !/^[A-Z][A-Za-z0-9]*$/.test(name)) {
  fail('usage: npm run new:layer NAME -- [--family core], with NAME in CamelCase: MyLayer');
}
if (!families.includes(family)) fail(`no family "${family}"; there are: ${families.join(', ')}`);

const kebab = name.replace(/([a-z0-9])([A-Z])/g, '$1-$2').toLowerCase();
const camel = name[0].toLowerCase() + name.slice(1);
const file = join(source, family, `${kebab}.ts`);
const testFile = join(source, family, `${kebab}.test.ts`);
if (existsSync(file)) fail(`packages/layers/src/${family}/${kebab}.ts exists already`);

writeFileSync(
  file,
  `import type { Variable } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

import { Layer, type LayerOptions } from '../engine/layer.js';
import { registerBuiltInLayer } from '../engine/serialization.js';
import type { Shape, Shapes } from '../engine/types.js';
import { knownSize, oneShape } from '../shapes.js';
import { weightOptionKeys, WeightSettings, type KernelAndBiasOptions } from '../weight-settings.js';

type KernelOptions = Pick<
  KernelAndBiasOptions,
  'kernelInitializer' | 'kernelRegularizer' | 'kernelConstraint'
>;

export interface ${name}Options extends LayerOptions, KernelOptions {}

/**
 * y = x * kernel, with one weight for each feature.
 *
 * Input (batch, ..., features), output of the same shape.
 *
 * @throws ShapeError for an input without features
 * @example ${camel}()
 */
export class ${name} extends Layer {
  static override readonly className = '${name}';
  static override readonly optionKeys = [...Layer.optionKeys, ...weightOptionKeys('kernel')];

  readonly kernelSettings: WeightSettings;
  kernel!: Variable;

  constructor(options: ${name}Options = {}) {
    super(options);
    this.kernelSettings = new WeightSettings('kernel', options, 'ones');
    this.supportsMasking = true;
  }

  override build(inputShape: Shapes): void {
    const features = knownSize(this.name, oneShape(this.name, inputShape), -1);
    this.kernel = this.addWeight(this.kernelSettings.weight([features]));
  }

  override call(inputs: tf.Tensor): tf.Tensor {
    return tf.mul(inputs, this.kernel.read());
  }

  override computeOutputShape(inputShape: Shapes): Shape {
    return oneShape(this.name, inputShape);
  }

  override getConfig(): Record<string, unknown> {
    return { ...super.getConfig(), ...this.kernelSettings.getConfig() };
  }
}

registerBuiltInLayer(${name});

/** @see ${name} */
export function ${camel}(options: ${name}Options = {}): ${name} {
  return new ${name}(options);
}
`,
);

writeFileSync(
  testFile,
  `import { beforeAll, describe, expect, test } from '@jest/globals';
import { testBackends, useTestBackend } from '@ibexjs/testing';
import * as tf from '@tensorflow/tfjs-core';

import { ${camel}, ${name} } from './${kebab}.js';

// Once Keras' numbers stand in fixtures/layers/${name}.json (tools/goldens/layers.py writes them from
// a row in layers_cases.py), this file becomes one call of testLayer, as in the other layers.

describe.each([...testBackends])('${name} on %s', (backend) => {
  beforeAll(() => useTestBackend(backend));

  test('computes its formula, leaving only the result', async () => {
    const layer = ${camel}({ kernelInitializer: { class_name: 'Constant', config: { value: 3 } } });
    const x = tf.tensor2d([[1, -2]]);
    layer.apply(x);
    const before = tf.memory().numTensors;
    const y = layer.apply<tf.Tensor>(x);
    expect(Array.from(await y.data())).toEqual([3, -6]);
    expect(y.shape).toEqual(layer.computeOutputShape([1, 2]));
    expect(tf.memory().numTensors).toBe(before + 1);
  });

  test('its config makes the same layer', () => {
    const layer = ${camel}({ name: 'mine', kernelInitializer: 'zeros' });
    expect(${name}.fromConfig(layer.getConfig()).getConfig()).toEqual(layer.getConfig());
  });
});

test('an unknown option is an error', () => {
  expect(() => ${camel}({ kernelInitialiser: 'ones' } as object)).toThrow('kernelInitializer');
});
`,
);

const index = join(source, family, 'index.ts');
const lines = readFileSync(index, 'utf8').trimEnd().split('\n');
lines.push(`export * from './${kebab}.js';`);
writeFileSync(index, `${lines.join('\n')}\n`);

console.log(`packages/layers/src/${family}/${kebab}.ts and its test are ready, and exported.
  - run the test:    cd packages/layers && npm test -- src/${family}/${kebab}
  - Keras' numbers:  add a row to tools/goldens/layers_cases.py, run tools/goldens/layers.py ${name}
  - tell users:      npm run changeset`);
