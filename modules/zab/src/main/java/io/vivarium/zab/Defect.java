package io.vivarium.zab;

/**
 * Historic defects that can be brought back, to prove that tests and simulation would find them. Each is named after the ZooKeeper
 * issue that reported it. Production knows none of them.
 */
public enum Defect {
  /** A follower acknowledges NEWLEADER before its history is durable. */
  ZOOKEEPER_3911,
  /** As 3911, but the history was already handed to the log: the acknowledgement does not wait for the force. */
  ZOOKEEPER_4785,
  /** The current epoch is written before the history that belongs to it is durable. */
  ZOOKEEPER_4643,
  /** Proposals are acknowledged ahead of NEWLEADER, whose own acknowledgement is then never counted. */
  ZOOKEEPER_4685,
  /** Proposals that were not committed when NEWLEADER came are forgotten; their commits meet nothing. */
  ZOOKEEPER_4394,
  /** What a learner catches up with is missing from the history that it offers to others later. */
  ZOOKEEPER_4925,
  /** After a truncation memory keeps what was truncated. */
  ZOOKEEPER_4837,
  /** A role that ends in the middle of a truncation leaves txns in memory that are not in the log, and claims them. */
  ZOOKEEPER_5094,
  /** What was logged and not delivered when a role ended is never delivered. */
  ZOOKEEPER_2845,
  /** A role that ends before a received state is secured leaves it in memory, and claims it. */
  ZOOKEEPER_3642,
  /** NEWLEADER overtakes the history that it stands for. */
  ZOOKEEPER_3104,
  /** Observers count when an epoch is agreed on. */
  ZOOKEEPER_2959,
  /** History is read from the log below an installed state, where txns may be that were never committed. */
  ZOOKEEPER_2846
}
