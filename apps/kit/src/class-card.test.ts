import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { cardPath, readCard, writeCard, type ClassCard } from './class-card.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ibex-card-'));
});
afterAll(() => rm(folder, { recursive: true }));

const card: ClassCard = { classes: ['a', 'b'], imageSize: [32, 48], preprocess: 'tf' };

describe('the card beside a saved classifier', () => {
  test('is written and read', async () => {
    const model = join(folder, 'flowers.keras');
    expect(cardPath(model)).toBe(join(folder, 'flowers.classes.json'));
    expect(await writeCard(model, card)).toBe(cardPath(model));
    expect(await readCard(model)).toEqual(card);
  });

  test.each([
    ['null', /must hold "classes"/],
    [JSON.stringify({ ...card, preprocess: 'pca' }), /must hold "classes"/],
    [JSON.stringify({ ...card, imageSize: [32] }), /must hold "classes"/],
    ['{', /not valid JSON/],
  ])('%s is refused', async (text, message) => {
    const model = join(folder, 'bad.h5');
    await writeFile(cardPath(model), text);
    await expect(readCard(model)).rejects.toThrow(message);
  });

  test('a missing one is explained', async () => {
    await expect(readCard(join(folder, 'none.keras'))).rejects.toThrow(
      /none.classes.json.*fine-tune/,
    );
  });
});
