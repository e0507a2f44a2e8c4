"""Creates and reads a node over mutual TLS; arguments: port, authority, certificate, key."""
import sys

from kazoo.client import KazooClient

port, authority, certificate, key = sys.argv[1:]
client = KazooClient(
    hosts="127.0.0.1:" + port,
    use_ssl=True,
    ca=authority,
    certfile=certificate,
    keyfile=key,
    verify_certs=True,
)
client.start(timeout=30)
try:
    client.create("/from-python", b"over TLS")
    assert client.get("/from-python")[0] == b"over TLS"
    print("OK")
finally:
    client.stop()
    client.close()
