// tfjs-core registers gradients in a module that Node can neither import nor require; bundled once
// here, it works everywhere. The registry itself is global, so tfjs-core is not doubled by it.
import { fileURLToPath } from 'node:url';

import { build } from 'esbuild';

await build({
  stdin: {
    contents: "import '@tensorflow/tfjs-core/dist/register_all_gradients.js';",
    resolveDir: import.meta.dirname,
  },
  bundle: true,
  format: 'esm',
  platform: 'neutral',
  mainFields: ['module', 'main'],
  legalComments: 'none',
  outfile: fileURLToPath(new URL('../generated/gradients.js', import.meta.url)),
  banner: {
    js: '// Gradient functions of @tensorflow/tfjs-core 4.22.0, Copyright Google LLC, Apache-2.0.',
  },
});
