/** Keras 1's words, and what they are called today. */
type Renames = Readonly<Record<string, string>>;

/** Classes that have another name. */
export const KERAS_1_CLASSES: Renames = {
  Convolution1D: 'Conv1D',
  Convolution2D: 'Conv2D',
  Convolution3D: 'Conv3D',
  AtrousConvolution1D: 'Conv1D',
  AtrousConvolution2D: 'Conv2D',
  Deconvolution2D: 'Conv2DTranspose',
  SeparableConvolution2D: 'SeparableConv2D',
};

const WEIGHTS: Renames = {
  init: 'kernel_initializer',
  W_regularizer: 'kernel_regularizer',
  b_regularizer: 'bias_regularizer',
  W_constraint: 'kernel_constraint',
  b_constraint: 'bias_constraint',
  bias: 'use_bias',
};

const CONVOLUTION: Renames = {
  ...WEIGHTS,
  nb_filter: 'filters',
  filter_length: 'kernel_size',
  border_mode: 'padding',
  subsample: 'strides',
  subsample_length: 'strides',
  atrous_rate: 'dilation_rate',
  dim_ordering: 'data_format',
};

const RECURRENT: Renames = {
  ...WEIGHTS,
  output_dim: 'units',
  inner_init: 'recurrent_initializer',
  inner_activation: 'recurrent_activation',
  forget_bias_init: 'forget_bias',
  U_regularizer: 'recurrent_regularizer',
  dropout_W: 'dropout',
  dropout_U: 'recurrent_dropout',
};

const POOLING: Renames = {
  pool_length: 'pool_size',
  stride: 'strides',
  border_mode: 'padding',
  dim_ordering: 'data_format',
};

const IMAGE: Renames = { dim_ordering: 'data_format' };

/** Options that have another name, by the class's name of today. */
export const KERAS_1: Readonly<Record<string, Renames>> = {
  Dense: { ...WEIGHTS, output_dim: 'units' },
  Conv1D: CONVOLUTION,
  Conv2D: CONVOLUTION,
  Conv3D: CONVOLUTION,
  Conv2DTranspose: CONVOLUTION,
  SeparableConv2D: { ...CONVOLUTION, init: 'depthwise_initializer' },
  LSTM: RECURRENT,
  GRU: RECURRENT,
  SimpleRNN: RECURRENT,
  MaxPooling1D: POOLING,
  MaxPooling2D: POOLING,
  AveragePooling1D: POOLING,
  AveragePooling2D: POOLING,
  GlobalMaxPooling2D: IMAGE,
  GlobalAveragePooling2D: IMAGE,
  ZeroPadding2D: IMAGE,
  Cropping2D: IMAGE,
  UpSampling1D: { length: 'size' },
  UpSampling2D: IMAGE,
  Dropout: { p: 'rate' },
  SpatialDropout1D: { p: 'rate' },
  SpatialDropout2D: { p: 'rate', dim_ordering: 'data_format' },
  GaussianDropout: { p: 'rate' },
  GaussianNoise: { sigma: 'stddev' },
  BatchNormalization: { beta_init: 'beta_initializer', gamma_init: 'gamma_initializer' },
  Embedding: {
    init: 'embeddings_initializer',
    W_regularizer: 'embeddings_regularizer',
    W_constraint: 'embeddings_constraint',
  },
};

const MERGES: Renames = {
  sum: 'Add',
  mul: 'Multiply',
  ave: 'Average',
  max: 'Maximum',
  concat: 'Concatenate',
  dot: 'Dot',
  cos: 'Dot',
};

/** The layer that a Merge of Keras 1 became; null for a mode that has none. */
export function mergeOf({
  mode,
  name,
  concat_axis: axis,
  dot_axes: axes,
}: Record<string, unknown>): { class_name: string; config: Record<string, unknown> } | null {
  const className = typeof mode === 'string' ? MERGES[mode] : undefined;
  if (className === undefined) return null;
  const config: Record<string, unknown> = { name };
  if (className === 'Concatenate') config['axis'] = axis ?? -1;
  if (className === 'Dot') Object.assign(config, { axes: axes ?? -1, normalize: mode === 'cos' });
  return { class_name: className, config };
}
