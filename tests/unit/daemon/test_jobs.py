"""Jobs of the daemon: trouble is told once, rests grow, and the state says since when and why."""

import logging
from datetime import UTC, datetime, timedelta

import pytest

from tracker.daemon.jobs import FIRST_SILENCE, LONGEST_REST, STEADY, Job, told
from tracker.errors import DatabaseError, InputError

START = datetime(2024, 11, 17, 12, tzinfo=UTC)


class Time:
    """One that stands until it is moved."""

    def __init__(self) -> None:
        self.passed = 0.0

    def __call__(self) -> float:
        return self.passed

    def clock(self) -> datetime:
        return START + timedelta(seconds=self.passed)


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def job(time: Time) -> Job:
    return Job("looks", time.clock, time)


def fails() -> None:
    raise InputError("no such thing")


def run_for(job: Job, time: Time, seconds: int) -> int:
    """How often a failing job was tried in so many seconds, with a glance each second."""
    tried = []

    def work() -> None:
        tried.append(time.passed)
        fails()

    for _ in range(seconds):
        job.run(work)
        time.passed += 1
    return len(tried)


def test_what_fails_rests_longer_and_longer(job: Job, time: Time) -> None:
    """After 1, 2, 4 ... 30 seconds."""
    assert run_for(job, time, 31) == 5
    assert run_for(job, time, 300) <= 300 / LONGEST_REST + 1


def test_trouble_is_told_when_it_begins_rarely_while_it_lasts_and_when_it_is_over(
    job: Job, time: Time, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    run_for(job, time, int(FIRST_SILENCE) - 10)
    assert [record.getMessage() for record in caplog.records] == ["looks failed"]
    assert vars(caplog.records[0])["error"] == "no such thing"
    run_for(job, time, 600)
    assert 2 <= len(caplog.records) <= 4
    time.passed += LONGEST_REST
    job.run(lambda: None)
    assert caplog.records[-1].getMessage() == "looks is well again"
    assert vars(caplog.records[-1])["failed_since"] == START.isoformat()
    told_so_far = len(caplog.records)
    job.run(lambda: None)
    assert len(caplog.records) == told_so_far


def test_the_state_says_since_when_and_why(job: Job, time: Time) -> None:
    job.run(lambda: None)
    assert job.state().last_success == START
    time.passed = 5
    run_for(job, time, 20)
    state = job.state()
    assert (state.last_success, state.failing_since) == (START, START + timedelta(seconds=5))
    assert state.error == "no such thing"


def test_a_task_that_fails_keeps_no_other_and_rests_alone(job: Job, time: Time) -> None:
    """It is named in the state; once it does well the job does."""
    done: list[str] = []

    def work() -> None:
        job.attempt("digest bad", fails if time.passed < 10 else lambda: done.append("bad"))
        job.attempt("digest good", lambda: done.append("good"))

    for _ in range(10):
        job.run(work)
        time.passed += 1
    assert done == ["good"] * 10
    assert job.state().error == "digest bad: no such thing"
    time.passed += LONGEST_REST
    job.run(work)
    assert done[-2:] == ["bad", "good"]
    assert job.state().error is None


def test_a_task_that_is_no_more_is_no_trouble(job: Job) -> None:
    """Its schedule was removed."""
    job.run(lambda: job.attempt("digest bad", fails))
    job.run(lambda: None)
    assert job.state().failing_since is None


def test_without_a_database_the_whole_job_fails(job: Job) -> None:
    def busy() -> None:
        raise DatabaseError("busy")

    job.run(lambda: job.attempt("one", busy))
    assert job.state().error == "busy"


def test_a_job_that_never_ends_is_well_while_it_runs(time: Time) -> None:
    """After a failure it has to run for a moment to count as well again."""
    job = Job("deliveries", time.clock, time, endless=True)
    job.run(fails)
    time.passed += LONGEST_REST
    seen = []

    def work() -> None:
        seen.append(job.state().failing_since)
        time.passed += STEADY
        seen.append(job.state().failing_since)

    job.run(work)
    assert seen == [START, None]


def test_a_bug_is_told_with_its_traceback_and_an_error_of_ours_without(
    job: Job, caplog: pytest.LogCaptureFixture
) -> None:
    job.run(fails)
    job.attempt("task", lambda: 1 / 0)
    assert [bool(record.exc_info) for record in caplog.records] == [False, True]


def test_what_went_wrong_is_one_short_harmless_line_without_secrets() -> None:
    said = told(InputError("a\x1b[31m\nb whsec_c2VjcmV0 " + "x" * 1000))
    assert "\n" not in said
    assert "\x1b" not in said
    assert "c2VjcmV0" not in said
    assert len(said) < 400
