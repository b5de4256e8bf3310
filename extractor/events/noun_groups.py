"""Nouns with what stands before them: names, titles, adjectives of states, owners."""

from __future__ import annotations

from extractor.events.groups import NounGroup
from extractor.events.tokens import Token
from extractor.events.verbhood import Verbhood
from extractor.mentions.names import NameMention

_CABINET = frozenset(
    (
        "foreign prime defence defense interior finance justice health education trade economy deputy external home "
        "war transport information oil energy culture environment agriculture labour cabinet first state government "
        "chief naval colonial"
    ).split()
)
_RELATION_ADJECTIVES = frozenset(
    "diplomatic consular official formal political trade commercial economic cultural full normal bilateral".split()
)
_UNITS = frozenset("minutes hours days weeks months years".split())
_QUANTITIES = frozenset("several some many few various certain".split())
_OWNED = frozenset({"its", "their", "his", "her"})
_ALLIES = frozenset(
    (
        "ally rival enemy foe friend patron protector protégé partner satellite client creditor adversary "
        "brother sister twin opponent opposite"
    ).split()
)
_DESCRIBING = frozenset(
    (
        "tiny poor rich free new old small little big nearby faraway remote distant communist socialist fascist "
        "marxist maoist kindred sister fellow oil-rich landlocked newly independent divided reunited muslim catholic "
        "royalist nationalist imperial royal colonial far-off neutral hostile friendly mighty liberated fully"
    ).split()
)
_ADJECTIVE_ENDINGS = (
    "boring",
    "bouring",
    "ary",
    "ing-class",
    "-ruled",
    "-occupied",
    "-controlled",
    "-backed",
    "ist-ruled",
    "-rich",
    "-war",
)
_SPANS = frozenset("day week fortnight month year hour days weeks months years hours morning evening".split())
_CONTINENTAL = frozenset("republics states countries nations governments capitals powers".split())
_SIDES = frozenset(
    "governments countries states nations capitals sides republics kingdoms neighbours neighbors".split()
)
_IN_LAW = frozenset({"de jure", "de facto"})
_EVENT_NOUNS = frozenset(
    "membership recognition rupture suspension establishment resumption expulsion envoy relations".split()
)
_CLASS_OF_NAME = {"leader": "state", "uncoded": "state"}  # the others have that of their kind
ORDINALS = ("former", "latter")  # of two that were named


