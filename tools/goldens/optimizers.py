"""Ten steps of every Keras optimizer, and what its schedules give."""

import json
import os
import pathlib

os.environ.setdefault("CUDA_VISIBLE_DEVICES", "")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

from keras import optimizers as k
from keras.optimizers import schedules
from keras.src.optimizers.lamb import Lamb
from optimizers_run import numbers, run, tidy_config

COMMON = [
    {"weight_decay": 0.05},
    {"clipnorm": 0.5},
    {"clipvalue": 0.2},
    {"global_clipnorm": 0.7},
    {"use_ema": True, "ema_momentum": 0.8},
    {"use_ema": True, "ema_momentum": 0.8, "ema_overwrite_frequency": 3},
    {"loss_scale_factor": 4.0},
    {"gradient_accumulation_steps": 3},
    {"gradient_accumulation_steps": 2, "use_ema": True, "clipnorm": 0.5, "weight_decay": 0.1},
]
SCHEDULES = [
    ("ExponentialDecay", {"initial_learning_rate": 0.1, "decay_steps": 4, "decay_rate": 0.5}),
    ("ExponentialDecay", {"initial_learning_rate": 0.1, "decay_steps": 4, "decay_rate": 0.5,
                          "staircase": True}),
    ("InverseTimeDecay", {"initial_learning_rate": 0.1, "decay_steps": 4, "decay_rate": 0.5}),
    ("InverseTimeDecay", {"initial_learning_rate": 0.1, "decay_steps": 4, "decay_rate": 0.5,
                          "staircase": True}),
    ("PiecewiseConstantDecay", {"boundaries": [3, 7], "values": [0.1, 0.05, 0.01]}),
    ("PolynomialDecay", {"initial_learning_rate": 0.1, "decay_steps": 6}),
    ("PolynomialDecay", {"initial_learning_rate": 0.1, "decay_steps": 6, "power": 0.5,
                         "end_learning_rate": 0.01, "cycle": True}),
    ("CosineDecay", {"initial_learning_rate": 0.1, "decay_steps": 8}),
    ("CosineDecay", {"initial_learning_rate": 0.0, "decay_steps": 8, "alpha": 0.1,
                     "warmup_target": 0.2, "warmup_steps": 4}),
    ("CosineDecayRestarts", {"initial_learning_rate": 0.1, "first_decay_steps": 3}),
    ("CosineDecayRestarts", {"initial_learning_rate": 0.1, "first_decay_steps": 3, "t_mul": 1.0,
                             "m_mul": 0.8, "alpha": 0.05}),
    ("CosineDecayRestarts", {"initial_learning_rate": 0.1, "first_decay_steps": 5, "t_mul": 1.5,
                             "m_mul": 0.8}),
]

CASES = (
    [("SGD", {"learning_rate": 0.1, **c}) for c in
     [{}, {"momentum": 0.9}, {"momentum": 0.9, "nesterov": True}]]
    + [("SGD", {"learning_rate": 0.1, "momentum": 0.5, **c}) for c in COMMON]
    + [("RMSprop", {"learning_rate": 0.01, **c}) for c in
       [{}, {"momentum": 0.5}, {"centered": True}, {"rho": 0.8, "centered": True, "momentum": 0.3},
        {"weight_decay": 0.05}]]
    + [("Adam", {"learning_rate": 0.01, **c}) for c in
       [{}, {"amsgrad": True}, {"beta_1": 0.8, "beta_2": 0.95, "epsilon": 1e-3}] + COMMON]
    + [("AdamW", {"learning_rate": 0.01, **c}) for c in [{}, {"weight_decay": 0.1}]]
    + [("Adadelta", {"learning_rate": 1.0, **c}) for c in [{}, {"rho": 0.8}]]
    + [("Adagrad", {"learning_rate": 0.1, **c}) for c in [{}, {"initial_accumulator_value": 0.01}]]
    + [("Adamax", {"learning_rate": 0.01}), ("Adamax", {"gradient_accumulation_steps": 2})]
    + [("Nadam", {"learning_rate": 0.01}), ("Nadam", {"gradient_accumulation_steps": 2})]
    + [("Ftrl", {"learning_rate": 0.1, **c}) for c in
       [{}, {"l1_regularization_strength": 0.05, "l2_regularization_strength": 0.02},
        {"beta": 0.5, "l2_shrinkage_regularization_strength": 0.1, "learning_rate_power": -0.3}]]
    + [("Lion", {"learning_rate": 0.01, **c}) for c in [{}, {"beta_1": 0.7, "beta_2": 0.9}]]
    + [("Adafactor", {"learning_rate": 0.1, **c}) for c in
       [{}, {"relative_step": False}, {"clip_threshold": 0.5, "beta_2_decay": -0.6}]]
    + [("Lamb", {"learning_rate": 0.01}), ("Lamb", {"learning_rate": 0.01, "weight_decay": 0.05})]
    + [("Muon", {"learning_rate": 0.01, **c}) for c in
       [{}, {"nesterov": False, "momentum": 0.8, "rms_rate": None, "weight_decay": None},
        {"exclude_layers": ["dense"], "exclude_embeddings": False, "adam_lr_ratio": 0.5}]]
)


def find(name):
    return Lamb if name == "Lamb" else getattr(k, name)


out = []
for name, options in CASES:
    optimizer = find(name)(name="o", **options)
    config = tidy_config(optimizer.get_config())
    out.append({"optimizer": name, "options": options, "config": config, **run(optimizer)})
for name, options in SCHEDULES:
    schedule = getattr(schedules, name)(**options)
    for optimizer_name, more in [("SGD", {}), ("Adam", {"gradient_accumulation_steps": 2})]:
        if optimizer_name == "Adam" and name != "CosineDecay":
            continue
        optimizer = getattr(k, optimizer_name)(learning_rate=schedule, name="o", **more)
        stored = {"class_name": name, "config": schedule.get_config()}
        case = {"optimizer": optimizer_name, "options": {"learning_rate": stored, **more}}
        out.append({**case, "config": None, **run(optimizer)})

values = []
for name, options in SCHEDULES:
    schedule = getattr(schedules, name)(**options)
    steps = list(range(20))
    values.append({"schedule": name, "options": options, "config": schedule.get_config(),
                   "steps": steps, "values": numbers([schedule(s) for s in steps])})

scaled = run(k.LossScaleOptimizer(k.SGD(0.1, momentum=0.5, name="o"), initial_scale=8.0,
                                  dynamic_growth_steps=3, name="l"), scale_last=True)
multi = run(k.MultiOptimizer(k.OptimizerMap(k.SGD(0.1, name="s"),
                                            {"dense/.*": k.Adam(0.01, name="a")}), name="m"))

path = pathlib.Path(__file__).parents[2] / "packages/optimizers/fixtures"
path.mkdir(exist_ok=True)


def write(name, value):
    (path / name).write_text(json.dumps(value, separators=(",", ":")) + "\n")


write("optimizers.json", out)
write("schedules.json", values)
write("wrappers.json", {"lossScale": scaled, "multi": multi})
