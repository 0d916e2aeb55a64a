"""Walls, errors and missing pages are told from articles, and from reports about them."""

import pytest

from tests.unit.reading.suspects import ADDRESS, STORY, bare, kinds, markup, reading_of
from tracker.reading.suspicion.model import Kind, Page, is_absent, kinds_of
from tracker.reading.suspicion.signs import signs

KNOWN = markup(*STORY)

PAGES = [
    (
        Kind.BLOCK,
        bare(
            "Just a moment...",
            "Enable JavaScript and cookies to continue",
            extra='<div class="cf-turnstile" id="cf-chl-widget"></div>',
        ),
    ),
    (
        Kind.BLOCK,
        bare(
            "Attention Required! | Cloudflare",
            "Sorry, you have been blocked. You are unable to access valley-record.example.",
            "Cloudflare Ray ID: 8f1e02ab4c9d7e55. Performance & security by Cloudflare.",
        ),
    ),
    (
        Kind.BLOCK,
        bare(
            "Access Denied",
            'You don\'t have permission to access "/valley/dam" on this server.',
            "Reference #18.6c7a1402.1731844800.3f9d2ab1",
        ),
    ),
    (
        Kind.BLOCK,
        bare(
            "valley-record.example",
            "Please enable JS and disable any ad blocker",
            extra='<script src="https://ct.captcha-delivery.com/c.js"></script>',
        ),
    ),
    (
        Kind.BLOCK,
        bare(
            "Access to this page has been denied",
            "Press & Hold to confirm you are a human and not a bot.",
            extra='<div id="px-captcha"></div>',
        ),
    ),
    (Kind.BLOCK, bare("Are you a robot?", "Please tick the box below to go on reading.")),
    (
        Kind.BLOCK,
        bare("Hello", "Our systems have detected unusual traffic from your computer network."),
    ),
    (Kind.BLOCK, bare("Request blocked", "This request was blocked by our rules. Try later.")),
    (
        Kind.BLOCK,
        bare(
            "Sicherheitsüberprüfung", "Bestätigen Sie, dass Sie kein Roboter sind.", language="de"
        ),
    ),
    (Kind.BLOCK, bare("Accès refusé", "Confirmez que vous êtes humain.", language="fr")),
    (
        Kind.CONSENT,
        bare(
            "Your privacy",
            "We and our 312 partners store and/or access information on your device, and process"
            " data such as the pages that you read.",
            "You may accept all, reject all, or manage your privacy settings at any time.",
        ),
    ),
    (
        Kind.CONSENT,
        bare(
            "Valley Record",
            "Wir und unsere 211 Partner verarbeiten Ihre Daten, um Ihnen Werbung zu zeigen.",
            "Alle akzeptieren. Ihre Einwilligung können Sie jederzeit widerrufen.",
            language="de",
        ),
    ),
    (
        Kind.CONSENT,
        bare(
            "Journal de la vallée",
            "Nous et nos 98 partenaires traitons vos données personnelles.",
            "Tout accepter. Continuer sans accepter.",
            language="fr",
        ),
    ),
    (
        Kind.CONSENT,
        bare(
            "Diario del valle",
            "Nosotros y nuestros 45 socios usamos cookies.",
            "Aceptar todo. Rechazar todo.",
            language="es",
        ),
    ),
    (
        Kind.LOGIN,
        bare(
            "Sign in to your account",
            "Forgot your password? Create an account.",
            extra='<form><input type="password" name="p"></form>',
        ),
    ),
    (
        Kind.LOGIN,
        bare(
            "Valley Record",
            "E-Mail und Passwort",
            extra='<form><input type="password" name="p"></form>',
            language="de",
        ),
    ),
    (Kind.NOT_FOUND, bare("Page not found | Valley Record", "There is nothing here.")),
    (Kind.NOT_FOUND, bare("404", "Oops! That link seems to be broken.")),
    (
        Kind.NOT_FOUND,
        bare(
            "Valley Record",
            "This article is no longer available.",
            "Go back to our homepage, or try a search.",
        ),
    ),
    (Kind.NOT_FOUND, bare("Seite nicht gefunden", "Leider gibt es hier nichts.", language="de")),
    (Kind.NOT_FOUND, bare("Page introuvable", "Retour à l’accueil", language="fr")),
    (Kind.NOT_FOUND, bare("Página no encontrada", "Volver a la portada", language="es")),
    (Kind.NOT_FOUND, bare("Pagina non trovata - Il Corriere della valle", "404", language="it")),
    (Kind.SERVER_ERROR, bare("502 Bad Gateway", "nginx/1.24.0")),
    (Kind.SERVER_ERROR, bare("Service Unavailable", "Guru Meditation: XID: 90441283")),
    (
        Kind.SERVER_ERROR,
        bare("Error establishing a database connection", "Is the database server running?"),
    ),
    (Kind.MAINTENANCE, bare("We'll be back soon", "We are carrying out planned maintenance.")),
    (Kind.MAINTENANCE, bare("Wartungsarbeiten", "Wir sind in Kürze wieder da.", language="de")),
]


