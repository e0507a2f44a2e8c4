package io.vivarium.spi.audit;

import io.vivarium.spi.PluginProvider;

/** Registers an audit log. */
public interface AuditProvider extends PluginProvider<AuditLog> {}
