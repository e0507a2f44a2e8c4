/** The admin endpoint over HTTP: ZooKeeper's commands, and the health of the server. */
module io.vivarium.admin.http {
  requires static transitive org.jspecify;
  requires io.vivarium.spi;
  requires org.eclipse.jetty.server;
  requires org.slf4j;

  provides io.vivarium.spi.admin.AdminEndpointProvider with
      io.vivarium.admin.http.HttpEndpointProvider;
}