class NounGroups(Verbhood):
    """Reads the noun groups of a sentence."""

    def _counts_from(self, j: int) -> bool:
        return j < len(self.tokens) and self.tokens[j].low in ("after", "before", "later", "earlier")

    def _noun_group(self, i: int) -> int:
        tokens, n = self.tokens, len(self.tokens)
        j = i
        possessor: NounGroup | None = None
        det = ""
        body: list[Token] = []
        leading: set[str] = set()
        while j < n:
            token = tokens[j]
            if token.kind == "word":  # the most frequent kinds first
                if body and (token.noun == "relations" and body[-1].low in _SPANS):
                    break  # "within the month | relations were resumed"
                if body and body[-1].kind == "name" and token.low in _UNITS and self._counts_from(j + 1):
                    break  # "broke with Chad | days after the raid"
                if body and (token.noun == "png" or self._is_verb(j)):
                    break  # "declared the ambassador | persona non grata"
                body.append(token)  # also a verb behind an article: "the ruptured relations"
            elif token.kind == "name":
                if body and self._name_breaks(body, token, det, possessor is not None or det in _OWNED):
                    break
                body.append(token)
            elif token.kind == "poss":
                if body:
                    possessor = self._finish(i, j + 1, det, body, possessor)
                    det, body = "", []
                j += 1
                continue
            elif token.kind in ("det", "posspron"):
                if body and token.low == "other" and all(t.kind == "num" for t in body):
                    leading.add("other")
                    j += 1
                    continue  # "three other governments"
                if body:
                    break
                following = tokens[j + 1].kind if j + 1 < n else ""
                if token.low != "other" or det not in _QUANTITIES and not (det == "the" and following == "name"):
                    det = token.low  # "the other Nordic countries" are all of them, "several other" are not
            elif token.kind == "pron" and token.low == "both" and not body and not det and self._group_follows(j + 1):
                det = token.low  # "both Koreas"
            elif token.kind == "pron":
                if body or det:
                    break
                self.phrases.append(NounGroup(token.start, token.end, "pron", token.low, det=token.low))
                return j + 1
            elif token.kind in ("num",):
                if body and body[-1].kind == "word" and (body[-1].noun or body[-1].capital):
                    break  # "gave the ambassador | 48 hours"
                body.append(token)
            elif token.kind == "mark" and token.text in ("-", "–") and body and self._joins(j):
                pass  # "Soviet–Mexican relations"
            elif (
                token.kind == "conj"
                and token.low in ("and", "or")
                and body
                and self._shared_head(j, body)
                or token.kind == "mark"
                and token.text == ","
                and body
                and self._shared_head(j, body)
            ):
                pass  # "the American and British ambassadors"
            elif (
                token.kind == "conj"
                and body
                and body[-1].low in _RELATION_ADJECTIVES
                and j + 2 < n
                and tokens[j + 2].noun == "relations"
            ):
                pass  # "diplomatic and cultural relations"
            elif token.low == "following" and det == "the" and not body and j + 1 < n and tokens[j + 1].noun:
                pass  # "the following states"
            elif token.kind == "adv" and not body and (det or possessor is not None):
                leading.add(token.low)  # "the first", "its only"
            elif token.low in _IN_LAW and body and j + 1 < n and tokens[j + 1].noun == "recognition":
                pass  # "full de jure recognition"
            elif (
                token.kind == "date"
                and _is_year(token)
                and (det or possessor is not None)
                and not body
                and j + 1 < n
                and tokens[j + 1].kind in ("word", "name")
            ):
                pass  # "the 1961 rupture", "its 1937 boundaries"
            else:
                break
            j += 1
        if not body and possessor is not None:
            possessor.end = tokens[j - 1].end
            possessor.words |= {"'s"}
            self.phrases.append(possessor)
            return j
        if not body:
            if det in (
                "that",
                "this",
                "these",
                "those",
                "all",
                "some",
                "many",
                "several",
                "others",
                "each",
                "another",
                "most",
                "few",
            ):
                self.phrases.append(
                    NounGroup(tokens[i].start, tokens[j - 1].end if j > i else tokens[i].end, "pron", det, det=det)
                )
            return max(j, i + 1)
        group = self._finish(i, j, det, body, possessor)
        if leading:
            group.words |= leading
        self.phrases.append(group)
        return j

    def _last_event_noun(self) -> NounGroup | None:
        return next((p for p in reversed(self.phrases) if isinstance(p, NounGroup) and p.cls in _EVENT_NOUNS), None)

    def _group_follows(self, j: int) -> bool:
        """Is the next word the plural or the group that "both" counts, not the first of two names?"""
        token = self.tokens[j] if j < len(self.tokens) else None
        if token is not None and token.noun == "official" and token.low in _SIDES:
            return True  # "both Governments"
        return token is not None and token.kind == "name" and token.name is not None and token.name.kind == "group"

    def _name_breaks(self, body: list[Token], token: Token, det: str, owned: bool) -> bool:
        """Two full names side by side are two groups, unless the first is an adjective or a title."""
        last = body[-1]
        if (
            last.kind == "word"
            and not last.capital
            and last.noun not in ("official", "envoy", "minister")
            and token.name is not None
            and token.name.kind == "state"
            and token.name.form in ("name", "capital", "official")
            and not (det in ("", "a", "an") and all(_is_describing(t) for t in body))  # "a reunited Vietnam"
            and not (owned and last.low in _ALLIES)  # "its ally Togo"
        ):
            return True  # "during the Kosovo war | Belgrade …"
        if (
            last.low in ("day", "year", "time", "moment", "week", "month", "morning")
            and token.name is not None
            and token.name.kind == "leader"
        ):
            return True  # "the day | President X took office"
        if last.kind != "name" or last.name is None or token.name is None:
            return False
        return last.name.form != "adjective" and token.name.kind != "leader" and last.name.kind != "org"

    def _joins(self, j: int) -> bool:
        before, after = self.tokens[j - 1], self.tokens[j + 1] if j + 1 < len(self.tokens) else None
        return (
            after is not None
            and before.kind == "name"
            and after.kind == "name"
            and before.end == self.tokens[j].start
            and after.start == self.tokens[j].end
            and self._head_follows(j + 2)
        )

    def _head_follows(self, j: int) -> bool:
        for token in self.tokens[j : j + 4]:
            if token.kind == "word" and token.noun:
                return token.noun != "plan"
            if token.kind not in ("word", "name", "num"):
                return False
        return False

    def _shared_head(self, j: int, body: list[Token]) -> bool:
        """At "," or "and" between adjectives of states that share the noun behind them."""
        last = body[-1]
        k = j + 1
        if k < len(self.tokens) and self.tokens[k].kind == "conj":
            k += 1
        if k < len(self.tokens) and self.tokens[k].kind == "det":
            k += 1
        if k + 1 >= len(self.tokens) or last.kind != "name" or last.name is None or last.name.form != "adjective":
            return False
        after, head = self.tokens[k], self.tokens[k + 1]
        if (
            after.kind != "name"
            or after.name is None
            or after.name.form != "adjective"
            or self.tokens[k - 1].kind == "det"
        ):
            return False
        return head.kind == "word" and bool(head.noun) or head.kind == "mark" or head.kind == "conj"

    def _finish(self, i: int, j: int, det: str, body: list[Token], possessor: NounGroup | None) -> NounGroup:
        tokens, name = self.tokens, body[0].name
        if len(body) == 1 and possessor is None and name is not None and name.kind != "noise":  # the most frequent one
            cls = _CLASS_OF_NAME.get(name.kind, name.kind)
            return NounGroup(tokens[i].start, tokens[j - 1].end, cls, body[0].low, [name], frozenset(), det)
        names = [t.name for t in body if t.name is not None and t.name.kind != "noise"]
        words = frozenset([t.low for t in body if t.kind != "name"])
        if possessor is not None:
            names = [n for n in possessor.names] + names
            det = det or possessor.det if possessor.cls == "pron" else det
        cls, head = self._head(body, det, names)
        if cls == "official" and (head in _CONTINENTAL or det in ("every", "each")):
            names = [n for n in names if n.text.lower() != "american"]  # "every American republic"
        if cls == "state" and possessor is not None:  # "France's ally Chad"
            names = [n for n in names if n not in possessor.names] or names
        if det == "the":
            if all(t.kind == "num" for t in body):
                cls, head = "pron", "both" if body[0].low in ("two", "2") else "they"
            if len(body) == 1 and body[0].low in ORDINALS:
                cls, head = "pron", body[0].low
        proper = (
            cls == ""
            and not det
            and not any(t.kind == "name" for t in body)
            and any(t.capital for t in body)
            and all(t.capital for t in body if t.kind == "word")
        )
        return NounGroup(tokens[i].start, tokens[j - 1].end, cls, head, names, words, det, possessor, proper=proper)

    def _head(self, body: list[Token], det: str, names: list[NameMention]) -> tuple[str, str]:
        """Class and word of the head: the last noun, or the title that proper names follow."""
        k = len(body) - 1
        while k > 0 and body[k].kind == "word" and body[k].capital and not body[k].noun:
            k -= 1  # names of persons and things behind a title
        trailing_names = k < len(body) - 1
        token = body[k]
        if token.kind == "name" and token.name is not None and token.name.kind == "leader":
            title = k - 1
            while title > 0 and body[title].kind == "word" and body[title].capital and not body[title].noun:
                title -= 1  # "the chargé Calixto Ortega"
            if title >= 0 and body[title].kind == "word" and body[title].noun in ("envoy", "official", "minister"):
                return self._title(body, title, names)
        if token.kind == "word" and token.noun:
            return self._title(body, k, names)
        if trailing_names and token.kind == "word":
            return "", body[-1].low
        if token.kind == "name" and token.name is not None:
            if trailing_names and token.name.kind != "leader":
                return "", body[-1].low
            if token.name.kind == "noise":
                return "", token.low
            bodies = [t for t in body[:k] if t.name is not None and t.name.kind == "org" and t.name.form != "anaphor"]
            if token.name.form == "anaphor" and not bodies and any(t.kind == "word" and t.capital for t in body[:k]):
                return "", token.low  # "the Islamic Courts Union", but "the Chávez-led ALBA bloc"
            return _CLASS_OF_NAME.get(token.name.kind, token.name.kind), token.low
        return "", token.low

    def _title(self, body: list[Token], k: int, names: list[NameMention]) -> tuple[str, str]:
        token = body[k]
        noun = token.noun
        if noun == "minister":
            before = {t.low for t in body[:k]}
            if token.low in ("minister", "ministers") and before & _CABINET:
                noun = "official"
        return noun, token.low


def _is_describing(token: Token) -> bool:
    """An adjective that may stand before the name of a state: "neighbouring", "revolutionary", "oil-rich"."""
    return (
        token.kind == "word" and not token.noun and (token.low in _DESCRIBING or token.low.endswith(_ADJECTIVE_ENDINGS))
    )


def _is_year(token: Token) -> bool:
    return token.date is not None and token.date.month is None and token.text.isdigit()
