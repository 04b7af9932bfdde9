/** Options that Keras takes as floats only, where JavaScript writes 1 and 0. */
const FLOATS = [
  'alpha',
  'beta',
  'beta_1',
  'beta_2',
  'clip_threshold',
  'clipnorm',
  'clipvalue',
  'decay_rate',
  'ema_momentum',
  'end_learning_rate',
  'epsilon',
  'global_clipnorm',
  'initial_accumulator_value',
  'initial_learning_rate',
  'l1_regularization_strength',
  'l2_regularization_strength',
  'l2_shrinkage_regularization_strength',
  'learning_rate',
  'learning_rate_power',
  'loss_scale_factor',
  'm_mul',
  'momentum',
  'power',
  'rho',
  't_mul',
  'warmup_target',
  'weight_decay',
];

// in a text within the JSON the quotes would be escaped
const WHOLE_FLOAT = new RegExp(`("(?:${FLOATS.join('|')})":-?\\d+)(?=[,}])`, 'g');

/** JSON that Python reads with floats where Keras wants them: `"learning_rate":1.0`. */
export function kerasJson(value: unknown): string {
  return JSON.stringify(value).replace(WHOLE_FLOAT, '$1.0');
}
