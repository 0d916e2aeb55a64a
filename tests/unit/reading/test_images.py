"""The lead image: one picture is one, however it is delivered."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.reading.noise.images import folded_image
from tracker.reading.noise.substance import noise_between, substance
from tracker.reading.read import read

PICTURE = "https://media.harbour-post.example/2024/11/17/bridge.jpg"

SAME = [
    # sizes and qualities as parameters
    (PICTURE, f"{PICTURE}?w=640&h=360&q=75&auto=format"),
    (PICTURE, f"{PICTURE}?width=1200&height=630&quality=85&s=4b1f0c2d9e8a7f6b"),
    (f"{PICTURE}?v=1731850000&sig=abc", f"{PICTURE}?v=1731859999&sig=def"),
    # sizes and settings in the path
    (PICTURE, "https://media.harbour-post.example/640x360/2024/11/17/bridge.jpg"),
    (PICTURE, "https://media.harbour-post.example/w_640,h_360,c_fill,q_auto/2024/11/17/bridge.jpg"),
    (PICTURE, "https://media.harbour-post.example/fit-in/1200x630/2024/11/17/bridge.jpg"),
    (PICTURE, "https://media.harbour-post.example/1024/2024/11/17/bridge.jpg"),
    (PICTURE, "https://media.harbour-post.example/width=640,quality=80/2024/11/17/bridge.jpg"),
    # sizes in the name
    (PICTURE, "https://media.harbour-post.example/2024/11/17/bridge-1024x683.jpg"),
    (PICTURE, "https://media.harbour-post.example/2024/11/17/bridge-scaled.jpg"),
    (PICTURE, "https://media.harbour-post.example/2024/11/17/bridge@2x.jpg"),
    (PICTURE, "https://media.harbour-post.example/2024/11/17/bridge-facebookJumbo.jpg"),
    (PICTURE, "https://media.harbour-post.example/2024/11/17/bridge-1200.jpg"),
    # formats
    (PICTURE, "https://media.harbour-post.example/2024/11/17/bridge.jpg.webp"),
    (PICTURE, "https://media.harbour-post.example/2024/11/17/bridge.webp"),
    # hosts that resize, and shards of one host
    (PICTURE, f"https://resize.example/img?url={PICTURE}&w=640"),
    (PICTURE, f"https://resize.example/_next/image?url={PICTURE.replace('/', '%2F')}&w=640"),
    (PICTURE, f"https://resize.example/cdn-cgi/image/width=640/{PICTURE}"),
    (PICTURE, f"https://i2.wp.com/{PICTURE.removeprefix('https://')}?fit=640%2C360&ssl=1"),
    ("https://img1.harbour-post.example/a.png", "http://img7.harbour-post.example/a.png"),
    # a file called after its size, in a folder called after the picture
    (
        "https://i.paper.example/img/media/0f3a9c/0_120_5000_3000/master/5000.jpg?width=620",
        "https://i.paper.example/img/media/0f3a9c/0_0_4000_2400/500.jpg?width=1200",
    ),
]

DIFFERENT = [
    (PICTURE, "https://media.harbour-post.example/2024/11/17/tunnel.jpg"),
    (PICTURE, "https://media.harbour-post.example/2024/11/18/bridge.jpg"),
    (PICTURE, "https://media.harbour-post.example/2024/11/17/bridge-2.jpg"),
    ("https://a.example/image.php?id=7", "https://a.example/image.php?id=8"),
    ("https://a.example/p/1f0c2d9e", "https://a.example/p/7b6a5f4e"),
    ("https://a.example/photo-12.jpg", "https://a.example/photo-13.jpg"),
]


@pytest.mark.parametrize(("one", "other"), SAME, ids=lambda address: address[-60:])
def test_one_picture_is_one_however_it_is_delivered(one: str, other: str) -> None:
    assert folded_image(one) == folded_image(other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT, ids=lambda address: address[-60:])
def test_another_picture_is_another(one: str, other: str) -> None:
    assert folded_image(one) != folded_image(other)


@pytest.mark.parametrize(
    "address", ["", "data:image/gif;base64,R0lGOD", "javascript:0", "https://[", "x" * 5000, "//"]
)
def test_what_names_no_picture_is_none(address: str) -> None:
    assert folded_image(address) is None


def test_a_path_belongs_to_the_site_of_its_page() -> None:
    page = "https://harbour-post.example/ferries/night-boat"
    assert folded_image("/img/a.png", page) == "https://harbour-post.example/img/a.png"


@given(st.text(max_size=300))
def test_no_address_is_too_strange(address: str) -> None:
    """And what was folded once stays as it is."""
    for given_ in (address, f"https://a.example/{address}", f"https://a.example/i?url={address}"):
        folded_image(given_)


WORDS = "The old bridge over the inner harbour stays closed until spring, the council said. "


def page(declared: str = "", figure: str = "", script: str = "") -> bytes:
    return f"""<html><head><title>Bridge</title>{declared}{script}</head><body><article>
<h1>Bridge stays closed</h1>{figure}<p>{WORDS * 3}</p><p>{WORDS * 2}</p></article></body></html>
""".encode()


def og(address: str) -> str:
    return f'<meta property="og:image" content="{address}">'


@pytest.mark.parametrize(
    "source",
    [
        page(og(PICTURE)),
        page(
            script=f'<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "B",'
            f' "image": [{{"@type": "ImageObject", "url": "{PICTURE}"}}]}}</script>'
        ),
        page(figure=f'<figure><img src="data:image/gif;x" data-src="{PICTURE}?w=9"></figure>'),
    ],
    ids=["declared", "JSON-LD", "shown"],
)
def test_the_lead_image_is_declared_or_shown(source: bytes) -> None:
    assert read(source).image == folded_image(PICTURE)


def test_a_page_without_images_has_none() -> None:
    assert read(page()).image is None


def test_another_picture_is_another_version() -> None:
    tunnel = PICTURE.replace("bridge", "tunnel")
    one, other = read(page(og(PICTURE))), read(page(og(tunnel)))
    assert substance(one) != substance(other)
    assert noise_between(one, other) == ()


def test_another_size_is_noise_with_its_reason() -> None:
    small, large = f"{PICTURE}?w=320&sig=1", f"{PICTURE}?w=1200&sig=2"
    one, other = read(page(og(small))), read(page(og(large)))
    assert substance(one) == substance(other)
    (noise,) = noise_between(one, other)
    assert (noise.reason, noise.old, noise.new) == ("image delivery", small, large)
