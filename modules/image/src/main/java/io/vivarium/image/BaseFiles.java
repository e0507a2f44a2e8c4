package io.vivarium.image;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a Java runtime needs of a system: the C library with its loader, a user, a place for temporary files. No shell and no package, so
 * there is little in an image that could have a hole.
 *
 * @param root the system to take the library from
 */
record BaseFiles(Path root) {
  /** Who runs the server; root is not needed for anything. */
  static final int USER = 10_001;

  private static final int SHARED = 01777;

  /** Names of the loader by architecture, and where the library's own files may be. The loader looks in the same places that they are found in. */
  private static final List<String> LOADERS =
      List.of("lib64/ld-linux-x86-64.so.2", "lib/ld-linux-aarch64.so.1");

  private static final List<String> DIRECTORIES =
      List.of(
          "lib/x86_64-linux-gnu",
          "lib/aarch64-linux-gnu",
          "usr/lib/x86_64-linux-gnu",
          "usr/lib/aarch64-linux-gnu",
          "lib64",
          "usr/lib64");

  private static final List<String> LIBRARIES =
      List.of(
          "libc.so.6",
          "libm.so.6",
          "libdl.so.2",
          "libpthread.so.0",
          "librt.so.1",
          "libresolv.so.2",
          "libnss_dns.so.2",
          "libnss_files.so.2");

  /** Since glibc 2.34 the others may be empty or missing. */
  private static final String INDISPENSABLE = "libc.so.6";

  private static final String USERS =
      """
      root:x:0:0:root:/:/sbin/nologin
      vivarium:x:10001:10001:vivarium:/data:/sbin/nologin
      """;

  private static final String GROUPS =
      """
      root:x:0:
      vivarium:x:10001:
      """;

  void writeTo(TarWriter tar, Configuration server) throws IOException {
    for (String directory : List.of("conf", "etc", "opt")) {
      tar.directory(directory, TarWriter.Access.RUN);
    }
    for (String volume : server.volumes()) {
      tar.directory(volume.substring(1), new TarWriter.Access(USER, 0750));
    }
    tar.directory("tmp", new TarWriter.Access(0, SHARED));
    text(tar, "etc/passwd", USERS);
    text(tar, "etc/group", GROUPS);
    text(tar, "etc/nsswitch.conf", "hosts: files dns\n");
    text(tar, Configuration.FILE.substring(1), server.text());
    libraries(tar);
  }

  private static void text(TarWriter tar, String name, String text) throws IOException {
    tar.file(name, text.getBytes(StandardCharsets.UTF_8), TarWriter.Access.READ);
  }

  private void libraries(TarWriter tar) throws IOException {
    List<String> found = new ArrayList<>();
    for (String loader : LOADERS) {
      if (Files.exists(root.resolve(loader))) {
        found.add(loader);
      }
    }
    boolean whole = !found.isEmpty();
    for (String library : LIBRARIES) {
      String place = place(library);
      if (!place.isEmpty()) {
        found.add(place);
      } else if (library.equals(INDISPENSABLE)) {
        whole = false;
      }
    }
    if (!whole) {
      throw new IOException(
          root
              + " has no C library that is known (glibc of x86-64 or aarch64); name a root directory of such a system with --base");
    }
    for (String name : found) {
      // Links are followed: what a link leads to has another name, which nothing asks for.
      tar.file(name, root.resolve(name).toRealPath(), TarWriter.Access.RUN);
    }
  }

  private String place(String library) {
    for (String directory : DIRECTORIES) {
      if (Files.exists(root.resolve(directory).resolve(library))) {
        return directory + "/" + library;
      }
    }
    return "";
  }
}
