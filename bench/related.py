"""How good the related papers are, on open test collections (nDCG@10, MAP, R@10, P@5, MRR).

A collection is a pair of files in one folder: NAME.jsonl.gz with the records
({id, title, abstract, authors?, keywords?, year?}, one a line) and NAME.qrels.json.gz
with the truth ({query id: {related id: grade}}). References in the records are
not used: on these collections they are the truth.

Queries are split by a hash of their id. Tune on the tuning half only; the
table shows the reporting half unless `--half` says otherwise. `ranking` is the
fused score before lists are cut; `shown` is what stands on the pages.

    python bench/related.py --collections FOLDER

With `--encoder NAME` a sentence encoder joins in: a folder, or an installed package with weights.

With `--index FILE ...` (records, gzipped JSON lines) it tells instead how many of the
ten nearest papers the clusters find, by which large libraries are looked up, at each
of the `--sizes`. Where the files hold fewer records, more are mixed, each from the
sentences of a paper and three of its neighbours.
"""

import argparse
import gzip
import hashlib
import json
import random
import re
import resource
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import scipy.sparse as sparse
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from litatlas.encoder import read_encoder
from litatlas.library import Library
from litatlas.model import Author, Paper, PartialDate
from litatlas.problems import Origin
from litatlas.related import Encoder, relate, score
from litatlas.related.clusters import clustered
from litatlas.related.nearest import Vectors, blend, nearest_papers
from litatlas.related.neighbours import FORGETFUL
from litatlas.related.rows import learners_of, paper_vectors
from litatlas.related.samples import chosen_sample
from litatlas.related.statistics import take_census
from litatlas.related.streams import stream
from litatlas.related.text_similarity import CANDIDATES, text_space
from litatlas.settings import RelatedSettings, Settings

Truth = Mapping[str, Mapping[str, int]]
SAMPLES = 1000
SAMPLED = 1000
NEIGHBOURS = 10
SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")
DEPTH = 100


def load(folder: Path, name: str) -> tuple[Library, Truth]:
    papers = read_papers(folder / f"{name}.jsonl.gz")
    with gzip.open(folder / f"{name}.qrels.json.gz", "rt", encoding="utf-8") as text:
        return Library(papers, {}), json.load(text)


def read_papers(file: Path) -> tuple[Paper, ...]:
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines]
    return tuple(paper_of({"id": f"p{number:06}"} | record) for number, record in enumerate(records))


def paper_of(record: Mapping[str, object]) -> Paper:
    def words(key: str) -> list[str]:
        value = record.get(key) or []
        return [str(item) for item in value] if isinstance(value, list) else []

    return Paper(
        id=str(record["id"]),
        citation_key=str(record["id"]),
        title=str(record["title"]),
        origin=Origin(),
        abstract=str(record.get("abstract") or ""),
        authors=tuple(Author(literal=name) for name in words("authors")),
        keywords=tuple(words("keywords")),
        issued=PartialDate(int(str(record["year"]))) if record.get("year") else None,
    )


def in_half(query: str, half: str) -> bool:
    reporting = hashlib.sha256(query.encode()).digest()[0] & 1
    return half == "all" or bool(reporting) == (half == "reporting")


def measures(ranked: Sequence[str], truth: Mapping[str, int]) -> tuple[float, ...]:
    """nDCG@10 with linear gain, average precision to 100, recall at 10, precision at 5, reciprocal rank."""
    gains = [truth.get(paper, 0) for paper in ranked[:DEPTH]]
    discount = 1 / np.log2(np.arange(2, 12))
    best = sorted(truth.values(), reverse=True)[:10]
    gained = float(np.dot(gains[:10], discount[: len(gains[:10])]))
    hits = np.array([gain > 0 for gain in gains], dtype=float)
    precision = np.cumsum(hits) / np.arange(1, len(hits) + 1)
    first = next((1 / place for place, hit in enumerate(hits, 1) if hit), 0.0)
    return (
        gained / float(np.dot(best, discount[: len(best)])),
        float((precision * hits).sum()) / min(len(truth), DEPTH),
        float(hits[:10].sum()) / len(truth),
        float(hits[:5].sum()) / 5,
        first,
    )


def interval(values: Sequence[float]) -> tuple[float, float]:
    """95 % bootstrap interval of a mean."""
    draw = random.Random(7)
    means = sorted(sum(draw.choices(values, k=len(values))) / len(values) for _ in range(SAMPLES))
    return means[int(0.025 * SAMPLES)], means[int(0.975 * SAMPLES)]


def rankings(library: Library, encoder: Encoder | None) -> dict[str, dict[str, list[str]]]:
    ids = [paper.id for paper in library]
    scores = score(library, RelatedSettings(), encoder=encoder)
    ranked = scores.ranked
    before: dict[str, list[str]] = {}
    for place, paper in enumerate(ids):
        part = slice(ranked.indptr[place], ranked.indptr[place + 1])
        before[paper] = [ids[other] for other in ranked.indices[part].tolist()]
    shown = relate(library, RelatedSettings(limit=10), scores=scores).related
    return {"ranking": before, "shown": {paper: [entry.id for entry in shown[paper]] for paper in ids}}


