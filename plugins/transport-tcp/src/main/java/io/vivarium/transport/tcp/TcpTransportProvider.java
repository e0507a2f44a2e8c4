package io.vivarium.transport.tcp;

import io.vivarium.spi.ConfigKey;
import io.vivarium.spi.PluginContext;
import io.vivarium.spi.PluginException;
import io.vivarium.spi.transport.Transport;
import io.vivarium.spi.transport.TransportProvider;
import java.util.List;

/** Registers the transport {@code tcp}. */
public final class TcpTransportProvider implements TransportProvider {
  @Override
  public String id() {
    return "tcp";
  }

  @Override
  public List<ConfigKey<?>> configKeys() {
    return TcpTransport.KEYS;
  }

  @Override
  public Transport create(PluginContext context) throws PluginException {
    return TcpTransport.of(context, StreamGuard.NONE);
  }
}
