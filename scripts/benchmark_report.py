"""Measure the report in Chromium with many events: the time to the first view, and of filters until they are painted.

.venv/bin/python scripts/benchmark_report.py [--events 20000] [--documents 2500]

The documents are made up, a few sentences of the same form each; their events are really extracted. Times are wall
times in the browser, medians of several; the first view counts from the start of navigation to the painted table.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser

from extractor.reports import report
from extractor.runs import run

REPOSITORY = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(REPOSITORY / "tests"))

from chromium import find_chromium, open_chromium  # noqa: E402

STATES = (
    "Ghana France Peru Japan India Kenya Cuba Egypt Poland Chile Nepal Mali Chad Italy Spain Norway Iran Iraq Brazil "
    "Canada Mexico Angola Malta Sweden Turkey Greece Jordan Yemen Sudan Laos Oman Qatar Fiji Togo Benin Niger"
).split()
SENTENCES = (
    "{0} established diplomatic relations with {1} on {2}.",
    "On {2} {0} severed diplomatic relations with {1}, whose government had not answered two notes of the summer.",
    "{0} expelled the ambassador of {1} on {2} after a quarrel over a fishing boat.",
    "{0} joined the United Nations on {2}.",
)
FILLING = (
    "The harbour was quiet that week, and the papers wrote of the price of coffee and of a new bridge over the river. "
    "A clerk of the ministry read the note twice, put it into a drawer and went to lunch. "
)
MONTHS = "January February March April May June July August September October November December".split()
FILTERS = {
    "first search": "#q=quarrel+boat",
    "another search": "#q=two+notes",
    "one action": "#action=severed",
    "a party": "#party=GHA",
    "years": "#from=1950&to=1960",
    "all together": "#q=notes&party=GHA&action=severed&from=1950&to=1960",
    "order of a column": "#sort=country",
    "none": "#",
}
CHANGE = """async (address) => {
    const painted = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    await painted();
    const started = performance.now();
    history.replaceState(null, "", address);
    dispatchEvent(new PopStateEvent("popstate"));
    await painted();
    return performance.now() - started;
}"""


def main() -> None:
    """Make the documents, extract them, write the report and time it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=20_000)
    parser.add_argument("--documents", type=int, default=2_500)
    parser.add_argument("--repetitions", type=int, default=5)
    parser.add_argument("--keep", type=Path, help="folder for the documents and the report; default: a temporary one")
    arguments = parser.parse_args()
    program = find_chromium()
    if program is None:
        sys.exit("There is no Chromium on this machine. On Debian: apt-get install chromium")
    with tempfile.TemporaryDirectory() as temporary:
        folder = arguments.keep or Path(temporary)
        write_documents(folder / "corpus", arguments.documents, arguments.events)
        run([folder / "corpus"], folder / "dataset", workers=0, keep_text=True)
        summary = report(folder / "dataset")
        print(f"{summary.events:,} events in {summary.documents:,} documents, {summary.bytes / 1e6:.1f} MB")
        with open_chromium(program) as browser:
            measure(browser, summary.out, arguments.repetitions)


def write_documents(folder: Path, documents: int, events: int) -> None:
    """Made-up documents, the same on every call."""
    chance = random.Random(1)
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(documents):
        sentences = []
        for _ in range(events * (number + 1) // documents - events * number // documents):
            day = f"{chance.randint(1, 28)} {chance.choice(MONTHS)} {chance.randint(1920, 2020)}"
            sentences += [chance.choice(SENTENCES).format(*chance.sample(STATES, 2), day), FILLING]
        head = f"---\ntitle: Bulletin {number}\npublished: 2021-01-01\n---\n"
        (folder / f"{number:05}.txt").write_text(head + "\n\n".join(sentences), encoding="utf-8")


def measure(browser: Browser, file: Path, repetitions: int) -> None:
    """Print the medians."""
    first, times = [], dict[str, list[float]]()
    for _ in range(repetitions):
        page = browser.new_page(viewport={"width": 1400, "height": 900})
        page.goto(file.as_uri())
        page.wait_for_function("performance.getEntriesByName('first view').length")
        first.append(page.evaluate("performance.getEntriesByName('first view')[0].startTime"))
        for name, change in FILTERS.items():
            times.setdefault(name, []).append(page.evaluate(CHANGE, change))
        page.close()
    print(f"{'first view':24} {statistics.median(first):7.0f} ms")
    for name, found in times.items():
        print(f"filter: {name:16} {statistics.median(found):7.0f} ms")


if __name__ == "__main__":
    main()
