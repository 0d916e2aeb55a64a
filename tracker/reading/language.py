"""Which language a text is in: by its script, else by its most frequent small words."""

import re
from collections import Counter
from collections.abc import Sequence
from types import MappingProxyType

_WORDS = MappingProxyType(
    {
        "en": "the of and to in that is was for with on as by at from has have had said be are it",
        "de": "der die das und ist nicht mit von den dem ein eine auf für sich auch im zu wurde",
        "fr": "le la les des et est une dans que qui pour sur pas au avec du ce sont par ont",
        "es": "el la los las de y que en una por con para del se no es al como su lo",
        "pt": "o os as de e que em uma por com para do da não é ao no na como mais",
        "it": "il lo gli di e che in una per con del della non è al nel sono alla da si",
        "nl": "de het een en van is dat niet op met voor zijn aan er door naar bij ook te in",
        "sv": "och att det som en är på för inte med av den till har ett om var från de i",
        "da": "og at det som en er på for ikke med af den til har et om var fra de blev efter sig",
        "nb": "og at det som en er på for ikke med av den til har et om var fra de ble etter seg",
        "fi": "ja on ei että se oli hän mutta myös ovat kun kuin sen joka vain ole mukaan",
        "cs": "a v na se že je do za s o z po pro jsou byl byla ale jako podle který při od si",
        "sk": "a v na sa že je do za s o z po pre sú bol bola ale ako podľa ktorý pri od si",
        "sl": "in je v na se da so za z ki bi pa tudi po kot ni ob bil bila o pri iz ne še",
        "hr": "i u je na se da za su od s a koji ne iz o kako će što nije bio prema te kao ili",
        "hu": "a az és hogy nem is egy meg már volt ez azt csak de el mint szerint után ki pedig",
        "ro": "și a în de la cu pe care nu că din este au fost pentru sunt după mai cel prin",
        "vi": "và của là có được cho không người trong một với đã này ở các những khi cũng đến tại",
        "pl": "i w na z że nie się do to jest o jak po ale od za są przez był oraz",
        "tr": "ve bir bu da de için ile olarak çok daha ise olan sonra kadar gibi ne olduğunu",
        "id": "yang dan di ini itu dengan untuk dari pada tidak dalam akan oleh ke telah juga",
        "ru": "и в не на что с по как это из он за от к но для его был же",
        "uk": "і в не на що з та як це до за у від про його для був є але й",
    }
)
_ENGLISH = "en"
_VOCABULARY = {name: frozenset(words.split()) for name, words in _WORDS.items()}
_SCRIPTS = (
    ("ja", re.compile(r"[\u3040-\u30ff]")),
    ("ko", re.compile(r"[\uac00-\ud7af]")),
    ("zh", re.compile(r"[\u4e00-\u9fff]")),
    ("ar", re.compile(r"[\u0600-\u06ff]")),
    ("he", re.compile(r"[\u0590-\u05ff]")),
    ("el", re.compile(r"[\u0370-\u03ff]")),
    ("hi", re.compile(r"[\u0900-\u097f]")),
    ("bn", re.compile(r"[\u0980-\u09ff]")),
    ("ta", re.compile(r"[\u0b80-\u0bff]")),
    ("th", re.compile(r"[\u0e00-\u0e7f]")),
    ("hy", re.compile(r"[\u0530-\u058f]")),
    ("ka", re.compile(r"[\u10a0-\u10ff]")),
)
_PERSIAN = re.compile(r"[\u067e\u0686\u06a9\u06af\u06cc]")  # letters that Arabic does not have
_WORD = re.compile(r"(?:[^\W\d_]\.)+|([^\W\d_]+)")  # "U.S." and "p.m." tell no language
_LOOKED_AT = 3000
_SCRIPT_SHARE = 0.25  # of all letters; names and terms in Latin letters stand in any script
_SHARE = 0.12  # of all words; running text of these languages reaches 0.2 to 0.4
_LEAD = 1.15  # over English, or of English over the second best
_FEWEST = 4
_SHORT = 8  # words; of less, nothing is held against English
_LONG = 40  # words; so many with hardly an English one are not English
_FOREIGN_LETTERS = 0.02  # of all letters; English has a name or a loan word now and then
_ENGLISH_SHARE = 0.05  # of all words; headlines and tables in English have no more


def guess_language(text: str) -> str | None:
    """ISO 639-1 code of the language, or None where a text is too short or of no known one."""
    sample = text[:_LOOKED_AT].lower()
    words = _words(sample)
    script = None if sample.isascii() else _by_script(sample, sum(map(len, words)))
    if script:
        return script
    (second, other), (best, name) = _scores(words)[-2:]
    if best < _FEWEST or best < len(words) * _SHARE:
        return None
    lead = _LEAD if _ENGLISH in {name, other} else 1
    return name if best > second * lead else None


def may_be_english(text: str) -> bool:
    """Whether nothing speaks against English in a text whose language cannot be told."""
    words = _words(text[:_LOOKED_AT].lower())
    hits = {name: score for score, name in _scores(words)}
    english = hits.pop(_ENGLISH)
    if max(hits.values()) >= max(_FEWEST, 2 * english):
        return False
    if len(words) < _SHORT or english >= len(words) * _ENGLISH_SHARE:
        return True
    letters = "".join(words)
    foreign = sum(not letter.isascii() for letter in letters)
    return len(words) < _LONG and foreign < len(letters) * _FOREIGN_LETTERS


def _words(sample: str) -> list[str]:
    return [word for word in _WORD.findall(sample) if word]


def lacks_english(words: Sequence[str]) -> bool:
    """Whether hardly any of the words, in lower case, is a small one of English."""
    return sum(word in _VOCABULARY[_ENGLISH] for word in words) < len(words) * _ENGLISH_SHARE


def _by_script(sample: str, letters: int) -> str | None:
    for name, pattern in _SCRIPTS:
        if letters and len(pattern.findall(sample)) > letters * _SCRIPT_SHARE:
            return "fa" if name == "ar" and _PERSIAN.search(sample) else name
    return None


def _scores(words: list[str]) -> list[tuple[int, str]]:
    """How many of the words each language has among its small ones, the best last."""
    counts = Counter(words)
    return sorted(
        (sum(counts[word] for word in vocabulary), name) for name, vocabulary in _VOCABULARY.items()
    )
