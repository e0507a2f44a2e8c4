package com.example.statsd;

import io.vivarium.spi.metrics.MetricReading;
import io.vivarium.spi.metrics.SummaryReading;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The form of a report: lines {@code vivarium.<name>:<value>|g}, as many to a datagram as fit into a frame of Ethernet. A key follows the
 * name behind a dot; what is no letter, digit or hyphen in it is written by number, as clients choose keys.
 */
final class Lines {
  private static final int LARGEST_DATAGRAM = 1400;

  private final List<String> datagrams = new ArrayList<>();
  private final StringBuilder datagram = new StringBuilder();

  private Lines() {}

  /** The datagrams of a report. */
  static List<String> packed(List<MetricReading> readings) {
    Lines lines = new Lines();
    readings.forEach(lines::add);
    lines.endDatagram();
    return lines.datagrams;
  }

  private void add(MetricReading reading) {
    switch (reading) {
      case MetricReading.Count(var name, var key, long value) -> gauge(name, key, value);
      case MetricReading.Level(var name, var key, long value) -> gauge(name, key, value);
      case MetricReading.Ratio(var name, var key, double value) -> gauge(name, key, value);
      case MetricReading.Distributed(var name, var key, SummaryReading spread, var _) -> {
        gauge(name + "_count", key, spread.count());
        gauge(name + "_sum", key, spread.sum());
        gauge(name + "_max", key, spread.max());
      }
    }
  }

  private void gauge(String name, @Nullable String key, Number value) {
    String path = "vivarium." + name + (key == null ? "" : "." + escaped(key));
    if (value.doubleValue() < 0) {
      // A sign would mean "so much less than before"; so it is taken from nothing.
      line(path + ":0|g");
    }
    line(path + ":" + value + "|g");
  }

  private void line(String line) {
    if (datagram.length() + 1 + line.length() > LARGEST_DATAGRAM) {
      endDatagram();
    }
    datagram.append(datagram.isEmpty() ? "" : "\n").append(line);
  }

  private void endDatagram() {
    if (!datagram.isEmpty()) {
      datagrams.add(datagram.toString());
      datagram.setLength(0);
    }
  }

  private static String escaped(String key) {
    StringBuilder text = new StringBuilder();
    for (char c : key.toCharArray()) {
      boolean plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
      text.append(plain || c == '-' ? String.valueOf(c) : "_%04x".formatted((int) c));
    }
    return text.toString();
  }
}
