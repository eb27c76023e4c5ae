"""Snapshots of a directory: sent to a graph of Graphkeep, listed, and brought back."""

import hashlib
import os
import stat
import uuid
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import quote_from_bytes, unquote_to_bytes

import grpc
from google.protobuf.timestamp_pb2 import Timestamp

from connection import reason
from graphkeep.v1 import backup_service_pb2 as backup
from graphkeep.v1 import graph_pb2, monitoring_service_pb2, operation_pb2, snapshot_pb2, transfer_pb2
from graphkeep.v1.backup_service_pb2_grpc import BackupServiceStub
from graphkeep.v1.monitoring_service_pb2_grpc import MonitoringServiceStub

FRAME = 256 * 1024
CALL = 30  # seconds that a short call may take
TRANSFER = 3600  # and a transfer


def create_graph(stub: BackupServiceStub, graph_id: str) -> None:
    """A graph whose bytes clients send; nothing happens if it is there."""
    graph = graph_pb2.Graph(graph_id=graph_id, source=graph_pb2.Source(pushed=graph_pb2.PushedSource()))
    try:
        stub.CreateGraph(backup.CreateGraphRequest(graph=graph, request_id=str(uuid.uuid4())), timeout=CALL)
    except grpc.RpcError as error:
        if reason(error) != "GRAPH_ALREADY_EXISTS":
            raise


def upload(stub: BackupServiceStub, graph_id: str, top: Path) -> snapshot_pb2.Snapshot:
    """Makes a snapshot of a directory. It is durable and visible once this returns, and not there at all before."""
    return stub.UploadSnapshot(_frames(graph_id, top), timeout=TRANSFER).snapshot


