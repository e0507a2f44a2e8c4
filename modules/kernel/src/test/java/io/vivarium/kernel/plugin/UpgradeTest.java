package io.vivarium.kernel.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vivarium.spi.consensus.Consensus;
import io.vivarium.spi.consensus.ConsensusProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A server goes on with the jars that it started with, also with those that it had no use for before they went. */
@Tag("no-plugins")
class UpgradeTest {
  /** How a plugin has its library. */
  enum Library {
    MODULE,
    AUTOMATIC_MODULE,
    LOADER
  }

  @TempDir private Path work;

  @ParameterizedTest
  @EnumSource
  void aLibraryThatIsUsedFirstAfterAnUpgradeIsTheOldOne(Library library) throws Exception {
    Path old = write("old", library);
    assertEquals("said by the old library", afterExchange(old, write("new", library)));
  }

  @ParameterizedTest
  @EnumSource
  void aLibraryIsThereAfterItsPluginWasRemoved(Library library) throws Exception {
    assertEquals("said by the old library", afterExchange(write("old", library)));
  }

  private Path write(String version, Library library) throws IOException {
    String source =
        "package words; public class Word { public static String word() { return \"the "
            + version
            + " library\"; } }";
    PluginDirectory plugin =
        new PluginDirectory(work.resolve(version), "sample")
            .implementing(
                "consensus",
                ConsensusProvider.class,
                Consensus.class,
                "throw new UnsupportedOperationException(words.Word.word());");
    switch (library) {
      case MODULE -> plugin.withModule("words.jar", "words.Word", source).requiring("words");
      case AUTOMATIC_MODULE ->
          plugin.withLibrary("words.jar", "words.Word", source).requiring("words");
      case LOADER ->
          plugin
              .with("container", "loader")
              .withLibrary("words.jar", "words.Word", source)
              .notModular();
    }
    return plugin.write().path();
  }

  private String afterExchange(Path plugin, Path... next) throws Exception {
    Path output = work.resolve("output.txt");
    List<String> arguments = new ArrayList<>(List.of(plugin.toString(), output.toString()));
    for (Path directory : next) {
      arguments.add(directory.toString());
    }
    ModulePath.run(UpgradeProbe.class, List.of(), arguments);
    return Files.readString(output);
  }
}
