package io.vivarium.spi.consensus;

import io.vivarium.model.ensemble.Membership;
import java.io.IOException;

/** Keeps the membership of the ensemble where operators and the next start find it. Pipeline's thread. */
public interface MembershipKeeper {
  /**
   * A membership was proposed; it is kept until committed or replaced. The one in force takes the place of a proposed one that has come
   * to nothing. Durable when the call returns.
   *
   * @throws IOException when it could not be written; it must not be acknowledged then
   */
  void proposed(Membership membership) throws IOException;

  /**
   * A membership is in force: it replaces the configured one, for this and the next start; a proposed one that is not newer is
   * forgotten. Durable when the call returns. The port for clients moves when the new entry of this server says so.
   *
   * @throws IOException when it could not be written
   */
  void committed(Membership membership) throws IOException;

  /** Puts the membership into the znode {@code /zookeeper/config} without a txn; for a server that begins a role. */
  void show(Membership membership);
}
