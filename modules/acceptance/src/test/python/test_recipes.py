"""kazoo's recipes: locks, election, barriers, counters, queues, party, partitioner, leases."""

import threading
import unittest
from datetime import timedelta

from kazoo.recipe.barrier import DoubleBarrier

from clients import ServerTestCase, await_until


def in_background(target):
    """Runs a function in a thread; returns a function that waits for it and gives back its failure."""
    failures = []

    def run():
        try:
            target()
        except BaseException as failure:
            failures.append(failure)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()

    def join():
        thread.join(30)
        if thread.is_alive():
            raise AssertionError("the background thread did not end")
        if failures:
            raise failures[0]

    return join


class LocksTest(ServerTestCase):
    def test_lock_is_held_by_one(self):
        mine = self.zk.Lock("/lock", "mine")
        yours = self.other.Lock("/lock", "yours")
        self.assertTrue(mine.acquire())
        self.assertFalse(yours.acquire(blocking=False))
        self.assertEqual(["mine"], mine.contenders())
        mine.release()
        self.assertTrue(yours.acquire(timeout=10))
        yours.release()

    def test_waiting_for_a_lock_ends_when_the_holder_goes(self):
        self.zk.Lock("/inherited").acquire()
        waiting = self.other.Lock("/inherited")
        join = in_background(lambda: self.assertTrue(waiting.acquire(timeout=20)))
        await_until("the other waits", lambda: len(waiting.contenders()) == 2)
        self.zk.stop()
        join()

    def test_readers_share_and_a_writer_excludes(self):
        first = self.zk.ReadLock("/read-write")
        second = self.other.ReadLock("/read-write")
        writer = self.client().WriteLock("/read-write")
        self.assertTrue(first.acquire())
        self.assertTrue(second.acquire(timeout=10))
        self.assertFalse(writer.acquire(blocking=False))
        first.release()
        second.release()
        self.assertTrue(writer.acquire(timeout=10))

    def test_semaphore_leases_no_more_than_it_has(self):
        first = self.zk.Semaphore("/semaphore", max_leases=2)
        second = self.other.Semaphore("/semaphore", max_leases=2)
        third = self.client().Semaphore("/semaphore", max_leases=2)
        self.assertTrue(first.acquire())
        self.assertTrue(second.acquire())
        self.assertFalse(third.acquire(blocking=False))
        first.release()
        self.assertTrue(third.acquire(timeout=10))

    def test_nonblocking_lease_is_given_once(self):
        mine = self.zk.NonBlockingLease("/lease", timedelta(minutes=5), identifier="mine")
        yours = self.other.NonBlockingLease("/lease", timedelta(minutes=5), identifier="yours")
        self.assertTrue(mine)
        self.assertFalse(yours)


class ElectionTest(ServerTestCase):
    def test_candidates_lead_one_after_the_other(self):
        order = []
        joins = []
        for name in ("a", "b", "c"):
            election = self.client().Election("/election", name)
            joins.append(in_background(lambda e=election, n=name: e.run(order.append, n)))
        for join in joins:
            join()
        self.assertEqual(["a", "b", "c"], sorted(order))

    def test_contenders_are_listed(self):
        first = self.zk.Election("/contenders", "first")
        leading = threading.Event()
        stop = threading.Event()

        def lead():
            leading.set()
            stop.wait(30)

        join = in_background(lambda: first.run(lead))
        self.assertTrue(leading.wait(30))
        self.assertEqual(["first"], self.other.Election("/contenders").contenders())
        stop.set()
        join()


class BarrierTest(ServerTestCase):
    def test_barrier_holds_until_removed(self):
        barrier = self.zk.Barrier("/barrier")
        barrier.create()
        waiting = self.other.Barrier("/barrier")
        self.assertFalse(waiting.wait(timeout=0.05))
        join = in_background(lambda: self.assertTrue(waiting.wait(timeout=20)))
        self.assertTrue(barrier.remove())
        join()

    def test_double_barrier_lets_all_in_together(self):
        inside = []

        def take_part(client, name):
            barrier = DoubleBarrier(client, "/double", 3, name)
            barrier.enter()
            inside.append(name)
            barrier.leave()

        joins = [in_background(lambda n=n: take_part(self.client(), n)) for n in ("a", "b", "c")]
        for join in joins:
            join()
        self.assertEqual(["a", "b", "c"], sorted(inside))


class CounterTest(ServerTestCase):
    def test_no_increment_is_lost(self):
        def count(client):
            counter = client.Counter("/counter")
            for _ in range(25):
                counter += 1

        joins = [in_background(lambda c=c: count(c)) for c in (self.zk, self.other)]
        for join in joins:
            join()
        self.assertEqual(50, self.zk.Counter("/counter").value)


class QueueTest(ServerTestCase):
    def test_queue_gives_items_in_order_of_priority(self):
        queue = self.zk.Queue("/queue")
        queue.put(b"later", priority=200)
        queue.put(b"a")
        queue.put(b"b")
        self.assertEqual(3, len(queue))
        taker = self.other.Queue("/queue")
        self.assertEqual([b"a", b"b", b"later", None], [taker.get() for _ in range(4)])

    def test_locking_queue_gives_an_item_to_one_taker_until_consumed(self):
        queue = self.zk.LockingQueue("/locking")
        queue.put_all([b"a", b"b"])
        other = self.other.LockingQueue("/locking")
        first = queue.get(10)
        second = other.get(10)
        self.assertEqual([b"a", b"b"], sorted([first, second]))
        self.assertTrue(queue.consume())
        self.assertTrue(other.release())
        self.assertEqual(second, queue.get(10))


class PartyTest(ServerTestCase):
    def test_members_of_a_party_are_known(self):
        mine = self.zk.Party("/party", "one")
        yours = self.other.Party("/party", "two")
        mine.join()
        yours.join()
        self.assertEqual({"one", "two"}, set(mine))
        yours.leave()
        self.assertEqual({"one"}, set(mine))

    def test_shallow_party_counts_its_members(self):
        party = self.zk.ShallowParty("/shallow", "one")
        party.join()
        self.assertEqual(1, len(self.other.ShallowParty("/shallow")))

    def test_partitioner_divides_a_set(self):
        parts = []
        joins = []

        def take(client, name):
            partitioner = client.SetPartitioner(
                "/partition", set=("x", "y"), identifier=name, time_boundary=0.2
            )
            while not (partitioner.acquired and len(list(partitioner)) == 1):
                self.assertFalse(partitioner.failed)
                if partitioner.release:
                    partitioner.release_set()
                partitioner.wait_for_acquire(1)
            parts.extend(partitioner)

        for client, name in ((self.zk, "one"), (self.other, "two")):
            joins.append(in_background(lambda c=client, n=name: take(c, n)))
        for join in joins:
            join()
        self.assertEqual(["x", "y"], sorted(parts))


if __name__ == "__main__":
    unittest.main()
