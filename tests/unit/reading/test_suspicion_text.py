"""Damaged, cut and exchanged texts are told from what editors do."""

from collections.abc import Callable

import pytest

from tests.unit.reading.suspects import ADDRESS, STORY, bare, kinds, markup, paragraphs, reading_of
from tracker.reading.suspicion.model import HARD, SOFT, Kind, Page
from tracker.reading.suspicion.shared import likeness, share_kept
from tracker.reading.suspicion.signs import is_plain

KNOWN = markup(*STORY)

OTHER = paragraphs(
    """
The chess club of the upper valley has won the league for the fourth year in a row, with a last
round in which its youngest player, aged eleven, beat a champion of the country.

The club was founded in a bakery and still meets there on Wednesdays after the ovens have been put
out, its chair told the paper, who brings the boards along in a bread basket.

Eight of its players will travel to the finals in the capital, for which the council has given
them a bus and the bakery a hundred and twenty rolls filled with cheese.
    """
)

GERMAN = paragraphs(
    """
Der Staudamm über dem Städtchen hält auch in der dritten Nacht, sagte die Bürgermeisterin am
Sonntag, und die Prüfer fänden keine größeren Schäden an der Mauer.

Rund 1.200 Menschen übernachteten in Schulen, während Helfer Sandsäcke in die Straßen der unteren
Stadt brachten, wo das Wasser bis unter die Türschwellen stand.

Zwei Brücken blieben gesperrt; der Kreis bat darum, die Flussstraße zu meiden, auf der am
Nachmittag zweimal ein Laster aus dem Schlamm gezogen werden musste.
    """
)
FRENCH = paragraphs(
    """
Le barrage a tenu une troisième nuit, a déclaré dimanche la préfète, et les ingénieurs qui le
surveillent n’ont trouvé aucune fissure qui n’ait été relevée auparavant.

Près de 1 200 personnes ont été hébergées dans des écoles, où les élèves étaient attendus jeudi,
pendant que des équipes apportaient des sacs de sable à la ville basse.

À Noël dernier déjà, la crue avait coupé deux ponts et détruit la scierie des frères Lebœuf.
    """
)
RUSSIAN = paragraphs(
    """
Плотина выдержала и третью ночь дождя, сообщил губернатор в воскресенье, и инженеры не нашли новых
трещин, хотя вода стояла выше, чем когда-либо за последние годы.

Около тысячи двухсот человек ночевали в школах, пока бригады носили мешки с песком.
    """
)
VIETNAMESE = paragraphs(
    """
Ông Â Văn Ã nói rằng đập vẫn đứng vững sau đêm mưa thứ ba, và các kỹ sư không tìm thấy vết nứt nào
mới, dù mực nước cao hơn mọi năm trước đây.

Khoảng 1.200 người đã ngủ trong các trường học khi đội cứu hộ mang bao cát đến khu phố dưới.
    """
)
PORTUGUESE = paragraphs(
    """
A BARRAGEM RESISTIU, DISSE O GOVERNADOR: “NÃO HÁ RISCO”. OS IRMÃOS SIMÃO E JOÃO VOLTARAM.

Cerca de 1.200 pessoas dormiram em escolas, e as aulas não recomeçam antes de quinta-feira.
    """
)


def misread(page: str) -> str:
    """UTF-8 taken for Windows-1252, as many a server has done."""
    return page.encode().decode("cp1252", "replace")


@pytest.mark.parametrize("story", [GERMAN, FRENCH, RUSSIAN], ids=["de", "fr", "ru"])
def test_utf8_read_as_another_encoding_is_mojibake(story: tuple[str, ...]) -> None:
    good, bad = markup(*story, language="x"), misread(markup(*story, language="x"))
    assert Kind.GARBLED in kinds(bad, good)
    assert Kind.GARBLED in kinds(bad)
    assert kinds(good, good) == set()
    assert kinds(good) == set()


@pytest.mark.parametrize(
    "damage",
    [
        lambda page: page.replace("ü", "\ufffd").replace("ä", "\ufffd"),
        lambda page: page.replace("ü", "?").replace("ä", "?").replace("ß", "?"),
        lambda page: page.replace("ü", "\x85").replace("ä", "\x96").replace("ö", "\x9d"),
    ],
    ids=["replaced", "question marks", "controls"],
)
def test_lost_letters_are_mojibake(damage: Callable[[str], str]) -> None:
    good = markup(*GERMAN, language="de")
    assert Kind.GARBLED in kinds(damage(good), good)


