"""Models as Keras describes and computes them: JSON, names, weights, summaries and outputs."""

import json
import os

os.environ.setdefault("CUDA_VISIBLE_DEVICES", "")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
# wider than every summary below, else they are cut
os.environ["COLUMNS"] = "200"

import keras
from formula import formula
from keras import layers

OUT = os.path.join(os.path.dirname(__file__), "../../packages/models/fixtures/graphs.json")


def cnn():
    return keras.Sequential(
        [
            keras.Input((8, 8, 2)),
            layers.Conv2D(3, 3, activation="relu", kernel_regularizer="l2"),
            layers.MaxPooling2D(2),
            layers.Dropout(0.25),
            layers.Flatten(name="flat"),
            layers.Dense(4, activation="softmax"),
        ]
    )


def deferred():
    model = keras.Sequential([layers.Dense(3), layers.Dense(2)], name="stack")
    model.build((None, 5))
    return model


def shared():
    """One layer on three inputs, a model as a layer used twice, inputs by name, two outputs."""
    a, b = keras.Input((4,), name="b"), keras.Input((4,), name="a")
    dense = layers.Dense(3)
    inner = keras.Sequential([keras.Input((3,)), layers.Dense(2, activation="tanh")])
    y = inner(layers.Dense(3)(dense(a)))
    z = layers.Dense(2)(inner(dense(b)))
    return keras.Model({"b": a, "a": b}, [y, z, dense(a)])


def nested():
    """Functional models within functional ones; an output that is a nested model's own."""
    x = keras.Input((6,))
    hidden = layers.Dense(5, activation="relu")(x)
    block = keras.Model(x, [layers.Dense(3)(hidden), layers.Dense(2)(hidden)], name="block")
    p, q = keras.Input((6,)), keras.Input((6,))
    first, second = block(p), block(q)
    merged = layers.Dense(2)(second[0])
    return keras.Model([p, q], [first[1], merged], name="outer")


def middle():
    """Part of another model's graph, from the middle."""
    x = keras.Input((4,))
    h = layers.Dense(3)(x)
    g = layers.Dense(5, activation="sigmoid")(h)
    keras.Model(x, layers.Dense(2)(g))
    return keras.Model(h, g)


def branches():
    """Ways of different lengths: the order of layers is that of depth."""
    x, y = keras.Input((4,), name="left"), keras.Input((2, 2), name="right")
    flat = layers.Flatten()(y)
    long = layers.Dense(4, name="third")(layers.Dense(4, name="second")(flat))
    both = layers.Add()([layers.Dense(4, name="first")(x), long])
    out = layers.Concatenate()([both, layers.BatchNormalization()(x)])
    return keras.Model([x, y], out, name="branches")


def described(make):
    keras.utils.clear_session()
    model = make()
    for i, weight in enumerate(model.weights):
        # running variances must be positive
        weight.assign(formula(weight.shape, i) ** 2 if "variance" in weight.path else formula(weight.shape, i))
    # in the order of model.inputs
    inputs = [formula((2, *x.shape[1:]), 50 + i) for i, x in enumerate(model.inputs)]
    named = make is shared
    given = dict(zip(sorted(model.input), inputs)) if named else inputs
    outputs = model(given if len(inputs) > 1 else inputs[0])
    if not isinstance(outputs, (list, tuple)):
        outputs = [outputs]
    summaries = {}
    for name, options in {
        "plain": {"line_length": 76},
        "full": {"line_length": 76, "expand_nested": True, "show_trainable": True},
        "wide": {"line_length": 120},
    }.items():
        lines = []
        model.summary(print_fn=lines.append, **options)
        summaries[name] = "".join(lines)
    return {
        "config": json.loads(model.to_json()),
        "name": model.name,
        "layers": [layer.name for layer in model.layers],
        "weights": [[w.path, list(w.shape)] for w in model.weights],
        "trainable": [w.path for w in model.trainable_weights],
        "output_names": model.output_names if hasattr(model, "output_names") else None,
        "inputs": [list(x.shape) for x in inputs],
        "outputs": [
            {"shape": list(y.shape), "values": [float(f"{v:.8g}") for v in y.numpy().ravel()]}
            for y in outputs
        ],
        "summaries": summaries,
    }


def main():
    models = [cnn, deferred, shared, nested, middle, branches]
    fixture = {make.__name__: described(make) for make in models}
    os.makedirs(os.path.dirname(OUT), exist_ok=True)
    with open(OUT, "w") as file:
        json.dump(fixture, file, separators=(",", ":"))


if __name__ == "__main__":
    main()
