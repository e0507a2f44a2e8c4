package io.vivarium.transport.inprocess;

import io.vivarium.spi.ConfigKey;
import io.vivarium.spi.PluginContext;
import io.vivarium.spi.PluginException;
import io.vivarium.spi.transport.Transport;
import io.vivarium.spi.transport.TransportProvider;
import java.util.List;

/** Registers the transport {@code inprocess}. An application may hand one with a network of its own to the server that it starts. */
public final class InProcessTransportProvider implements TransportProvider {
  private final InProcessNetwork network;

  /** For {@link InProcessNetwork#ofThisJvm}. */
  public InProcessTransportProvider() {
    this(InProcessNetwork.ofThisJvm());
  }

  /** For this network. */
  public InProcessTransportProvider(InProcessNetwork network) {
    this.network = network;
  }

  @Override
  public String id() {
    return "inprocess";
  }

  @Override
  public List<ConfigKey<?>> configKeys() {
    return InProcessSettings.KEYS;
  }

  @Override
  public Transport create(PluginContext context) throws PluginException {
    return new InProcessTransport(
        network, InProcessSettings.from(context.config()), context.threads(), context.time());
  }
}
