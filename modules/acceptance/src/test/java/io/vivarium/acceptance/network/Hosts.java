package io.vivarium.acceptance.network;

import io.vivarium.acceptance.ensemble.EnsembleSetup;
import io.vivarium.acceptance.ensemble.Member;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/**
 * A host for each member of an ensemble: a network namespace with an address of its own, on one switch with the machine that runs the
 * test. A host whose cable is pulled keeps its connections and hears nothing: unlike with a process that dies, nobody
 * is told, by the operating system either.
 */
final class Hosts implements AutoCloseable {
  /** Names of interfaces have 15 characters at most; the process's number keeps test runs apart. */
  private static final String PREFIX = "viv" + ProcessHandle.current().pid() % 1_000_000;

  private static final String SWITCH = PREFIX + "sw";

  /** Of the range for benchmarks between networks (RFC 2544), which no network should be using; the third byte keeps test runs apart. */
  private static final String NET = "198.18." + ProcessHandle.current().pid() % 256 + ".";

  private static final int OURS = 254;

  private final List<Integer> ids = new ArrayList<>();

  private Hosts() {}

  /** The switch, without hosts; skips the test where this process may not have network namespaces. */
  static Hosts create() throws Exception {
    Optional<String> missing = attempt("ip", "link", "add", SWITCH, "type", "bridge");
    Assumptions.assumeTrue(
        missing.isEmpty(), () -> "no network namespaces here: " + missing.orElseThrow());
    Hosts hosts = new Hosts();
    try {
      run("ip", "address", "add", NET + OURS + "/24", "dev", SWITCH);
      run("ip", "link", "set", SWITCH, "up");
    } catch (Exception e) {
      hosts.close();
      throw e;
    }
    return hosts;
  }

  /** This setup with each server on a host of its own. */
  EnsembleSetup under(EnsembleSetup setup) throws Exception {
    EnsembleSetup result = setup;
    for (int id : setup.members().keySet()) {
      add(id);
      result =
          result.member(
              id,
              member ->
                  member
                      .with("clientPortAddress", NET + id)
                      .through("ip", "netns", "exec", name(id)));
    }
    return result;
  }

  private void add(int id) throws Exception {
    String host = name(id);
    ids.add(id);
    run("ip", "netns", "add", host);
    run("ip", "link", "add", cable(id), "type", "veth", "peer", "name", "eth0", "netns", host);
    run("ip", "link", "set", cable(id), "master", SWITCH);
    run("ip", "-n", host, "address", "add", NET + id + "/24", "dev", "eth0");
    run("ip", "-n", host, "link", "set", "eth0", "up");
    run("ip", "-n", host, "link", "set", "lo", "up");
    run("ip", "link", "set", cable(id), "up");
  }

  private static String name(int id) {
    return PREFIX + "h" + id;
  }

  private static String cable(int id) {
    return PREFIX + "c" + id;
  }

  /** Nothing gets to the host or from it any more. */
  void unplug(Member member) throws Exception {
    run("ip", "link", "set", cable(member.id()), "nomaster");
  }

  /** It is on the switch again, with the connections that both ends still believe in. */
  void plug(Member member) throws Exception {
    run("ip", "link", "set", cable(member.id()), "master", SWITCH);
  }

  private static void run(String... command) throws Exception {
    Optional<String> failure = attempt(command);
    if (failure.isPresent()) {
      throw new IOException(String.join(" ", command) + ": " + failure.get());
    }
  }

  /** Runs a command; returns what it complained of when it failed. */
  private static Optional<String> attempt(String... command) throws InterruptedException {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      return process.waitFor() == 0 ? Optional.empty() : Optional.of(said);
    } catch (IOException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /** Removes everything; the servers must have ended. */
  @Override
  public void close() throws Exception {
    for (int id : ids) {
      attempt("ip", "link", "del", cable(id));
      attempt("ip", "netns", "del", name(id));
    }
    attempt("ip", "link", "del", SWITCH);
  }
}