def encoder_of(name: str, collection: str) -> Encoder | None:
    """Give an encoder by the name that survey.yml would have; what it gives is kept by collection."""
    if not name:
        return None
    named = str(Path(name).resolve()) if Path(name).is_dir() else name
    settings = Settings("bench", related=RelatedSettings(encoder=named))
    return read_encoder(Path(".litatlas") / "bench" / collection, settings)


def report(folder: Path, name: str, half: str, encoder: str) -> None:
    library, truth = load(folder, name)
    began = time.perf_counter()
    found = rankings(library, encoder_of(encoder, name))
    seconds = time.perf_counter() - began
    queries = [query for query in sorted(truth) if in_half(query, half)]
    for method, ranked in found.items():
        values = [measures(ranked.get(query, []), truth[query]) for query in queries]
        mean = [sum(column) / len(queries) for column in zip(*values, strict=True)]
        low, high = interval([value[0] for value in values])
        figures = " | ".join(f"{value:.3f}" for value in mean[1:])
        print(f"| {name} | {method} | {mean[0]:.3f} ({low:.3f} to {high:.3f}) | {figures} |", flush=True)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"<!-- {name}: {len(library)} papers, {len(queries)} queries, {seconds:.1f} s, {memory:.0f} MB peak -->")


def mixed(papers: Sequence[Paper], size: int) -> tuple[Paper, ...]:
    """Give `size` papers: these, and more from the words of one and its neighbours, so that they have some too."""
    if size <= len(papers):
        return tuple(papers[:size])
    chance = random.Random(1)
    space = text_space(stream(papers), take_census(papers), RelatedSettings().dimensions)
    near = nearest_papers(Vectors(space.words, space.latent), NEIGHBOURS)[0].tolist()
    sentences = [SENTENCE_END.split(paper.abstract) for paper in papers]
    found = list(papers)
    while len(found) < size:
        first = chance.randrange(len(papers))
        chosen = [first, *chance.sample(near[first], 3)]
        one, other = (papers[place].title.split() for place in chosen[:2])
        title = " ".join(one[: len(one) // 2 + 1] + other[len(other) // 2 :])
        text = [part for place in chosen for part in chance.sample(sentences[place], min(2, len(sentences[place])))]
        id = f"q{len(found):06}"
        found.append(Paper(id=id, citation_key=id, title=title, origin=Origin(), abstract=" ".join(text)))
    return tuple(found)


def report_index(files: Sequence[Path], sizes: Sequence[int]) -> None:
    papers = [paper for file in files for paper in read_papers(file)]
    print("| papers | making the space | looking up by clusters | recall at 10 | peak memory |\n|---|---|---|---|---|")
    for size in sizes:
        library = mixed(papers, size)
        began = time.process_time()
        with threadpool_limits(limits=1):
            tokens = stream(library)
            sample = chosen_sample(b"", tokens, take_census(library))
            placed = paper_vectors(tokens, sample, RelatedSettings().dimensions, FORGETFUL)
            words, latent = placed.words.table, placed.latent
            made = time.process_time() - began
            learners = learners_of(sample, placed)
            if learners is None:
                sys.exit(f"{size} papers are too few to learn from a sample")
            search = clustered(Vectors(words, latent), placed.words.names, learners)
            found = search.nearest(CANDIDATES)[0][:, :10]
        took = time.process_time() - began - made
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
        recall = recall_of(found, words, latent)
        print(f"| {size:,} | {made:.0f} s | {took:.0f} s | {recall:.3f} | {memory:.1f} GB |", flush=True)


def recall_of(found: NDArray[np.int64], words: sparse.csr_array, latent: NDArray[np.float32]) -> float:
    """Say how many of the ten nearest were found, for papers at even distances; all pairs would take hours."""
    rows = np.linspace(0, len(found) - 1, min(SAMPLED, len(found))).astype(np.intp)
    shared = 0
    for row in rows.tolist():
        likeness = blend((words @ words[[row]].T).toarray()[:, 0], latent @ latent[row])
        likeness[row] = -1
        shared += len(set(np.argpartition(-likeness, 10)[:10].tolist()) & set(found[row].tolist()))
    return shared / (10 * len(rows))


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--collections", type=Path, default=Path(), help="folder with the collections")
    arguments.add_argument("--encoder", default="", help="folder or installed package with an encoder's weights")
    arguments.add_argument("--index", type=Path, nargs="+", help="records whose nearest are looked up by clusters")
    arguments.add_argument("--sizes", type=int, nargs="+", default=[10_000], help="with --index: numbers of papers")
    arguments.add_argument("--half", choices=("reporting", "tuning", "all"), default="reporting")
    arguments.add_argument("names", nargs="*", help="collections to run; all in the folder by default")
    chosen = arguments.parse_args()
    if chosen.index:
        report_index(chosen.index, chosen.sizes)
        return
    names = chosen.names or sorted(
        path.name.removesuffix(".qrels.json.gz") for path in chosen.collections.glob("*.qrels.json.gz")
    )
    print(f"Queries: {chosen.half} half.\n")
    print("| collection | method | nDCG@10 (95 %) | MAP | R@10 | P@5 | MRR |\n|---|---|---|---|---|---|---|")
    for name in names:
        report(chosen.collections, name, chosen.half, chosen.encoder)


if __name__ == "__main__":
    main()
