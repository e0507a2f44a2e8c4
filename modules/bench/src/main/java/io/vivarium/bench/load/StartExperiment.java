package io.vivarium.bench.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/** Servers started with nothing in their directories, several times: how long until a client is served, from the command on. */
record StartExperiment() implements Experiment.OfOwn {
  /** One start lasts too short a time for one figure. */
  static final int STARTS = 5;

  private static final byte[] ROOT = Requests.path("/");

  @Override
  public String word() {
    return "start";
  }

  @Override
  public String description() {
    return "start with an empty directory: time to the first read that is served, the median of "
        + STARTS;
  }

  @Override
  public Figures measure(OwnServers servers, Plan plan, Network network, LongConsumer progress)
      throws IOException, InterruptedException {
    List<Double> first = new ArrayList<>();
    List<Double> all = new ArrayList<>();
    List<Double> cpuSeconds = new ArrayList<>();
    for (int i = 0; i < STARTS; i++) {
      for (int server = 0; server < servers.addresses().size(); server++) {
        servers.kill(server);
        empty(servers.dataDirectories().get(server));
      }
      Return back = Return.of(servers, network, ROOT);
      first.add(back.firstMs());
      all.add(back.lastMs());
      cpuSeconds.add(ProcessUse.of(servers.pids()).cpuSeconds());
      progress.accept(i + 1);
    }
    return Figures.none()
        .with(Quantity.FIRST_READ, median(first))
        .with(Quantity.ALL_SERVE, median(all))
        .with(Quantity.CPU, median(cpuSeconds) * 1e6)
        .with(Quantity.RESIDENT, ProcessUse.of(servers.pids()).residentBytes() / 1048576.0);
  }

  /** Of an odd number. */
  private static double median(List<Double> values) {
    return values.stream().sorted().skip(values.size() / 2).findFirst().orElse(Double.NaN);
  }

  /** Removes all but who the server is in its ensemble. */
  private static void empty(Path data) throws IOException {
    try (Stream<Path> files = Files.walk(data)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        if (!file.equals(data) && !file.endsWith("myid")) {
          Files.delete(file);
        }
      }
    }
  }
}
