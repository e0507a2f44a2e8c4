package io.vivarium.acceptance.ensemble;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** One relayed connection: bytes, and the end of either side, travel through the valve of their direction. */
final class PeerConnection {
  private static final int BUFFER = 16 * 1024;

  /** Bounds what a shut valve holds back; a sender beyond it finds its socket full, as it would. */
  private static final int CHUNKS = 256;

  private final Socket opener;
  private final Socket listener;
  private final Valve forward;
  private final Valve backward;
  private volatile boolean gone;

  /** Bytes with the time they were read; none stands for the end of the stream. */
  private record Chunk(byte[] bytes, long readNanos) {
    boolean end() {
      return bytes.length == 0;
    }
  }

  PeerConnection(Socket opener, Socket listener, Valve forward, Valve backward) {
    this.opener = opener;
    this.listener = listener;
    this.forward = forward;
    this.backward = backward;
  }

  /** Starts to relay; {@code answers} sees what the listener sends. */
  void start(QuorumTap answers) {
    relay(opener, listener, forward, backward, QuorumTap.none());
    relay(listener, opener, backward, forward, answers);
  }

  private void relay(Socket from, Socket to, Valve there, Valve back, QuorumTap tap) {
    BlockingQueue<Chunk> chunks = new LinkedBlockingQueue<>(CHUNKS);
    Thread.ofVirtual().start(() -> read(from, chunks, tap));
    Thread.ofVirtual().start(() -> write(chunks, from, to, there, back));
  }

  private static void read(Socket from, BlockingQueue<Chunk> chunks, QuorumTap tap) {
    byte[] buffer = new byte[BUFFER];
    try {
      InputStream in = from.getInputStream();
      for (int read = in.read(buffer); read > 0; read = in.read(buffer)) {
        byte[] bytes = Arrays.copyOf(buffer, read);
        tap.saw(bytes);
        chunks.put(new Chunk(bytes, System.nanoTime()));
      }
    } catch (IOException | InterruptedException ended) {
      // told to the other side below
    }
    try {
      chunks.put(new Chunk(new byte[0], System.nanoTime()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void write(BlockingQueue<Chunk> chunks, Socket from, Socket to, Valve there, Valve back) {
    try {
      try {
        for (Chunk chunk = chunks.take(); ; chunk = chunks.take()) {
          there.pass(chunk.readNanos(), () -> gone);
          if (chunk.end()) {
            to.close();
            return;
          }
          to.getOutputStream().write(chunk.bytes());
        }
      } catch (IOException receiverEnded) {
        // that the receiver is gone is news that travels the other way
        back.pass(System.nanoTime(), () -> gone);
        from.close();
      }
    } catch (IOException | InterruptedException over) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends both sides at once, whatever the valves say. */
  void reset() {
    gone = true;
    for (Socket socket : new Socket[] {opener, listener}) {
      try {
        socket.setSoLinger(true, 0);
        socket.close();
      } catch (IOException alreadyClosed) {
        // which is what was wanted
      }
    }
    forward.wake();
    backward.wake();
  }

  boolean ended() {
    return gone || (opener.isClosed() && listener.isClosed());
  }
}
