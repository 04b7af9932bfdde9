"""Golden fixture of packages/text's vectorizers: 60 configurations in scikit-learn."""

import hashlib
import json
import os
import warnings

import numpy as np
from sklearn.feature_extraction.text import (
    CountVectorizer,
    HashingVectorizer,
    TfidfTransformer,
    TfidfVectorizer,
)
from text_sentences import SENTENCES

warnings.filterwarnings("ignore")
OUT = os.path.join(os.path.dirname(__file__), "../../packages/text/fixtures/sklearn.json")
FIT = SENTENCES[:20]
NEW = SENTENCES[20:] + SENTENCES[4:6]
WORDS = ["river", "boat", "coffee", "rain", "the", "ferryman", "not here"]

COUNT = [
    {},
    {"lowercase": False},
    {"binary": True},
    {"ngram_range": [1, 2]},
    {"ngram_range": [2, 3]},
    {"stop_words": "english"},
    {"stop_words": ["the", "river", "and"]},
    {"stop_words": "english", "ngram_range": [1, 3]},
    {"min_df": 2},
    {"min_df": 0.15},
    {"max_df": 0.2},
    {"max_df": 3},
    {"min_df": 2, "max_df": 0.5},
    {"max_features": 3},
    {"vocabulary": WORDS},
    {"vocabulary": {"river": 1, "rain": 0, "coffee": 2}},
    {"token_pattern": r"(?u)\b\w+\b"},
    {"token_pattern": r"[a-z]+"},
    {"token_pattern": r"\S+"},
    {"token_pattern": r"(\w+)-\w+"},
    {"token_pattern": r"[\w'-]{3,}"},
    {"token_pattern": r"\d+|[^\W\d_]{5,}"},
    {"strip_accents": "unicode"},
    {"strip_accents": "ascii"},
    {"strip_accents": "unicode", "lowercase": False, "token_pattern": r"\w+"},
    {"analyzer": "char", "ngram_range": [2, 2]},
    {"analyzer": "char", "ngram_range": [1, 3], "max_df": 0.3},
    {"analyzer": "char_wb", "ngram_range": [3, 3]},
    {"analyzer": "char_wb", "ngram_range": [2, 5], "min_df": 3},
    {"analyzer": "char_wb", "ngram_range": [1, 2], "strip_accents": "ascii"},
]
TRANSFORM = [
    {},
    {"norm": "l1"},
    {"norm": None},
    {"use_idf": False},
    {"smooth_idf": False},
    {"sublinear_tf": True},
    {"norm": "l1", "smooth_idf": False, "sublinear_tf": True},
    {"norm": None, "use_idf": False, "sublinear_tf": True},
]
TFIDF = [
    {},
    {"norm": "l1"},
    {"norm": None, "smooth_idf": False},
    {"use_idf": False},
    {"sublinear_tf": True, "binary": False, "ngram_range": [1, 2]},
    {"binary": True, "norm": None},
    {"stop_words": "english", "min_df": 2},
    {"max_df": 0.25, "sublinear_tf": True},
    {"analyzer": "char_wb", "ngram_range": [2, 3], "norm": "l2"},
    {"analyzer": "char", "ngram_range": [3, 3], "use_idf": False, "norm": "l1"},
    {"vocabulary": WORDS, "smooth_idf": True},
    {"strip_accents": "unicode", "min_df": 2, "max_df": 0.9},
    {"max_features": 2, "norm": None},
]
HASHING = [
    {},
    {"n_features": 64},
    {"n_features": 64, "alternate_sign": False},
    {"n_features": 1000, "norm": "l1"},
    {"n_features": 500, "norm": None, "binary": True},
    {"n_features": 333, "ngram_range": [1, 2], "stop_words": "english"},
    {"n_features": 256, "analyzer": "char", "ngram_range": [2, 3]},
    {"n_features": 100, "analyzer": "char_wb", "ngram_range": [4, 4], "norm": None},
    {"n_features": 4096, "lowercase": False, "token_pattern": r"\w+"},
]


def python_options(options):
    given = dict(options)
    if "ngram_range" in given:
        given["ngram_range"] = tuple(given["ngram_range"])
    return given


def checksum(matrix):
    """Sum of value times a weight of its place: one number that any difference moves."""
    coo = matrix.tocoo()
    return float(np.sum(coo.data * ((coo.row * 31 + coo.col * 17) % 101 + 1)))


def sparse(matrix):
    matrix = matrix.tocsr()
    matrix.sort_indices()
    data = matrix.data
    values = data.tolist() if data.dtype.kind == "i" else [float(f"{v:.8g}") for v in data]
    return {"indptr": matrix.indptr.tolist(), "indices": matrix.indices.tolist(), "data": values}


def case(kind, options, vectorizer, fit, new):
    fitted = vectorizer.fit_transform(fit)
    result = {
        "kind": kind,
        "options": options,
        "shape": list(fitted.shape),
        "nnz": int(fitted.nnz),
        "checksum": checksum(fitted),
        "transformed": sparse(vectorizer.transform(new)),
    }
    if hasattr(vectorizer, "vocabulary_"):
        names = list(vectorizer.get_feature_names_out())
        result["names"] = hashlib.md5("\n".join(names).encode()).hexdigest()
        result["firstNames"] = names[:5]
    return result


counter = CountVectorizer()
counts = counter.fit_transform(FIT)
new_counts = counter.transform(NEW)
cases = [case("count", o, CountVectorizer(**python_options(o)), FIT, NEW) for o in COUNT]
cases += [case("tfidfTransformer", o, TfidfTransformer(**o), counts, new_counts) for o in TRANSFORM]
cases += [case("tfidf", o, TfidfVectorizer(**python_options(o)), FIT, NEW) for o in TFIDF]
cases += [case("hashing", o, HashingVectorizer(**python_options(o)), FIT, NEW) for o in HASHING]
assert len(cases) == 60, len(cases)
with open(OUT, "w", encoding="utf-8") as file:
    json.dump({"fit": FIT, "new": NEW, "cases": cases}, file, separators=(",", ":"), ensure_ascii=False)
