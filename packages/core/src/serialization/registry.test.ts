import { describe, expect, test } from '@jest/globals';

import { NotFoundError, ValueError } from '../errors.js';
import { classNameOf, Registry, type SerializedObject } from './registry.js';

class Scale {
  static readonly className: string = 'Scale';
  constructor(readonly options: { by?: number } = {}) {}
  getConfig(): Record<string, unknown> {
    return { by: this.options.by };
  }
}

/** Makes itself of a config in its own way, and has the class's own name. */
class Shift {
  constructor(readonly by: number) {}
  static fromConfig(config: Record<string, unknown>): Shift {
    return new Shift(Number(config['by']));
  }
  getConfig(): Record<string, unknown> {
    return { by: this.by };
  }
}

type Thing = Scale | Shift;

function made(): Registry<Thing> {
  const things = new Registry<Thing>('thing');
  things.register(Scale, 'scale');
  things.register(Shift);
  return things;
}

test('what is registered goes to a file and back', () => {
  const things = made();
  for (const thing of [new Scale({ by: 2 }), new Shift(3)]) {
    const stored = JSON.parse(JSON.stringify(things.serialize(thing))) as SerializedObject;
    expect(stored).toEqual({
      class_name: classNameOf(thing.constructor),
      config: thing.getConfig(),
    });
    expect(things.deserialize(stored)).toEqual(thing);
  }
});

test("aliases and Keras' Package>Name are found", () => {
  const things = made();
  expect(things.lookup('scale')).toBe(Scale);
  expect(things.lookup('Custom>Shift')).toBe(Shift);
  expect(things.has('Custom>Shift')).toBe(true);
  expect(things.has('constructor')).toBe(false);
  expect(things.names()).toEqual(['Scale', 'scale', 'Shift']);
});

describe('refuses', () => {
  test('an unknown name, with the nearest one', () => {
    expect(() => made().lookup('Scael')).toThrow(NotFoundError);
    expect(() => made().lookup('Scael')).toThrow('Unknown thing "Scael". Did you mean "Scale"?');
  });

  test('another class of a taken name; the same again is fine', () => {
    class Other extends Scale {}
    const things = made();
    things.register(Scale, 'scale');
    expect(() => things.register(Other)).toThrow(ValueError);
  });

  test.each([[null], [3], [{}], [{ class_name: 3 }]])('%j as a serialized thing', (stored) => {
    expect(() => made().deserialize(stored as unknown as SerializedObject)).toThrow(
      /A serialized thing needs a "class_name"/,
    );
  });
});
