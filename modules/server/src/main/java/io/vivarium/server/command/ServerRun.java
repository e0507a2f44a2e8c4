package io.vivarium.server.command;

import io.vivarium.kernel.Server;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A server from when it serves until the process may end: told to stop by a signal or an interrupt, or ended by itself. */
final class ServerRun {
  private static final Logger LOG = LoggerFactory.getLogger(ServerRun.class);
  private static final int TOLD_TO_STOP = 0;

  private final Server server;

  ServerRun(Server server) {
    this.server = server;
  }

  /** Waits and returns the exit code; the server still has to be closed. */
  int untilItEnds() {
    Thread onSignal = new Thread(this::stopOnSignal, "stop-on-signal");
    Runtime.getRuntime().addShutdownHook(onSignal);
    try {
      int exitCode =
          server
              .awaitEnd()
              .map(
                  fatal -> {
                    LOG.error("The server stops: {}", fatal);
                    return fatal.reason().exitCode();
                  })
              .orElse(TOLD_TO_STOP);
      remove(onSignal);
      return exitCode;
    } catch (InterruptedException e) {
      remove(onSignal);
      return TOLD_TO_STOP;
    }
  }

  /** Runs while the JVM goes down. Without the halt its exit code would be that of a process killed by a signal. */
  private void stopOnSignal() {
    LOG.info("Told to stop");
    server.close();
    LOG.info("Stopped");
    Runtime.getRuntime().halt(TOLD_TO_STOP);
  }

  private static void remove(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      LOG.debug("The process is ending already", e);
    }
  }
}
