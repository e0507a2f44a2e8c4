package io.vivarium.transport.inprocess;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/** A channel of the network as the suite of the SPI wants its misbehaving peers: as a socket. */
final class ChannelSocket extends Socket {
  private final LinkChannel channel;

  ChannelSocket(LinkChannel channel) {
    this.channel = channel;
  }

  @Override
  public InputStream getInputStream() {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
      }

      @Override
      public int read(byte[] into, int offset, int length) throws IOException {
        return await(channel.read(ByteBuffer.wrap(into, offset, length)));
      }
    };
  }

  @Override
  public OutputStream getOutputStream() {
    return new OutputStream() {
      @Override
      public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        ByteBuffer rest = ByteBuffer.wrap(bytes, offset, length);
        while (rest.hasRemaining()) {
          await(channel.write(rest));
        }
      }
    };
  }

  private static int await(Future<Integer> operation) throws IOException {
    try {
      return operation.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException own ? own : new IOException(e);
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  @Override
  public void shutdownOutput() {
    channel.shutdownOutput();
  }

  @Override
  public boolean isConnected() {
    return true;
  }

  @Override
  public void setSoTimeout(int unused) {}

  @Override
  public void setTcpNoDelay(boolean unused) {}

  @Override
  public void close() {
    channel.close();
  }
}
