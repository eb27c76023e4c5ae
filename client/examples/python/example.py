"""A client of Graphkeep in Python.

usage: python example.py backup GRAPH DIRECTORY | list GRAPH | restore GRAPH DIRECTORY | follow [CURSOR]
"""

import os
import sys
import threading
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "gen"))

import grpc

import follow
import snapshots
from connection import connect, reason
from graphkeep.v1 import operation_pb2, snapshot_pb2
from graphkeep.v1.backup_service_pb2_grpc import BackupServiceStub


def main(arguments: list[str]) -> None:
    with connect() as channel:
        stub = BackupServiceStub(channel)
        match arguments:
            case ["backup", graph, directory]:
                snapshots.create_graph(stub, graph)
                snapshot = snapshots.upload(stub, graph, Path(directory))
                print(f"snapshot {snapshot.snapshot_id}: {snapshot.logical_bytes} bytes")
                operation = snapshots.verify(channel, snapshot)
                if operation.state != operation_pb2.OPERATION_STATE_SUCCEEDED:
                    sys.exit(f"{operation.error_details.error_info.reason}: {operation.error.message}")
                print("verified")
            case ["list", graph]:
                for snapshot in snapshots.snapshots(stub, graph):
                    state = snapshot_pb2.SnapshotState.Name(snapshot.state).removeprefix("SNAPSHOT_STATE_")
                    print(f"snapshot {snapshot.snapshot_id} {state} {snapshot.cut_time.ToJsonString()}")
                    for file in snapshots.files(stub, snapshot):
                        print(f"  {file.path} {file.size_bytes}")
            case ["restore", graph, directory]:
                print(f"restored {snapshots.download(stub, graph, Path(directory))} entries")
            case ["follow", *cursor]:
                threading.Thread(target=_or_end, args=(follow.follow_health, channel), daemon=True).start()
                follow.follow_events(channel, *cursor)
            case _:
                sys.exit(__doc__)


def _or_end(feed, channel: grpc.Channel) -> None:
    try:
        feed(channel)
    except grpc.RpcError as error:
        print(_said(error), file=sys.stderr)
        os._exit(1)


def _said(error: grpc.RpcError) -> str:
    return f"{reason(error)}: {error.details()}"


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except grpc.RpcError as error:
        sys.exit(_said(error))
    except (OSError, ValueError) as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        sys.exit(130)
