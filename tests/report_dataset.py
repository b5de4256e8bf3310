"""A small dataset for the tests of the report: sound, hostile, unreadable and far-away documents, really extracted."""

from __future__ import annotations

from pathlib import Path

from extractor.runs import run

ACCRA = """---
title: Accra and London
published: 1966-03-06
---
Weather in Accra: 😀😀

Ghana broke off diplomatic relations with Britain on 16 December 1965.

The rupture did not last. On 5 March 1966 Accra restored
diplomatic relations with Britain. Ghana joined the Organization of African Unity in 1963.
"""
MOSCOW = """---
title: Moscow, La Habana y São Tomé
published: 1992-01-10
---
The Soviet Union severed diplomatic relations with Israel on 10 June 1967. Poland did so two days later. It expelled
the Israeli ambassador on 13 June 1967. Côte d'Ivoire will establish diplomatic relations with Cuba next year.
"""
HACK = "<script>window.hacked = 1</script><img src=x onerror='window.hacked = 2'>"
HOSTILE = f"""---
title: </script></title><script>window.hacked = 3</script> & <!-- "Q"
published: 1975-05-01
---
In 1974 Portugal established diplomatic relations with Cuba after {HACK} had spoken </script><!--.

\u2028 ]]> &lt;b&gt; ${{window.hacked = 4}} {{{{ 7 * 7 }}}} javascript:window.hacked=5
"""


def make_dataset(folder: Path) -> Path:
    """Write the documents to `folder`/corpus and their dataset, texts kept, to `folder`/dataset, which is returned."""
    corpus = folder / "corpus"
    (corpus / "news").mkdir(parents=True)
    (corpus / "news" / "accra.txt").write_text(ACCRA, encoding="utf-8")
    (corpus / "news" / "moscow.txt").write_text(MOSCOW, encoding="utf-8")
    (corpus / "news" / "<img src=x onerror=alert(1)>.txt").write_text(HOSTILE, encoding="utf-8")
    (corpus / "broken.pdf").write_bytes(b"%PDF-1.7 and nothing else")
    run([corpus], folder / "dataset", workers=1, keep_text=True)
    return folder / "dataset"
