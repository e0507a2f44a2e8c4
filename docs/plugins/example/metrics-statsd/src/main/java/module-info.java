/** Sends metrics to a StatsD daemon by UDP. */
module com.example.statsd {
  requires static org.jspecify;
  requires io.vivarium.spi;
  requires org.slf4j;

  provides io.vivarium.spi.exporter.MetricsExporterProvider with
      com.example.statsd.StatsdProvider;
}
