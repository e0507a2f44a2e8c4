package io.vivarium.plugin.installer.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReceiptTest {
  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "maven:org.example:theirs:1.0 from https://maven.example.org/",
        "/tmp/a b=c:d#e!f.zip",
        "C:\\users\\new\\t.zip",
        "größer → 🚀",
        "two\nlines\r\nsigned.by=somebody"
      })
  void whatIsWrittenIsRead(String source) throws IOException {
    Receipt receipt = new Receipt(source, "ab12", "F00D", "\"Al\\ice\" <a@example.org>");
    write(receipt);
    assertEquals(receipt, Receipt.read(directory));
  }

  @Test
  void whatNobodySignedIsRemembered() throws IOException {
    Receipt receipt = new Receipt("x", "ab12", null, null);
    write(receipt);
    assertEquals(receipt, Receipt.read(directory));
    assertTrue(text().contains("signed.by=nobody\n"), text());
    assertFalse(text().contains("signed.by.name"), text());
  }

  @Test
  void theSameNoteHasTheSameBytes() throws IOException {
    Receipt receipt = new Receipt("x", "ab12", "F00D", "A");
    write(receipt);
    String first = text();
    write(receipt);
    assertEquals(first, text());
    assertEquals(
        List.of(
            "# Written by vivarium plugin install.",
            "source=x",
            "package.sha256=ab12",
            "signed.by=F00D",
            "signed.by.name=A"),
        first.lines().toList());
  }

  @Test
  void aPluginOfTheDistributionHasNone() throws IOException {
    assertNull(Receipt.read(directory));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "source=x\npackage.sha256=1",
        "source=x\nsigned.by=nobody",
        "package.sha256=1\nsigned.by=nobody",
        "source=\\u00zz"
      })
  void whatTheInstallerDidNotWriteIsNotBelieved(String text) throws IOException {
    Files.writeString(directory.resolve(Receipt.FILE), text);
    IOException damaged = assertThrows(IOException.class, () -> Receipt.read(directory));
    assertTrue(damaged.getMessage().contains("is damaged"), damaged::getMessage);
  }

  @Test
  void aNoteThatIsADirectoryIsAnErrorAndNotAPlugin() throws IOException {
    Files.createDirectory(directory.resolve(Receipt.FILE));
    assertThrows(IOException.class, () -> Receipt.read(directory));
  }

  private void write(Receipt receipt) throws IOException {
    Files.write(directory.resolve(Receipt.FILE), receipt.content().readAllBytes());
  }

  private String text() throws IOException {
    return Files.readString(directory.resolve(Receipt.FILE));
  }
}
