/** The characters of a text, in the order of their code points, and the number of each. */
export class Vocabulary {
  readonly characters: readonly string[];
  readonly #numbers: ReadonlyMap<string, number>;

  /** @param text in which every character that matters occurs */
  constructor(text: Iterable<string>) {
    this.characters = [...new Set(text)].sort();
    this.#numbers = new Map(this.characters.map((character, i) => [character, i]));
  }

  get size(): number {
    return this.characters.length;
  }

  /** The number of each character; those that are not in the vocabulary are left out. */
  encode(text: Iterable<string>): Uint16Array {
    const numbers: number[] = [];
    for (const character of text) {
      const number = this.#numbers.get(character);
      if (number !== undefined) numbers.push(number);
    }
    return Uint16Array.from(numbers);
  }

  decode(numbers: Iterable<number>): string {
    let text = '';
    for (const number of numbers) text += this.characters[number] ?? '';
    return text;
  }
}
