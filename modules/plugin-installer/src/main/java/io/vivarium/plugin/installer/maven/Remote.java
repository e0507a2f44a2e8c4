package io.vivarium.plugin.installer.maven;

import io.vivarium.plugin.installer.content.Refusal;
import java.io.IOException;
import java.io.InputStream;

/** A repository, file by file. */
interface Remote {
  /**
   * Opens a file.
   *
   * @param path from the top of the repository
   * @throws java.nio.file.NoSuchFileException when it is not there
   */
  Content open(String path) throws IOException, InterruptedException, Refusal;

  /** As the person named it. */
  String name();

  /**
   * What arrives.
   *
   * @param stream to be closed
   * @param length in bytes; negative when unknown
   */
  record Content(InputStream stream, long length) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      stream.close();
    }
  }
}
