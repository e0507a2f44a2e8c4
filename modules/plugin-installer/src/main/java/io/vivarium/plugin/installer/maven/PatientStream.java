package io.vivarium.plugin.installer.maven;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What the other side sends, until it is silent for too long: the JDK's client knows a limit only for the beginning of an answer. One thread. */
final class PatientStream extends FilterInputStream {
  private final Duration silence;
  private final String source;

  /**
   * Reads on.
   *
   * @param in unblocked by its {@code close}
   * @param silence the longest time in which nothing arrives
   * @param source for people
   */
  PatientStream(InputStream in, Duration silence, String source) {
    super(in);
    this.silence = silence;
    this.source = source;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    FutureTask<Integer> reading = new FutureTask<>(() -> in.read(buffer, offset, length));
    Thread.startVirtualThread(reading);
    try {
      return reading.get(silence.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      in.close();
      throw new HttpTimeoutException(
          source + " sent nothing for " + silence.toSeconds() + " seconds; try again later");
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException failed ? failed : new IOException(e.getCause());
    } catch (InterruptedException e) {
      in.close();
      Thread.currentThread().interrupt();
      throw new InterruptedIOException(source + " was not read to its end");
    }
  }
}
