package io.vivarium.bench.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Bytes of the objects that a full collection leaves, as {@code jcmd} tells them of JVMs of the same user. */
final class LiveHeap {
  private static final Pattern TOTAL =
      Pattern.compile("^Total\\s+(\\d+)\\s+(\\d+)", Pattern.MULTILINE);

  private static final long PATIENCE_SECONDS = 60;

  private LiveHeap() {}

  /**
   * All processes together; NaN when there are none, or there is no {@code jcmd}, or a process is no JVM that answers it, or is this
   * one, which would have to wait for itself.
   */
  static double bytes(List<Long> pids) throws InterruptedException {
    double sum = pids.isEmpty() ? Double.NaN : 0;
    for (long pid : pids) {
      if (pid == ProcessHandle.current().pid()) {
        return Double.NaN;
      }
      try {
        sum += total(histogram(pid));
      } catch (IOException e) {
        return Double.NaN; // There is no jcmd.
      }
    }
    return sum;
  }

  private static String histogram(long pid) throws IOException, InterruptedException {
    Path own = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    List<String> command = new ArrayList<>();
    command.add(Files.isExecutable(own) ? own.toString() : "jcmd");
    command.add(Long.toString(pid));
    command.add("GC.class_histogram");
    // Into a file: nobody has to read along, and the wait can be given up.
    Path answer = Files.createTempFile("histogram", ".txt");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(answer.toFile())
              .start();
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      return Files.readString(answer);
    } finally {
      Files.delete(answer);
    }
  }

  /** The bytes in the last line of a histogram; NaN when it has none. */
  static double total(String histogram) {
    Matcher total = TOTAL.matcher(histogram);
    return total.find() ? Double.parseDouble(total.group(2)) : Double.NaN;
  }
}
