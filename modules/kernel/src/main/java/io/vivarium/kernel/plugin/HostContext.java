package io.vivarium.kernel.plugin;

import io.vivarium.spi.FatalErrors;
import io.vivarium.spi.Grants;
import io.vivarium.spi.PluginConfig;
import io.vivarium.spi.PluginContext;
import io.vivarium.spi.TimeSource;
import io.vivarium.spi.metrics.Metrics;
import java.util.concurrent.ThreadFactory;

/** What one plugin is handed. */
record HostContext(
    PluginConfig config,
    TimeSource time,
    ThreadFactory threads,
    Metrics metrics,
    FatalErrors fatalErrors,
    Grants grants)
    implements PluginContext {}
