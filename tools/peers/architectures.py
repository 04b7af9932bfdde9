"""Random models of all layer families, compiled, for round_trips.py."""

import keras
import numpy as np
from keras import layers, regularizers

ACTIVATIONS = ["relu", "tanh", "sigmoid", "elu", "selu", "gelu", "silu", "softplus", "linear", "leaky_relu"]


def activation(rng):
    return str(rng.choice(ACTIVATIONS))


def normalize(rng):
    kind = rng.integers(5)
    if kind == 0:
        return [layers.BatchNormalization(momentum=0.9, scale=bool(rng.integers(2)))]
    if kind == 1:
        return [layers.LayerNormalization(epsilon=1e-4)]
    if kind == 2:
        return [layers.RMSNormalization()]
    return []


def dense_block(rng):
    block = [
        layers.Dense(
            int(rng.integers(3, 9)),
            activation=activation(rng),
            use_bias=bool(rng.integers(4)),
            kernel_regularizer=regularizers.L2(1e-3) if rng.integers(4) == 0 else None,
        )
    ]
    extras = [
        lambda: layers.Dropout(0.0),
        lambda: layers.GaussianNoise(0.0),
        lambda: layers.Activation(activation(rng)),
        lambda: layers.LeakyReLU(negative_slope=0.2),
        lambda: layers.ELU(alpha=0.7),
        lambda: layers.PReLU(),
        lambda: layers.ReLU(max_value=6.0),
        lambda: layers.Softmax(),
        lambda: layers.UnitNormalization(),
    ]
    if rng.integers(2):
        block.append(extras[rng.integers(len(extras))]())
    return block + normalize(rng)


def image_block(rng):
    filters = int(rng.integers(2, 6))
    size = int(rng.integers(1, 4))
    convolutions = [
        lambda: layers.Conv2D(filters, size, padding="same", activation=activation(rng)),
        lambda: layers.Conv2D(filters, (size, 2), strides=2, padding="same", use_bias=False),
        lambda: layers.Conv2D(filters, 2, dilation_rate=2, padding="same"),
        lambda: layers.DepthwiseConv2D(size, depth_multiplier=2, padding="same"),
        lambda: layers.SeparableConv2D(filters, size, padding="same"),
        lambda: layers.Conv2DTranspose(filters, 3, strides=2, padding="same"),
    ]
    others = [
        lambda: layers.MaxPooling2D(2, padding="same"),
        lambda: layers.AveragePooling2D(2, padding="same"),
        lambda: layers.ZeroPadding2D(((1, 0), (0, 1))),
        lambda: layers.Cropping2D(((1, 0), (0, 1))),
        lambda: layers.UpSampling2D(2),
        lambda: layers.SpatialDropout2D(0.0),
        lambda: layers.Activation(activation(rng)),
    ]
    return [convolutions[rng.integers(len(convolutions))](), *normalize(rng)] + (
        [others[rng.integers(len(others))]()] if rng.integers(2) else []
    )


def sequence_block(rng):
    units = int(rng.integers(2, 6))
    choices = [
        lambda: layers.LSTM(units, return_sequences=True),
        lambda: layers.GRU(units, return_sequences=True, reset_after=bool(rng.integers(2))),
        lambda: layers.SimpleRNN(units, return_sequences=True, activation="relu"),
        lambda: layers.Bidirectional(layers.LSTM(units, return_sequences=True), merge_mode="sum"),
        lambda: layers.Bidirectional(layers.GRU(units, return_sequences=True)),
        lambda: layers.TimeDistributed(layers.Dense(units, activation="tanh")),
        lambda: layers.Conv1D(units, 3, padding="causal", activation=activation(rng)),
        lambda: layers.RNN(layers.LSTMCell(units), return_sequences=True),
    ]
    return [choices[rng.integers(len(choices))](), *normalize(rng)]


def mlp(rng):
    model = keras.Sequential([layers.Input((int(rng.integers(3, 9)),))])
    for _ in range(rng.integers(1, 4)):
        for layer in dense_block(rng):
            model.add(layer)
    return model


def images(rng):
    model = keras.Sequential([layers.Input((8, 7, 3)), layers.Rescaling(0.5, offset=0.1)])
    for _ in range(rng.integers(1, 4)):
        for layer in image_block(rng):
            model.add(layer)
    model.add([layers.Flatten(), layers.GlobalAveragePooling2D(), layers.GlobalMaxPooling2D()][rng.integers(3)])
    return model


