"""What layers.py makes fixtures of: a table of cases for each class.

A row is `case(options of the layer, input shapes, …)`:
  name        what is special about it; default: the options
  training    passed to the call
  mask        nested list of booleans, passed to the call
  states      how many of the last inputs are initial states
  arguments   others passed to the call
  positional  the call takes its inputs one by one (query, value) and not as a list
  batchwise   False where samples influence each other
An input is a shape, or {"shape": …, "integers": n} for whole numbers below n, or
{"shape": …, "scale": s}.
"""

import keras
from keras import layers
from keras.src.applications.convnext import LayerScale, StochasticDepth
from keras.src.applications.inception_resnet_v2 import CustomScaleLayer

CASES = {}
# not public in Keras, but they stand in files
OF_APPLICATIONS = {cls.__name__: cls for cls in (LayerScale, StochasticDepth, CustomScaleLayer)}


def table(name, *rows):
    """Cases of one class."""
    cls = getattr(layers, name, None) or OF_APPLICATIONS[name]
    CASES[name] = [
        {"layer": (lambda o=row["options"]: cls(**resolve(o))), **row["case"]} for row in rows
    ]


def resolve(options):
    """Options that are functions are called: a layer within a layer is made afresh each time."""
    return {k: v() if callable(v) else v for k, v in options.items()}


def case(options, *inputs, name=None, **rest):
    described = [i if isinstance(i, dict) else {"shape": list(i)} for i in inputs]
    text = ", ".join(f"{k}={v}" for k, v in options.items() if not callable(v))
    return {
        "options": options,
        "case": {"name": name or text or "defaults", "inputs": described, **rest},
    }


def ids(*shape, below=7):
    return {"shape": list(shape), "integers": below}


# True where a step counts: samples of 3 steps with padding behind, before and within
MASK = [[True, True, False], [False, True, True]]
MASK4 = [[True, True, False, False], [True, False, True, True]]

