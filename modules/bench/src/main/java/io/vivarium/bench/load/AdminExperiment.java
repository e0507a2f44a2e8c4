package io.vivarium.bench.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;

/**
 * What servers of every kind can be asked for: the admin command {@code snapshot}, which sends the whole tree, and {@code restore}, which
 * takes it.
 *
 * @param kind which of them is measured
 */
record AdminExperiment(Kind kind) implements Experiment.OfOwn {
  private static final Duration PATIENCE = Duration.ofMinutes(15);

  /** What is measured. */
  enum Kind {
    /** From the request to the last byte of the snapshot in a file. */
    SNAPSHOT,
    /** From the first byte of that file to the answer. */
    RESTORE
  }

  @Override
  public String word() {
    return switch (kind) {
      case SNAPSHOT -> "admin-snapshot";
      case RESTORE -> "admin-restore";
    };
  }

  @Override
  public String description() {
    return switch (kind) {
      case SNAPSHOT ->
          "the admin command snapshot of many znodes, into a file: seconds, znodes and MB a second";
      case RESTORE ->
          "the admin command restore of many znodes, from a file: seconds, znodes and MB a second";
    };
  }

  @Override
  public boolean populates() {
    return true;
  }

  @Override
  public Map<String, String> settings(Plan plan) {
    return Map.of(
        "admin.enableServer",
        "true",
        "admin.snapshot.enabled",
        "true",
        "admin.restore.enabled",
        "true");
  }

  @Override
  public Figures measure(OwnServers servers, Plan plan, Network network, LongConsumer progress)
      throws IOException, InterruptedException {
    byte[] path = Filling.fill(plan, network, servers, progress);
    Path file = servers.dataDirectories().get(0).resolveSibling("snapshot");
    try (HttpClient client = HttpClient.newHttpClient()) {
      long start = System.nanoTime();
      send(
          client,
          command(servers, "snapshot").GET().build(),
          HttpResponse.BodyHandlers.ofFile(file));
      double seconds = (System.nanoTime() - start) / 1e9;
      if (kind == Kind.SNAPSHOT) {
        return BackupExperiment.figures(plan, seconds, Files.size(file));
      }
      // What is restored must be seen to be.
      String after = "/after-" + Long.toHexString(System.nanoTime());
      InetSocketAddress server = servers.addresses().get(0);
      Preparation.make(network, server, after, List.of());
      start = System.nanoTime();
      send(
          client,
          command(servers, "restore").POST(HttpRequest.BodyPublishers.ofFile(file)).build(),
          HttpResponse.BodyHandlers.ofString());
      seconds = (System.nanoTime() - start) / 1e9;
      Attempt.toRead(network, server, path).await();
      // The znode that is not in the snapshot must be gone, or this makes it fail.
      Preparation.make(network, server, after, List.of());
      return BackupExperiment.figures(plan, seconds, Files.size(file));
    }
  }

  /** With an identity that may do everything to a root that anybody may do everything to. */
  private static HttpRequest.Builder command(OwnServers servers, String name) {
    InetSocketAddress at = servers.adminAddress(0);
    URI uri = URI.create("http://" + at.getHostString() + ":" + at.getPort() + "/commands/" + name);
    return HttpRequest.newBuilder(uri)
        .timeout(PATIENCE)
        .header("Authorization", "digest bench:bench")
        .header("Content-Type", "application/octet-stream");
  }

  private static <T> void send(
      HttpClient client, HttpRequest request, HttpResponse.BodyHandler<T> handler)
      throws IOException, InterruptedException {
    HttpResponse<T> response = client.send(request, handler);
    if (response.statusCode() != 200) {
      throw new IOException(request.uri() + " answers with status " + response.statusCode());
    }
  }
}
