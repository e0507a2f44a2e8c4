package io.vivarium.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.List;
import org.junit.jupiter.api.Test;

final class NamesInTextTest {
  private final NamesInText names =
      new NamesInText(
          new ClassFileImporter()
              .importClasses(SourceFile.class, SourceFile.Method.class, NamesInText.class));

  @Test
  void acceptsClassesMembersAndNestedTypesThatExist() {
    assertEquals(
        List.of(),
        names.unknownIn(
            "`SourceFile` and `SourceFile.parse` and `SourceFile.parse()`, `SourceFile.Method`, `Method.lines`, "
                + "`io.vivarium.architecture.NamesInText`, `architecture.NamesInText`, `ModuleLayer`, `plain words`, `DIFF`, `zoo.cfg`"));
  }

  @Test
  void tellsWhatExistsNowhere() {
    assertEquals(
        List.of(
            "SourceFiles", "SourceFile.read", "SourceFile.Field", "io.vivarium.tree.SourceFile"),
        names.unknownIn(
            "`SourceFiles` then `SourceFile.read` then `SourceFile.Field` then `io.vivarium.tree.SourceFile` and again `SourceFiles`"));
  }
}
