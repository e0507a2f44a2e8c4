package io.vivarium.spi.admin;

import java.io.IOException;
import java.io.OutputStream;

/** Bytes that are too many for memory. One thread. */
public interface AdminContent extends AutoCloseable {
  /** How many there are. */
  long length();

  /**
   * Writes all of them; once. Does not close the stream.
   *
   * @throws IOException when the caller is gone, or the bytes cannot be read; the reply ends in the middle then
   */
  void writeTo(OutputStream out) throws IOException;

  /** Frees what holds them; idempotent. */
  @Override
  void close() throws IOException;
}
