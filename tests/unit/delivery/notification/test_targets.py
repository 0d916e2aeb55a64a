"""Which addresses are taken, and that none is ever repeated."""

import subprocess
import sys
from ipaddress import ip_network

import pytest

from tracker.delivery.notification import Format, check_target, is_service_address, shown
from tracker.delivery.notification.services import REFUSED, schemes
from tracker.errors import InputError

SECRET = "TIiajkdnlazkcOXrIdevi7FQ"
SLACK = f"slack://T1JJ3T3L2/A1BRTD4JD/{SECRET}"


@pytest.mark.parametrize(
    ("address", "name", "form"),
    [
        ("mailtos://user:pw@smtp.example?to=desk@news.example", "mail", Format.HTML),
        (SLACK, "Slack", Format.MARKDOWN),
        (f"{SLACK}?format=text", "Slack", Format.TEXT),
        (f"https://hooks.slack.com/services/T1JJ3T3L2/A1BRTD4JD/{SECRET}", "Slack", "markdown"),
        ("discord://4174216298/JHMHI8qBe7bk2ZwO5U711o3dV_js", "Discord", Format.MARKDOWN),
        ("https://discord.com/api/webhooks/417429632/JHMHI8qBe7bk2ZwO5U71", "Discord", "markdown"),
        ("tgram://123456789:abcdefg_hijklmnop/12315544", "Telegram", Format.HTML),
        ("matrixs://token@matrix.example/!room:matrix.example", "Matrix", Format.HTML),
        ("workflows://p.logic.azure.com:443/643e69f83c8944/KQbLEULhDqNl", "Teams", "markdown"),
        ("ntfys://ntfy.example/topic", "ntfy", Format.TEXT),
    ],
)
def test_services_of_all_kinds_are_taken(address: str, name: str, form: str) -> None:
    """Each with the format that its texts are made in."""
    target = check_target(address)
    assert (target.name, target.format) == (name, form)
    assert is_service_address(address)


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("desk@news.example", "it has no scheme"),
        ("mailto:desk@news.example", "mail needs the server that takes it"),
        (f"slak://T1JJ3T3L2/A1BRTD4JD/{SECRET}", "no notification service slak://. Is slack://"),
        (f"slack://{SECRET}", "slack:// lacks something"),
        (f"tgram://{SECRET}", "tgram:// is not complete"),
        (f"{SLACK} {SLACK}", "several addresses"),
        (f"{SLACK},discord://a/b", "several addresses"),
        (f"{SLACK}/a b", "blanks or line breaks"),
        (f"{SLACK}\n/x", "blanks or line breaks"),
        (f"{SLACK}?template=/etc/passwd", "option template of slack:// would read files"),
        (f"{SLACK}?%74emplate=/etc/passwd", "option template of slack:// would read files"),
        (f"https://desk.example/{SECRET}", "https:// is not complete"),
        (f"json://desk.example/{SECRET}", "add it as a webhook"),
        (f"forms://desk.example/{SECRET}", "add it as a webhook"),
        (f"file:///home/{SECRET}", "file of this machine"),
        (f"syslog://{SECRET}", "acts on this machine alone"),
        (f"exec:///bin/{SECRET}", "run a program"),
        (f"mailto://u:{SECRET}@127.0.0.1?to=a@b.example&from=c@b.example", "mailto:// is loopback"),
        (f"gotify://localhost/{SECRET}", "gotify:// is loopback"),
        (f"gotifys://10.0.0.8/{SECRET}", "gotifys:// is private"),
        (f"gotify://[fd00::1]/{SECRET}", "gotify:// is private"),
        (f"gotify://169.254.169.254/{SECRET}", "gotify:// is link-local"),
        (f"mailto://u:{SECRET}@news.example?to=nobody", "mail"),
        (f"{SLACK}?{'x' * 5000}", "more than 4096"),
    ],
)
def test_a_wrong_address_is_refused_by_its_scheme_and_reason_alone(address: str, said: str) -> None:
    """The field is named, and what is allowed; the rest of the address may be a secret."""
    with pytest.raises(InputError) as refused:
        check_target(address)
    message = str(refused.value)
    assert message.startswith("address: ")
    assert said in message
    assert SECRET not in message
    assert refused.value.__cause__ is None


@pytest.mark.parametrize("scheme", sorted(REFUSED))
def test_what_is_no_notification_over_the_network_is_refused(scheme: str) -> None:
    assert scheme not in schemes()
    with pytest.raises(InputError, match=rf"^address: {scheme}:// "):
        check_target(f"{scheme}://host/x")


def test_inner_networks_and_this_machine_are_taken_where_that_is_said() -> None:
    networks = (ip_network("10.0.0.0/8"),)
    assert check_target("gotify://10.0.0.8/token", allow_networks=networks).name == "Gotify"
    assert check_target("gotify://127.0.0.1/token", allow_loopback=True).name == "Gotify"


def test_no_more_than_server_and_readers_is_shown_of_mail() -> None:
    """And of the rest the scheme."""
    mail = "mailtos://user:pw@smtp.example?to=desk@news.example,chief@news.example"
    assert shown(mail) == "mailtos://smtp.example (to desk@…, chief@…)"
    assert shown(SLACK) == "slack://…"
    assert SECRET not in repr(check_target(SLACK))


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://desk.example/hooks/tracker", False),
        ("http://127.0.0.1:8099/hook", False),
        ("https://hooks.slack.com.evil.example/services/a/b/c", False),
        ("https://discord.com/channels/1", False),
        ("not an address", False),
        ("localhost:8099/hook", False),
        ("nonsense://x", True),
        ("mailto:desk@news.example", True),
    ],
)
def test_a_webhook_is_told_from_a_service(address: str, expected: bool) -> None:
    """Sound or not, what has a scheme of its own is for a service."""
    assert is_service_address(address) is expected


def test_apprise_is_not_loaded_before_it_is_needed() -> None:
    """Neither by the command line, nor to see that an address is a webhook's."""
    script = (
        "import sys; from tracker.delivery.notification import is_service_address as service; "
        "import tracker.cli.main; assert not service('https://desk.example/hook'); "
        "assert service('slack://x'); print(sorted({'apprise', 'requests'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
    command = [sys.executable, "-X", "importtime", "-m", "tracker", "--help"]
    help_ = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "apprise" not in help_.stderr
