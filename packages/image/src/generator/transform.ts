import type { RandomGenerator } from '@ibexjs/core';

import { applyAffineTransform } from '../augment/affine.js';
import { applyBrightnessShift, applyChannelShift } from '../augment/colour.js';
import { flipAxis } from '../augment/flip.js';
import { between } from '../augment/random.js';
import type { ImageArray } from '../image-array.js';
import type { GeneratorSettings } from './options.js';

/** What is done to an image; Keras' parameters. What is left out changes nothing. */
export interface TransformParameters {
  /** Angle to turn by, in degrees. */
  theta?: number;
  /** Pixels to move by. */
  tx?: number;
  ty?: number;
  /** Angle to shear by, in degrees. */
  shear?: number;
  /** Pixels of the old image a pixel of the new one. */
  zx?: number;
  zy?: number;
  flipHorizontal?: boolean;
  flipVertical?: boolean;
  /** Added to all channels. */
  channelShiftIntensity?: number | null;
  /** Factor of brightness. */
  brightness?: number | null;
}

/** Draws parameters for an image of that shape. */
export function drawTransform(
  settings: GeneratorSettings,
  shape: readonly number[],
  random: RandomGenerator,
): TransformParameters {
  const first = settings.dataFormat === 'channels_first';
  const [height, width] = [shape[first ? 1 : 0]!, shape[first ? 2 : 1]!];
  const { rotationRange, shearRange, channelShiftRange, brightnessRange } = settings;
  const [low, high] = settings.zoomRange;
  const zooms = low !== 1 || high !== 1;
  const either = (range: number) => (range ? between(random, -range, range) : 0);
  return {
    theta: either(rotationRange),
    tx: drawShift(settings.heightShiftRange, height, random),
    ty: drawShift(settings.widthShiftRange, width, random),
    shear: either(shearRange),
    zx: zooms ? between(random, low, high) : 1,
    zy: zooms ? between(random, low, high) : 1,
    flipHorizontal: random.uniform() < 0.5 && settings.horizontalFlip,
    flipVertical: random.uniform() < 0.5 && settings.verticalFlip,
    channelShiftIntensity: channelShiftRange ? either(channelShiftRange) : null,
    brightness: brightnessRange ? between(random, ...brightnessRange) : null,
  };
}

/** As NumPy's `choice` tells them apart: lists and whole numbers are drawn from, others are bounds. */
function drawShift(
  range: number | readonly number[],
  length: number,
  random: RandomGenerator,
): number {
  if (typeof range === 'number' && range === 0) return 0;
  const whole = typeof range === 'number' && Number.isInteger(range);
  let shift: number;
  if (typeof range === 'number' && !whole) shift = between(random, -range, range);
  else {
    const drawn =
      typeof range === 'number' ? random.integer(range) : range[random.integer(range.length)]!;
    shift = random.uniform() < 0.5 ? -drawn : drawn;
  }
  const most = typeof range === 'number' ? range : Math.max(...range);
  return most < 1 ? shift * length : shift;
}

/** Does to an image what the parameters say, in Keras' order. */
export function transformImage(
  image: ImageArray,
  parameters: TransformParameters,
  settings: Pick<GeneratorSettings, 'dataFormat' | 'fillMode' | 'cval' | 'interpolationOrder'>,
): ImageArray {
  const { dataFormat, fillMode, cval, interpolationOrder: order } = settings;
  const { theta = 0, tx = 0, ty = 0, shear = 0, zx = 1, zy = 1 } = parameters;
  const first = dataFormat === 'channels_first';
  const fill = { dataFormat, fillMode, cval, order };
  let x = applyAffineTransform(image, { theta, tx, ty, shear, zx, zy, ...fill });
  const { channelShiftIntensity, brightness } = parameters;
  if (channelShiftIntensity != null) x = applyChannelShift(x, channelShiftIntensity);
  if (parameters.flipHorizontal) x = flipAxis(x, first ? 2 : 1);
  if (parameters.flipVertical) x = flipAxis(x, first ? 1 : 0);
  if (brightness != null) x = applyBrightnessShift(x, brightness, false, dataFormat);
  return x;
}