@pytest.mark.parametrize(
    "story",
    [GERMAN, FRENCH, RUSSIAN, VIETNAMESE, PORTUGUESE],
    ids=["de", "fr", "ru", "vi", "pt"],
)
def test_letters_of_any_language_are_none(story: tuple[str, ...]) -> None:
    assert kinds(markup(*story)) == set()


def test_a_single_slip_and_what_was_there_before_are_none() -> None:
    """One lost character is an editor's; a text that quotes mojibake is not damaged by it."""
    slip = markup(*STORY[:-1], STORY[-1] + " The caf\ufffd stays closed.")
    assert kinds(slip, KNOWN) == set()
    quoting = (*STORY, "It printed “fÃ¼r”, “SchÃ¤den” and “mÃ¼ssen” on 1,200 letters.")
    assert kinds(markup(*quoting, "It said sorry."), markup(*quoting)) == set()


def test_questions_and_addresses_are_no_lost_letters() -> None:
    asked = "Who pays? Who knew? See example.org/a?page=dam, /b?page=dam and /c?page=dam. Why?"
    assert kinds(markup(*STORY, asked), KNOWN) == set()


@pytest.mark.parametrize("share", [0.35, 0.5, 0.8])
def test_a_page_that_breaks_off_is_cut(share: float) -> None:
    start = KNOWN.index("<article>")
    cut = KNOWN[: start + int((KNOWN.index("</article>") - start) * share)]
    assert Kind.CUT in kinds(cut, KNOWN)


def test_a_first_page_that_ends_within_a_tag_is_cut() -> None:
    assert Kind.CUT in kinds(KNOWN[: KNOWN.index("</article>")] + '<img src="/pictures/da')


def test_a_page_that_never_closes_is_whole() -> None:
    """HTML allows it, and the page of the article as known did the same."""
    unclosed = KNOWN.replace("</body></html>", "")
    shorter = markup(*STORY[:-1]).replace("</body></html>", "")
    assert kinds(shorter, unclosed) == set()
    assert kinds(unclosed) == set()
    assert kinds(unclosed, KNOWN) == set()


def test_a_page_without_text_is_empty_where_there_was_some() -> None:
    empty = markup(extra='<div id="app"></div><script>boot()</script>')
    assert reading_of(empty) is None
    assert kinds(empty, KNOWN) == {Kind.EMPTY}
    assert kinds(empty) == set()


PAYWALLS = [
    ("en", "Subscribe to continue reading. Already a subscriber? Log in."),
    ("de", "Jetzt weiterlesen: Dieser Artikel ist nur für Abonnenten."),
    ("fr", "Il vous reste 72 % de cet article à lire. La suite est réservée aux abonnés."),
    ("es", "Contenido exclusivo para suscriptores. Suscríbete para seguir leyendo."),
    ("it", "Articolo riservato agli abbonati. Per continuare a leggere, abbonati."),
    ("nl", "Dit artikel is alleen voor abonnees."),
]


@pytest.mark.parametrize("asks", [asks for _, asks in PAYWALLS], ids=[name for name, _ in PAYWALLS])
def test_a_beginning_and_an_offer_are_a_paywall(asks: str) -> None:
    """Whether the offer stands in the article or beside it, or the page only declares it."""
    assert Kind.PAYWALL in kinds(markup(*STORY[:2], asks), KNOWN)
    assert Kind.PAYWALL in kinds(markup(*STORY[:1], extra=f"<aside><p>{asks}</p></aside>"), KNOWN)
    declared = '<script type="application/ld+json">{"isAccessibleForFree": "False"}</script>'
    assert Kind.PAYWALL in kinds(markup(*STORY[:2], head=declared), KNOWN)


def test_an_offer_beside_the_whole_text_hides_nothing() -> None:
    asks = "<aside><p>Subscribe to continue reading more stories like this one.</p></aside>"
    assert kinds(markup(*STORY, extra=asks), KNOWN) == set()
    known = markup(*STORY, extra=asks)
    shortened = markup(*STORY[:4], extra=asks)
    assert kinds(shortened, known) == set()


