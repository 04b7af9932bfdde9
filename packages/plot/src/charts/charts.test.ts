import { describe, expect, test } from '@jest/globals';
import { barChart } from './bar.js';
import { confusionMatrix, countConfusions } from './confusion.js';
import { plotHistory } from './history.js';
import { lineChart } from './line.js';
import { scatterChart } from './scatter.js';
import { isWellFormed, pngSize } from '../testing/documents.js';

const plain = { color: false, width: 60 };
const history = {
  history: { loss: [0.9, 0.5, 0.3], accuracy: [0.7, 0.8, 0.9], valLoss: [0.8, 0.6, 0.5] },
  epoch: [0, 1, 2],
};

describe('lineChart', () => {
  const chart = lineChart({
    title: 'falls & rises',
    series: [
      { name: 'a', y: [1, 0.5, NaN, 1] },
      { name: 'b', y: Float32Array.of(0, 1), x: [1, 4] },
    ],
  });

  test('draws SVG that says what it is, with one path for each piece of curve', async () => {
    const svg = await chart.toSvg();
    expect(isWellFormed(svg)).toBe(true);
    expect(svg).toContain('aria-label="falls &amp; rises"');
    expect(svg.match(/mark-line/g)).toHaveLength(2);
    expect(svg).toContain('>a</text>');
    expect(svg).not.toContain('NaN');
  });

  test('a dark theme changes the colours', async () => {
    expect(await chart.toSvg({ theme: 'dark' })).toContain('#161a22');
    expect(await chart.toSvg({ background: false })).not.toContain('#ffffff');
  });

  test('draws PNG of the scaled size', async () => {
    const [width, height] = pngSize(await chart.toPng({ scale: 1 }));
    expect(width).toBeGreaterThan(400);
    expect(pngSize(await chart.toPng({ scale: 2 }))).toEqual([2 * width, 2 * height]);
    await expect(chart.toPng({ scale: 0 })).rejects.toThrow('option "scale"');
  });

  test('draws in a terminal: every value within the axis, a legend', () => {
    const text = chart.toTerminal(plain);
    const lines = text.split('\n');
    expect(lines[0]).toBe('falls & rises');
    expect(lines[1]).toMatch(/^ 1\.0┤/);
    expect(text).toContain('── a   ── b');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(60);
    expect(chart.toTerminal({ color: true, width: 60 })).toContain('\u001b[34m');
  });

  test('a constant curve and one without finite values are drawn', () => {
    expect(lineChart({ series: [{ name: 'flat', y: [2, 2, 2] }] }).toTerminal(plain)).toContain(
      '2',
    );
    expect(lineChart({ series: [{ name: 'none', y: [NaN] }] }).toTerminal(plain)).toContain(
      'no finite values',
    );
  });

  test('bad input', () => {
    expect(() => lineChart({ series: [] })).toThrow('at least one');
    expect(() => lineChart({ series: [{ name: 'a', y: [1, 2], x: [1] }] })).toThrow(
      'belong together but have 1 and 2',
    );
    const misspelt = { series: [{ name: 'a', y: [1] }], titel: 'x' };
    expect(() => lineChart(misspelt)).toThrow('Did you mean "title"?');
  });
});

describe('plotHistory', () => {
  test('one panel a metric; validation beside training', async () => {
    const chart = plotHistory(history);
    const svg = await chart.toSvg();
    expect(isWellFormed(svg)).toBe(true);
    expect(svg.match(/mark-line/g)).toHaveLength(3);
    const text = chart.toTerminal(plain);
    expect(text).toContain('loss\n');
    expect(text).toContain('── training   ── validation');
    expect(text).toMatch(/1 +epoch +3/);
  });

  test("takes Keras' own keys, values alone, and a choice of metrics", () => {
    const text = plotHistory(
      { loss: [1, 2], val_loss: [2, 3], categorical_accuracy: [0, 1] },
      { metrics: ['categoricalAccuracy'] },
    ).toTerminal(plain);
    expect(text).toContain('categorical accuracy');
    expect(text).not.toContain('loss');
  });

  test('one epoch is drawn; an empty history and an unknown metric are errors', () => {
    expect(plotHistory({ loss: [0.5] }).toTerminal(plain)).toContain('loss');
    expect(() => plotHistory({ history: {} })).toThrow('train for at least one epoch');
    expect(() => plotHistory(history, { metrics: ['auc'] })).toThrow('It has: loss, accuracy');
  });
});

describe('barChart', () => {
  test('longest bar fills the width, values stand beside', async () => {
    const chart = barChart({ labels: ['half', 'whole'], values: [1, 2], title: 'bars' });
    const [, half, whole] = chart.toTerminal({ color: false, width: 40 }).split('\n');
    expect(half).toBe(` half │${'█'.repeat(15)} 1`);
    expect(whole).toBe(`whole │${'█'.repeat(30)} 2`);
    expect((await chart.toSvg()).match(/aria-roledescription="bar"/g)).toHaveLength(2);
  });

  test('sets of bars get a legend; negative and missing values are drawn', async () => {
    const series = [
      { name: 'Ibex', values: [1, -1] },
      { name: 'Keras', values: [2, NaN] },
    ];
    const chart = barChart({ labels: ['x', 'y'], series });
    expect(await chart.toSvg()).toContain('>Keras</text>');
    expect(chart.toTerminal(plain)).toContain('y Ibex │░');
  });

  test('bad input', () => {
    expect(() => barChart({ labels: ['a'], values: [1, 2] })).toThrow('have 1 and 2 entries');
    expect(() => barChart({ labels: ['a'] })).toThrow('either "values" or "series"');
  });
});

describe('scatterChart', () => {
  test('a mark for each point, a colour for each group', async () => {
    const chart = scatterChart({ x: [0, 1, 2], y: [0, 1, 0], groups: [10, 9, 9], title: 'codes' });
    const svg = await chart.toSvg();
    expect(svg.match(/aria-roledescription="circle"/g)).toHaveLength(3);
    expect(svg.indexOf('>9</text>')).toBeLessThan(svg.indexOf('>10</text>'));
    expect(chart.toTerminal(plain)).toContain('x 0 … 2   y 0 … 1');
  });

  test('bad input', () => {
    expect(() => scatterChart({ x: [1], y: [] })).toThrow('belong together');
    expect(() => scatterChart({ x: [], y: [] })).toThrow('no points');
  });
});

describe('confusion matrix', () => {
  test('counts rows by truth, columns by prediction', () => {
    expect(countConfusions([0, 0, 1, 2], [0, 1, 1, 2])).toEqual([
      [1, 1, 0],
      [0, 1, 0],
      [0, 0, 1],
    ]);
    expect(() => countConfusions([0, 3], [0, 0], 2)).toThrow('sample 1 has class 3');
  });

  test('draws counts and class names', async () => {
    const chart = confusionMatrix(
      [
        [8, 2],
        [0, 5],
      ],
      ['no', 'yes'],
    );
    const svg = await chart.toSvg();
    expect(isWellFormed(svg)).toBe(true);
    expect(svg).toContain('>yes</text>');
    expect(svg).toContain('>8</text>');
    const text = chart.toTerminal(plain);
    expect(text).toContain('│ no               │ [8] │   2 │');
    expect(text).toContain('│ yes              │   · │ [5] │');
  });

  test('bad input', () => {
    expect(() => confusionMatrix([[1, 2]])).toThrow('must be square');
    expect(() => confusionMatrix([[1]], ['a', 'b'])).toThrow('have 1 and 2 entries');
  });
});