@pytest.mark.parametrize(("kind", "page"), PAGES)
def test_a_wall_or_an_error_is_told_beside_the_article_and_alone(kind: Kind, page: str) -> None:
    assert kind in kinds(page, KNOWN)
    assert kind in kinds(page)


REPORTS = [
    (
        "a report on captchas",
        markup(
            "Half of all who meet a captcha give up, a study of 4,000 readers found, and most of"
            " them never come back to the page that asked whether they are human.",
            "“Verify you are human” is the sentence they like least, the study says, followed by"
            " “Checking your browser” and “Access denied”.",
            "The makers of such walls say that without them robots would read more than people.",
            title="Are you a robot? Readers have had enough",
        ),
    ),
    (
        "a flash on reporters kept out",
        markup(
            "Reporters were denied access to the trial on Monday, the court said.",
            "More on this as it comes in.",
            title="Access denied to reporters at trial",
            head='<meta property="og:type" content="article">',
        ),
    ),
    (
        "a report on an outage",
        markup(
            "Customers of the valley's largest bank saw “Service unavailable. Please try again"
            " later” for six hours on Friday, and no money came out of its 40 machines.",
            "The bank said that maintenance had gone wrong, and apologised to 210,000 customers.",
            title="Bank offline for six hours",
        ),
    ),
    (
        "a report on cookies",
        markup(
            "The parliament wants to forbid walls that let nobody read who does not agree to"
            " cookies; “accept all” must not be larger than “reject all”, says the bill.",
            "Publishers warn that they would lose a third of what they earn.",
            title="Bill forbids cookie walls",
            head='<meta property="og:type" content="article">',
        ),
    ),
    (
        "ein Bericht über gelöschte Seiten",
        markup(
            "Wer die Seite des Landkreises aufruft, liest seit Montag nur: „Seite nicht gefunden“."
            " Der Kreis hat 800 Seiten gelöscht, ohne es jemandem zu sagen.",
            "Die Opposition verlangt Auskunft darüber, was auf ihnen stand und wer das entschied.",
            title="Landkreis löscht 800 Seiten",
            language="de",
        ),
    ),
    (
        "une brève sur la maintenance",
        markup(
            "Le téléphérique sera fermé du 4 au 18 mars pour maintenance, a annoncé la commune.",
            "Des bus le remplaceront toutes les vingt minutes.",
            title="Le téléphérique fermé deux semaines",
            language="fr",
        ),
    ),
]


@pytest.mark.parametrize("page", [page for _, page in REPORTS], ids=[name for name, _ in REPORTS])
def test_a_report_on_walls_and_errors_is_an_article(page: str) -> None:
    """On a first look as beside itself; in another's place it is another article, no more."""
    assert kinds(page) == set()
    assert kinds(page, page) == set()
    assert kinds(page, KNOWN) <= {Kind.OTHER, Kind.SHRUNK, Kind.LANGUAGE}


