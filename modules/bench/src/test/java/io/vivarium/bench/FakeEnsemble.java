package io.vivarium.bench;

import io.vivarium.bench.load.OwnServers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Servers in this process that have the same znodes and can be killed, started again, and suspended. */
public final class FakeEnsemble implements OwnServers, AutoCloseable {
  private final Path directory;
  private final List<FakeServer> servers = new ArrayList<>();
  private final List<InetSocketAddress> addresses = new ArrayList<>();
  private final Set<String> znodes = ConcurrentHashMap.newKeySet();

  /** Where admin commands are taken; nobody is there unless a test has somebody there. */
  public int adminPort;

  /** What was done to them, in order. */
  public final List<String> done = new CopyOnWriteArrayList<>();

  /** So many servers, the second of which leads when there are several. */
  public FakeEnsemble(int count, Path directory) throws IOException {
    this.directory = directory;
    for (int i = 0; i < count; i++) {
      FakeServer server = new FakeServer(0, "", znodes);
      servers.add(server);
      addresses.add(server.address());
    }
  }

  /** One of the servers. */
  public FakeServer server(int position) {
    return servers.get(position);
  }

  @Override
  public List<InetSocketAddress> addresses() {
    return addresses;
  }

  @Override
  public List<Long> pids() {
    return List.of(pid(0));
  }

  @Override
  public long pid(int position) {
    return ProcessHandle.current().pid();
  }

  @Override
  public List<Path> dataDirectories() {
    return List.of(directory);
  }

  @Override
  public InetSocketAddress adminAddress(int position) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), adminPort);
  }

  @Override
  public int leader() {
    return servers.size() > 1 ? 1 : 0;
  }

  @Override
  public void kill(int position) {
    done.add("kill " + position);
    try {
      servers.get(position).close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void restart(int position) throws IOException {
    done.add("restart " + position);
    servers.set(position, new FakeServer(addresses.get(position).getPort(), "", znodes));
  }

  @Override
  public void suspend(int position) {
    done.add("suspend " + position);
    servers.get(position).suspend(true);
  }

  @Override
  public void resume(int position) {
    done.add("resume " + position);
    servers.get(position).suspend(false);
  }

  @Override
  public void awaitServing() {}

  @Override
  public void close() throws IOException {
    for (FakeServer server : servers) {
      server.close();
    }
  }
}
