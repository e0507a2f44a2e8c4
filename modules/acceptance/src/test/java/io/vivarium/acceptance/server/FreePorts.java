package io.vivarium.acceptance.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Ports that a server can be stopped and started on again: below the range that the operating system takes outgoing
 * connections from, so that none of those sits on the port in between, and from blocks that belong to this process as long
 * as it lives, so that no other run of these tests takes one that is not in use right now.
 */
public final class FreePorts {
  private static final int FIRST = 12_000;
  private static final int LAST = 32_000;

  /** Ports in a block; the first is bound for good and tells other processes that the block is taken. */
  private static final int BLOCK = 50;

  private static final int ATTEMPTS = 1_000;

  private static final FreePorts OF_THIS_PROCESS = new FreePorts();

  private final Random random = new Random();

  /** A socket that nobody refers to is closed. */
  private final List<ServerSocket> claims = new ArrayList<>();

  private int next;
  private int end;

  private FreePorts() {}

  /** A port that nobody listens on right now and that was not given out before. */
  public static int take() throws IOException {
    synchronized (OF_THIS_PROCESS) {
      return OF_THIS_PROCESS.next();
    }
  }

  private int next() throws IOException {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      if (next == end) {
        claimBlock();
      }
      int port = next++;
      if (free(port)) {
        return port;
      }
    }
    throw new IOException(
        "no free port between " + FIRST + " and " + LAST + " in " + ATTEMPTS + " attempts");
  }

  private void claimBlock() throws IOException {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      int first = FIRST + BLOCK * random.nextInt((LAST - FIRST) / BLOCK);
      if (claim(first)) {
        next = first + 1;
        end = first + BLOCK;
        return;
      }
    }
    throw new IOException("no free block of " + BLOCK + " ports between " + FIRST + " and " + LAST);
  }

  private boolean claim(int port) {
    try {
      claims.add(new ServerSocket(port, 1, InetAddress.getLoopbackAddress()));
      return true;
    } catch (IOException taken) {
      return false;
    }
  }

  private static boolean free(int port) {
    try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return probe.isBound();
    } catch (IOException taken) {
      return false;
    }
  }
}
