package io.vivarium.admin.jmx;

import io.vivarium.spi.PluginContext;
import io.vivarium.spi.admin.AdminEndpoint;
import io.vivarium.spi.admin.AdminEndpointProvider;
import java.lang.management.ManagementFactory;

/** Registers the admin endpoint {@code jmx}. */
public final class JmxProvider implements AdminEndpointProvider {
  @Override
  public String id() {
    return "jmx";
  }

  @Override
  public AdminEndpoint create(PluginContext context) {
    return new JmxEndpoint(
        ManagementFactory::getPlatformMBeanServer, context.threads(), context.time());
  }
}
