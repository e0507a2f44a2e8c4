"""Logs in with DIGEST-MD5 and makes a node for itself only; arguments: port, user, password."""
import sys

from kazoo.client import KazooClient
from kazoo.exceptions import NoAuthError
from kazoo.security import make_acl

port, user, password = sys.argv[1:]
hosts = "127.0.0.1:" + port
client = KazooClient(
    hosts=hosts,
    sasl_options={"mechanism": "DIGEST-MD5", "username": user, "password": password},
)
client.start(timeout=30)
try:
    client.create("/from-python", b"mine", acl=[make_acl("sasl", user, all=True)])
    assert client.get("/from-python")[0] == b"mine"
    stranger = KazooClient(hosts=hosts)
    stranger.start(timeout=30)
    try:
        stranger.get("/from-python")
        raise AssertionError("a stranger reads what is not its own")
    except NoAuthError:
        pass
    finally:
        stranger.stop()
        stranger.close()
    client.delete("/from-python")
    print("OK")
finally:
    client.stop()
    client.close()
