package io.vivarium.client;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousByteChannel;
import java.nio.channels.CompletionHandler;
import java.util.concurrent.Future;

/** A channel that moves three bytes at a time, whatever it is offered. */
final class SparingChannel implements AsynchronousByteChannel {
  private static final int MOST = 3;

  private final AsynchronousByteChannel whole;

  SparingChannel(AsynchronousByteChannel whole) {
    this.whole = whole;
  }

  private static ByteBuffer part(ByteBuffer of) {
    return of.slice(of.position(), Math.min(MOST, of.remaining()));
  }

  @Override
  public <A> void read(
      ByteBuffer into, A attachment, CompletionHandler<Integer, ? super A> handler) {
    whole.read(part(into), attachment, moving(into, handler));
  }

  @Override
  public <A> void write(
      ByteBuffer from, A attachment, CompletionHandler<Integer, ? super A> handler) {
    whole.write(part(from), attachment, moving(from, handler));
  }

  private static <A> CompletionHandler<Integer, A> moving(
      ByteBuffer buffer, CompletionHandler<Integer, ? super A> handler) {
    return new CompletionHandler<>() {
      @Override
      public void completed(Integer count, A attachment) {
        buffer.position(buffer.position() + Math.max(0, count));
        handler.completed(count, attachment);
      }

      @Override
      public void failed(Throwable why, A attachment) {
        handler.failed(why, attachment);
      }
    };
  }

  @Override
  public Future<Integer> read(ByteBuffer into) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Future<Integer> write(ByteBuffer from) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean isOpen() {
    return whole.isOpen();
  }

  @Override
  public void close() throws IOException {
    whole.close();
  }
}
