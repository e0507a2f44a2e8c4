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

  /** How many records it takes before it is full, once. */
  int room = Integer.MAX_VALUE;

  private int failures;

  GatedSink(boolean hangs, int failures) {
    this.gate = new CountDownLatch(hangs ? 1 : 0);
    this.failures = failures;
  }

  @Override
  public void open() {}

  @Override
  public void write(List<Line> batch) throws UnwrittenException {
    reached.countDown();
    try {
      gate.await();
    } catch (InterruptedException e) {
      throw new UnwrittenException(0, new IOException(e));
    }
    if (failures > 0) {
      failures--;
      throw full(0);
    }
    List<Line> fit = batch.subList(0, Math.min(room, batch.size()));
    fit.forEach(line -> lines.add(line.text()));
    if (fit.size() < batch.size()) {
      room = Integer.MAX_VALUE;
      throw full(fit.size());
    }
    room -= room == Integer.MAX_VALUE ? 0 : fit.size();
  }

  private static UnwrittenException full(int written) {
    return new UnwrittenException(written, new IOException("No space left on device"));
  }

  @Override
  public void close() {}

  @Override
  public String place() {
    return "the gated sink";
  }
}
