/** An exporter of all figures in the text format of Prometheus, by the names of ZooKeeper. */
module io.vivarium.metrics.prometheus {
  requires static transitive org.jspecify;
  requires java.management;
  requires jdk.httpserver;
  requires jdk.management;
  requires io.vivarium.spi;
  requires org.slf4j;

  provides io.vivarium.spi.exporter.MetricsExporterProvider with
      io.vivarium.metrics.prometheus.PrometheusProvider;
}