table(
    "Dense",
    case({"units": 3}, (2, 4)),
    case({"units": 3, "activation": "tanh", "use_bias": False}, (2, 4)),
    case({"units": 2, "activation": "relu"}, (2, 3, 4)),
    case({"units": 4, "activation": "softmax", "kernel_regularizer": "l2"}, (3, 5)),
    case({"units": 3, "bias_constraint": "non_neg"}, (2, 3, 4), mask=MASK),
)
table("Activation", case({"activation": "gelu"}, (2, 5)), case({"activation": "selu"}, (2, 3, 4), mask=MASK))
table(
    "Conv2D",
    case({"filters": 3, "kernel_size": 3}, (2, 6, 5, 2)),
    case({"filters": 2, "kernel_size": (2, 3), "padding": "same", "activation": "relu"}, (2, 5, 4, 3)),
    case({"filters": 3, "kernel_size": 3, "strides": 2, "padding": "same"}, (2, 7, 6, 2)),
    case({"filters": 3, "kernel_size": 3, "strides": (2, 1)}, (1, 7, 5, 2)),
    case({"filters": 2, "kernel_size": 2, "dilation_rate": (2, 3)}, (2, 6, 6, 2)),
    case({"filters": 2, "kernel_size": 3, "dilation_rate": 2, "padding": "same"}, (1, 6, 5, 2)),
    case({"filters": 4, "kernel_size": 2, "groups": 2, "use_bias": False}, (2, 4, 4, 4)),
    case({"filters": 4, "kernel_size": 3, "groups": 2, "strides": 2}, (2, 5, 5, 2)),
    case({"filters": 3, "kernel_size": 1}, (2, 3, 3, 2)),
    case({"filters": 2, "kernel_size": 3, "data_format": "channels_first"}, (2, 3, 5, 6)),
)
table(
    "Conv1D",
    case({"filters": 3, "kernel_size": 3}, (2, 6, 2)),
    case({"filters": 3, "kernel_size": 2, "strides": 2, "padding": "same", "activation": "tanh"}, (2, 5, 3)),
    case({"filters": 2, "kernel_size": 3, "padding": "causal", "dilation_rate": 2}, (2, 7, 2)),
    case({"filters": 4, "kernel_size": 2, "groups": 2}, (2, 5, 4)),
)
POOLINGS_2D = [
    case({}, (2, 4, 6, 2)),
    case({"pool_size": 3, "strides": 2, "padding": "same"}, (2, 5, 6, 3)),
    case({"pool_size": (2, 3), "strides": 1}, (2, 4, 5, 1)),
    case({"pool_size": 2, "data_format": "channels_first"}, (2, 3, 4, 5)),
]
POOLINGS_1D = [
    case({}, (2, 6, 3)),
    case({"pool_size": 3, "strides": 2, "padding": "same"}, (2, 7, 2)),
]
table("MaxPooling2D", *POOLINGS_2D)
table("AveragePooling2D", *[c for c in POOLINGS_2D if c["options"]], case({"pool_size": 2}, (2, 4, 6, 2)))
table("MaxPooling1D", *POOLINGS_1D)
table("AveragePooling1D", *[c for c in POOLINGS_1D if c["options"]], case({"pool_size": 2}, (2, 6, 3)))
table(
    "Flatten",
    case({}, (2, 3, 4)),
    case({}, (3,)),
    case({"data_format": "channels_first"}, (2, 3, 2, 4)),
)
table(
    "Dropout",
    case({"rate": 0.5}, (2, 3, 4), training=False, mask=MASK),
    case({"rate": 0.0, "seed": 3}, (2, 4), training=True),
)
table(
    "Reshape",
    case({"target_shape": (4, 3)}, (2, 3, 4)),
    case({"target_shape": (-1, 2)}, (2, 3, 4)),
)
table("Permute", case({"dims": (2, 1)}, (2, 3, 4)), case({"dims": (3, 1, 2)}, (2, 3, 4, 2)))
table("RepeatVector", case({"n": 3}, (2, 4)))
table(
    "UpSampling2D",
    case({}, (2, 2, 3, 2)),
    case({"size": (3, 2), "data_format": "channels_first"}, (1, 2, 2, 3)),
    case({"size": (2, 3), "interpolation": "bilinear"}, (2, 3, 2, 2)),
    case({"size": (4, 1), "interpolation": "bilinear"}, (1, 1, 4, 1), name="one row"),
)
table(
    "ReLU",
    case({}, (2, 3, 4), mask=MASK),
    case({"max_value": 0.5, "negative_slope": 0.1, "threshold": 0.2}, (2, 8)),
)
table("LeakyReLU", case({}, (2, 5)), case({"negative_slope": 0.1}, (2, 5)))
table("ELU", case({}, (2, 5)), case({"alpha": 0.4}, (2, 5)))
table("PReLU", case({}, (2, 5)), case({"shared_axes": [1, 2]}, (2, 3, 4, 2)))
table("Softmax", case({}, (2, 5)), case({"axis": 1}, (2, 3, 4)), case({"axis": [1, 2]}, (2, 3, 4)))
table(
    "BatchNormalization",
    case({}, (3, 4), training=False),
    case({}, (5, 4), training=True, batchwise=False),
    case({"momentum": 0.8, "epsilon": 0.01, "center": False}, (2, 3, 4, 2), training=True, batchwise=False),
    case({"axis": 1, "scale": False}, (2, 3, 4), training=True, batchwise=False),
    case({"axis": 1}, (2, 3, 4, 4), training=False),
    case({}, (2, 3, 4), training=True, batchwise=False, mask=MASK, name="mask"),
)
for merge in ["Add", "Multiply", "Average", "Maximum", "Minimum"]:
    table(
        merge,
        case({}, (2, 3), (2, 3), (2, 3), name="three"),
        case({}, (2, 3, 4), (2, 1, 4), name="broadcast"),
        case({}, (2, 3, 4), (2, 4), name="ranks"),
    )