def test_a_report_on_paywalls_is_none() -> None:
    report = paragraphs(
        """
“Subscribe to continue reading”: the words stand under nine of ten texts of the region's papers, a
survey of 300 articles found, and few readers follow them.

The papers say that they live from those who do.
        """
    )
    assert kinds(markup(*report, title="Readers turn away at paywalls")) == set()


INNOCENT = [
    ("nothing", STORY, STORY),
    ("a figure", STORY, tuple(line.replace("1,200", "1,450") for line in STORY)),
    ("a paragraph more", STORY, (*STORY, OTHER[0])),
    ("a correction that takes two paragraphs", STORY, STORY[:4]),
    ("a correction that takes half", STORY, STORY[3:]),
    ("a flash that grows tenfold", (STORY[0],), (*STORY, *OTHER)),
    ("a flash that is written anew", ("A dam above Ober holds, officials say.",), STORY),
    ("a live blog that doubles", STORY, (*OTHER, *GERMAN[:1], *STORY)),
    ("an order turned about", STORY, STORY[::-1]),
]


@pytest.mark.parametrize(
    ("old", "new"), [pair[1:] for pair in INNOCENT], ids=[name for name, *_ in INNOCENT]
)
def test_what_editors_do_every_day_is_not_suspicious(
    old: tuple[str, ...], new: tuple[str, ...]
) -> None:
    assert kinds(markup(*new), markup(*old)) == set()


SUSPICIOUS = [
    ("another article", KNOWN, markup(*OTHER, title="Chess club wins again"), {Kind.OTHER}),
    (
        "a retraction in place of the text",
        KNOWN,
        bare("Retracted", "The Valley Record has retracted this report and regrets its errors."),
        {Kind.SHRUNK, Kind.OTHER},
    ),
    ("next to nothing", KNOWN, markup(STORY[0]), {Kind.SHRUNK}),
    (
        "many times as long",
        KNOWN,
        markup(*STORY, *(f"{number}. {line}" for number in range(9) for line in OTHER)),
        {Kind.GROWN},
    ),
    (
        "another language",
        KNOWN,
        markup(*GERMAN, *GERMAN, language="de"),
        {Kind.OTHER, Kind.LANGUAGE},
    ),
]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [row[1:] for row in SUSPICIOUS],
    ids=[name for name, *_ in SUSPICIOUS],
)
def test_what_may_be_another_page_is_softly_suspicious(
    old: str, new: str, expected: set[Kind]
) -> None:
    """A second look decides; alone, each of these pages is a good first version."""
    assert kinds(new, old) == expected
    assert expected <= SOFT
    assert kinds(new) == set()


def test_every_sign_is_either_hard_or_soft() -> None:
    assert {*Kind} == HARD | SOFT
    assert not HARD & SOFT


@pytest.mark.parametrize(
    ("story", "held", "plain"),
    [
        (STORY, 1.0, True),
        ((*STORY, OTHER[0]), 0.8, True),
        (STORY[:3], 1.0, False),
        (OTHER * 2, 0.0, False),
        (STORY * 5, 1.0, False),
    ],
)
def test_most_edits_need_no_closer_look(
    story: tuple[str, ...], held: float, *, plain: bool
) -> None:
    """What `is_plain` lets through bears no sign: it only spares reading the old page again."""
    page = markup(*story)
    reading = reading_of(page)
    assert reading
    words = len(" ".join(STORY).split())
    assert is_plain(Page(ADDRESS, ADDRESS, page), reading, words, held) is plain
    if plain:
        assert kinds(page, KNOWN) == set()


def test_likeness_is_of_runs_of_words() -> None:
    one, other = " ".join(STORY), " ".join(OTHER)
    assert likeness(one, one) == 1
    assert likeness(one, other) < 0.05
    assert share_kept(STORY[0], one) == 1
    assert 0.1 < share_kept(one, STORY[0]) < 0.3
    assert likeness("", "") == 1
    assert share_kept("", one) == 0


def test_scripts_without_spaces_are_compared_by_characters() -> None:
    one = "大坝在第三个雨夜依然屹立，州长周日表示，工程师没有发现新的裂缝。"
    assert share_kept(one, one + "约一千二百人在学校过夜。") == 1
    assert likeness(one, one.replace("周日", "周一")) > 0.7
