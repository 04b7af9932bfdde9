"""Applications made by Keras with random weights, loaded and run by Ibex.

    python tools/peers/applications.py [--top|--no-top] [NAME …]      (after pnpm build)
    python tools/peers/applications.py --load        loading VGG16 and ResNet50: seconds and peak memory

Each application is made twice: with top at its native size, and without at 96x96 (331 where it cannot
be smaller). Weights are random, normalizations calibrated on images so that signals stay alive.
Ibex makes the same application, loads the file of weights, and reads Keras' config. Printed: the
largest difference of the logits (or features), relative to the largest one; the same between Keras and
Keras when the image changes in its last bit; seconds to make, load and predict on both sides. One model at a time; files are deleted at once.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time

os.environ.setdefault("CUDA_VISIBLE_DEVICES", "")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
HERE = os.path.dirname(os.path.abspath(__file__))

NAMES = (
    "VGG16 VGG19 ResNet50 ResNet101 ResNet152 ResNet50V2 ResNet101V2 ResNet152V2 MobileNet MobileNetV2 "
    "MobileNetV3Small MobileNetV3Large Xception InceptionV3 InceptionResNetV2 DenseNet121 DenseNet169 DenseNet201 "
    "EfficientNetB0 EfficientNetB1 EfficientNetB2 EfficientNetB3 EfficientNetB4 EfficientNetB5 EfficientNetB6 "
    "EfficientNetB7 EfficientNetV2B0 EfficientNetV2B1 EfficientNetV2B2 EfficientNetV2B3 EfficientNetV2S "
    "EfficientNetV2M EfficientNetV2L NASNetMobile NASNetLarge ConvNeXtTiny ConvNeXtSmall ConvNeXtBase ConvNeXtLarge "
    "ConvNeXtXLarge"
).split()


def build(name, top):
    import keras

    make = getattr(keras.applications, name)
    if top:
        # MobileNetV3 alone takes any size
        size = {"input_shape": (224, 224, 3)} if name.startswith("MobileNetV3") else {}
        return make(weights=None, classifier_activation=None, **size)
    return make(weights=None, include_top=False, input_shape=(96, 96, 3))


def scramble(model, images):
    """Random biases and factors; statistics of normalizations from the image itself."""
    import keras
    import numpy as np

    rng = np.random.default_rng(7)

    def leaves(layers):
        for layer in layers:
            yield from leaves(layer.layers) if hasattr(layer, "layers") else [layer]

    momenta = []
    for layer in leaves(model.layers):
        if isinstance(layer, keras.layers.BatchNormalization):
            momenta.append((layer, layer.momentum))
            layer.momentum = 0.0
        for weight in layer.weights:
            shape = tuple(weight.shape)
            if len(shape) != 1 or weight.name.startswith("moving"):
                continue
            factor = weight.name in ("gamma", "variance") or weight.name.startswith("variable")
            weight.assign(rng.uniform(0.7, 1.3, shape) if factor else rng.uniform(-0.1, 0.1, shape))
        if isinstance(layer, keras.layers.Normalization):
            layer.finalize_state()
        if not momenta and len(layer.weights) == 2 and "kernel" in layer.weights[0].name:
            # without normalization, relu would halve the signal in each layer
            layer.weights[0].assign(layer.weights[0] * 1.4)
    if momenta:
        model(images, training=True)
    for layer, momentum in momenta:
        layer.momentum = momentum
        # a channel that hardly varies on one image would blow up rounding errors
        variance = layer.moving_variance
        variance.assign(variance + 0.1 * keras.ops.mean(variance) + 1e-3)


def one(name, top, folder):
    """Makes, runs and saves one application; prints what Ibex needs to do the same."""
    import keras
    import numpy as np
    import tensorflow as tf

    # what TensorFlow takes to start is not Keras'
    tf.matmul(tf.ones((8, 8)), tf.ones((8, 8)))
    keras.backend.clear_session()
    start = time.time()
    model = build(name, top)
    made = time.time() - start
    size = model.input_shape[1]
    # statistics of one small image would let rounding errors grow
    images = np.random.default_rng(1).uniform(-1, 1, (1 if top else 8, size, size, 3)).astype("float32")
    if any(type(layer).__name__ in ("Rescaling", "Normalization") for layer in model.layers):
        images = (images + 1) * 127.5
    scramble(model, images)
    images = images[:1]
    run = tf.function(lambda x: model(x, training=False))
    outputs = run(images).numpy()
    start = time.time()
    run(images).numpy()
    predict = time.time() - start
    # how far Keras' own outputs move when the image changes by a unit in the last place
    moved = run(images * np.float32(1 + 1.2e-7)).numpy()
    noise = float(np.abs(moved - outputs).max() / np.abs(outputs).max())
    weights = os.path.join(folder, "model.weights.h5")
    model.save_weights(weights)
    start = time.time()
    model.load_weights(weights)
    load = time.time() - start
    images.tofile(os.path.join(folder, "images.bin"))
    outputs.astype("float32").tofile(os.path.join(folder, "outputs.bin"))
    with open(os.path.join(folder, "config.json"), "w") as file:
        file.write(model.to_json())
    lines = []
    for layer in model.layers:
        lines.append(f"{type(layer).__name__} {layer.name}")
        lines += [f"{w.name.split('variable_')[0] or 'variable'} {list(w.shape)}".replace(" ", "") for w in layer.weights]
    description = {
        "application": name,
        "top": top,
        "size": size,
        "parameters": model.count_params(),
        "lines": lines,
        "noise": noise,
        "seconds": {"make": made, "load": load, "predict": predict},
    }
    with open(os.path.join(folder, "keras.json"), "w") as file:
        json.dump(description, file)


def check_config(folder):
    """Whether Keras makes the same model of what Ibex says of it."""
    import keras

    with open(os.path.join(folder, "ibex-config.json")) as file:
        ours = keras.models.model_from_json(file.read())
    with open(os.path.join(folder, "config.json")) as file:
        theirs = keras.models.model_from_json(file.read())

    def describe(model):
        return [(type(x).__name__, x.name, [tuple(w.shape) for w in x.weights]) for x in model.layers]

    assert describe(ours) == describe(theirs)


def child(*arguments):
    subprocess.run([sys.executable, os.path.abspath(__file__), *arguments], check=True, stderr=subprocess.DEVNULL)


def compare(name, top):
    with tempfile.TemporaryDirectory() as folder:
        one(name, top, folder)
        with open(os.path.join(folder, "keras.json")) as file:
            keras = json.load(file)
        script = os.path.join(HERE, "applications.mjs")
        node = subprocess.run(["node", script, folder], check=True, stdout=subprocess.PIPE, text=True)
        ibex = json.loads(node.stdout.strip().splitlines()[-1])
        os.remove(os.path.join(folder, "model.weights.h5"))
        config = "–"
        if not top and keras["parameters"] < 1e7:
            check_config(folder)
            config = "ok"
    ours, theirs = ibex["seconds"], keras["seconds"]
    print(
        f"| {name} | {'yes' if top else 'no'} | {keras['size']} | {keras['parameters'] / 1e6:.1f} "
        f"| {ibex['same']} | {config} | {ibex['difference']:.1e} | {keras['noise']:.1e} | {ours['make']:.2f} / {theirs['make']:.2f} "
        f"| {ours['load']:.2f} / {theirs['load']:.2f} | {ours['predict']:.3f} / {theirs['predict']:.3f} |",
        flush=True,
    )


def load_files():
    """Loading by both sides, each in a process of its own."""
    for name in ("VGG16", "ResNet50"):
        with tempfile.TemporaryDirectory() as folder:
            child("--legacy", name, folder)
            for kind in ("model.weights.h5", "legacy.h5"):
                path = os.path.join(folder, kind)
                print(f"{name} {kind}: {os.path.getsize(path) / 1e6:.0f} MB", flush=True)
                for turn in range(3):
                    for command in (
                        [sys.executable, os.path.abspath(__file__), "--load-one", name, path],
                        ["node", os.path.join(HERE, "applications.mjs"), "--load", name, path],
                    ):
                        done = subprocess.run(command, check=True, capture_output=True, text=True)
                        print("  " + done.stdout.strip().splitlines()[-1], flush=True)


def write_legacy(name, folder):
    import h5py
    from keras.src.legacy.saving import legacy_h5_format

    model = build(name, True)
    model.save_weights(os.path.join(folder, "model.weights.h5"))
    with h5py.File(os.path.join(folder, "legacy.h5"), "w") as file:
        legacy_h5_format.save_weights_to_hdf5_group(file, model)


def load_one(name, path):
    import tensorflow as tf

    tf.matmul(tf.ones((8, 8)), tf.ones((8, 8)))
    idle = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    start = time.time()
    model = build(name, True)
    made = time.time()
    model.load_weights(path)
    seconds = time.time() - made
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"Keras  make {made - start:.2f} s, load {seconds:.2f} s, peak {peak:.0f} MB, of which {idle:.0f} before")


def main(arguments):
    tops = [True, False]
    if arguments[:1] in (["--top"], ["--no-top"]):
        tops = [arguments.pop(0) == "--top"]
    match arguments:
        case ["--legacy", name, folder]:
            write_legacy(name, folder)
        case ["--load-one", name, path]:
            load_one(name, path)
        case ["--load"]:
            load_files()
        case names:
            print("| application | top | size | M parameters | names | config | difference | noise | make s | load s | predict s |")
            print("| --- | --- | ---: | ---: | --- | --- | ---: | ---: | ---: | ---: | ---: |")
            for name in names or NAMES:
                for top in tops:
                    try:
                        compare(name, top)
                    except subprocess.CalledProcessError as error:
                        print(f"| {name} | {top} | failed: {error} |", flush=True)


main(sys.argv[1:])
