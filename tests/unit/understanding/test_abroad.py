"""Languages that are not read: named, figures and quotations found, nothing made up."""

import pytest

from tracker.understanding.model import Statement
from tracker.understanding.understand import understand

DANISH = (
    "Det blev i går klart, at der er 12 døde og 40 sårede efter ulykken, og at vejen er lukket."
)
CZECH = "Podle policie bylo v domě 7 lidí, kteří se nezranili, ale oheň se šířil od střechy."
ROMANIAN = "Cel puțin 7 oameni au fost răniți după explozie, iar 40 de case sunt pe cale să cadă."
HUNGARIAN = "A robbanás után 7 ember és egy gyerek is kórházba került, de már nem volt veszély."
VIETNAMESE = "Vụ cháy đã khiến 7 người bị thương và 20 nhà của người dân trong làng không còn."
TAGALOG = (
    "Ayon kay Mayor Ruiz, 12 pamilya ang lumikas matapos tumaas ang tubig sa ilog noong Martes ng"
    " gabi. Wala namang nasaktan sa mga residente, ngunit nasira ang ilang bahay at tindahan sa"
    " palengke. Patuloy pa rin ang ulan hanggang ngayong umaga, sabi niya."
)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (DANISH, "da"),
        (CZECH, "cs"),
        (ROMANIAN, "ro"),
        (HUNGARIAN, "hu"),
        (VIETNAMESE, "vi"),
        (TAGALOG, None),
    ],
)
def test_a_language_is_named_where_it_is_known_and_never_read_as_english(
    text: str, language: str | None
) -> None:
    found = understand(text)
    assert found.language == language
    assert found.unread
    assert {fact.subject for fact in found.facts} == {None}


@pytest.mark.parametrize(
    "text",
    [
        "Dam fails; 12 dead",
        "12 families",
        "U.S. envoy meets E.U. chief at 9 a.m. in São Paulo",
        "Ruiz beats Łukaszewicz 6-2, 6-3",
    ],
)
def test_a_few_english_words_are_read(text: str) -> None:
    assert understand(text).unread == ()


def test_an_english_article_stays_english_around_foreign_quotations() -> None:
    found = understand(
        "The mayor said on Tuesday that 12 families had lost their homes in the fire.\n"
        "“No nos queda nada, pero estamos vivos y eso es lo que importa para la familia”, said"
        " Rosa Vega, whose house on the river was destroyed. The shelter is to stay open."
    )
    assert (found.language, found.unread) == ("en", ())
    assert [each.speaker for each in found.statements] == ["The mayor", "Rosa Vega"]


def test_a_paragraph_in_another_language_is_not_read_as_english() -> None:
    """A bilingual page: its figures and quotations count, its words are told to be unread."""
    found = understand(
        "The council approved a budget of $40 million on Tuesday, said Mayor Ada Ruiz. It is the"
        " largest in the history of the city, and it was backed by both of the parties.\n"
        "El concejo aprobó un presupuesto de 40 millones de dólares, que es el más grande en la"
        " historia de la ciudad. «Es un gran día para la ciudad», dijo la alcaldesa Ada Ruiz."
    )
    assert found.language == "en"
    assert found.unread == ("all but figures and quotations of what stands in es",)
    assert [(fact.value, fact.rule[:6]) for fact in found.facts if fact.value][1:] == [
        (40_000_000, "figure")
    ]
    assert found.statements[-1].text == "«Es un gran día para la ciudad»"


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Mindestens 17 Menschen sind verletzt, und die Stadt ist nicht mit Strom versorgt.", [17]),
        ("Der Schaden liegt bei 1.200,50 € und ist nicht von der Versicherung gedeckt.", [1200.5]),
        ("Le coût est de 1 200 000 € et de 3,5 millions pour les communes.", [1_200_000, 3.5e6]),
        ("El coste es de 3 mil millones y de 25 millones para las obras.", [3e9, 25e6]),
        ("Ущерб на этот раз составил 1,5 млрд рублей, и из домов вывезли 2 300.", [1.5e9, 2300]),
        ("Hasarın 2,5 milyar lira ve bu binaların %60'ı olduğu için çok daha.", [2.5e9, 60]),
        ("وتقدر الخسائر بنحو 3.5 مليون دولار وتم إجلاء ٢٥٠ عائلة من السكان", [3.5e6, 250]),
        ("爆炸造成8人死亡、36人受伤，损失约为3.5亿元。", [8, 36, 3.5e8]),
        ("火災で5人が死亡、約300人が避難した。被害額は2億5000万円で。", [5, 300, 2.5e8]),
        ("En la ciudad los heridos son 25. El tren que va a la costa no para.", [25]),
        ("폭발이 일어나 7명이 숨지고 피해액은 35억 원이다.", [7, 3.5e9]),
    ],
)
def test_figures_are_read_as_the_language_writes_them(text: str, values: list[float]) -> None:
    assert [fact.value for fact in understand(text).facts] == values


