package io.vivarium.spi.auth;

import io.vivarium.spi.PluginProvider;

/** Registers one or more authentication schemes. */
public interface AuthenticationProvider extends PluginProvider<Authentication> {}
