package io.vivarium.bench.server;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A server program that the benchmark knows how to start with a {@code zoo.cfg}. */
public interface ServerKind {
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
