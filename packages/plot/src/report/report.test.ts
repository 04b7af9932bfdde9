import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { lineChart } from '../charts/line.js';
import { imageGrid } from '../images/grid.js';
import { isWellFormed, pngSize } from '../testing/documents.js';
import { Report } from './report.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ibex-plot-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

const chart = lineChart({ series: [{ name: 'loss', y: [3, 2, 1] }] });

function sample(): Report {
  return new Report({ title: 'A <report>', subtitle: 'one & two' })
    .facts({ accuracy: 0.97912345, network: 'deep', missing: null })
    .heading('Part')
    .heading('Subpart', 3)
    .text('First paragraph.\n\nSecond <b>paragraph</b>.')
    .table({ head: ['name', 'count'], rows: [['x < y', 12345678]] })
    .figure(chart, 'A caption.')
    .figure(imageGrid([[[0, 1]]], { labels: ['pixels'] }))
    .code('const a = "<script>";\n');
}

describe('Report', () => {
  test('is well formed, escaped, and holds every section in order', async () => {
    const html = await sample().toHtml();
    expect(isWellFormed(html)).toBe(true);
    expect(html).toContain('<title>A &lt;report&gt;</title>');
    expect(html).toContain('<dd>0.9791</dd>');
    expect(html).toContain('<h3>Subpart</h3>');
    expect(html).toContain('<p>Second &lt;b&gt;paragraph&lt;/b&gt;.</p>');
    expect(html).toContain('<td>x &lt; y</td><td class="right">');
    expect(html).toContain('<figcaption>A caption.</figcaption>');
    expect(html).toContain('<pre>const a = "&lt;script&gt;";</pre>');
    expect(html.indexOf('Part</h2>')).toBeLessThan(html.indexOf('<table>'));
  });

  test('needs nothing from outside and runs nothing', async () => {
    const html = await sample().toHtml();
    const addresses = [...html.matchAll(/(?:href|src)="([^"]*)"/g)].map(([, address]) => address);
    expect(addresses.filter((address) => !/^(data:|#)/.test(address!))).toEqual([]);
    expect(html).not.toMatch(/<script|@import|url\((?!#)/);
  });

  test('figures on one page do not share ids', async () => {
    const html = await new Report({ title: 't' }).figure(chart).figure(chart).toHtml();
    const ids = [...html.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('bad input', () => {
    expect(() => new Report({ title: '' })).toThrow('"title" is needed');
    expect(() => new Report({ title: 't' }).table({ head: ['a'], rows: [[1, 2]] })).toThrow(
      'row 0 has 2 cells, but the table has 1 columns',
    );
  });

  test('is saved whole', async () => {
    const path = join(folder, 'new', 'report.html');
    await sample().save(path);
    expect(await readFile(path, 'utf8')).toMatch(/^<!doctype html>[^]*<\/html>\n$/);
    expect(await readdir(join(folder, 'new'))).toEqual(['report.html']);
  });
});

describe('figure.save', () => {
  test('writes the form that the ending names', async () => {
    await chart.save(join(folder, 'a.svg'));
    await chart.save(join(folder, 'a.png'));
    await chart.save(join(folder, 'a.txt'));
    expect(await readFile(join(folder, 'a.svg'), 'utf8')).toMatch(/^<svg /);
    expect(pngSize(await readFile(join(folder, 'a.png')))[0]).toBeGreaterThan(100);
    expect(await readFile(join(folder, 'a.txt'), 'utf8')).toBe(
      `${chart.toTerminal({ color: false })}\n`,
    );
    await expect(chart.save(join(folder, 'a.jpg'))).rejects.toThrow('.svg, .png or .txt');
  });
});
