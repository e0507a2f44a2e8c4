/** MBeans by the names of ZooKeeper, for agents that read JMX. */
module io.vivarium.admin.jmx {
  requires static transitive org.jspecify;
  requires java.management;
  requires io.vivarium.spi;
  requires org.slf4j;

  provides io.vivarium.spi.admin.AdminEndpointProvider with
      io.vivarium.admin.jmx.JmxProvider;
}
