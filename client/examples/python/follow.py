"""The feed of events and the feed of health, followed across breaks of the connection and restarts of the server."""

import random
import time

import grpc

from connection import reason
from graphkeep.v1 import event_pb2, health_pb2
from graphkeep.v1 import monitoring_service_pb2 as monitoring
from graphkeep.v1.monitoring_service_pb2_grpc import MonitoringServiceStub

PASSES = {grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.RESOURCE_EXHAUSTED}  # what goes away when one tries again


def follow_events(channel: grpc.Channel, cursor: str = "") -> None:
    """Prints every event once: each new stream begins after the cursor of the last answer that came."""
    stub = MonitoringServiceStub(channel)
    while True:
        request = monitoring.WatchEventsRequest(cursor=cursor, from_start=not cursor)
        try:
            for answer in stub.WatchEvents(request, wait_for_ready=True):
                if answer.HasField("event"):
                    event = answer.event
                    kind = event_pb2.EventKind.Name(event.kind)
                    print(f"event {event.sequence} {kind.removeprefix('EVENT_KIND_')} {event.sentence}", flush=True)
                    cursor = event.cursor
                else:
                    cursor = answer.heartbeat.cursor
        except grpc.RpcError as error:
            _pause_or_raise("events", error)


def follow_health(channel: grpc.Channel) -> None:
    """Prints the state of the whole, and each change."""
    stub = MonitoringServiceStub(channel)
    while True:
        try:
            for answer in stub.WatchHealth(monitoring.WatchHealthRequest(), wait_for_ready=True):
                if answer.HasField("health"):
                    _print_health(answer.health.state, answer.health.summary)
                elif answer.HasField("change"):
                    part = answer.change.component
                    _print_health(answer.change.overall_state, f"{part.component}: {part.reason} {part.message}")
        except grpc.RpcError as error:
            _pause_or_raise("health", error)


def _print_health(state: "health_pb2.HealthState", sentence: str) -> None:
    print(f"health {health_pb2.HealthState.Name(state).removeprefix('HEALTH_STATE_')} {sentence}", flush=True)


def _pause_or_raise(feed: str, error: grpc.RpcError) -> None:
    if error.code() not in PASSES:
        raise error
    print(f"{feed}: {reason(error)}, trying again", flush=True)
    time.sleep(random.uniform(0.5, 1.5))
