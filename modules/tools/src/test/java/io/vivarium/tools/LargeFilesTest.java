package io.vivarium.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.tools.log.Logs;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of any size in a small heap: these are several times as large as the heap of the process that reads them. */
final class LargeFilesTest {
  private static final int HEAP_MB = 24;
  private static final int TXNS = 100_000;
  private static final int DATA_BYTES = 1_000;

  @TempDir private Path temporary;

  @Test
  void aLogLargerThanTheHeapIsReadAndWritten() throws Exception {
    Path log = temporary.resolve("log.1");
    Logs.write(log, TXNS, i -> "/bench/znode-" + i, new byte[DATA_BYTES]);
    assertTrue(Files.size(log) > 4L * HEAP_MB * 1024 * 1024);

    assertTrue(run("txnlog", "verify", log.toString()).contains("sound, " + TXNS + " txns"));
    assertTrue(run("txnlog", "summarise", log.toString()).contains("txns      " + TXNS));
    Path copy = temporary.resolve("copy");
    run("txnlog", "convert", log.toString(), "--out", copy.toString());
    assertEquals(Files.size(log), Files.size(copy));
  }

  /** Runs a command in a Java of its own with a small heap; returns what it printed. */
  private String run(String... words) throws Exception {
    Path output = temporary.resolve("output");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx" + HEAP_MB + "m", "-XX:+UseSerialGC", "-cp", classPath()));
    command.add(Main.class.getName());
    command.addAll(List.of(words));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    int code = process.waitFor();
    String printed = Files.readString(output, StandardCharsets.UTF_8);
    assertEquals(0, code, printed);
    return printed;
  }

  private static String classPath() {
    return System.getProperty("java.class.path")
        + File.pathSeparator
        + System.getProperty("jdk.module.path", "");
  }
}
