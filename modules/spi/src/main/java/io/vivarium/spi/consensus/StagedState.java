package io.vivarium.spi.consensus;

/** A tree with its sessions, complete and not in use yet. Made by {@link StateTransfer}; opaque to engines. */
public interface StagedState {
  /** Zxid of the last txn whose effects are certainly in it. */
  long zxid();
}
