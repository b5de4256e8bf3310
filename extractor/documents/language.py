"""Whether a text is English: counted function words, enough to tell a Spanish article from an English list of names."""

from __future__ import annotations

import itertools
import re
from collections import Counter

_MIN_WORDS = 40
_SAMPLE_CHARACTERS = 6000
_SAMPLES = 5
_CHARACTERS_FOR_A_THE = 200  # with one "the" for so many or fewer, at least a fair part is English
_WORD = re.compile(r"[^\W\d_]+")

# Function words only, and none that two of these languages share or that stands in names ("de", "la", "die", "in").
_STOPWORDS = {
    "English": "the of and to that was were with for by from which had has have been its it is are after",
    "Spanish": "los las del el una por para con que su sus fue entre como más pero también lo al se y",
    "French": "les des du et le une dans pour avec qui sur est été par au aux ses ont leur ce cette",
    "German": "der das und den dem mit von zu im ist auf für nicht eine des wurde sich auch nach bei",
    "Portuguese": "os dos das da do não uma com por para foi que são pelo pela ao em mais seu sua",
    "Italian": "il di che gli della del nel con per non una sono dei delle alla è dal anche le si",
    "Dutch": "het een van en met voor op niet zijn werd dat te aan door ook bij naar uit wordt",
    "Indonesian": "yang dan dengan untuk dari pada ini itu dalam oleh telah tidak akan adalah kepada",
    "Turkish": "ve bir ile bu için olarak da olan ise çok daha sonra ancak gibi kadar",
    "Polish": "się nie na do jest oraz przez został roku że jako który po od dla była",
    "Romanian": "și din cu pentru este sunt fost prin între care după anul al ale lui",
    "Swedish": "och att det som av på är för med den ett till inte har från",
}
_LANGUAGES = {language: frozenset(words.split()) for language, words in _STOPWORDS.items()}
_FOREIGN = frozenset().union(*(words for language, words in _LANGUAGES.items() if language != "English"))
_ROMANCE = frozenset(("Spanish", "French", "Portuguese", "Italian", "Romanian"))
_SCRIPTS = (
    ("Russian or another language in Cyrillic", re.compile("[\u0400-\u052f]")),
    ("Chinese or Japanese", re.compile("[\u3040-\u30ff\u3400-\u9fff]")),
    ("Korean", re.compile("[\uac00-\ud7af]")),
    ("Arabic or Persian", re.compile("[\u0600-\u06ff]")),
    ("Hebrew", re.compile("[\u0590-\u05ff]")),
    ("Greek", re.compile("[\u0370-\u03ff]")),
    ("an Indian language", re.compile("[\u0900-\u0dff]")),
    ("Thai", re.compile("[\u0e00-\u0e7f]")),
)
_ENGLISH_CODES = re.compile(r"(en|eng|english)\b", re.IGNORECASE)


def is_english_code(language: str) -> bool:
    """Whether a declared language ("en-GB", "English") is English; an empty declaration says nothing against it."""
    return not language.strip() or _ENGLISH_CODES.match(language.strip().replace("_", "-")) is not None


def detect_foreign_language(text: str) -> str | None:
    """The language that the text looks like, or None: English, too short, or without enough words to tell.

    Names and years have no function words, so a list of them is never taken for a foreign text, and a document
    of which a fair part is English is read.
    """
    sample = _sample(text)
    if sample.count(" the ") * _CHARACTERS_FOR_A_THE >= len(sample):  # nearly every English text, at no cost
        return None
    words = _WORD.findall(sample)
    letters = sum(map(len, words))
    if letters >= _MIN_WORDS and not sample.isascii():  # in scripts without blanks a sentence is one "word"
        for name, script in _SCRIPTS:
            if len(script.findall(sample)) > 0.6 * letters:
                return name
    if len(words) < _MIN_WORDS or _is_plainly_english(words):
        return None
    english = sum(word.casefold() in _LANGUAGES["English"] for word in words)
    anywhere = Counter(word for word in words if word.islower())
    # "María del Carmen", "Trinidad y Tobago": in a name, a function word stands before a capital.
    in_prose = Counter(word for word, after in itertools.pairwise(words) if word.islower() and after.islower())
    best, best_hits = "", 0
    for language, stopwords in _LANGUAGES.items():
        counts = in_prose if language in _ROMANCE else anywhere
        hits = sum(counts[word] for word in stopwords)
        distinct = sum(word in counts for word in stopwords)
        if language != "English" and hits > best_hits and distinct >= 4:
            best, best_hits = language, hits
    return best if best_hits >= 0.1 * len(words) and best_hits > 4 * english else None


def _is_plainly_english(words: list[str]) -> bool:
    """Are there too few function words of all other languages together? So it is with nearly every English text, and
    there is no need to look closer.
    """
    counts = Counter(words)
    english = sum(counts[word] for word in _LANGUAGES["English"].intersection(counts))
    foreign = sum(counts[word] for word in _FOREIGN.intersection(counts))
    return foreign < 0.1 * len(words) or foreign <= 4 * english


def _sample(text: str) -> str:
    if len(text) <= _SAMPLES * _SAMPLE_CHARACTERS:
        return text
    step = len(text) // _SAMPLES
    return " ".join(text[i * step : i * step + _SAMPLE_CHARACTERS] for i in range(_SAMPLES))
