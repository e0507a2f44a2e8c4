package io.vivarium.spi.tck.consensus;

import io.vivarium.spi.storage.DurableNumber;
import io.vivarium.spi.storage.SnapshotStore;
import io.vivarium.spi.storage.Storage;
import io.vivarium.spi.storage.TxnLog;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/** A storage of which the only voter may use the numbers: the log is written by the host, and there is nobody to read it for. */
final class NumbersOnly implements Storage {
  private final Map<String, Long> numbers = new TreeMap<>();

  @Override
  public void start() {}

  @Override
  public TxnLog log() {
    throw new AssertionError("the only voter asked for the log");
  }

  @Override
  public SnapshotStore snapshots() {
    throw new AssertionError("the only voter asked for the snapshots");
  }

  @Override
  public DurableNumber number(String name) {
    return new DurableNumber() {
      @Override
      public OptionalLong read() {
        Long value = numbers.get(name);
        return value == null ? OptionalLong.empty() : OptionalLong.of(value);
      }

      @Override
      public void write(long value) {
        numbers.put(name, value);
      }
    };
  }

  @Override
  public void close() {}
}
