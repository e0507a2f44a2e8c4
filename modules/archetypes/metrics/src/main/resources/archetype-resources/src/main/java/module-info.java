/** An exporter of metrics: a CSV file, written anew every few seconds. */
module ${package} {
  requires static org.jspecify;
  requires io.vivarium.spi;
  requires org.slf4j;

  provides io.vivarium.spi.exporter.MetricsExporterProvider with
      ${package}.CsvProvider;
}
