"""The catalogue's own words: which it knows, which are near, which begin or contain what was typed."""

from __future__ import annotations

import mmap
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import islice
from pathlib import Path

from rapidfuzz import process
from rapidfuzz.distance import OSA

SYSTEM_WORD_LISTS = Path("/usr/share/dict")
# A word of the catalogue that begins with or contains a typed part stands for it; more than this many say too little.
MAX_COMPLETIONS = 30
MIN_REPAIRED_LETTERS = 3
MIN_PART_LETTERS = 3


def allowed_edits(word: str) -> int:
    """How many wrong letters are forgiven: none in codes and in words of 1 or 2 letters, 1 up to 6 letters, else 2."""
    if len(word) < MIN_REPAIRED_LETTERS or not word.isalpha():
        return 0
    return 1 if len(word) <= 6 else 2


class Vocabulary:
    """Words of the catalogue and in how many items they are; lexemes (stems) likewise.

    Looking a misspelt word up compares it with every word of about its length (rapidfuzz, bit-parallel): among 19,000
    words that takes 0.1 ms, and unlike with a deletion index, which took seconds, there is nothing to build or update.
    """

    def __init__(self, words: Mapping[str, int], lexemes: Mapping[str, int], documents: int) -> None:
        self.documents = documents
        self._words: dict[str, int] = {}
        self._lexemes = dict(lexemes)
        self._by_length: dict[int, list[str]] = {}
        self._sorted: list[str] = []
        self._add_words(words)

    def __len__(self) -> int:
        return len(self._words)

    def add(self, words: Mapping[str, int], lexemes: Mapping[str, int], documents: int) -> None:
        """Count the words of `documents` more items."""
        self._add_words(words)
        for lexeme, count in lexemes.items():
            self._lexemes[lexeme] = self._lexemes.get(lexeme, 0) + count
        self.documents += documents

    def _add_words(self, words: Mapping[str, int]) -> None:
        new = [word for word in words if word not in self._words]
        for word, count in words.items():
            self._words[word] = self._words.get(word, 0) + count
        # New lists instead of longer ones: other threads may be going through the old ones.
        repairable: dict[int, list[str]] = defaultdict(list)
        for word in new:
            if allowed_edits(word):
                repairable[len(word)].append(word)
        for length, more in repairable.items():
            self._by_length[length] = self._by_length.get(length, []) + more
        if new:
            self._sorted = sorted(self._sorted + new)

    def knows(self, word: str, lexemes: Iterable[str] = ()) -> bool:
        """Is the word, or another form of it, in the catalogue?"""
        return word in self._words or any(lexeme in self._lexemes for lexeme in lexemes)

    def documents_with(self, lexemes: Iterable[str]) -> int:
        """In how many items one of the lexemes is, at most; an estimate for several."""
        return min(self.documents, sum(self._lexemes.get(lexeme, 0) for lexeme in lexemes))

    def documents_of(self, words: Iterable[str]) -> int:
        """In how many items one of the words is, at most."""
        return sum(self._words.get(word, 0) for word in words)

    def nearest(self, word: str, most_edits: int | None = None) -> str | None:
        """The known word with the fewest wrong letters; ties go to the same first letter, then to the more frequent.

        A wrong letter is one missing, too many, replaced, or two swapped (optimal string alignment: Damerau 1964).
        """
        edits = allowed_edits(word) if most_edits is None else min(most_edits, allowed_edits(word))
        if not edits:
            return None
        near: list[tuple[int, bool, int, str]] = []
        for length in range(len(word) - edits, len(word) + edits + 1):
            choices = self._by_length.get(length, ())
            for known, distance, _ in process.extract(
                word, choices, scorer=OSA.distance, processor=None, score_cutoff=edits, limit=None
            ):
                near.append((distance, known[0] != word[0], -self._words[known], known))
        return min(near)[3] if near else None

    def completions(self, start: str) -> list[str]:
        """Known words that begin so, the most frequent first."""
        if len(start) < 2:
            return []
        at = bisect_left(self._sorted, start)
        words = []
        for word in islice(self._sorted, at, None):
            if not word.startswith(start):
                break
            words.append(word)
        return sorted(words, key=lambda word: (-self._words[word], word))[:MAX_COMPLETIONS]

    def containing(self, part: str) -> list[str]:
        """Known codes with this part in them, the most frequent first; only for parts that have a digit."""
        if len(part) < MIN_PART_LETTERS or not any(character.isdigit() for character in part):
            return []
        words = [word for word in self._sorted if part in word]
        return sorted(words, key=lambda word: (-self._words[word], word))[:MAX_COMPLETIONS]

    def split(self, word: str) -> tuple[str, str] | None:
        """Two known words that were typed as one: picturehook = picture hook."""
        parts = [
            (min(self._words[word[:at]], self._words[word[at:]]), at)
            for at in range(3, len(word) - 2)
            if word[:at] in self._words and word[at:] in self._words
        ]
        if not parts:
            return None
        at = max(parts)[1]
        return word[:at], word[at:]


class WordLists:
    """Words of a language, from sorted lists with a word a line (Debian: wamerican and its sisters in /usr/share/dict).

    The files are mapped, not read: a look-up costs 0.1 ms and the memory is the kernel's. Where there are none, no
    word counts as correct.
    """

    def __init__(self, folder: Path = SYSTEM_WORD_LISTS) -> None:
        self._lists: list[mmap.mmap] = []
        try:
            paths = sorted({path.resolve() for path in folder.iterdir() if not path.name.startswith("README")})
        except OSError:
            return
        for path in paths:
            if path.is_file() and path.stat().st_size:
                with path.open("rb") as file:
                    self._lists.append(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))

    def __contains__(self, word: object) -> bool:
        line = b"\n" + str(word).encode() + b"\n"
        return any(words.find(line) >= 0 for words in self._lists)
