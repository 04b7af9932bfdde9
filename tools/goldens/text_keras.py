"""Golden fixture of the Keras side of packages/text: PYTHONHASHSEED=0 python text_keras.py."""

import json
import os
import random
import sys

import numpy as np
from keras.src.legacy.preprocessing import sequence, text
from keras.utils import pad_sequences
from text_sentences import SENTENCES

if os.environ.get("PYTHONHASHSEED") != "0":
    sys.exit("Start with PYTHONHASHSEED=0: one_hot uses Python's own hash.")

OUT = os.path.join(os.path.dirname(__file__), "../../packages/text/fixtures/keras.json")


def rounded(array):
    return [float(f"{v:.9g}") for v in np.asarray(array, dtype=np.float64).ravel()]


def tokenizer_cases():
    cases = []
    for options in [
        {},
        {"num_words": 20},
        {"num_words": 20, "oov_token": "<unk>"},
        {"oov_token": "<unk>", "lower": False},
        {"filters": "", "split": " "},
        {"filters": "aeiou", "split": "_"},
        {"char_level": True},
        {"char_level": True, "oov_token": "?", "num_words": 12},
    ]:
        tokenizer = text.Tokenizer(**options)
        tokenizer.fit_on_texts(SENTENCES[:16])
        sequences = tokenizer.texts_to_sequences(SENTENCES[10:])
        case = {
            "options": options,
            "json": tokenizer.to_json(),
            "sequences": sequences,
            "texts": tokenizer.sequences_to_texts(sequences),
        }
        if options.get("num_words"):
            case["matrices"] = {
                mode: rounded(tokenizer.texts_to_matrix(SENTENCES[8:14], mode=mode))
                for mode in ["binary", "count", "freq", "tfidf"]
            }
        cases.append(case)
    return cases


def hashing_cases():
    return {
        "oneHot": [text.one_hot(s, 300) for s in SENTENCES],
        "md5": [text.hashing_trick(s, 30000, hash_function="md5") for s in SENTENCES],
    }


def pad_cases():
    lists = [[1], [2, 3], [], [4, 5, 6, 7, 8]]
    vectors = [[[1, 2]], [[3, 4], [5, 6], [7, 8]]]
    cases = []
    for data, options in [
        (lists, {}),
        (lists, {"maxlen": 3}),
        (lists, {"maxlen": 3, "truncating": "post"}),
        (lists, {"maxlen": 4, "padding": "post", "value": -1}),
        (lists, {"padding": "post", "truncating": "post", "maxlen": 2}),
        (lists, {"dtype": "float32", "value": 0.5}),
        (vectors, {"maxlen": 2}),
        (vectors, {"padding": "post", "dtype": "float32", "value": 9.0}),
    ]:
        padded = pad_sequences(data, **options)
        cases.append(
            {"data": data, "options": options, "shape": padded.shape, "values": padded.ravel().tolist()}
        )
    return cases


def skipgram_cases():
    words = [3, 1, 0, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7, 9]
    table = sequence.make_sampling_table(10, sampling_factor=0.01)
    cases = []
    for seed, options in [
        (0, {}),
        (1, {"window_size": 2, "negative_samples": 0.0}),
        (2, {"window_size": 1, "negative_samples": 2.5, "categorical": True}),
        (3, {"shuffle": False}),
        (12345678901, {"window_size": 3, "sampling_table": table}),
    ]:
        random.seed(seed)
        couples, labels = sequence.skipgrams(words, 10, seed=seed, **options)
        plain = {k: v for k, v in options.items() if k != "sampling_table"}
        cases.append(
            {
                "seed": seed,
                "options": plain,
                "table": rounded(table) if "sampling_table" in options else None,
                "couples": couples,
                "labels": labels,
            }
        )
    return {"words": words, "cases": cases}


def timeseries_cases():
    data = [[i, 10 * i] for i in range(50)]
    targets = [[i + 0.5] for i in range(50)]
    cases = []
    for options in [
        {"length": 10, "sampling_rate": 2, "batch_size": 2},
        {"length": 5, "stride": 3, "batch_size": 4, "reverse": True},
        {"length": 3, "start_index": 7, "end_index": 29, "batch_size": 8},
        {"length": 7, "sampling_rate": 3, "batch_size": 128},
    ]:
        generator = sequence.TimeseriesGenerator(np.array(data), np.array(targets), **options)
        last = generator[len(generator) - 1]
        cases.append(
            {
                "options": options,
                "length": len(generator),
                "shape": last[0].shape,
                "xs": last[0].ravel().tolist(),
                "ys": last[1].ravel().tolist(),
            }
        )
    return cases


random.seed(42)
fixture = {
    "sentences": SENTENCES,
    "tokenizer": tokenizer_cases(),
    "hashing": hashing_cases(),
    "pad": pad_cases(),
    "samplingTable": {
        "default": rounded(sequence.make_sampling_table(500)[::7]),
        "factor": rounded(sequence.make_sampling_table(50, sampling_factor=1e-3)),
    },
    "skipgrams": skipgram_cases(),
    "timeseries": timeseries_cases(),
    "pythonHash": [[w, str(hash(w))] for w in ["", "a", "word", "naïve", "лодка", "🚣 boat", "x" * 30]],
}
with open(OUT, "w", encoding="utf-8") as file:
    json.dump(fixture, file, separators=(",", ":"), ensure_ascii=False)
