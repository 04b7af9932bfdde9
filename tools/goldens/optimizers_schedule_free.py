"""Ten steps of ScheduleFreeAdamW, with one line of Keras mended.

On TensorFlow "the momentum before the update" is the variable itself, which the update has changed
by the time it is used; there Keras departs from the paper and from its own other backends. So the
line that keeps it is replaced by a copy.
"""

import inspect
import json
import os
import pathlib
import textwrap

os.environ.setdefault("CUDA_VISIBLE_DEVICES", "")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

from keras.src import ops
from keras.src.optimizers.schedule_free_adamw import ScheduleFreeAdamW
from optimizers_run import run, tidy_config

source = textwrap.dedent(inspect.getsource(ScheduleFreeAdamW.update_step))
mended = source.replace("momentum_old = momentum.value", "momentum_old = ops.copy(momentum)")
assert mended != source
scope = {"ops": ops}
exec(mended, scope)
ScheduleFreeAdamW.update_step = scope["update_step"]

out = []
for more in [{}, {"warmup_steps": 4}]:
    options = {"learning_rate": 0.01, **more}
    optimizer = ScheduleFreeAdamW(name="o", **options)
    config = tidy_config(optimizer.get_config())
    case = {"optimizer": "ScheduleFreeAdamW", "options": options, "config": config}
    out.append({**case, **run(optimizer)})

path = pathlib.Path(__file__).parents[2] / "packages/optimizers/fixtures/schedule-free.json"
path.write_text(json.dumps(out, separators=(",", ":")) + "\n")
