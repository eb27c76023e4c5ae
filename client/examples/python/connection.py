"""Where the server is, who calls, and what an error says: read from the environment as the command line does.

GRAPHKEEP_SERVER      host:port, default localhost:50051
GRAPHKEEP_TOKEN_FILE  a file with the token, default ~/.graphkeep/admin.token; or GRAPHKEEP_TOKEN, the token itself
GRAPHKEEP_CA          a PEM file with the authority to trust; without it the system's, and no TLS on this machine
"""

import os
from pathlib import Path

import grpc
from google.rpc.error_details_pb2 import ErrorInfo
from grpc_status import rpc_status

OPTIONS = [
    ("grpc.keepalive_time_ms", 30_000),  # a peer that is gone is noticed, on streams that are quiet too
    ("grpc.keepalive_timeout_ms", 10_000),
    ("grpc.max_reconnect_backoff_ms", 5_000),
]


def connect() -> grpc.Channel:
    server = os.environ.get("GRAPHKEEP_SERVER", "localhost:50051")
    token = grpc.access_token_call_credentials(_token())
    return grpc.secure_channel(server, grpc.composite_channel_credentials(_transport(server), token), OPTIONS)


def reason(error: grpc.RpcError) -> str:
    """The stable word for what went wrong, such as GRAPH_NOT_FOUND: decide by it, not by the text."""
    status = rpc_status.from_call(error)
    for detail in status.details if status else ():
        info = ErrorInfo()
        if detail.Unpack(info):
            return info.reason
    return error.code().name  # no Graphkeep answered: a proxy, or nobody


def _token() -> str:
    if token := os.environ.get("GRAPHKEEP_TOKEN"):
        return token.strip()
    return Path(os.environ.get("GRAPHKEEP_TOKEN_FILE", "~/.graphkeep/admin.token")).expanduser().read_text().strip()


def _transport(server: str) -> grpc.ChannelCredentials:
    if ca := os.environ.get("GRAPHKEEP_CA"):
        return grpc.ssl_channel_credentials(Path(ca).read_bytes())
    if server.rsplit(":", 1)[0] in ("localhost", "127.0.0.1", "[::1]"):
        return grpc.local_channel_credentials()  # not encrypted; refuses to leave this machine
    return grpc.ssl_channel_credentials()
