/** Mean of numbers. */
export function meanOf(values: Float32Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

/** Standard deviation of numbers, divided by their count as NumPy does. */
export function deviationOf(values: Float32Array): number {
  const mean = meanOf(values);
  let square = 0;
  for (const value of values) square += (value - mean) ** 2;
  return Math.sqrt(square / values.length);
}

/** Which channel the i-th number of an image belongs to. */
export type ChannelOf = (index: number) => number;

export function channelOf(shape: readonly number[], channelsFirst: boolean): ChannelOf {
  if (!channelsFirst) return (index) => index % shape[2]!;
  const size = shape[1]! * shape[2]!;
  return (index) => Math.floor(index / size) % shape[0]!;
}

/** Sums a function of every number, by channel, divided by how many there are of each. */
export function channelMeans(
  values: Float32Array,
  channels: number,
  of: ChannelOf,
  take: (value: number, channel: number) => number,
): Float64Array {
  const sums = new Float64Array(channels);
  for (let i = 0; i < values.length; i++) {
    const channel = of(i);
    sums[channel]! += take(values[i]!, channel);
  }
  return sums.map((sum) => sum / (values.length / channels));
}