def _frames(graph_id: str, top: Path) -> Iterator[backup.UploadSnapshotRequest]:
    frame = backup.UploadSnapshotRequest
    yield frame(header=backup.UploadHeader(graph_id=graph_id, request_id=str(uuid.uuid4())))
    entries = 0
    for path in sorted(top.rglob("*")):
        info = path.lstat()
        header = transfer_pb2.FileHeader(
            path=quote_from_bytes(os.fsencode(path.relative_to(top))),  # file names are bytes: others travel as %XX
            mode=stat.S_IMODE(info.st_mode),
            modify_time=Timestamp(seconds=info.st_mtime_ns // 10**9, nanos=info.st_mtime_ns % 10**9),
        )
        if path.is_symlink():
            header.kind = snapshot_pb2.FILE_KIND_SYMLINK
            header.link_target = quote_from_bytes(os.fsencode(os.readlink(path)))
        elif path.is_dir():
            header.kind = snapshot_pb2.FILE_KIND_DIRECTORY
        elif path.is_file():
            header.kind = snapshot_pb2.FILE_KIND_REGULAR
            header.size_bytes = info.st_size
        else:
            continue  # sockets and the like have no bytes
        yield frame(file=header)
        entries += 1
        if header.kind == snapshot_pb2.FILE_KIND_REGULAR:
            digest = hashlib.sha256()
            with path.open("rb") as file:
                while data := file.read(FRAME):
                    digest.update(data)
                    yield frame(data=data)
            yield frame(file_end=transfer_pb2.FileTrailer(sha256=digest.digest()))
    yield frame(end=backup.UploadEnd(entries=entries))


def verify(channel: grpc.Channel, snapshot: snapshot_pb2.Snapshot) -> operation_pb2.Operation:
    """Has the server read back what it stored, and watches it do so."""
    request = backup.VerifySnapshotRequest(snapshot_id=snapshot.snapshot_id, request_id=str(uuid.uuid4()))
    operation = BackupServiceStub(channel).VerifySnapshot(request, timeout=CALL).operation
    watch = monitoring_service_pb2.WatchOperationRequest(operation_id=operation.operation_id)
    for answer in MonitoringServiceStub(channel).WatchOperation(watch, timeout=TRANSFER):
        operation = answer.operation  # ends with the answer in which it has ended
    return operation


def snapshots(stub: BackupServiceStub, graph_id: str) -> Iterator[snapshot_pb2.Snapshot]:
    request = backup.ListSnapshotsRequest(graph_id=graph_id)
    while True:
        page = stub.ListSnapshots(request, timeout=CALL)
        yield from page.snapshots
        if not page.next_page_token:
            return
        request.page_token = page.next_page_token


def files(stub: BackupServiceStub, snapshot: snapshot_pb2.Snapshot) -> Iterator[snapshot_pb2.SnapshotFile]:
    request = backup.ListSnapshotFilesRequest(snapshot_id=snapshot.snapshot_id)
    while True:
        page = stub.ListSnapshotFiles(request, timeout=CALL)
        yield from page.files
        if not page.next_page_token:
            return
        request.page_token = page.next_page_token


def download(stub: BackupServiceStub, graph_id: str, to: Path) -> int:
    """Writes the newest snapshot into a new directory, and returns how many entries it has. Each file is checked."""
    request = backup.DownloadSnapshotRequest(graph_id=graph_id, snapshot_id="latest")
    frames = stub.DownloadSnapshot(request, timeout=TRANSFER)
    entries = 0
    last: list[tuple[Path, transfer_pb2.FileHeader]] = []
    for frame in frames:
        match frame.WhichOneof("frame"):
            case "header":
                to.mkdir(parents=True)
            case "file":
                entries += 1
                path = _inside(to, frame.file.path)
                if frame.file.kind == snapshot_pb2.FILE_KIND_REGULAR and not frame.file.hard_link_target:
                    path.parent.mkdir(parents=True, exist_ok=True)
                    _write(path, frames)
                    _finish(path, frame.file)
                elif frame.file.kind == snapshot_pb2.FILE_KIND_DIRECTORY:
                    path.mkdir(parents=True, exist_ok=True)
                    last.append((path, frame.file))
                else:
                    last.append((path, frame.file))
            case "end":
                _last(to, last)
                if entries != frame.end.entries:
                    raise ValueError(f"{entries} entries came, and {frame.end.entries} were sent")
                return entries
    raise ValueError("The download ended before its end")


def _write(path: Path, frames: Iterable[backup.DownloadSnapshotResponse]) -> None:
    digest = hashlib.sha256()
    with path.open("xb") as file:
        for frame in frames:
            if frame.HasField("file_end"):
                if frame.file_end.sha256 != digest.digest():
                    raise ValueError(f"{path} was damaged on its way")
                return
            digest.update(frame.data)
            file.write(frame.data)
    raise ValueError(f"The download ended within {path}")


def _last(to: Path, entries: list[tuple[Path, transfer_pb2.FileHeader]]) -> None:
    """Links come after all files, so that none is written through one; then directories, from the innermost out."""
    for path, header in reversed(entries):
        if header.kind == snapshot_pb2.FILE_KIND_SYMLINK:
            path.symlink_to(os.fsdecode(unquote_to_bytes(header.link_target)))
        elif header.hard_link_target:
            path.hardlink_to(_inside(to, header.hard_link_target))
    for path, header in reversed(entries):
        if header.kind == snapshot_pb2.FILE_KIND_DIRECTORY:
            _finish(path, header)


def _finish(path: Path, header: transfer_pb2.FileHeader) -> None:
    path.chmod(header.mode & 0o777)
    time = header.modify_time.seconds * 10**9 + header.modify_time.nanos
    os.utime(path, ns=(time, time))


def _inside(top: Path, escaped: str) -> Path:
    """What a peer sends is never trusted to stay where it belongs."""
    path = Path(os.fsdecode(unquote_to_bytes(escaped)))
    if path.is_absolute() or ".." in path.parts:
        raise ValueError(f"The server sent a path that leads elsewhere: {escaped}")
    return top / path
