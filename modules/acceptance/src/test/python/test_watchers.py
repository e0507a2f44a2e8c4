"""Watches: plain ones and kazoo's DataWatch, ChildrenWatch, caches."""

import unittest

from kazoo.protocol.states import EventType
from kazoo.recipe.cache import TreeCache
from kazoo.recipe.watchers import PatientChildrenWatch

from clients import ServerTestCase, await_until


class WatchersTest(ServerTestCase):
    def test_plain_watches_fire_once(self):
        events = []
        self.zk.exists("/plain", watch=events.append)
        self.other.create("/plain", b"0")
        await_until("creation is told", lambda: len(events) == 1)
        self.zk.get("/plain", watch=events.append)
        self.other.set("/plain", b"1")
        self.other.set("/plain", b"2")
        self.zk.get_children("/plain", watch=events.append)
        self.other.create("/plain/child")
        await_until("three events", lambda: len(events) == 3)
        types = [event.type for event in events]
        self.assertEqual([EventType.CREATED, EventType.CHANGED, EventType.CHILD], types)

    def test_data_watch_follows_a_node_through_its_life(self):
        seen = []
        self.zk.DataWatch("/data", lambda data, stat: seen.append(data))
        self.other.create("/data", b"0")
        await_until("creation", lambda: seen == [None, b"0"])
        self.other.set("/data", b"1")
        await_until("change", lambda: seen == [None, b"0", b"1"])
        self.other.delete("/data")
        await_until("deletion", lambda: seen == [None, b"0", b"1", None])

    def test_children_watch_follows_the_children(self):
        self.zk.ensure_path("/children")
        seen = []
        self.zk.ChildrenWatch("/children", lambda children: seen.append(sorted(children)))
        self.other.create("/children/a")
        await_until("one child", lambda: seen[-1] == ["a"])
        self.other.create("/children/b")
        await_until("two children", lambda: seen[-1] == ["a", "b"])
        self.other.delete("/children/a")
        await_until("one child again", lambda: seen[-1] == ["b"])

    def test_patient_watch_waits_for_quiet(self):
        self.zk.ensure_path("/patient/a")
        watch = PatientChildrenWatch(self.zk, "/patient", time_boundary=0.1)
        children, changed = watch.start().get(timeout=30)
        self.assertEqual(["a"], children)
        self.other.create("/patient/b")
        changed.get(timeout=30)

    def test_tree_cache_follows_a_subtree(self):
        self.zk.ensure_path("/tree/a")
        cache = TreeCache(self.zk, "/tree")
        cache.start()
        self.addCleanup(cache.close)
        await_until("the subtree is loaded", lambda: cache.get_data("/tree/a") is not None)
        self.other.create("/tree/a/b", b"deep")
        await_until("the new node is there", lambda: cache.get_data("/tree/a/b", None) is not None)
        self.assertEqual(b"deep", cache.get_data("/tree/a/b").data)


if __name__ == "__main__":
    unittest.main()
