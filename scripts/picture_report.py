"""Make the README's picture of the report: .venv/bin/python scripts/picture_report.py [dataset/report.html]

The report must be that of corpus/, as scripts/run makes it; the picture shows one of its documents for development.
"""

from __future__ import annotations

import sys
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(REPOSITORY / "tests"))

from chromium import find_chromium, open_chromium  # noqa: E402

PICTURE = REPOSITORY / "scripts" / "report.png"
SELECTION = "#document=dev%2Fnews1"
EVENT = "#events .row >> nth=3"


def main() -> None:
    """Open the report, open one event, take the picture."""
    report = Path(sys.argv[1]) if len(sys.argv) > 1 else REPOSITORY / "dataset" / "report.html"
    program = find_chromium()
    if program is None or not report.is_file():
        sys.exit(f"Needed are Chromium and {report}, which scripts/run makes.")
    with open_chromium(program) as browser:
        page = browser.new_page(viewport={"width": 1440, "height": 860}, color_scheme="light")
        page.goto(report.resolve().as_uri() + SELECTION)
        page.locator(EVENT).click()
        page.mouse.move(0, 0)
        page.screenshot(path=PICTURE)
    print(f"{PICTURE}: {PICTURE.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
