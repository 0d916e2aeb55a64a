"""What docs/daemon.md tells a newcomer to type leads to a signed webhook and a mail."""

import re
import shlex
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.acceptance.conftest import Installed
from tests.acceptance.test_listening import address_of
from tests.integration.mailbox import Mailbox

GUIDE = Path(__file__).parents[2] / "docs" / "daemon.md"


def commands() -> list[list[str]]:
    """The five, as a shell reads them, without the program's name."""
    block = re.findall(r"^```sh\n(.*?)^```$", GUIDE.read_text("utf-8"), re.MULTILINE | re.DOTALL)[0]
    return [shlex.split(line)[1:] for line in block.splitlines()]


@contextmanager
def left_running(installed: Installed, *arguments: str) -> Iterator["subprocess.Popen[str]"]:
    process = installed.start(*arguments)
    try:
        yield process
    finally:
        process.terminate()
        process.communicate(timeout=20)


def test_five_commands_lead_to_a_signed_webhook_and_a_digest_by_mail(installed: Installed) -> None:
    """As they stand there, but for the ports, which others may have taken."""
    demo, schedule, mail, listen, run = commands()
    with Mailbox() as mailbox:
        mail = [word.replace(":8025", f":{mailbox.port}") for word in mail]
        for command in (demo, schedule, mail):
            done = installed(*command)
            assert done.returncode == 0, done.stderr
        with left_running(installed, *listen, "--port", "0", "--count", "1") as listener:
            assert address_of(listener)
            with left_running(installed, *run) as daemon:
                out, _ = listener.communicate(timeout=30)
                assert "digest.published" in out
                assert "signature valid" in out
                mailbox.wait(1)
                daemon.terminate()
                assert daemon.wait(20) == 0
        (got,) = mailbox.mails
    assert "evening" in got["Subject"]
    assert got["List-Unsubscribe"]
    assert "40,000" in str(got.get_body(("plain",)))
