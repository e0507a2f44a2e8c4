package io.vivarium.bench.server;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A server program that the benchmark knows how to start with a {@code zoo.cfg}. */
public interface ServerKind {
  /**
   * Vivarium from an unpacked distribution.
   *
   * @param name its name in tables
   * @param home directory of the distribution
   */
  static ServerKind vivarium(String name, Path home) {
    return new VivariumServer(name, home);
  }

  /**
   * Apache ZooKeeper 3.9.5 on this program's own Java, from jars that are fetched when they are not there.
   *
   * @param name its name in tables
   * @param jars where the jars are, or are put
   * @param netty whether it serves clients through Netty instead of its default, NIO
   */
  static ServerKind apache(String name, Path jars, boolean netty) {
    return new ApacheServer(name, jars, netty);
  }

  /** Its name in tables. */
  String name();

  /**
   * The command that serves in the foreground.
   *
   * @param config the configuration file
   * @param heapMb size of the heap in MB, fixed from the start
   * @throws IOException when the program is not there and cannot be fetched
   */
  List<String> command(Path config, int heapMb) throws IOException, InterruptedException;
}
