"""Threads that do tasks side by side, and may be left behind."""

from threading import Event

from tracker.services.delivering.workers import Workers


def test_as_many_tasks_run_as_there_are_threads() -> None:
    """The next waits until one of them is done."""
    workers, go, began = Workers(2, "test"), Event(), []

    def task(number: int) -> None:
        began.append(number)
        go.wait(5)

    done = Event()
    for number in range(2):
        workers.submit(lambda number=number: task(number))  # type: ignore[misc]
    assert workers.free == 0
    workers.submit(done.set)
    assert not done.wait(0.05)
    go.set()
    assert done.wait(5)
    workers.stop()


def test_a_task_that_hangs_keeps_nobody_from_stopping() -> None:
    workers, forever = Workers(1, "test"), Event()

    def hang() -> None:
        forever.wait(5)

    workers.submit(hang)
    workers.stop()
    forever.set()
