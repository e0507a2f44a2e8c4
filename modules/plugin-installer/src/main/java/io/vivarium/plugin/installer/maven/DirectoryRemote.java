package io.vivarium.plugin.installer.maven;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A repository in a directory. */
record DirectoryRemote(Path directory, String name) implements Remote {
  @Override
  public Content open(String path) throws IOException {
    Path file = directory.resolve(path);
    return new Content(Files.newInputStream(file), Files.size(file));
  }
}
