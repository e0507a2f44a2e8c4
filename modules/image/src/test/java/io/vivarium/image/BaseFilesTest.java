package io.vivarium.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BaseFilesTest {
  @TempDir Path root;

  private void has(String... files) throws IOException {
    for (String file : files) {
      Path path = root.resolve(file);
      Files.createDirectories(path.getParent());
      Files.writeString(path, file);
    }
  }

  private Map<String, TarReader.Entry> taken() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarWriter tar = new TarWriter(bytes, Instant.EPOCH)) {
      new BaseFiles(root).writeTo(tar, Configuration.of(root));
    }
    return TarReader.read(bytes.toByteArray());
  }

  @ParameterizedTest
  @CsvSource({
    "lib64/ld-linux-x86-64.so.2,lib/x86_64-linux-gnu/libc.so.6",
    "lib64/ld-linux-x86-64.so.2,lib64/libc.so.6",
    "lib/ld-linux-aarch64.so.1,lib/aarch64-linux-gnu/libc.so.6",
    "lib/ld-linux-aarch64.so.1,usr/lib64/libc.so.6"
  })
  void theLibraryStaysWhereItsLoaderLooksForIt(String loader, String library) throws Exception {
    has(loader, library);

    Map<String, TarReader.Entry> taken = taken();

    assertEquals(loader, taken.get(loader).text());
    assertEquals(library, taken.get(library).text());
    assertEquals(0755, taken.get(library).mode());
  }

  @Test
  void everyPartOfTheLibraryThatIsThereIsTaken() throws Exception {
    String directory = "lib/x86_64-linux-gnu/";
    has("lib64/ld-linux-x86-64.so.2", directory + "libc.so.6", directory + "libm.so.6");
    has(directory + "libdl.so.2", directory + "libresolv.so.2", directory + "libcrypt.so.1");

    Map<String, TarReader.Entry> taken = taken();

    for (String name : List.of("libc.so.6", "libm.so.6", "libdl.so.2", "libresolv.so.2")) {
      assertTrue(taken.containsKey(directory + name), name);
    }
    assertFalse(taken.containsKey(directory + "libcrypt.so.1"));
  }

  @Test
  void linksAreFollowed() throws Exception {
    has("usr/lib/libc-2.36.so", "lib64/ld-linux-x86-64.so.2");
    Files.createSymbolicLink(root.resolve("lib64/libc.so.6"), root.resolve("usr/lib/libc-2.36.so"));

    TarReader.Entry library = taken().get("lib64/libc.so.6");

    assertEquals('0', library.type());
    assertEquals("usr/lib/libc-2.36.so", library.text());
  }

  @ParameterizedTest
  @CsvSource({"lib64/ld-linux-x86-64.so.2", "lib64/libc.so.6", "etc/passwd"})
  void halfALibraryIsRefused(String only) throws Exception {
    has(only);

    IOException refused = assertThrows(IOException.class, this::taken);

    assertTrue(refused.getMessage().contains("--base"), refused.getMessage());
    assertTrue(refused.getMessage().contains(root.toString()), refused.getMessage());
  }

  @Test
  void onlyDataAndTheTemporaryDirectoryCanBeWrittenTo() throws Exception {
    has("lib64/ld-linux-x86-64.so.2", "lib64/libc.so.6");

    for (Map.Entry<String, TarReader.Entry> entry : taken().entrySet()) {
      boolean writable =
          entry.getValue().owner() == BaseFiles.USER || (entry.getValue().mode() & 022) != 0;
      assertEquals(List.of("data/", "tmp/").contains(entry.getKey()), writable, entry.getKey());
    }
  }
}
