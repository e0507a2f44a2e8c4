package com.example.fsync;

import io.vivarium.spi.TimeSource;
import io.vivarium.spi.admin.AdminCommand;
import io.vivarium.spi.admin.AdminMethod;
import io.vivarium.spi.admin.AdminReply;
import io.vivarium.spi.admin.AdminRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * {@code fsync}: writes and forces 4 KiB, {@code count} times (1 to 1000, by default 20), and tells how long that took, in microseconds.
 * It loads the disk that the server's log may be on, so it is a POST, for which the server wants authorisation; one at a time.
 */
final class FsyncCommand implements AdminCommand {
  private static final int BAD_REQUEST = 400;
  private static final int BUSY = 503;
  private static final int BYTES = 4 << 10;

  private final Path directory;
  private final TimeSource time;
  private final ReentrantLock measuring = new ReentrantLock();

  FsyncCommand(Path directory, TimeSource time) {
    this.directory = directory;
    this.time = time;
  }

  @Override
  public String name() {
    return "fsync";
  }

  @Override
  public Set<AdminMethod> methods() {
    return Set.of(AdminMethod.POST);
  }

  @Override
  public boolean needsServing() {
    return false;
  }

  @Override
  public AdminReply answer(AdminRequest request) throws IOException {
    String count = request.parameters().getOrDefault("count", "20");
    if (!count.matches("[1-9][0-9]{0,2}|1000")) {
      return AdminReply.failed(BAD_REQUEST, "The parameter count must be 1 to 1000");
    }
    if (!measuring.tryLock()) {
      return AdminReply.failed(BUSY, "Another measurement is under way");
    }
    try {
      return reply(measured(Integer.parseInt(count)));
    } finally {
      measuring.unlock();
    }
  }

  private Histogram measured(int count) throws IOException {
    Histogram micros = new Histogram(TimeUnit.MINUTES.toMicros(10), 3);
    Path file = Files.createTempFile(directory, "fsync", ".probe");
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      for (int i = 0; i < count; i++) {
        long begin = time.monotonicNanos();
        channel.write(ByteBuffer.allocate(BYTES));
        channel.force(false);
        micros.recordValue(TimeUnit.NANOSECONDS.toMicros(time.monotonicNanos() - begin));
      }
    } finally {
      Files.delete(file);
    }
    return micros;
  }

  private static AdminReply reply(Histogram micros) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("count", micros.getTotalCount());
    fields.put("median_us", micros.getValueAtPercentile(50));
    fields.put("p99_us", micros.getValueAtPercentile(99));
    fields.put("max_us", micros.getMaxValue());
    return AdminReply.of(fields);
  }
}
