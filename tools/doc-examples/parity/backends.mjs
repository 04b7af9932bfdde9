import { readFileSync } from 'node:fs';

const TITLES = {
  kernels: 'kernels, against the cpu backend',
  gradients: 'gradients, against finite differences',
  layers: "layers, against Keras' outputs and gradients",
  trajectories: 'training of a CNN, an LSTM and a Transformer block, against the cpu backend',
};

/** The section on backends, from what `npm run conformance -- BACKEND…` wrote. */
export function backendSection() {
  const path = new URL('conformance.json', import.meta.url);
  const found = Object.entries(JSON.parse(readFileSync(path, 'utf8')));
  const rows = found.flatMap(([backend, { suites }]) =>
    Object.entries(suites).map(([suite, { cases, passes, largest, exceptions }]) => {
      const [worst] = largest;
      const difference = worst ? `${worst.difference} (${worst.name.replaceAll('|', '/')})` : '0';
      return `| ${backend} | ${TITLES[suite]} | ${cases} | ${passes} | ${exceptions.length} | ${difference} |`;
    }),
  );
  const exceptions = found.flatMap(([backend, { suites }]) =>
    Object.values(suites)
      .flatMap((suite) => suite.exceptions)
      .map(({ name, because }) => `- ${backend}, ${name}: ${because}`),
  );
  return [
    '## Backends',
    '',
    'What each backend computes, measured by `npm run conformance -- BACKEND…`. Differences are',
    'relative to the largest value, at least 1. Where a driver may round more than others, as WebGPU',
    'does with sine and cosine, the suite names the cases and says why.',
    '',
    '| backend | what | cases | pass | known not to | largest difference |',
    '| --- | --- | ---: | ---: | ---: | --- |',
    ...rows,
    '',
    ...(exceptions.length > 0 ? ['Known not to:', '', ...exceptions, ''] : []),
  ];
}
