package ${package};

import io.vivarium.spi.PluginContext;
import io.vivarium.spi.PluginException;
import io.vivarium.spi.transport.Transport;
import io.vivarium.spi.transport.TransportProvider;

/** Registers the transport {@code ${artifactId}}. */
public final class LoopProvider implements TransportProvider {
  @Override
  public String id() {
    return "${artifactId}";
  }

  @Override
  public int spiVersion() {
    return SPI_VERSION;
  }

  @Override
  public Transport create(PluginContext context) throws PluginException {
    return new LoopTransport(context.grants().sockets(), context.threads(), context.time());
  }
}
