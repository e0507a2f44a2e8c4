"""Nodes, versions, children, transactions, ACLs and sessions through kazoo."""

import unittest

from kazoo.client import KazooClient
from kazoo.exceptions import (
    BadVersionError,
    InvalidACLError,
    NoAuthError,
    NodeExistsError,
    NoNodeError,
    NotEmptyError,
    RolledBackError,
    RuntimeInconsistency,
)
from kazoo.protocol.states import KazooState
from kazoo.security import CREATOR_ALL_ACL, make_acl, make_digest_acl

from clients import ServerTestCase, await_until
from connection import options


class NodesTest(ServerTestCase):
    def test_server_version_is_one_whose_features_kazoo_may_use(self):
        self.assertGreaterEqual(self.zk.server_version(), (3, 9))

    def test_command_answers(self):
        self.assertEqual("imok", self.zk.command(b"ruok"))

    def test_create_makes_parents_when_asked(self):
        self.zk.create("/nodes/a/b", b"x", makepath=True)
        self.assertEqual((b"x", 0), (self.other.get("/nodes/a/b")[0], self.other.get("/nodes/a/b")[1].version))
        with self.assertRaises(NodeExistsError):
            self.zk.create("/nodes/a/b")
        with self.assertRaises(NoNodeError):
            self.zk.create("/nodes/no/parent")

    def test_create_can_include_the_stat(self):
        path, stat = self.zk.create("/with-stat", b"abc", include_data=True)
        self.assertEqual("/with-stat", path)
        self.assertEqual(3, stat.dataLength)

    def test_sequence_and_ephemeral(self):
        self.zk.ensure_path("/sequence")
        first = self.zk.create("/sequence/n-", ephemeral=True, sequence=True)
        second = self.zk.create("/sequence/n-", sequence=True)
        self.assertEqual(["/sequence/n-0000000000", "/sequence/n-0000000001"], [first, second])
        self.assertEqual(self.zk.client_id[0], self.zk.exists(first).ephemeralOwner)
        self.zk.stop()
        self.assertIsNone(self.other.exists(first))
        self.assertIsNotNone(self.other.exists(second))

    def test_set_checks_the_version(self):
        self.zk.create("/version", b"0")
        self.assertEqual(1, self.zk.set("/version", b"1", version=0).version)
        with self.assertRaises(BadVersionError):
            self.zk.set("/version", b"2", version=0)
        with self.assertRaises(NoNodeError):
            self.zk.set("/no-version", b"")

    def test_delete_checks_children_and_version(self):
        self.zk.ensure_path("/delete/child")
        with self.assertRaises(NotEmptyError):
            self.zk.delete("/delete")
        with self.assertRaises(BadVersionError):
            self.zk.delete("/delete/child", version=4)
        self.zk.delete("/delete", recursive=True)
        self.assertIsNone(self.zk.exists("/delete"))

    def test_children_with_data(self):
        self.zk.ensure_path("/children/a")
        self.zk.ensure_path("/children/b")
        names, stat = self.zk.get_children("/children", include_data=True)
        self.assertEqual(["a", "b"], sorted(names))
        self.assertEqual(2, stat.numChildren)

    def test_sync_returns_the_path(self):
        self.assertEqual("/", self.zk.sync("/"))

    def test_transaction_applies_all(self):
        transaction = self.zk.transaction()
        transaction.create("/transaction", b"0")
        transaction.set_data("/transaction", b"1")
        transaction.check("/transaction", version=1)
        results = transaction.commit()
        self.assertEqual("/transaction", results[0])
        self.assertEqual(1, results[1].version)
        self.assertEqual(b"1", self.other.get("/transaction")[0])

    def test_transaction_applies_nothing_when_one_fails(self):
        transaction = self.zk.transaction()
        transaction.create("/rolled-back")
        transaction.delete("/not-there")
        transaction.create("/never-tried")
        results = transaction.commit()
        kinds = [RolledBackError, NoNodeError, RuntimeInconsistency]
        self.assertEqual(kinds, [type(result) for result in results])
        self.assertIsNone(self.zk.exists("/rolled-back"))

    def test_asynchronous_calls_keep_their_order(self):
        self.zk.create("/async", b"")
        calls = []
        for i in range(200):
            self.zk.set_async("/async", str(i).encode())
            calls.append(self.zk.get_async("/async"))
        seen = [int(call.get(timeout=30)[0]) for call in calls]
        self.assertEqual(list(range(200)), seen)


class AclTest(ServerTestCase):
    def test_digest_acl_lets_only_its_user_in(self):
        self.zk.add_auth("digest", "alice:secret")
        acl = make_digest_acl("alice", "secret", all=True)
        self.zk.create("/alices", b"a", acl=[acl])
        self.assertEqual(b"a", self.zk.get("/alices")[0])
        with self.assertRaises(NoAuthError):
            self.other.get("/alices")
        self.other.add_auth("digest", "alice:secret")
        self.assertEqual(b"a", self.other.get("/alices")[0])
        self.assertEqual([acl], self.zk.get_acls("/alices")[0])

    def test_creator_acl_and_default_acl(self):
        zk = self.client(auth_data=[("digest", "bob:pw")], default_acl=CREATOR_ALL_ACL)
        zk.create("/bobs", b"b")
        with self.assertRaises(NoAuthError):
            self.other.set("/bobs", b"")
        zk.set_acls("/bobs", [make_acl("world", "anyone", read=True)])
        self.assertEqual(b"b", self.other.get("/bobs")[0])

    def test_creator_acl_needs_a_creator(self):
        with self.assertRaises(InvalidACLError):
            self.zk.create("/nobodys", acl=CREATOR_ALL_ACL)


class SessionTest(ServerTestCase):
    def test_session_is_taken_up_by_another_client(self):
        self.zk.create("/kept", ephemeral=True)
        client_id = self.zk.client_id
        taker = self.client(client_id=client_id)
        self.assertEqual(client_id[0], taker.client_id[0])
        self.assertEqual(client_id[0], taker.exists("/kept").ephemeralOwner)

    def test_listener_hears_of_the_end(self):
        states = []
        zk = KazooClient(**options())
        zk.add_listener(states.append)
        zk.start()
        zk.stop()
        zk.close()
        await_until("the listener hears LOST", lambda: states[-1:] == [KazooState.LOST])


if __name__ == "__main__":
    unittest.main()
