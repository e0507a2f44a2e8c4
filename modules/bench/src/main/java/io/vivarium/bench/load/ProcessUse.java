package io.vivarium.bench.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * CPU time, context switches and memory of processes, from {@code /proc}.
 *
 * @param cpuSeconds user and system time since they began, all together; NaN when there are none
 * @param switches context switches of the threads that live, voluntary or not, all together; NaN when there are none
 * @param residentBytes memory in use, all together
 */
record ProcessUse(double cpuSeconds, double switches, long residentBytes) {
  /** Linux counts CPU time in hundredths of a second, whatever its own tick. */
  private static final double TICKS_PER_SECOND = 100;

  private static final int PAGE_BYTES = 4096;
  private static final int USER_TIME = 11;

  /** Reads the figures of these processes now. */
  static ProcessUse of(List<Long> pids) throws IOException {
    double cpu = pids.isEmpty() ? Double.NaN : 0;
    double switches = pids.isEmpty() ? Double.NaN : 0;
    long resident = 0;
    for (long pid : pids) {
      Path directory = Path.of("/proc", Long.toString(pid));
      String stat = Files.readString(directory.resolve("stat"));
      // The name of the command stands in parentheses and may hold blanks.
      List<String> fields =
          List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" ", USER_TIME + 3));
      cpu +=
          (Long.parseLong(fields.get(USER_TIME)) + Long.parseLong(fields.get(USER_TIME + 1)))
              / TICKS_PER_SECOND;
      switches += switches(directory.resolve("task"));
      resident += residentBytes(pid);
    }
    return new ProcessUse(cpu, switches, resident);
  }

  /** Memory in use by one process. */
  static long residentBytes(long pid) throws IOException {
    String memory = Files.readString(Path.of("/proc", Long.toString(pid), "statm"));
    return Long.parseLong(List.of(memory.strip().split(" ", -1)).get(1)) * PAGE_BYTES;
  }

  /** A process counts those of its threads, each for itself. */
  private static long switches(Path tasks) throws IOException {
    long sum = 0;
    try (Stream<Path> threads = Files.list(tasks)) {
      for (Path thread : (Iterable<Path>) threads::iterator) {
        for (String line : lines(thread.resolve("status"))) {
          if (line.contains("ctxt_switches:")) {
            sum += Long.parseLong(line.substring(line.indexOf(':') + 1).strip());
          }
        }
      }
    }
    return sum;
  }

  private static List<String> lines(Path status) throws IOException {
    try {
      return Files.readAllLines(status);
    } catch (NoSuchFileException e) {
      return List.of(); // The thread has ended meanwhile.
    } catch (IOException e) {
      if (Files.exists(status)) {
        throw e;
      }
      return List.of();
    }
  }

  /** CPU time and switches since then; memory now. */
  ProcessUse since(ProcessUse before) {
    return new ProcessUse(
        cpuSeconds - before.cpuSeconds, Math.max(0, switches - before.switches), residentBytes);
  }

  /** The figures when so many operations were done meanwhile. */
  Figures over(long operations) {
    return Figures.none()
        .with(Quantity.CPU, cpuSeconds * 1e6 / operations)
        .with(Quantity.SWITCHES, switches / operations)
        .with(Quantity.RESIDENT, residentBytes == 0 ? Double.NaN : residentBytes / 1048576.0);
  }
}
