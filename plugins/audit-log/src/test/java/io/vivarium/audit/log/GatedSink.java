package io.vivarium.audit.log;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A disk that hangs and fails when told to. */
final class GatedSink implements AuditSink {
  final List<String> lines = new ArrayList<>();
  final CountDownLatch reached = new CountDownLatch(1);
  final CountDownLatch gate;
  private int failures;

  GatedSink(boolean hangs, int failures) {
    this.gate = new CountDownLatch(hangs ? 1 : 0);
    this.failures = failures;
  }

  @Override
  public void open() {}

  @Override
  public void write(List<Line> batch) throws IOException {
    reached.countDown();
    try {
      gate.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
    if (failures > 0) {
      failures--;
      throw new IOException("No space left on device");
    }
    batch.forEach(line -> lines.add(line.text()));
  }

  @Override
  public void close() {}

  @Override
  public String place() {
    return "the gated sink";
  }
}