def test_a_banner_over_the_article_hides_nothing() -> None:
    """The words of a wall are there, and so is the article."""
    banner = (
        '<div role="dialog"><p>We value your privacy. We and our 200 partners store and/or access'
        " information on your device.</p><button>Accept all</button></div>"
        '<form><input type="password"></form><div class="g-recaptcha"></div>'
    )
    assert kinds(markup(*STORY, extra=banner), KNOWN) == set()
    assert kinds(markup(*STORY, extra=banner)) == set()


def test_a_long_consent_wall_is_one_all_the_same() -> None:
    """Its legal text is longer than many an article."""
    legal = (
        "We and our 312 partners process data on the ground of legitimate interest or of consent."
        " You may accept all of it, reject all of it, or manage your privacy settings below."
    )
    purposes = [
        f"Purpose {number}: devices may be told apart by what they send of themselves, so that"
        " content and advertising can be measured and chosen, which helps to build products."
        for number in range(1, 15)
    ]
    page = bare("Valley Record", legal, *purposes)
    assert Kind.CONSENT in kinds(page, KNOWN)
    assert Kind.CONSENT in kinds(page)


@pytest.mark.parametrize(
    ("answered", "kind"),
    [
        ("https://consent.valley-record.example/collect?continue=dam", Kind.CONSENT),
        ("https://www.valley-record.example/login?next=/valley/dam-above-ober", Kind.LOGIN),
        ("https://www.valley-record.example/", Kind.HOME),
        ("https://www.valley-record.example/en/", Kind.HOME),
        ("https://valley-record.example/index.html", Kind.HOME),
    ],
)
def test_where_the_answer_came_from_tells(answered: str, kind: Kind) -> None:
    page = bare("Valley Record", "Fog holds up the morning boat. Read on for more of the valley.")
    assert kind in kinds(page, KNOWN, answered=answered)
    assert kind in kinds(page, answered=answered)


def test_a_section_that_lists_articles_is_no_article() -> None:
    links = "".join(f'<a href="/valley/{number}">A headline of today</a>' for number in range(60))
    section = bare("Valley", "All news of the valley, as it comes in.", extra=links)
    at = "https://www.valley-record.example/valley"
    assert Kind.HOME in kinds(section, KNOWN, answered=at)
    assert Kind.HOME in kinds(section, answered=at)


def test_the_home_page_under_the_articles_own_address_is_told_by_its_name() -> None:
    home = bare(
        "Valley Record",
        "Fog holds up the morning boat, and the council votes on the harbour today.",
        extra='<meta property="og:type" content="website">'
        '<link rel="canonical" href="https://www.valley-record.example/">',
    )
    assert Kind.HOME in kinds(home, KNOWN)


@pytest.mark.parametrize(
    ("asked", "answered"),
    [
        (f"{ADDRESS}/amp", ADDRESS),
        (f"{ADDRESS}/print", ADDRESS),
        ("http://valley-record.example/valley/dam-above-ober", ADDRESS),
        ("https://www.valley-record.example/?p=418", ADDRESS),
        (ADDRESS, f"{ADDRESS}-2"),
    ],
)
def test_an_article_may_be_led_to_another_address(asked: str, answered: str) -> None:
    assert kinds(KNOWN, KNOWN, address=asked, answered=answered) == set()
    assert kinds(KNOWN, address=asked, answered=answered) == set()


def test_an_address_that_was_the_root_from_the_first_is_no_home_page() -> None:
    """Some outlets give every article a host of its own."""
    root = "https://dam-above-ober.valley-record.example/"
    assert kinds(KNOWN, address=root) == set()


def test_reasons_say_what_was_seen_and_can_be_read_back() -> None:
    page = Page(ADDRESS, ADDRESS, bare("Page not found", "Nothing here."))
    known = reading_of(KNOWN)
    reasons = [sign.reason for sign in signs(page, reading_of(page.markup), known)]
    assert reasons[0] == "soft 404: the page is headed 'Page not found'"
    assert Kind.NOT_FOUND in kinds_of(reasons)
    assert is_absent(reasons[0])
