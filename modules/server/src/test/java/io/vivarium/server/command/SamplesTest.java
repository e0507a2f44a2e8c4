package io.vivarium.server.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The sample configurations are valid, and complain about nothing. */
class SamplesTest {
  private static final Path SAMPLES = Path.of("..", "..", "config-samples");

  @TempDir private Path home;

  static Stream<Path> samples() throws IOException {
    try (Stream<Path> directories = Files.list(SAMPLES)) {
      return directories.filter(Files::isDirectory).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "standalone, 1, a standalone server",
    "ensemble, 1, server 1 of an ensemble of 3",
    "ensemble, 2, server 2 of an ensemble of 3",
    "ensemble, 3, server 3 of an ensemble of 3",
    "observer, 1, server 1 of an ensemble of 4",
    "observer, 4, server 4 of an ensemble of 4",
    "sasl, 1, a standalone server",
    "tls, 1, server 1 of an ensemble of 3"
  })
  void aSampleIsValidForEachOfItsServers(String sample, int myid, String whatFor) {
    String file = SAMPLES.resolve(sample).resolve("zoo.cfg").toString();
    Outcome outcome = Outcome.of(home, "config", "check", "--strict", "-s", "myid=" + myid, file);
    assertEquals(0, outcome.exitCode(), outcome.out());
    assertTrue(
        outcome.out().contains("valid for " + whatFor + ", 0 errors, 0 warnings"), outcome.out());
  }

  @ParameterizedTest
  @MethodSource("samples")
  void everyKeyOfASampleIsExplainedAboveIt(Path sample) throws IOException {
    List<String> lines = Files.readAllLines(sample.resolve("zoo.cfg"));
    boolean explained = false;
    Set<String> keys = new TreeSet<>();
    for (String line : lines) {
      explained = line.startsWith("#") || (explained && !line.isBlank());
      if (!line.isBlank() && !line.startsWith("#")) {
        assertTrue(explained, line);
        assertTrue(keys.add(line.substring(0, line.indexOf('='))), () -> "twice: " + line);
      }
    }
    assertTrue(keys.contains("dataDir"), keys::toString);
  }

  @Test
  void everySampleIsInTheListOfSamples() throws IOException {
    String list = Files.readString(SAMPLES.resolve("README.md"));
    List<Path> samples = samples().toList();
    assertEquals(6, samples.size(), samples::toString);
    for (Path sample : samples) {
      String link = sample.getFileName() + "/zoo.cfg";
      assertTrue(list.contains("(" + link + ")"), link);
    }
  }
}
