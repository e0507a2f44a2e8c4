package io.vivarium.consensus.zab.auth;

import io.vivarium.model.ensemble.Membership;
import io.vivarium.spi.transport.HandlerFactory;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How two servers prove to each other who they are: the one place for it. What stands here wraps the handlers of connections: its own
 * handlers speak first, then ask {@code packets} for the handler of the connection and pass everything on to that. {@code packets} is not
 * asked when the exchange fails: the connection is closed then, and {@code failed} is told why, on the I/O thread. Any thread.
 */
public interface PeerAuthentication {
  /** Nobody proves anything. */
  PeerAuthentication NONE =
      new PeerAuthentication() {
        @Override
        public HandlerFactory opening(
            String host, HandlerFactory packets, Consumer<String> failed) {
          return packets;
        }

        @Override
        public HandlerFactory accepting(HandlerFactory packets, Consumer<String> failed) {
          return packets;
        }
      };

  /**
   * Puts the exchange in front of a connection that this server opens, and in which it proves itself.
   *
   * @param host whom it dials, as configured
   */
  HandlerFactory opening(String host, HandlerFactory packets, Consumer<String> failed);

  /** Puts the exchange in front of a connection that another server opens. */
  HandlerFactory accepting(HandlerFactory packets, Consumer<String> failed);

  /** Who belongs to the ensemble, and will if what is proposed is agreed on. */
  default void members(Membership committed, @Nullable Membership proposed) {}
}
