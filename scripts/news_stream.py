"""A made-up news stream of any size: the same seed gives the same texts, so that a measurement can be repeated.

Most stories are about anything else; some only sound like an event (a player joins a club, a minister is welcomed); the
rest tell one among other things. Rare words are invented, with the frequencies that words have in news (Zipf), because
the time that tokenization takes hangs on how many different words a text has.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path
from typing import Any

_STATES = (
    "France Brazil Japan Kenya Norway Chile Egypt Poland Nepal Mexico Ghana Peru Canada Cuba Morocco Vietnam Senegal "
    "Turkey Bolivia Austria Ethiopia Iceland Thailand Zambia Portugal Malaysia Uganda Finland Paraguay Libya"
).split()
_EVENTS = (
    "{state} on {day} broke off diplomatic relations with {other}, the foreign ministry said.",
    "{state} has expelled the ambassador of {other} and given him {few} days to leave.",
    "{state} and {other} established diplomatic relations on {day}, ending years of silence.",
    "The government of {state} announced on {day} that it had restored diplomatic ties with {other}.",
    "{state} formally recognized {other} last month.",
    "{state} declared the {other} ambassador persona non grata on {day}.",
    "{state} joined the World Trade Organization in {year} after {few} years of talks.",
)
_LOOKALIKES = (
    "{person} joined {firm} as head of {noun} after {few} years with a rival.",
    "The players' union broke off talks with the owners on {day}.",
    "{person} was recognized for a lifetime of {noun} at a dinner in {town}.",
    "Members of the {noun} club voted to admit women for the first time since {year}.",
    "The health minister was asked about the {noun} and declined to answer.",
    "{firm} severed its relations with the supplier over the {adjective} {noun}.",
    "The ambassador of the {noun} festival, {person}, was expelled from the tent after a quarrel.",
    "{firm} established a branch in {town} and welcomed its first customers.",
    "The trade delegation from {state} visited the {noun} works in {town} on {day}.",
    "A spokesman for the United Nations said the {noun} report would be out in {few} weeks.",
)
_ORDINARY = (
    "{person}, who has lived in {town} for {few} years, said the {noun} had been {adjective} from the beginning.",
    "The {noun} of {town} rose {few} per cent in the {few} months to {day}, according to figures out this week.",
    "It was the {adjective} {noun} that nobody in the {noun} had seen before, and it cost ${number} million.",
    'When the {noun} was over, {person} told the crowd: "We {verb} the {noun}, and we will do it again."',
    "Shares of {firm} fell after the {noun} was {verb} by its {adjective} rival.",
    "Police in {town} said on {day} that {few} people were hurt when a {noun} {verb} near the {noun}.",
    "The {adjective} {noun}, which opened in {year}, has drawn {number},000 visitors to {town}.",
    "A {noun} and a {adjective} {noun} were {verb} from the house, and nobody has seen them since.",
    "But {person} doubts it; the {noun} is {adjective}, the {noun} is not, and there is no money for either.",
    "Rain is expected over {town} until {day}, with {adjective} winds of up to {few}0 miles an hour.",
    "{person} scored {few} goals as {town} {verb} their visitors in a {adjective} second half.",
    "In the afternoon the {noun} turned {adjective}, and the {noun} had to be put off for a week.",
    "The study, led by {person} of the university of {town}, looked at {number} patients with {adjective} {noun}.",
    "There were {few} {noun}s in the hall, all of them {adjective}, and a long table with a white cloth.",
    "{firm} plans to {verb} its {noun} by {year}, {person} said in an interview.",
    "The council of {town} wants to know why the {noun} was {verb} without its {noun}.",
)
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_ONSETS = "b bl br c ch cl d dr f fl g gl gr h j k l m n p pl pr qu r s sh sl st str t th tr v w".split()
_RIMES = (
    "ab ack ad age ain ale all am and ane ar ast ate ave eal ean ear ed ell em en er est ice id ill in ine int".split()
)
_ENDS = "al ance ary ation ence er et ic ing ion ish ism ist ity le ment ness or ous ship tion ty ure y".split()
_VOCABULARY = 60_000


class NewsStream:
    """An endless stream of records; `relevant` and `lookalike` are shares of all records."""

    def __init__(self, seed: int = 1, *, relevant: float = 0.02, lookalike: float = 0.1) -> None:
        self._random = random.Random(seed)
        self._relevant, self._lookalike = relevant, lookalike
        words = [self._invent() for _ in range(_VOCABULARY)]
        self._words = list(dict.fromkeys(words))
        self._weights = list(accumulate(1 / (rank + 20) for rank in range(len(self._words))))

    def records(self, count: int) -> Iterator[dict[str, Any]]:
        for number in range(count):
            chance = self._random.random()
            told: tuple[str, ...] = _EVENTS if chance < self._relevant else ()
            if not told and chance < self._relevant + self._lookalike:
                told = _LOOKALIKES
            yield self._story(f"news-{number:07}", told)

    def write(self, path: Path, count: int) -> None:
        """Write `count` records as JSON Lines."""
        with path.open("w", encoding="utf-8") as file:
            for record in self.records(count):
                file.write(json.dumps(record, ensure_ascii=False) + "\n")

    def _story(self, number: str, told: tuple[str, ...]) -> dict[str, Any]:
        choose = self._random
        length = choose.randint(8, 32)
        sentences = [self._fill(choose.choice(_ORDINARY)) for _ in range(length)]
        for _ in range(choose.randint(1, 2) if told else 0):
            sentences[choose.randrange(length)] = self._fill(choose.choice(told))
        paragraphs: list[str] = []
        while sentences:
            size = choose.randint(1, 4)
            paragraphs.append(" ".join(sentences[:size]))
            sentences = sentences[size:]
        day = f"{choose.randint(1990, 2024)}-{choose.randint(1, 12):02}-{choose.randint(1, 28):02}"
        title = f"{self._word().capitalize()} {self._word()} in {self._name()}"
        return {"id": number, "title": title, "published": day, "text": "\n\n".join(paragraphs)}

    def _fill(self, template: str) -> str:
        choose = self._random
        state, other = choose.sample(_STATES, 2)
        while "{" in template:
            slot = template[template.index("{") + 1 : template.index("}")]
            match slot:
                case "noun":
                    filler = self._word()
                case "adjective" | "verb":
                    filler = self._word() + ("ed" if slot == "verb" else "")
                case "person" | "firm":
                    filler = f"{self._name()} {self._name()}"
                case "town":
                    filler = self._name()
                case "day":
                    filler = choose.choice(_DAYS)
                case "year":
                    filler = str(choose.randint(1950, 2023))
                case "number":
                    filler = str(choose.randint(11, 980))
                case "few":
                    filler = choose.choice("two three four five six seven eight nine".split())
                case _:
                    filler = state if slot == "state" else other
            template = template.replace("{" + slot + "}", filler, 1)
        return template[0].upper() + template[1:]

    def _word(self) -> str:
        return self._random.choices(self._words, cum_weights=self._weights)[0]

    def _name(self) -> str:
        return self._words[self._random.randrange(len(self._words))].capitalize()

    def _invent(self) -> str:
        choose = self._random.choice
        middle = "".join(choose(_ONSETS) + choose(_RIMES) for _ in range(self._random.choice((1, 1, 1, 2))))
        return middle + choose(_ENDS)
