package io.vivarium.bench.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;

/** Servers that were started for the experiment: it may kill them. Positions count from 0, as in {@link #addresses}. */
public interface OwnServers extends Servers {
  /** Where each server keeps its log and its snapshots. */
  List<Path> dataDirectories();

  /** Where a server takes admin commands, when its configuration has {@code admin.enableServer=true}. */
  InetSocketAddress adminAddress(int position);

  /**
   * The position of the server that leads; 0 for a standalone one.
   *
   * @throws IOException when none does
   */
  int leader() throws IOException;

  /** Kills a server as a power cut would; returns when it is dead. */
  void kill(int position) throws InterruptedException;

  /** Starts a killed server again, without waiting until it serves. */
  void restart(int position) throws IOException, InterruptedException;

  /** Stops a server in the middle of what it does, without its connections noticing. */
  void suspend(int position) throws IOException, InterruptedException;

  /** Lets a suspended server go on. */
  void resume(int position) throws IOException, InterruptedException;

  /** The process id of a server; it must run. */
  long pid(int position);

  /**
   * Returns when every running server serves.
   *
   * @throws IOException when one of them does not within a minute or two
   */
  void awaitServing() throws IOException, InterruptedException;
}
