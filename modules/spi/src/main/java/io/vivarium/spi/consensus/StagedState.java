package io.vivarium.spi.consensus;

/** A tree with its sessions, complete and not in use yet. Made by {@link StateTransfer}; opaque to engines. */
public interface StagedState {
  /** Zxid of the last txn whose effects are certainly in it. */
  long zxid();

  /**
   * The same tree as the outcome of another txn: a state that an operator brings takes its place in a history that did not lead to it.
   * This object must not be used any more. A state whose zxid is for good refuses.
   *
   * @param zxid of a txn that nobody else makes
   */
  default StagedState as(long zxid) {
    throw new UnsupportedOperationException("this state has its zxid for good");
  }
}