table("Subtract", case({}, (2, 3), (2, 3)), case({}, (2, 3, 4), (2, 1, 4), name="broadcast"))
table(
    "Concatenate",
    case({}, (2, 3), (2, 4)),
    case({"axis": 1}, (2, 3, 4), (2, 2, 4), (2, 1, 4)),
    case({"axis": -1}, (2, 2, 3, 2), (2, 2, 3, 1)),
)
table(
    "Dot",
    case({"axes": 1}, (2, 4), (2, 4)),
    case({"axes": (2, 1)}, (2, 3, 4), (2, 4, 5)),
    case({"axes": -1, "normalize": True}, (2, 3, 4), (2, 5, 4)),
    case({"axes": (1, 2)}, (2, 4, 3), (2, 3, 4)),
)
X = (2, 4, 3)
RECURRENT = [
    case({"units": 3}, X),
    case({"units": 2, "return_sequences": True, "go_backwards": True}, X),
    case({"units": 2, "return_sequences": True, "return_state": True}, X, mask=MASK4),
    case({"units": 2, "use_bias": False, "return_sequences": True, "zero_output_for_mask": True}, X, mask=MASK4),
    case({"units": 2, "return_state": True, "go_backwards": True}, X, mask=MASK4),
    case({"units": 2, "activation": "softsign", "recurrent_regularizer": "l2", "unroll": True}, X),
    case({"units": 2, "dropout": 0.3, "recurrent_dropout": 0.2, "seed": 5}, X, training=False),
]
table("SimpleRNN", *RECURRENT, case({"units": 2, "return_sequences": True}, X, (2, 2), states=1, name="initial state"))
table(
    "LSTM",
    *RECURRENT,
    case({"units": 2, "recurrent_activation": "hard_sigmoid", "unit_forget_bias": False}, X),
    case({"units": 2, "return_state": True}, X, (2, 2), (2, 2), states=2, name="initial state", mask=MASK4),
)
table(
    "GRU",
    *RECURRENT,
    case({"units": 2, "reset_after": False}, X),
    case({"units": 2, "reset_after": False, "return_sequences": True, "use_bias": False}, X, mask=MASK4),
    case({"units": 2, "return_sequences": True}, X, (2, 2), states=1, name="initial state"),
)


table(
    "ConvLSTM2D",
    case({"filters": 2, "kernel_size": 2}, (2, 3, 3, 4, 1)),
    case({"filters": 1, "kernel_size": (3, 2), "padding": "same", "return_sequences": True}, (2, 3, 3, 2, 2), mask=MASK),
    case({"filters": 2, "kernel_size": 2, "strides": 2, "return_state": True, "go_backwards": True}, (1, 2, 4, 4, 1)),
    case({"filters": 1, "kernel_size": 2, "dilation_rate": 2, "use_bias": False}, (1, 2, 4, 3, 2)),
    case({"filters": 2, "kernel_size": 2, "data_format": "channels_first", "return_sequences": True}, (1, 2, 1, 3, 3)),
    case(
        {"filters": 1, "kernel_size": 2, "recurrent_activation": "hard_sigmoid", "unit_forget_bias": False},
        (1, 2, 3, 3, 1),
    ),
    case({"filters": 1, "kernel_size": 2, "dropout": 0.3, "recurrent_dropout": 0.2}, (1, 2, 3, 3, 1), training=False),
    case(
        {"filters": 1, "kernel_size": 2},
        (1, 2, 3, 3, 1),
        (1, 2, 2, 1),
        (1, 2, 2, 1),
        states=2,
        name="initial state",
    ),
)
table(
    "ConvLSTM1D",
    case({"filters": 2, "kernel_size": 2}, (2, 3, 4, 2)),
    case({"filters": 2, "kernel_size": 3, "strides": 2, "padding": "same", "return_sequences": True}, (2, 3, 5, 1), mask=MASK),
)
table(
    "ConvLSTM3D",
    case({"filters": 1, "kernel_size": 2}, (2, 2, 2, 3, 3, 1)),
    case({"filters": 1, "kernel_size": (1, 2, 2), "padding": "same", "return_state": True}, (1, 2, 2, 2, 2, 2)),
)


def stack(*cells):
    return lambda: [make() for make in cells]


table(
    "RNN",
    case({"cell": lambda: layers.GRUCell(3)}, X, name="one cell", mask=MASK4),
    case(
        {"cell": stack(lambda: layers.LSTMCell(2), lambda: layers.SimpleRNNCell(3)), "return_sequences": True},
        X,
        name="stack",
        mask=MASK4,
    ),
    case(
        {
            "cell": stack(lambda: layers.LSTMCell(2), lambda: layers.GRUCell(2)),
            "go_backwards": True,
            "return_sequences": True,
        },
        X,
        name="stack backwards",
        mask=MASK4,
    ),
)
table(
    "Embedding",
    case({"input_dim": 7, "output_dim": 3}, ids(2, 4)),
    case({"input_dim": 7, "output_dim": 2, "mask_zero": True, "embeddings_regularizer": "l1"}, ids(2, 3)),
    case({"input_dim": 5, "output_dim": 2}, ids(3, 2, 2, below=5), name="rank 3"),
)
table("Masking", case({}, (2, 3, 2)), case({"mask_value": -1.0}, (2, 3, 2)))
table("Identity", case({}, (2, 3, 4), mask=MASK))
for n, shape in [("1D", (2, 5, 3)), ("2D", (2, 3, 4, 3))]:
    for kind in ["Max", "Average"]:
        rows = [case({}, shape), case({"keepdims": True, "data_format": "channels_first"}, shape)]
        if n == "1D" and kind == "Average":
            rows.append(case({}, (2, 3, 4), mask=MASK, name="mask"))
        table(f"Global{kind}Pooling{n}", *rows)
