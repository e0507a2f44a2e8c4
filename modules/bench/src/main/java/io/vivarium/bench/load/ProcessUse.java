package io.vivarium.bench.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * CPU time and memory of processes, from {@code /proc}.
 *
 * @param cpuSeconds user and system time since they began, all together; NaN when there are none
 * @param residentBytes memory in use, all together
 */
public record ProcessUse(double cpuSeconds, long residentBytes) {
  /** Linux counts CPU time in hundredths of a second, whatever its own tick. */
  private static final double TICKS_PER_SECOND = 100;

  private static final int PAGE_BYTES = 4096;
  private static final int USER_TIME = 11;

  /** Reads the figures of these processes now. */
  public static ProcessUse of(List<Long> pids) throws IOException {
    double cpu = pids.isEmpty() ? Double.NaN : 0;
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
      List<String> memory =
          List.of(Files.readString(directory.resolve("statm")).strip().split(" ", -1));
      resident += Long.parseLong(memory.get(1)) * PAGE_BYTES;
    }
    return new ProcessUse(cpu, resident);
  }

  /** CPU time since then; memory now. */
  ProcessUse since(ProcessUse before) {
    return new ProcessUse(cpuSeconds - before.cpuSeconds, residentBytes);
  }
}
