"""The daemon's figures as Prometheus reads them."""

from collections.abc import Iterator, Mapping

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.metrics_core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    InfoMetricFamily,
    Metric,
)
from prometheus_client.registry import Collector

from tracker.bundled import version
from tracker.daemon.counts import Counts
from tracker.errors import TrackerError
from tracker.services.context import Context
from tracker.services.operating.heartbeat import JobState
from tracker.services.operating.sizes import Sizes, sizes_of


class Figures(Collector):
    """Collected when they are asked for: counters since the start, and the state of the database.

    Without a database its figures are left out; `tracker_database_up` tells.
    """

    def __init__(self, context: Context, counts: Counts, states: Mapping[str, JobState]) -> None:
        self._context = context
        self._counts = counts
        self._states = states

    def collect(self) -> Iterator[Metric]:
        """Every figure there is."""
        yield InfoMetricFamily("tracker", "The version.", {"version": version()})
        yield from self._done()
        yield from self._jobs()
        try:
            sizes = sizes_of(self._context)
        except TrackerError:
            yield _gauge("tracker_database_up", "Whether the database answers.", 0)
            return
        yield _gauge("tracker_database_up", "Whether the database answers.", 1)
        yield from _sizes(sizes)

    def _done(self) -> Iterator[Metric]:
        counts = self._counts
        yield _counter("tracker_looks", "Looks by outcome.", "outcome", counts.looks)
        yield _counter(
            "tracker_deliveries", "Attempts at a delivery by outcome.", "outcome", counts.deliveries
        )
        yield CounterMetricFamily(
            "tracker_versions_captured", "Versions captured by looks.", counts.versions
        )
        yield CounterMetricFamily("tracker_digests_published", "Digests published.", counts.digests)

    def _jobs(self) -> Iterator[Metric]:
        now = self._context.clock()
        since = GaugeMetricFamily(
            "tracker_job_seconds_since_success", "Since a job last did well.", labels=["job"]
        )
        failing = GaugeMetricFamily(
            "tracker_job_failing_seconds",
            "How long a job has failed; 0: it does well.",
            labels=["job"],
        )
        for name, state in sorted(self._states.items()):
            if state.last_success:
                since.add_metric([name], (now - state.last_success).total_seconds())
            began = state.failing_since
            failing.add_metric([name], (now - began).total_seconds() if began else 0)
        yield from (since, failing)


def render(context: Context, counts: Counts, states: Mapping[str, JobState]) -> bytes:
    """The figures in Prometheus's text format, from a registry of their own."""
    registry = CollectorRegistry()
    registry.register(Figures(context, counts, states))
    return generate_latest(registry)


def _sizes(sizes: Sizes) -> Iterator[Metric]:
    yield _gauge("tracker_log_position", "Events in the log.", sizes.head)
    yield _gauge(
        "tracker_projection_lag", "Events that the projections have not taken in.", sizes.lag
    )
    yield _gauge("tracker_stories_stale", "Stories to be lined up again.", sizes.stories_stale)
    yield _gauge("tracker_looks_due", "Addresses that are due.", sizes.looks_due)
    yield _gauge("tracker_watches_failing", "Articles whose last look failed.", sizes.failing)
    yield _gauge("tracker_sources_failing", "Sources whose last look failed.", sizes.sources)
    yield _gauge("tracker_articles_held", "Articles with looks that are held.", sizes.held)
    yield _gauge("tracker_deliveries_waiting", "Deliveries to come.", sizes.waiting)
    yield _gauge("tracker_deliveries_late", "Deliveries that are overdue.", sizes.late)
    yield _gauge("tracker_deliveries_dead", "Deliveries that were given up.", sizes.dead)


def _gauge(name: str, says: str, value: float) -> Metric:
    return GaugeMetricFamily(name, says, value)


def _counter(name: str, says: str, label: str, values: Mapping[str, int]) -> Metric:
    family = CounterMetricFamily(name, says, labels=[label])
    for key, value in sorted(values.items()):
        family.add_metric([key], value)
    return family
