package io.vivarium.transport.inprocess;

import java.net.InetSocketAddress;

/**
 * One end of a connection.
 *
 * @param in what the other end writes
 * @param out what the other end reads
 * @param local the address of this end
 * @param remote the address of the other end
 */
record Link(Pipe in, Pipe out, InetSocketAddress local, InetSocketAddress remote) {
  /** A connection, as whoever dialled sees it; each direction holds up to {@code capacity} bytes. */
  static Link between(InetSocketAddress dialling, InetSocketAddress listening, int capacity) {
    return new Link(new Pipe(capacity), new Pipe(capacity), dialling, listening);
  }

  /** The same connection from the other end. */
  Link reversed() {
    return new Link(out, in, remote, local);
  }

  /** Takes nothing more and sends nothing more; what was sent can still be read. */
  void close() {
    out.end();
    in.abandon();
  }
}
