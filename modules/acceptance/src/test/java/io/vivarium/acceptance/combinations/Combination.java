package io.vivarium.acceptance.combinations;

import io.vivarium.acceptance.server.ServerSetup;
import io.vivarium.acceptance.tls.TlsFiles;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Plugins that serve together. */
record Combination(Storage storage, Transport transport, Order order) {
  /** Where txns are kept. */
  enum Storage {
    FILELOG,
    MEMORY
  }

  /** What clients and servers talk through. */
  enum Transport {
    TCP,
    TLS
  }

  /** Who puts txns in order. */
  enum Order {
    STANDALONE,
    ZAB_OF_ONE,
    ZAB_OF_THREE
  }

  /**
   * All that make sense. The transport {@code inprocess} has no place here: no process but its own reaches it, so its clients are those of its
   * suite and of {@code distribution/examples/embedded}. An ensemble in memory makes sense for as long as its servers run; what a restart
   * means to it is tested by {@link InMemoryEnsembleTest}.
   */
  static Stream<Combination> all() {
    List<Combination> all = new ArrayList<>();
    for (Storage storage : Storage.values()) {
      for (Transport transport : Transport.values()) {
        for (Order order : Order.values()) {
          all.add(new Combination(storage, transport, order));
        }
      }
    }
    return all.stream();
  }

  /** Whether servers are like this when nothing is said. */
  boolean isUsual() {
    return storage == Storage.FILELOG && transport == Transport.TCP && order == Order.STANDALONE;
  }

  /** What it is, as {@code filelog}, {@code tcp}, {@code standalone}. */
  Set<String> words() {
    return Stream.of(storage, transport, order)
        .map(part -> part.name().toLowerCase(Locale.ROOT))
        .collect(Collectors.toSet());
  }

  @Override
  public String toString() {
    return (storage + " " + transport + " " + order).toLowerCase(Locale.ROOT);
  }

  /** Tags of tests that are about something else. */
  List<String> excludedTags() {
    List<String> tags = new ArrayList<>(List.of("ensemble"));
    if (order != Order.STANDALONE) {
      tags.add("standalone");
    }
    if (storage == Storage.MEMORY) {
      tags.add("durable");
    }
    return tags;
  }

  /** The system properties with which servers are started like this, and clients find them. */
  Map<String, String> properties(TlsFiles files) {
    Map<String, String> properties = new HashMap<>();
    properties.put("vivarium.acceptance.shared", "true");
    List<String> lines = new ArrayList<>();
    switch (storage) {
      case FILELOG -> lines.add("storage=filelog");
      case MEMORY -> lines.add("storage=memory");
    }
    switch (transport) {
      case TCP -> lines.add("transport=tcp");
      case TLS -> {
        lines.add("transport=tls");
        files.server().forEach((key, value) -> lines.add(key + "=" + value));
        // A certificate would be one more identity than the suites know of; peers show theirs.
        lines.add("ssl.clientAuth=none");
        properties.put("vivarium.acceptance.tls", files.directory().toString());
        properties.put("zookeeper.client.secure", "true");
        properties.put("zookeeper.clientCnxnSocket", "org.apache.zookeeper.ClientCnxnSocketNetty");
        properties.put("zookeeper.ssl.trustStore.location", files.file("ca.pem"));
      }
    }
    switch (order) {
      case STANDALONE -> {}
      case ZAB_OF_ONE -> properties.put("vivarium.acceptance.ensemble", "true");
      case ZAB_OF_THREE -> properties.put("vivarium.acceptance.servers", "3");
    }
    properties.put(ServerSetup.MORE, String.join("\n", lines));
    return properties;
  }
}
