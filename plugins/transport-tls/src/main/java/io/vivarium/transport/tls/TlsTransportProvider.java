package io.vivarium.transport.tls;

import io.vivarium.spi.ConfigKey;
import io.vivarium.spi.PluginContext;
import io.vivarium.spi.PluginException;
import io.vivarium.spi.transport.Transport;
import io.vivarium.spi.transport.TransportProvider;
import io.vivarium.transport.tcp.TcpTransport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Registers the transport {@code tls}: the transport {@code tcp}, with TLS where an endpoint asks for it. */
public final class TlsTransportProvider implements TransportProvider {
  @Override
  public String id() {
    return "tls";
  }

  @Override
  public List<ConfigKey<?>> configKeys() {
    List<ConfigKey<?>> keys = new ArrayList<>(TcpTransport.KEYS);
    keys.addAll(TlsKeys.ALL);
    return keys;
  }

  @Override
  public Transport create(PluginContext context) throws PluginException {
    JdkDefaults.apply();
    TlsSettings settings = TlsSettings.from(context.config());
    for (Path file : settings.files()) {
      context.grants().file(file);
    }
    return TcpTransport.of(context, new TlsGuard(settings, context));
  }
}
