package io.vivarium.spi.consensus;

/** The way of proposals through the kernel. Pipeline's thread. */
public interface Delivery {
  /** Appends a proposal to the log; {@link Consensus#persisted} tells when it is durable. Zxids ascend. */
  void persist(Proposal proposal);

  /** A proposal is committed: it is applied now, in this order. On the primary the very proposal that was proposed. */
  void deliver(Proposal proposal);

  /** On the primary: a write that another server forwarded. It is prepared like a local one; its outcome is a proposal. */
  void submit(ForwardedRequest request);

  /** Answers {@link Consensus#sync}. */
  void synced(long ticket);
}