@pytest.mark.parametrize(
    "text",
    [
        "Der Zug ist am 12. November 2024 um 23.30 Uhr mit der Lok nicht in den Bahnhof gefahren.",
        "Die Frau ist nicht in der 3. Etage, und die 14. Runde ist mit dem Spiel nicht vorbei.",
        "Le train est parti le 12 novembre 2024 à 14h30 et il est dans la gare de la ville.",
        "El tren de la mañana no salió el 12 de noviembre de 2024 de la estación en que estaba.",
        "Поезд не пришёл 12 ноября 2024 в 6:20, и он был на станции до утра, как это и было.",
        "11月12日凌晨，他们在2019年住过的地方。",
        "Der Airbus A320 ist auf der Bahn 7a gelandet, und die 80-jährige Frau ist nicht verletzt.",
    ],
)
def test_days_years_clock_times_and_names_are_no_amounts(text: str) -> None:
    assert [fact for fact in understand(text).facts if fact.kind == "quantity"] == []


@pytest.mark.parametrize(
    ("text", "said", "speaker"),
    [
        (
            "„Das Wasser kam in der Nacht“, sagte Jutta Brandt. „Wir sind auf das Dach gestiegen.“",
            ["„Das Wasser kam in der Nacht“", "„Wir sind auf das Dach gestiegen.“"],
            "Jutta Brandt",
        ),
        (
            "Der Rat hat beschlossen. »Das ist nicht genug für die Stadt«, sagte Holger Weiss.",
            ["»Das ist nicht genug für die Stadt«"],
            "Holger Weiss",
        ),
        (
            "« Il a fallu 4 heures pour en venir à bout », a déclaré le maire, Luc Kervella.",
            ["« Il a fallu 4 heures pour en venir à bout »"],
            "Luc Kervella",
        ),
        (
            "«No quedó nada en pie», dijo la alcaldesa de la ciudad, Marta Olmos, en la plaza.",
            ["«No quedó nada en pie»"],
            "Marta Olmos",
        ),
        (
            "„Nikdy jsme nic takového neviděli,“ řekl starosta Jan Novotný, který se o lidi stará.",
            ["„Nikdy jsme nic takového neviděli,“"],
            "Jan Novotný",
        ),
        ("市长李强表示：“救援工作仍在继续。”", ["“救援工作仍在继续。”"], None),
        (
            "「こんな火事は見たことがない」と男性は話した。",
            ["「こんな火事は見たことがない」"],
            None,
        ),
        (
            "وقال رئيس البلدية سامي حداد: «لم نر حريقا مثل هذا من قبل».",
            ["«لم نر حريقا مثل هذا من قبل»"],
            None,
        ),
    ],
)
def test_direct_quotations_are_found_in_their_own_marks(
    text: str, said: list[str], speaker: str | None
) -> None:
    (statement,) = understand(text).statements
    assert _parts(text, statement) == said
    assert speaker is None or str(statement.speaker).endswith(speaker)


@pytest.mark.parametrize(
    "text",
    [
        "Er sprach von einer »Katastrophe« und davon, dass die Stadt es nicht allein schafft.",
        "Elle a lu « Les Misérables » dans la prison de la ville, et pas sur une île.",
    ],
)
def test_titles_and_single_words_in_marks_are_no_statements(text: str) -> None:
    assert understand(text).statements == ()


def _parts(text: str, statement: Statement) -> list[str]:
    return [text[start:end] for start, end in statement.spans]
