"""The report in a browser: filters, jumps, keys, print, narrow windows, and documents that mean harm."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeAlias

import pytest
from chromium import find_chromium, open_chromium
from playwright.sync_api import Browser, Page, expect

from extractor.reports import report

CHROMIUM = find_chromium()
expect.set_options(timeout=30_000)  # a busy machine draws slowly

pytestmark = [
    pytest.mark.skipif(
        CHROMIUM is None, reason="no Chromium on this machine: the tests of the report's page are skipped"
    ),
    pytest.mark.xdist_group("chromium"),
]

Open: TypeAlias = Callable[..., Page]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    assert CHROMIUM is not None
    with open_chromium(CHROMIUM) as browser:
        yield browser


@pytest.fixture(scope="module")
def file(small_dataset: Path) -> Path:
    return report(small_dataset, out=small_dataset / "page.html").out


@pytest.fixture
def open_page(browser: Browser, file: Path) -> Iterator[Open]:
    """Opens the report at an address behind "#". At the end nothing may have been complained about or asked for."""
    troubles: list[str] = []
    contexts = []

    def open_at(address: str = "", *, width: int = 1400, height: int = 900, scheme: str = "light") -> Page:
        context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(5000)
        page.on("console", lambda message: troubles.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: troubles.append(f"error: {error}"))
        page.on("dialog", lambda dialog: troubles.append(f"dialog: {dialog.message}"))
        page.on("request", lambda request: troubles.append(request.url) if request.url != url(address) else None)
        page.goto(url(address))
        return page

    def url(address: str) -> str:
        return file.as_uri() + address

    yield open_at
    hacked = [context.pages[0].evaluate("window.hacked") for context in contexts]
    for context in contexts:
        context.close()
    assert [trouble for trouble in troubles if trouble.split("#")[0] != file.as_uri()] == []
    assert set(hacked) <= {None}


def sentences(page: Page) -> list[str]:
    return page.locator("#events .row .sentence").all_inner_texts()


def rows(page: Page) -> int:
    return page.locator("#events .row").count()


# Filters


def test_all_asserted_events_are_listed(open_page: Open) -> None:
    page = open_page()
    expect(page.locator("#count")).to_contain_text("7 of 8 events · 1 planned")
    assert rows(page) == 7


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("#party=ISR", 3),
        ("#party=ISR&action=severed", 2),
        ("#action=severed,expelled_ambassador", 4),
        ("#from=1967&to=1967", 3),
        ("#to=1965", 2),
        ("#document=accra", 3),
        ("#modality=planned", 1),
        ("#modality=all", 8),
        ("#q=cuba", 1),
        ("#q=%22two+days%22", 1),
        ("#q=days+two+poland", 1),
        ("#q=cote&modality=all", 1),
        ("#certainty=high&party=GHA&q=1965", 1),
        ("#q=nothing-of-the-sort", 0),
        ("#action=nonsense&certainty=%3Cb%3E&from=abc&view=none&party=XXX%22%3E", 0),
    ],
)
def test_filters_combine_and_come_from_the_address(open_page: Open, address: str, expected: int) -> None:
    page = open_page(address)
    expect(page.locator("#count b")).to_have_text(str(expected))
    assert rows(page) == expected


def test_filters_go_into_the_address_and_out_again(open_page: Open) -> None:
    page = open_page()
    page.locator("#actions button", has_text="relations severed").click()
    page.select_option("#party", "ISR")
    page.fill("#from", "1967")
    page.fill("#q", "days")
    expect(page).to_have_url(re.compile("#q=days&party=ISR&action=severed&from=1967$"))
    assert rows(page) == 1
    page.reload()
    assert rows(page) == 1
    assert page.input_value("#q") == "days" and page.input_value("#party") == "ISR"
    page.locator("#clear").click()
    expect(page).to_have_url(re.compile("html#?$"))
    assert rows(page) == 7


def test_a_chip_counts_what_it_would_show(open_page: Open) -> None:
    page = open_page("#party=ISR&action=severed")
    texts = page.locator("#actions button").all_inner_texts()
    assert [text.split()[-1] for text in texts] == ["0", "2", "1", "0"]


def test_map_and_lists_beside_it_filter(open_page: Open) -> None:
    page = open_page()
    page.locator('#map [data-code="GHA"]').dispatch_event("click")
    assert rows(page) == 3
    page.locator("#clear").click()
    page.locator(".beside button", has_text="Soviet Union").click()
    assert rows(page) == 1
    assert page.locator('#map [data-code="SUN"]').count() == 0


def test_dragging_over_the_timeline_selects_years(open_page: Open) -> None:
    page = open_page()
    bars = page.locator("#timeline .hit")
    first, last = bars.first.bounding_box(), bars.nth(3).bounding_box()
    assert first and last
    page.mouse.move(first["x"] + 2, first["y"] + 40)
    page.mouse.down()
    page.mouse.move(last["x"] + 2, last["y"] + 40, steps=3)
    page.mouse.up()
    assert (page.input_value("#from"), page.input_value("#to")) == ("1963", "1966")
    assert rows(page) == 3


def test_sorting_by_a_column(open_page: Open) -> None:
    page = open_page()
    dates = page.locator("#events .row time")
    page.locator("#events .head button", has_text="Date").click()
    assert dates.all_inner_texts() == sorted(dates.all_inner_texts())
    page.locator("#events .head button", has_text="Date").click()
    assert dates.all_inner_texts() == sorted(dates.all_inner_texts(), reverse=True)


# Jumps


def test_a_row_opens_its_sentence_in_the_document(open_page: Open) -> None:
    page = open_page()
    page.locator("#events .row", has_text="broke off").click()
    expect(page.locator("#reader-title")).to_have_text("Accra and London")
    marked = {name: page.locator(f"#text .on.{name}").all_inner_texts() for name in ("trigger", "party", "date")}
    assert marked == {"trigger": ["broke off"], "party": ["Ghana", "Britain"], "date": ["16 December 1965"]}
    sentence = "".join(page.locator("#text .on").all_inner_texts())
    assert sentence == "Ghana broke off diplomatic relations with Britain on 16 December 1965."
    expect(page.locator("#text .on.trigger")).to_be_in_viewport()


def test_parts_said_before_are_marked_as_such(open_page: Open) -> None:
    page = open_page()
    page.locator("#events .row", has_text="did so").click()
    assert page.locator("#text .on.before").all_inner_texts()[-1:] == ["Israel"]
    expect(page.locator("#card")).to_contain_text("Israel (named before)")


def test_steps_through_a_document_and_back(open_page: Open) -> None:
    page = open_page()
    page.locator("#events .row", has_text="broke off").click()
    expect(page.locator("#position")).to_have_text("1 of 3")
    page.locator("#next").click()
    expect(page.locator("#text .on.trigger")).to_have_text("restored")
    assert page.locator("#text .on.party").all_inner_texts() == ["Accra", "Britain"]
    page.locator("#text .trigger", has_text="joined").click()
    expect(page.locator("#position")).to_have_text("3 of 3")
    page.go_back()
    expect(page.locator("#reader")).to_be_hidden()


def test_an_address_opens_an_event(open_page: Open) -> None:
    first = open_page()
    first.locator("#events .row", has_text="did so").click()
    expect(first).to_have_url(re.compile("event="))
    page = open_page("#" + first.url.split("#")[1])
    expect(page.locator("#text .on.trigger")).to_have_text("did so")


def test_documents_that_failed_come_first_with_the_reason(open_page: Open) -> None:
    page = open_page("#view=documents")
    expect(page.locator("#documents .row").first).to_contain_text("the PDF is damaged or cut short")
    page.locator("#documents .row", has_text="Moscow").click()
    expect(page.locator("#text")).to_contain_text("The Soviet Union severed")
    page.select_option("#status", "failed")
    assert page.locator("#documents .row").count() == 1


# Keys, paper, narrow windows


def test_keyboard_alone(open_page: Open) -> None:
    page = open_page()
    page.keyboard.press("/")
    page.keyboard.type("israel")
    expect(page.locator("#count b")).to_have_text("3")
    page.keyboard.press("Escape")
    for key in ("ArrowDown", "ArrowDown", "Enter"):
        page.keyboard.press(key)
    expect(page.locator("#text .on.trigger")).to_have_text("did so")
    page.keyboard.press("n")
    expect(page.locator("#text .on.trigger")).to_have_text("expelled")
    page.keyboard.press("Escape")
    expect(page.locator("#reader")).to_be_hidden()
    assert page.evaluate("document.activeElement.id") == "events"
    page.keyboard.press("End")
    expect(page.locator("#events .row.active .sentence")).to_contain_text("expelled")


def test_print_has_every_selected_row(open_page: Open) -> None:
    page = open_page("#party=ISR")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    assert page.locator("#print-sheet tbody tr").count() == 3
    expect(page.locator("#print-sheet")).to_be_visible()
    expect(page.locator("#print-sheet .note")).to_contain_text("Israel")
    expect(page.locator("#events")).to_be_hidden()
    assert page.pdf()[:5] == b"%PDF-"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_phone_nothing_is_wider_than_the_screen(open_page: Open, scheme: str) -> None:
    page = open_page(width=360, height=740, scheme=scheme)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.locator("#more").click()
    page.select_option("#party", "ISR")
    page.locator("#more").click()
    page.locator("#events .row").first.click()
    expect(page.locator("#text .on.trigger")).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    dark = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    assert (dark == "rgb(18, 20, 23)") == (scheme == "dark")
    page.locator("#close").click()
    expect(page.locator("#reader")).to_be_hidden()


def test_theme_can_be_chosen(open_page: Open) -> None:
    page = open_page(scheme="dark")
    page.locator("#theme").click()
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(246, 245, 241)"


# Documents that mean harm


def test_hostile_documents_are_shown_as_they_are(open_page: Open) -> None:
    page = open_page("#q=portugal")
    expect(page.locator("#events .row .sentence")).to_contain_text("onerror='window.hacked = 2'>")
    page.locator("#events .row").click()
    expect(page.locator("#reader-title")).to_contain_text("</script></title><script>window.hacked = 3</script>")
    expect(page.locator("#text")).to_contain_text("]]> &lt;b&gt; ${window.hacked = 4} {{ 7 * 7 }}")
    expect(page.locator("#reader-source")).to_contain_text("<img src=x onerror=alert(1)>.txt")
    assert page.locator("img, iframe, object, embed, #text script, #text b").count() == 0


def test_script_put_in_by_force_does_not_run(browser: Browser, file: Path) -> None:
    page = browser.new_page()
    page.goto(file.as_uri())
    page.evaluate("""() => {
        const script = document.createElement("script");
        script.textContent = "window.hacked = 6";
        addEventListener("securitypolicyviolation", (event) => (window.refused = event.effectiveDirective));
        document.body.append(script);
    }""")
    page.wait_for_function("window.refused")
    assert page.evaluate("[window.hacked, window.refused]") == [None, "script-src-elem"]
    page.close()


def test_search_takes_marks_of_patterns_as_words(open_page: Open) -> None:
    page = open_page()
    for words in (".*", "\\", "<img", '"', "(", "]]>"):
        page.fill("#q", words)
        expect(page.locator("#count b")).to_have_text({"<img": "1", '"': "7", "(": "1"}.get(words, "0"))
