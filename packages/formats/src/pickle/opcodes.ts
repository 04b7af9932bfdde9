import { FormatError } from '@ibexjs/core/plain';

import type { PickleMachine } from './machine.js';
import { ByteString } from './values.js';

type Operation = (machine: PickleMachine) => void;

/** Whole numbers longer than this take ages to parse. */
const MAX_INTEGER_BYTES = 1024;

/** A number where it can be exact, else a BigInt. */
function integer(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

function parseInteger(text: string): number | bigint {
  if (!/^[+-]?\d+$/.test(text) || text.length > 2 * MAX_INTEGER_BYTES) {
    throw new FormatError(
      `The pickle holds the broken number ${JSON.stringify(text.slice(0, 24))}.`,
    );
  }
  return integer(BigInt(text));
}

function parseFloat64(text: string): number {
  const words: Record<string, number> = { inf: Infinity, '-inf': -Infinity, nan: NaN };
  const value = words[text] ?? Number(text);
  if (Number.isNaN(value) && text !== 'nan') {
    throw new FormatError(
      `The pickle holds the broken number ${JSON.stringify(text.slice(0, 24))}.`,
    );
  }
  return value;
}

/** Little-endian two's complement of any length. */
function longInteger(bytes: Uint8Array): number | bigint {
  if (bytes.length > MAX_INTEGER_BYTES) {
    throw new FormatError(`The pickle holds a number of ${bytes.length} bytes.`);
  }
  let value = 0n;
  for (let i = bytes.length - 1; i >= 0; i--) value = (value << 8n) | BigInt(bytes[i]!);
  const negative = bytes.length > 0 && bytes.at(-1)! >= 0x80;
  return integer(negative ? value - (1n << BigInt(8 * bytes.length)) : value);
}

/** A quoted string of protocol 0 with Python's escapes. */
function quotedString(text: string): ByteString {
  const quote = text[0];
  if (text.length < 2 || (quote !== "'" && quote !== '"') || text.at(-1) !== quote) {
    throw new FormatError('The pickle holds a string without its quotes.');
  }
  const bytes: number[] = [];
  const escapes: Record<string, number> = { n: 10, r: 13, t: 9, a: 7, b: 8, f: 12, v: 11 };
  for (const [piece] of text.slice(1, -1).matchAll(/\\x[0-9a-fA-F]{2}|\\[0-7]{1,3}|\\.|[^]/g)) {
    const body = piece.slice(1);
    if (piece.length === 1) bytes.push(piece.charCodeAt(0));
    else if (body.startsWith('x') && body.length === 3) bytes.push(parseInt(body.slice(1), 16));
    else if (/^[0-7]/.test(body)) bytes.push(parseInt(body, 8) & 0xff);
    else bytes.push(escapes[body] ?? body.charCodeAt(0));
  }
  return new ByteString(Uint8Array.from(bytes));
}

/** Text of protocol 0, with \uXXXX for what is not Latin-1. */
function rawUnicode(line: string): string {
  return line
    .replace(/\\U([0-9a-fA-F]{8})/g, (_, code: string) => codePoint(parseInt(code, 16)))
    .replace(/\\u([0-9a-fA-F]{4})/g, (_, code: string) => String.fromCharCode(parseInt(code, 16)));
}

function codePoint(code: number): string {
  if (code > 0x10ffff) throw new FormatError(`The pickle holds the impossible character ${code}.`);
  return String.fromCodePoint(code);
}

function integerLine(line: string): unknown {
  if (line === '00') return false;
  return line === '01' ? true : parseInteger(line);
}

function tuple(size: number): Operation {
  return (m) => {
    const items = Array.from({ length: size }, () => m.pop()).reverse();
    m.push(items);
  };
}

/** What each opcode of protocols 0 to 5 does, but for those that name a class to make. */
const OPERATIONS: Readonly<Record<string, Operation>> = {
  // protocol and frames
  '\x80': (m) => checkProtocol(m.reader.uint8()),
  '\x95': (m) => void m.reader.uint64(),
  // constants and numbers
  N: (m) => m.push(null),
  '\x88': (m) => m.push(true),
  '\x89': (m) => m.push(false),
  I: (m) => m.push(integerLine(m.reader.line())),
  J: (m) => m.push(m.reader.int32()),
  K: (m) => m.push(m.reader.uint8()),
  M: (m) => m.push(m.reader.uint16()),
  L: (m) => m.push(parseInteger(m.reader.line().replace(/L$/, ''))),
  '\x8a': (m) => m.push(longInteger(m.reader.take(m.reader.uint8()))),
  '\x8b': (m) => m.push(longInteger(m.reader.take(m.reader.uint32()))),
  F: (m) => m.push(parseFloat64(m.reader.line())),
  G: (m) => m.push(m.reader.float64()),
  // text and bytes
  S: (m) => m.push(quotedString(m.reader.line())),
  T: (m) => m.push(new ByteString(m.reader.take(m.reader.uint32()))),
  U: (m) => m.push(new ByteString(m.reader.take(m.reader.uint8()))),
  V: (m) => m.push(rawUnicode(m.reader.line())),
  X: (m) => m.push(m.reader.utf8(m.reader.uint32())),
  '\x8c': (m) => m.push(m.reader.utf8(m.reader.uint8())),
  '\x8d': (m) => m.push(m.reader.utf8(m.reader.uint64())),
  B: (m) => m.push(m.reader.take(m.reader.uint32())),
  C: (m) => m.push(m.reader.take(m.reader.uint8())),
  '\x8e': (m) => m.push(m.reader.take(m.reader.uint64())),
  '\x96': (m) => m.push(m.reader.take(m.reader.uint64())),
  // the stack
  '(': (m) => m.mark(),
  '0': (m) => m.drop(),
  '1': (m) => void m.popMark(),
  '2': (m) => m.push(m.top()),
  // the memo
  p: (m) => m.remember(Number(m.reader.line())),
  q: (m) => m.remember(m.reader.uint8()),
  r: (m) => m.remember(m.reader.uint32()),
  '\x94': (m) => m.remember(),
  g: (m) => m.recall(Number(m.reader.line())),
  h: (m) => m.recall(m.reader.uint8()),
  j: (m) => m.recall(m.reader.uint32()),
  // lists, tuples, dictionaries, sets
  ']': (m) => m.push([]),
  l: (m) => m.push(m.popMark()),
  a: (m) => {
    const item = m.pop();
    m.appendTo(m.top(), [item]);
  },
  e: (m) => {
    const items = m.popMark();
    m.appendTo(m.top(), items);
  },
  ')': (m) => m.push([]),
  t: (m) => m.push(m.popMark()),
  '\x85': tuple(1),
  '\x86': tuple(2),
  '\x87': tuple(3),
  '}': (m) => m.push(new Map()),
  d: (m) => {
    const items = m.popMark();
    m.push(new Map());
    m.setItems(m.top(), items);
  },
  s: (m) => {
    const value = m.pop();
    const key = m.pop();
    m.setItems(m.top(), [key, value]);
  },
  u: (m) => {
    const items = m.popMark();
    m.setItems(m.top(), items);
  },
  '\x8f': (m) => m.push(new Set()),
  '\x90': (m) => {
    const items = m.popMark();
    m.addTo(m.top(), items);
  },
  '\x91': (m) => m.push(new Set(m.popMark())),
  // what is on the allow-list
  c: (m) => m.global(m.reader.line(), m.reader.line()),
  '\x93': (m) => {
    const name = m.pop();
    m.global(m.pop(), name);
  },
  R: (m) => m.reduce(),
  b: (m) => m.build(),
};

/** Opcodes that run or look up what no data needs, by name for the message. */
const REFUSED: Readonly<Record<string, string>> = {
  i: 'INST',
  o: 'OBJ',
  P: 'PERSID',
  Q: 'BINPERSID',
  '\x81': 'NEWOBJ',
  '\x92': 'NEWOBJ_EX',
  '\x82': 'EXT1',
  '\x83': 'EXT2',
  '\x84': 'EXT4',
  '\x97': 'NEXT_BUFFER',
  '\x98': 'READONLY_BUFFER',
};

function checkProtocol(protocol: number): void {
  if (protocol > 5) throw new FormatError(`Pickle protocol ${protocol} is not known; 0 to 5 are.`);
}

const TABLE: (Operation | undefined)[] = Array.from(
  { length: 256 },
  (_, code) => OPERATIONS[String.fromCharCode(code)],
);
const STOP = '.'.charCodeAt(0);

/** Runs the machine to the end. @returns what is left on its stack */
export function runPickle(machine: PickleMachine): unknown {
  const { reader } = machine;
  for (;;) {
    const code = reader.uint8();
    if (code === STOP) return machine.pop();
    const operation = TABLE[code];
    if (!operation) throw unknownOpcode(code, reader.at - 1);
    operation(machine);
  }
}

function unknownOpcode(code: number, at: number): FormatError {
  const refused = REFUSED[String.fromCharCode(code)];
  return new FormatError(
    refused
      ? `The pickle makes objects of other classes (${refused} at byte ${at}); only plain data and NumPy arrays are read.`
      : `Not a pickle, or a damaged one: unknown opcode ${code} at byte ${at}.`,
  );
}