def sequences(rng):
    embeds = bool(rng.integers(2))
    model = keras.Sequential([layers.Input((6,), dtype="int32") if embeds else layers.Input((6, 4))])
    if embeds:
        model.add(layers.Embedding(10, 5, mask_zero=bool(rng.integers(2))))
    for _ in range(rng.integers(1, 3)):
        block = sequence_block(rng)
        if embeds and model.layers[0].mask_zero:
            block = [layer for layer in block if not isinstance(layer, layers.Conv1D)]
        for layer in block:
            model.add(layer)
    ends = [lambda: layers.LSTM(3), lambda: layers.GRU(3), lambda: layers.GlobalAveragePooling1D(), lambda: layers.SimpleRNN(4)]
    model.add(ends[rng.integers(len(ends))]())
    return model


def graph(rng):
    width = int(rng.integers(3, 7))
    a, b = layers.Input((width,), name="a"), layers.Input((width,), name="b")
    shared = layers.Dense(width, activation=activation(rng))
    x, y = shared(a), shared(b)
    merges = [layers.Add, layers.Multiply, layers.Average, layers.Maximum, layers.Minimum, layers.Subtract]
    merged = merges[rng.integers(len(merges))]()([x, y])
    inner = keras.Sequential([layers.Input((width,)), *dense_block(rng)], name="inner")
    joined = layers.Concatenate()([inner(merged), x])
    return keras.Model([a, b], layers.Dense(width)(joined))


def attention(rng):
    inputs = layers.Input((5, 6))
    attended = layers.MultiHeadAttention(2, 3)(inputs, inputs)
    x = layers.LayerNormalization()(layers.Add()([inputs, attended]))
    other = layers.Attention(use_scale=True)([x, inputs]) if rng.integers(2) else layers.Permute((1, 2))(x)
    x = layers.Concatenate()([x, other])
    return keras.Model(inputs, layers.GlobalMaxPooling1D()(x))


FAMILIES = {"mlp": mlp, "images": images, "sequences": sequences, "graph": graph, "attention": attention}


def optimizer(rng):
    o = keras.optimizers
    rate = 0.01
    schedules = o.schedules
    choices = [
        lambda: o.SGD(rate, momentum=0.9, nesterov=True),
        lambda: o.Adam(rate),
        lambda: o.Adam(rate, amsgrad=True, clipnorm=1.0),
        lambda: o.Adam(schedules.ExponentialDecay(rate, 5, 0.9)),
        lambda: o.AdamW(schedules.CosineDecay(rate, 50), weight_decay=0.01),
        lambda: o.RMSprop(0.001, momentum=0.5),
        lambda: o.RMSprop(0.001, centered=True),
        lambda: o.Nadam(rate),
        lambda: o.Adamax(rate),
        lambda: o.Adagrad(rate),
        lambda: o.Adadelta(1.0),
        lambda: o.Lion(0.001),
        lambda: o.Ftrl(rate),
        lambda: o.Lamb(rate),
        lambda: o.Adafactor(rate),
        lambda: o.SGD(rate, use_ema=True, ema_momentum=0.9),
        lambda: o.Adam(rate, gradient_accumulation_steps=2),
    ]
    return choices[rng.integers(len(choices))]()


def make(index):
    """Model number `index`, compiled, its family and a batch for it."""
    rng = np.random.default_rng(index)
    keras.utils.set_random_seed(index)
    keras.utils.clear_session()
    family = list(FAMILIES)[index % len(FAMILIES)]
    base = FAMILIES[family](rng)
    kind = rng.integers(4)
    head, loss, metrics = [
        (layers.Dense(2), "mean_squared_error", ["mae"]),
        (layers.Dense(3, activation="softmax"), "categorical_crossentropy", ["accuracy"]),
        (layers.Dense(3, activation="softmax"), keras.losses.SparseCategoricalCrossentropy(), ["accuracy"]),
        (layers.Dense(1, activation="sigmoid"), keras.losses.BinaryCrossentropy(label_smoothing=0.1), [keras.metrics.AUC()]),
    ][kind]
    if isinstance(base, keras.Sequential):
        base.add(head)
        model = base
    else:
        model = keras.Model(base.inputs, head(base.outputs[0]))
    model.compile(optimizer(rng), loss=loss, metrics=metrics)
    rows = 8
    x = [
        rng.integers(0, 10, (rows, *t.shape[1:])).astype("int32")
        if t.dtype == "int32"
        else rng.normal(size=(rows, *t.shape[1:])).astype("float32")
        for t in model.inputs
    ]
    y = [
        rng.normal(size=(rows, 2)).astype("float32"),
        np.eye(3, dtype="float32")[rng.integers(0, 3, rows)],
        rng.integers(0, 3, rows).astype("int32"),
        rng.integers(0, 2, (rows, 1)).astype("float32"),
    ][kind]
    return model, family, x, y
