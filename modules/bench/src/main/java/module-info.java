/** A load generator for any server that speaks ZooKeeper's client protocol, and fair comparisons of two. */
module io.vivarium.bench {
  requires static transitive org.jspecify;
  requires HdrHistogram;
  requires info.picocli;
  requires io.netty.buffer;
  requires io.netty.common;
  requires io.netty.handler;
  requires io.netty.transport;
  requires java.net.http;

  // Commands are filled in from the command line by reflection.
  opens io.vivarium.bench.command to
      info.picocli;
}
