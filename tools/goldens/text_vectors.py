"""Golden fixture of KeyedVectors: gensim's formulas in numpy and scipy, on vectors from formula()."""

import json
import os

import numpy as np
from formula import formula
from scipy.optimize import linprog
from scipy.stats import pearsonr, spearmanr

OUT = os.path.join(os.path.dirname(__file__), "../../packages/text/fixtures/vectors.json")
WORDS = "king queen man woman river boat cat dog Paris france rome italy".split()
SIZE = 8
V = formula((len(WORDS), SIZE), 11).astype(np.float64)
U = V / np.linalg.norm(V, axis=1, keepdims=True)
INDEX = {w: i for i, w in enumerate(WORDS)}


def top(scores, without, n):
    order = [i for i in np.argsort(-scores, kind="stable") if WORDS[i] not in without]
    return [[WORDS[i], float(f"{scores[i]:.8g}")] for i in order[:n]]


def unit(v):
    return v / np.linalg.norm(v)


def most_similar(positive, negative, n=5, limit=len(WORDS)):
    mean = sum(U[INDEX[w]] for w in positive) - sum(U[INDEX[w]] for w in negative)
    return top((U @ unit(mean))[:limit], positive + negative, n)


def cosmul(positive, negative, n=5):
    share = lambda w: (1 + U @ U[INDEX[w]]) / 2
    scores = np.prod([share(w) for w in positive], axis=0)
    if negative:
        scores = scores / np.prod([share(w) + 1e-6 for w in negative], axis=0)
    return top(scores, positive + negative, n)


def wmd(a, b):
    a, b = [w for w in a if w in INDEX], [w for w in b if w in INDEX]
    left, right = sorted(set(a)), sorted(set(b))
    cost = np.array([[np.linalg.norm(U[INDEX[x]] - U[INDEX[y]]) for y in right] for x in left])
    n, m = cost.shape
    rows = np.kron(np.eye(n), np.ones(m))
    columns = np.kron(np.ones(n), np.eye(m))
    share = lambda words, each: [words.count(w) / len(words) for w in each]
    solved = linprog(
        cost.ravel(), A_eq=np.vstack([rows, columns]), b_eq=share(a, left) + share(b, right)
    )
    return float(solved.fun)


PAIRS = [("king", "queen", 8.5), ("cat", "dog", 7.4), ("river", "boat", 6.1), ("king", "cat", 0.9), ("Paris", "france", 8.0), ("boat", "unicorn", 1.0)]
known = [(U[INDEX[a]] @ U[INDEX[b]], s) for a, b, s in PAIRS if b in INDEX]
DOCS = [
    ["king queen river".split(), "man woman boat".split()],
    ["cat cat dog".split(), "cat river boat unicorn".split()],
    ["king man man woman Paris".split(), "queen woman rome italy rome".split()],
]
fixture = {
    "words": WORDS,
    "size": SIZE,
    "seed": 11,
    "similarity": float(U[0] @ U[1]),
    "nSimilarity": float(unit(V[:3].mean(axis=0)) @ unit(V[4:6].mean(axis=0))),
    "mostSimilar": most_similar(["woman", "king"], ["man"]),
    "restricted": most_similar(["cat"], [], 2, 4),
    "cosmul": cosmul(["woman", "king"], ["man"]),
    "doesntMatch": WORDS[:6][int(np.argmin(U[:6] @ unit(U[:6].mean(axis=0))))],
    "distances": [float(d) for d in 1 - U @ U[2]],
    "wmd": [{"a": a, "b": b, "distance": wmd(a, b)} for a, b in DOCS],
    "pairs": "# people's figures\nword 1\tword 2\tfigure\n" + "".join(f"{a}\t{b}\t{s}\n" for a, b, s in PAIRS),
    "pearson": float(pearsonr(*zip(*known))[0]),
    "spearman": float(spearmanr(*zip(*known))[0]),
}
with open(OUT, "w", encoding="utf-8") as file:
    json.dump(fixture, file, separators=(",", ":"))
