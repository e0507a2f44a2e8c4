package io.vivarium.admin.jmx;

import io.vivarium.spi.admin.AdminEndpointProvider;
import io.vivarium.spi.tck.admin.AdminEndpointTck;
import java.util.Map;

/** The promises of every admin endpoint. */
class JmxEndpointTest extends AdminEndpointTck {
  @Override
  protected AdminEndpointProvider provider() {
    return new JmxProvider();
  }

  @Override
  protected Map<String, String> config() {
    return Map.of();
  }
}
