"""A test case whose clients are connected when a test gets them and closed after it."""

import time
import unittest

from kazoo.client import KazooClient

from connection import options as reach

LIMIT_SECONDS = 30


def await_until(what, condition):
    """Waits for a condition, never for a time: the limit is only where a test gives up."""
    deadline = time.monotonic() + LIMIT_SECONDS
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError("did not happen within %d s: %s" % (LIMIT_SECONDS, what))
        time.sleep(0.01)


class ServerTestCase(unittest.TestCase):
    def client(self, **options):
        zk = KazooClient(timeout=10, **reach(), **options)
        zk.start(timeout=LIMIT_SECONDS)
        self.addCleanup(zk.close)
        self.addCleanup(zk.stop)
        return zk

    def setUp(self):
        self.zk = self.client()
        self.other = self.client()
