package io.vivarium.transport.inprocess;

import io.vivarium.spi.tck.transport.TransportTck;
import io.vivarium.spi.transport.TransportProvider;
import java.util.Map;

/** The suite between transports whose pipes hold next to nothing, so that every frame has to wait in the middle. */
class TinyPipesTest extends TransportTck {
  private final InProcessNetwork network = new InProcessNetwork();

  @Override
  protected TransportProvider provider() {
    return new InProcessTransportProvider(network);
  }

  @Override
  protected Map<String, String> config() {
    return Map.of(
        "transport.inprocess.capacity", "1021", "transport.inprocess.closeTimeout", "60000");
  }

  /** Peers of other kinds are tried by the other test; here two transports meet. */
  @Override
  protected java.net.Socket dial(io.vivarium.spi.transport.Listener listening) {
    return null;
  }
}
