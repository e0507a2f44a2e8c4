"""How every script reaches the server under test: its address and, if it talks TLS, a directory with its authority."""

import os

HOSTS = os.environ["ZOOKEEPER"]


def options():
    """What a KazooClient needs to be told; nothing more than the hosts where nothing is encrypted."""
    directory = os.environ.get("ZOOKEEPER_TLS")
    if not directory:
        return {"hosts": HOSTS}
    return {
        "hosts": HOSTS,
        "use_ssl": True,
        "ca": os.path.join(directory, "ca.pem"),
        "verify_certs": True,
    }
