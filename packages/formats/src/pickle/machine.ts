import { FormatError } from '@ibexjs/core/plain';

import { findCallable } from './callables.js';
import { ByteReader } from './reader.js';
import { Budget, ByteString, Callable, isDraft, textOf } from './values.js';

/** The stack machine of Python's pickles; see `opcodes.ts` for what it understands. */
export class PickleMachine {
  readonly reader: ByteReader;
  readonly stack: unknown[] = [];
  private readonly marks: number[] = [];
  private readonly memo = new Map<number, unknown>();
  readonly budget: Budget;

  constructor(bytes: Uint8Array) {
    this.reader = new ByteReader(bytes);
    this.budget = new Budget(2 * bytes.length);
  }

  push(value: unknown): void {
    this.stack.push(value);
  }

  pop(): unknown {
    if (this.stack.length <= (this.marks.at(-1) ?? 0)) throw this.underflow();
    return this.stack.pop();
  }

  /** What is on top, and stays there. */
  top(): unknown {
    if (this.stack.length === 0) throw this.underflow();
    return this.stack.at(-1);
  }

  mark(): void {
    this.marks.push(this.stack.length);
  }

  /** Everything above the last mark, which goes with it. */
  popMark(): unknown[] {
    const mark = this.marks.pop();
    if (mark === undefined) throw this.underflow();
    return this.stack.splice(mark);
  }

  /** POP drops a value, or a mark when there is nothing above it. */
  drop(): void {
    if (this.marks.length > 0 && this.stack.length === this.marks.at(-1)) this.marks.pop();
    else this.pop();
  }

  remember(index = this.memo.size): void {
    this.memo.set(index, this.top());
  }

  recall(index: number): void {
    if (!this.memo.has(index))
      throw new FormatError(`The pickle recalls ${index}, which it never kept.`);
    this.push(this.memo.get(index));
  }

  appendTo(list: unknown, items: unknown[]): void {
    if (!Array.isArray(list)) throw new FormatError('The pickle appends to what is not a list.');
    for (const item of items) list.push(item);
  }

  setItems(dict: unknown, items: unknown[]): void {
    if (!(dict instanceof Map) || items.length % 2 !== 0) {
      throw new FormatError('The pickle sets items of what is not a dictionary.');
    }
    for (let i = 0; i < items.length; i += 2) {
      const key = items[i] instanceof ByteString ? textOf(items[i]) : items[i];
      dict.set(key, items[i + 1]);
    }
  }

  addTo(set: unknown, items: unknown[]): void {
    if (!(set instanceof Set)) throw new FormatError('The pickle adds to what is not a set.');
    for (const item of items) set.add(item);
  }

  global(module: unknown, name: unknown): void {
    this.push(findCallable(textOf(module) ?? '', textOf(name) ?? ''));
  }

  reduce(): void {
    const args = this.pop();
    const callable = this.pop();
    if (!(callable instanceof Callable) || !Array.isArray(args)) {
      throw new FormatError('The pickle calls what cannot be called.');
    }
    this.push(callable.call(args, this.budget));
  }

  build(): void {
    const state = this.pop();
    const draft = this.top();
    if (!isDraft(draft)) {
      throw new FormatError('The pickle sets the state of something other than a NumPy array.');
    }
    draft.setState(state, this.budget);
  }

  private underflow(): FormatError {
    return new FormatError('The pickle is damaged: it takes more than it has put.');
  }
}
