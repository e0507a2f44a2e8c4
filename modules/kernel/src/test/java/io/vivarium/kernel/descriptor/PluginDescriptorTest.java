package io.vivarium.kernel.descriptor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PluginDescriptorTest {
  private static final String LEAST =
      "id = x\nversion = 1.0\nspi = storage\nspi.version = 1\nlicence = MIT\n";

  @Test
  void theLeastThatADescriptorSays() throws DescriptorProblem {
    PluginDescriptor least = parse(LEAST);
    assertEquals(
        new PluginDescriptor(
            "x",
            "1.0",
            "storage",
            new SpiVersions(1, 1),
            new PluginDescriptor.About("storage=x", "", "MIT"),
            PluginDescriptor.Container.LAYER,
            Set.of()),
        least);
    assertEquals("storage=x", least.selection());
  }

  @Test
  void allThatADescriptorCanSay() throws DescriptorProblem {
    PluginDescriptor all =
        parse(
            LEAST.replace("spi.version = 1", "spi.version = 2-10")
                + "name = Größe\ndescription = Keeps.\ncontainer = loader\n"
                + "capabilities = sockets , native,files:data/./x, files:/var/lib/x\n");
    assertEquals(new SpiVersions(2, 10), all.spiVersions());
    assertEquals("2-10", all.spiVersions().toString());
    assertEquals(new PluginDescriptor.About("Größe", "Keeps.", "MIT"), all.about());
    assertEquals(PluginDescriptor.Container.LOADER, all.container());
    assertEquals(
        Set.of(
            new Capability.Sockets(),
            new Capability.NativeCode(),
            new Capability.Files(Path.of("data/x")),
            new Capability.Files(Path.of("/var/lib/x"))),
        all.capabilities());
  }

  @ParameterizedTest
  @CsvSource({
    "sockets, opens network connections or listens for them",
    "native, runs native code",
    "files:/, reads and writes files wherever configuration says",
    "files:/var/x, reads and writes files below /var/x",
    "files:conf, reads and writes files below conf of the server's home"
  })
  void capabilitiesAreTold(String word, String told) throws DescriptorProblem {
    Capability one = parse(LEAST + "capabilities=" + word).capabilities().iterator().next();
    assertEquals(told, one.description());
    assertEquals(word, one.word());
  }

  @ParameterizedTest
  @CsvSource({
    "id = x, id = my-plugin",
    "version = 1.0, version = 1.0.0",
    "spi = storage, spi = audit",
    "spi.version = 1, spi.version = 1",
    "licence = MIT, licence = Apache-2.0"
  })
  void aKeyThatIsMissingIsNamedWithALineThatServersTake(String line, String example)
      throws DescriptorProblem {
    String without = ("\n" + LEAST).replace("\n" + line + "\n", "\n");
    String key = line.substring(0, line.indexOf(' '));
    String told = "d lacks the key " + key + "; add a line such as " + example;
    assertRefused(without, told);
    assertRefused(without + key + " =\n", told);
    assertEquals(1, parse(without + example + "\n").spiVersions().first());
  }

  @Test
  void aRangeHasBothItsEnds() {
    SpiVersions range = new SpiVersions(2, 4);
    assertFalse(range.contains(1));
    assertTrue(range.contains(2));
    assertTrue(range.contains(4));
    assertFalse(range.contains(5));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "3-2", "-1", "1-", "-", "1.0", "1 - 2", "99999999999", "[1,2)"})
  void whatIsNoRangeIsRefused(String text) {
    assertRefused(
        LEAST.replace("spi.version = 1", "spi.version = " + text),
        "d: spi.version = " + text + " is neither a number, such as 1, nor a range, such as 1-3");
  }

  @ParameterizedTest
  @ValueSource(strings = {"files:", "files:../x", "files:/a/../b", "files: "})
  void aPathThatCouldMeanAnotherIsRefused(String word) {
    assertRefused(LEAST + "capabilities = " + word, "must name a path of at most 1000 characters");
  }

  @ParameterizedTest
  @ValueSource(strings = {"socket", "SOCKETS", "sockets,,native", "sockets,"})
  void anUnknownCapabilityIsRefused(String words) {
    assertRefused(LEAST + "capabilities = " + words, "is none of sockets, native, files:<path>");
  }

  @Test
  void thereAreNotMoreCapabilitiesThanAPersonReads() {
    StringBuilder words = new StringBuilder("files:x0");
    for (int i = 1; i <= 50; i++) {
      words.append(",files:x").append(i);
    }
    assertRefused(LEAST + "capabilities = " + words, "is one more than 50");
  }

  @Test
  void textsAreBounded() {
    assertRefused(LEAST + "name = " + "n".repeat(101), "d: name has 101 characters, at most 100");
    assertRefused(
        LEAST + "description = " + "n".repeat(2001),
        "d: description has 2001 characters, at most 2000");
    assertRefused(
        LEAST + "#" + String.join("", Collections.nCopies(1 << 16, "x")),
        "d is larger than 65536 bytes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\\u001b[2J", "a\\nb", "\\u202egpj", "\\u200b", "\\ud800"})
  void aTextThatWouldShowAsAnotherIsRefused(String text) {
    assertRefused(LEAST + "name = a" + text + "b", "d: name holds control characters");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../1", "1/2", "v 1", ".1", "1;rm"})
  void aVersionIsAWord(String version) {
    assertRefused(
        LEAST.replace("version = 1.0", "version = " + version),
        "d: version = " + version + " must be letters, digits");
  }

  private static PluginDescriptor parse(String text) throws DescriptorProblem {
    return PluginDescriptor.parse(text.getBytes(StandardCharsets.UTF_8), "d");
  }

  private static void assertRefused(String text, String why) {
    DescriptorProblem refused = assertThrows(DescriptorProblem.class, () -> parse(text));
    assertTrue(refused.getMessage().contains(why), refused::getMessage);
  }
}
