package io.vivarium.bench;

import io.vivarium.bench.server.ServerKind;
import java.nio.file.Path;
import java.util.List;

/**
 * A program that agrees with everything, in a process of its own.
 *
 * @param name its name in tables
 */
public record FakeKind(String name) implements ServerKind {
  @Override
  public List<String> command(Path config, int heapMb) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx" + heapMb + "m",
        "-XX:TieredStopAtLevel=1",
        "-cp",
        Path.of("target", "test-classes").toAbsolutePath().toString(),
        FakeServer.class.getName(),
        config.toString());
  }
}
