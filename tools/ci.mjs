// Runs the tests and every static check, and counts: each test is one, each check is one.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Runs a command, passes its output on, and resolves to its exit code and output. */
function run(command, args) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, FORCE_COLOR: '0' },
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32',
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8');
      stream.on('data', (text) => {
        output += text;
        process.stdout.write(text);
      });
    }
    child.on('error', (error) => resolve({ code: 1, output: `${output}\n${error.message}` }));
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

/** Sums jest's "Tests: 1 failed, 20 passed, 21 total" lines. */
function countTests(output) {
  let passed = 0;
  let failed = 0;
  for (const [, line] of output.matchAll(/Tests:\s+(.*total)/g)) {
    passed += Number(/(\d+) passed/.exec(line)?.[1] ?? 0);
    failed += Number(/(\d+) failed/.exec(line)?.[1] ?? 0);
  }
  return { passed, failed };
}

const checks = [
  ['types', ['npm', ['run', '--silent', 'types']]],
  ['lint', ['npm', ['run', '--silent', 'lint']]],
  ['layering', ['npm', ['run', '--silent', 'layering']]],
  ['unused code and dependencies', ['npm', ['run', '--silent', 'unused']]],
  ['packages', ['npm', ['run', '--silent', 'check:packages']]],
];

console.log('== tests');
const tests = await run('npm', ['test', '--silent', '--', '--force', '--continue=always']);
let { passed, failed } = countTests(tests.output);
if (tests.code !== 0 && failed === 0) failed += 1;
if (tests.code === 0 && passed === 0) failed += 1;

for (const [name, [command, args]] of checks) {
  console.log(`== ${name}`);
  const { code } = await run(command, args);
  if (code === 0) passed += 1;
  else failed += 1;
  console.log(`${name}: ${code === 0 ? 'passed' : 'FAILED'}`);
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
