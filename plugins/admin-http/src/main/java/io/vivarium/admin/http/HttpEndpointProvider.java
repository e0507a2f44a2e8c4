package io.vivarium.admin.http;

import io.vivarium.spi.ConfigKey;
import io.vivarium.spi.PluginContext;
import io.vivarium.spi.PluginException;
import io.vivarium.spi.admin.AdminEndpoint;
import io.vivarium.spi.admin.AdminEndpointProvider;
import java.util.List;

/** Registers the admin endpoint {@code http}. */
public final class HttpEndpointProvider implements AdminEndpointProvider {
  @Override
  public String id() {
    return "http";
  }

  @Override
  public List<ConfigKey<?>> configKeys() {
    return HttpSettings.KEYS;
  }

  @Override
  public AdminEndpoint create(PluginContext context) throws PluginException {
    return new HttpEndpoint(HttpSettings.from(context.config()), context);
  }
}
