package io.vivarium.transport.tls;

import io.vivarium.spi.tck.transport.TransportTck;
import io.vivarium.spi.transport.TransportProvider;

/** Everything that a transport must do, at the plain endpoints of the same transport. */
class PlainTransportTest extends TransportTck {
  @Override
  protected TransportProvider provider() {
    return new TlsTransportProvider();
  }
}
