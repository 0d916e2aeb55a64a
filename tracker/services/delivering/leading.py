"""Where a message leads: the command that tells all of it, and its address where one is served."""

from tracker.delivery.messages import (
    Data,
    DigestPublished,
    EndpointDisabled,
    More,
    NoticePublished,
    Presence,
    Shifted,
    StoryDiverged,
    VersionCaptured,
)


def more(data: Data, message: str, public_url: str) -> More | None:
    """`public_url` is where the daemon is reached from outside, empty where it is not."""
    command = _command(data)
    if command is None:
        return None
    place = f"digests/{data.id}" if isinstance(data, DigestPublished) else f"messages/{message}"
    return More(command=f"tracker {command}", url=f"{public_url}/{place}" if public_url else None)


def _command(data: Data) -> str | None:
    match data:
        case VersionCaptured(article=article, version=version):
            command = f"show {article.id} --version {version}"
        case Shifted(article=article, shift=shift):
            command = f"explain {article.id} {shift}"
        case NoticePublished(article=article) | Presence(article=article):
            command = f"history {article.id}"
        case StoryDiverged(story=story):
            command = f"story show {story}"
        case DigestPublished(id=digest):
            command = f"digests show {digest}"
        case EndpointDisabled(endpoint=endpoint):
            command = f"deliveries list --endpoint {endpoint}"
        case _:
            return None
    return command
