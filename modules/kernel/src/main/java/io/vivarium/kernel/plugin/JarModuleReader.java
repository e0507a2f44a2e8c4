package io.vivarium.kernel.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleReader;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Objects;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** Reads the classes and resources of a module from its jar. Any thread. */
final class JarModuleReader implements ModuleReader {
  private final JarFile jar;
  private final URI place;

  /**
   * @param jar closed with the reader; when it verifies signatures, what was changed after it was signed cannot be read
   * @param place where the jar is
   */
  JarModuleReader(JarFile jar, URI place) {
    this.jar = jar;
    this.place = place;
  }

  @Override
  public Optional<URI> find(String name) throws IOException {
    Optional<JarEntry> entry = entry(name);
    return entry.isEmpty() ? Optional.empty() : Optional.of(address(entry.get()));
  }

  private URI address(JarEntry entry) throws IOException {
    try {
      String path = new URI(null, null, "/" + entry.getRealName(), null).toASCIIString();
      return URI.create("jar:" + place + "!" + path);
    } catch (URISyntaxException e) {
      throw new IOException(place + " has an entry whose name makes no address", e);
    }
  }

  @Override
  public Optional<InputStream> open(String name) throws IOException {
    Optional<JarEntry> entry = entry(name);
    return entry.isEmpty() ? Optional.empty() : Optional.of(jar.getInputStream(entry.get()));
  }

  @Override
  public Stream<String> list() throws IOException {
    try {
      return jar.versionedStream().map(JarEntry::getName);
    } catch (IllegalStateException e) {
      throw closed(e);
    }
  }

  private Optional<JarEntry> entry(String name) throws IOException {
    Objects.requireNonNull(name);
    try {
      return Optional.ofNullable(jar.getJarEntry(name));
    } catch (IllegalStateException e) {
      throw closed(e);
    }
  }

  private IOException closed(IllegalStateException e) {
    return new IOException(place + " has been closed", e);
  }

  @Override
  public void close() throws IOException {
    jar.close();
  }
}