table(
    "LayerNormalization",
    case({}, (2, 5)),
    case({"axis": [1, 2], "epsilon": 1e-5}, (2, 3, 4)),
    case({"center": False, "scale": False}, (2, 3, 4), mask=MASK),
    case({"axis": 1, "rms_scaling": True}, (2, 3, 4)),
)
table("RMSNormalization", case({}, (2, 5)), case({"epsilon": 1e-3}, (2, 3, 4)))
table(
    "GroupNormalization",
    case({"groups": 2}, (2, 3, 3, 4)),
    case({"groups": -1, "axis": 1, "scale": False}, (2, 3, 4)),
    case({"groups": 1, "epsilon": 0.01}, (2, 6)),
)
table("GaussianNoise", case({"stddev": 0.3}, (2, 4), training=False))
table("GaussianDropout", case({"rate": 0.3}, (2, 4), training=False))
table("SpatialDropout1D", case({"rate": 0.3}, (2, 3, 4), training=False))
table("SpatialDropout2D", case({"rate": 0.3, "data_format": "channels_first"}, (2, 3, 4, 2), training=False))
table("Rescaling", case({"scale": 0.1, "offset": -1.0}, (2, 5)))
table(
    "MultiHeadAttention",
    case({"num_heads": 2, "key_dim": 3}, (2, 4, 5), (2, 3, 6), positional=True, name="query and value"),
    case(
        {"num_heads": 2, "key_dim": 2, "value_dim": 3, "output_shape": 4, "use_bias": False},
        (2, 3, 5),
        (2, 4, 6),
        (2, 4, 3),
        positional=True,
        name="query, value and key",
    ),
    case({"num_heads": 1, "key_dim": 2}, (2, 3, 4), (2, 3, 4), positional=True, mask=MASK, name="mask"),
    case({"num_heads": 2, "key_dim": 2, "use_gate": True}, (2, 3, 4), (2, 3, 4), positional=True, name="gate"),
    case(
        {"num_heads": 2, "key_dim": 2, "sliding_window": 2},
        (2, 4, 3),
        (2, 4, 3),
        positional=True,
        arguments={"use_causal_mask": True},
        name="causal window",
    ),
    case(
        {"num_heads": 2, "key_dim": 2, "dropout": 0.2},
        (2, 3, 3),
        (2, 3, 3),
        positional=True,
        training=False,
        arguments={"use_causal_mask": True},
        name="causal",
    ),
)
table(
    "TimeDistributed",
    case({"layer": lambda: layers.Dense(3, activation="tanh")}, (2, 3, 4), name="Dense", mask=MASK),
    case({"layer": lambda: layers.Conv2D(2, 2)}, (2, 2, 4, 3, 1), name="Conv2D"),
)
table(
    "Bidirectional",
    case({"layer": lambda: layers.LSTM(2)}, X, name="LSTM"),
    case({"layer": lambda: layers.GRU(2, return_sequences=True), "merge_mode": "sum"}, X, name="GRU sum", mask=MASK4),
    case(
        {"layer": lambda: layers.SimpleRNN(2, return_sequences=True, return_state=True), "merge_mode": "ave"},
        X,
        name="states",
    ),
    case({"layer": lambda: layers.LSTM(2, return_sequences=True), "merge_mode": None}, X, name="not merged"),
    case({"layer": lambda: layers.SimpleRNN(2), "merge_mode": "mul"}, X, name="mul", mask=MASK4),
)
table(
    "Conv2DTranspose",
    case({"filters": 3, "kernel_size": 3}, (2, 3, 4, 2)),
    case({"filters": 2, "kernel_size": 3, "strides": 2, "padding": "same", "activation": "tanh"}, (2, 3, 4, 2)),
    case({"filters": 2, "kernel_size": (2, 3), "strides": (2, 3), "output_padding": 1}, (1, 3, 2, 2)),
    case({"filters": 2, "kernel_size": 3, "strides": 2, "padding": "same", "output_padding": 1}, (1, 3, 3, 2)),
    case({"filters": 2, "kernel_size": 2, "dilation_rate": 2, "use_bias": False}, (1, 3, 3, 2)),
    case({"filters": 2, "kernel_size": 2, "strides": 3}, (1, 3, 3, 2)),
)
table(
    "DepthwiseConv2D",
    case({"kernel_size": 3}, (2, 5, 4, 2)),
    case({"kernel_size": 2, "depth_multiplier": 2, "strides": 2, "padding": "same", "activation": "relu"}, (2, 5, 5, 2)),
    case({"kernel_size": 2, "dilation_rate": 2, "padding": "same"}, (1, 5, 4, 3)),
)
table(
    "SeparableConv2D",
    case({"filters": 3, "kernel_size": 3}, (2, 5, 4, 2)),
    case({"filters": 2, "kernel_size": 2, "depth_multiplier": 2, "strides": 2, "padding": "same"}, (2, 5, 5, 2)),
    case({"filters": 3, "kernel_size": 2, "use_bias": False, "activation": "tanh"}, (1, 4, 4, 3)),
)
table("ZeroPadding1D", case({}, (2, 3, 2)), case({"padding": (2, 1)}, (2, 3, 2)))
table(
    "ZeroPadding2D",
    case({}, (2, 2, 3, 2)),
    case({"padding": ((1, 0), (2, 1)), "data_format": "channels_first"}, (2, 2, 3, 2)),
)
table("Cropping1D", case({}, (2, 4, 2)), case({"cropping": (2, 1)}, (2, 5, 2)))
table("Cropping2D", case({"cropping": 1}, (2, 3, 4, 2)), case({"cropping": ((1, 0), (0, 2))}, (2, 3, 4, 2)))
table("UpSampling1D", case({"size": 3}, (2, 3, 2)))
table(
    "UpSampling2D",
    case({}, (2, 2, 3, 2)),
    case({"size": (2, 3), "interpolation": "bilinear"}, (2, 2, 3, 2)),
    case({"size": 2, "data_format": "channels_first"}, (2, 2, 2, 3)),
)
table("AlphaDropout", case({"rate": 0.3}, (2, 4), training=False))
table("ActivityRegularization", case({"l1": 0.1, "l2": 0.2}, (2, 4)))
table("UnitNormalization", case({}, (2, 5)), case({"axis": [1, 2]}, (2, 3, 4)))
table(
    "Attention",
    case({}, (2, 3, 4), (2, 5, 4)),
    case({"use_scale": True, "score_mode": "concat"}, (2, 3, 4), (2, 5, 2), (2, 5, 4)),
    case({"use_scale": True}, (2, 3, 4), (2, 3, 4), arguments={"use_causal_mask": True}, name="causal"),
)
table(
    "AdditiveAttention",
    case({}, (2, 3, 4), (2, 5, 4)),
    case({"use_scale": False}, (2, 3, 4), (2, 5, 2), (2, 5, 4)),
)
table(
    "Conv3D",
    case({"filters": 2, "kernel_size": 2}, (1, 3, 4, 3, 2)),
    case({"filters": 2, "kernel_size": (1, 2, 3), "strides": (1, 2, 1), "padding": "same"}, (1, 2, 4, 3, 2)),
    case({"filters": 2, "kernel_size": 2, "dilation_rate": 2, "activation": "tanh"}, (1, 3, 3, 4, 1)),
)
POOLINGS_3D = [
    case({"pool_size": 2}, (1, 4, 2, 4, 2)),
    case({"pool_size": (1, 2, 2), "strides": 1}, (1, 2, 3, 3, 2)),
]
table("MaxPooling3D", *POOLINGS_3D)
table("AveragePooling3D", *POOLINGS_3D)
table(
    "Resizing",
    case({"height": 4, "width": 6, "interpolation": "nearest"}, (2, 2, 3, 2)),
    case({"height": 3, "width": 3}, (2, 4, 4, 1)),
    case({"height": 5, "width": 4, "data_format": "channels_first"}, (1, 2, 3, 3)),
    case({"height": 2, "width": 4, "crop_to_aspect_ratio": True}, (1, 4, 5, 2)),
    case({"height": 3, "width": 2, "pad_to_aspect_ratio": True, "fill_value": 0.5}, (1, 3, 4, 1)),
)
table(
    "Normalization",
    case({"mean": [0.3, -0.2, 0.1], "variance": [0.5, 2.0, 1.5]}, (2, 4, 3)),
    case({"mean": 0.5, "variance": 4.0, "axis": None}, (2, 3)),
    case({"mean": 0.5, "variance": 4.0, "invert": True}, (2, 3)),
    case({"mean": [1.0, 2.0], "variance": [0.5, 0.0], "axis": (1, 2)}, (2, 3, 2)),
    case({}, (2, 3, 4)),
    case({"axis": (1, 2), "invert": True}, (2, 3, 2)),
)
table("StochasticDepth", case({"drop_path_rate": 0.3}, (2, 3, 4), training=False))
table("LayerScale", case({"init_values": 0.1, "projection_dim": 4}, (2, 3, 4)))
table("CustomScaleLayer", case({"scale": 0.17}, (2, 3, 4), (2, 3, 4)))
table("CenterCrop", case({"height": 2, "width": 3}, (2, 4, 6, 2)))
table(
    "UpSampling3D",
    case({}, (2, 1, 2, 2, 2)),
    case({"size": (1, 2, 3), "data_format": "channels_first"}, (1, 2, 2, 1, 2)),
)
table(
    "EinsumDense",
    case({"equation": "ab,bc->ac", "output_shape": 3, "bias_axes": "c"}, (2, 4)),
    case({"equation": "abc,cd->abd", "output_shape": (None, 3), "activation": "relu"}, (2, 3, 4)),
    case({"equation": "abc,cde->abde", "output_shape": (None, 2, 3), "bias_axes": "de"}, (2, 3, 4)),
    case({"equation": "...x,xy->...y", "output_shape": 3, "bias_axes": "y"}, (2, 3, 2, 4)),
    case({"equation": "ab...,bc->ac...", "output_shape": 3, "bias_axes": "c"}, (2, 3, 2, 2)),
    case({"equation": "abc,bd->adc", "output_shape": (2, None), "bias_axes": "d"}, (2, 3, 4)),
)
table(
    "Conv3DTranspose",
    case({"filters": 2, "kernel_size": 2}, (1, 2, 3, 2, 2)),
    case({"filters": 2, "kernel_size": 3, "strides": 2, "padding": "same", "activation": "tanh"}, (1, 2, 3, 2, 2)),
    case({"filters": 1, "kernel_size": (1, 2, 3), "strides": (1, 2, 3), "output_padding": 0}, (1, 2, 2, 2, 3)),
    case({"filters": 2, "kernel_size": 2, "strides": 3, "use_bias": False}, (2, 2, 1, 2, 1)),
)
table(
    "Conv1DTranspose",
    case({"filters": 3, "kernel_size": 3, "strides": 2}, (2, 4, 2)),
    case({"filters": 2, "kernel_size": 2, "padding": "same", "strides": 3, "activation": "tanh"}, (1, 3, 2)),
    case({"filters": 2, "kernel_size": 3, "dilation_rate": 2, "use_bias": False}, (1, 4, 2)),
)
for kind in ["Max", "Average"]:
    table(
        f"Global{kind}Pooling3D",
        case({}, (2, 2, 3, 2, 2)),
        case({"keepdims": True, "data_format": "channels_first"}, (2, 2, 2, 3, 2)),
    )
table("SpatialDropout3D", case({"rate": 0.3}, (1, 2, 2, 2, 3), training=False))
table("ZeroPadding3D", case({}, (1, 2, 1, 2, 1)), case({"padding": ((1, 0), (0, 2), (1, 1))}, (1, 2, 1, 2, 2)))
table(
    "Cropping3D",
    case({"cropping": 1}, (1, 3, 4, 3, 2)),
    case({"cropping": ((1, 0), (0, 2), (0, 0)), "data_format": "channels_first"}, (1, 2, 2, 3, 2)),
)
table(
    "DepthwiseConv1D",
    case({"kernel_size": 3, "depth_multiplier": 2}, (2, 5, 2)),
    case({"kernel_size": 2, "strides": 2, "padding": "same", "activation": "relu"}, (2, 5, 3)),
    case({"kernel_size": 2, "dilation_rate": 2}, (1, 5, 2)),
)
table(
    "SeparableConv1D",
    case({"filters": 3, "kernel_size": 3}, (2, 5, 2)),
    case({"filters": 2, "kernel_size": 2, "strides": 2, "padding": "same", "use_bias": False}, (2, 5, 3)),
)
