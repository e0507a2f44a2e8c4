package io.vivarium.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The check of the APIs finds what breaks, and lets pass what does not. */
final class ApiChangesTest {
  @ParameterizedTest
  @EnumSource(names = {"MODEL", "SPI", "CLIENT"})
  void whateverGoesIsMissed(Module module) {
    List<String> now = ApiText.of(module);
    assertEquals(List.of(), ApiChanges.breaking(now, now));
    for (int i = 0; i < now.size(); i++) {
      List<String> later = new ArrayList<>(now);
      String removed = later.remove(i);
      assertFalse(ApiChanges.breaking(now, later).isEmpty(), removed);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          interface a.B               | abstract int length()   | abstract long length()     | a.B: 'abstract int length()' is gone
          interface a.B               | abstract int length()   | static int length()        | has become 'static int length()'
          interface a.B               | default int length()    | abstract int length()      | has become 'abstract int length()'
          interface a.B               | abstract void on(int)   | abstract void on(long)     | is gone
          interface a.B               | abstract void on(a.C)   | abstract void on(@Nullable a.C) | is gone
          interface a.B               | abstract void on()      | abstract void on() throws java.io.IOException | is gone
          class a.B                   | void on()               | final void on()            | has become 'final void on()'
          class a.B                   | void on()               | protected void on()        | has become 'protected void on()'
          class a.B                   | static final int MOST = 1 | static final int MOST = 2 | is gone
          record a.B                  | components (int x)      | components (int x, int y)  | is gone
          sealed interface a.B        | permits a.C             | permits a.D                | is gone
          class a.B                   | is a.C                  | is a.D                     | is gone
          """)
  void aChangeThatBreaksIsTold(String type, String before, String after, String told) {
    assertTold(told, List.of(type, "  " + before), List.of(type, "  " + after));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          interface a.B               | abstract void on()      | whoever implements the type does not have it
          abstract class a.B          | protected abstract void on() | whoever implements the type does not have it
          interface a.B               | is a.C                  | whoever implements the type may not do that
          sealed interface a.B        | permits a.C             | a switch without default
          enum a.B                    | constant C              | a switch without default
          annotation a.B              | abstract int on()       | whoever uses it does not say that
          """)
  void whatComesAndBreaksIsTold(String type, String added, String told) {
    assertTold(told, List.of(type), List.of(type, "  " + added));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          interface a.B               | default void on()
          interface a.B               | static void on()
          sealed interface a.B        | abstract void on()
          class a.B                   | void on()
          class a.B                   | new(int)
          final class a.B             | is a.C
          record a.B                  | is a.C
          record a.B                  | new(int)
          annotation a.B              | abstract int on() with a default
          """)
  void whatComesAndBreaksNothingPasses(String type, String added) {
    assertEquals(List.of(), ApiChanges.breaking(List.of(type), List.of(type, "  " + added)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          interface a.B               | abstract void on()      | default void on()
          abstract class a.B          | abstract void on()      | void on()
          class a.B                   | final void on()         | void on()
          class a.B                   | protected void on()     | void on()
          """)
  void aPromiseThatGrowsPasses(String type, String before, String after) {
    assertEquals(
        List.of(), ApiChanges.breaking(List.of(type, "  " + before), List.of(type, "  " + after)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          class a.B                   | final class a.B         | has become 'final class a.B'
          class a.B                   | abstract class a.B      | has become 'abstract class a.B'
          interface a.B               | sealed interface a.B    | has become 'sealed interface a.B'
          sealed interface a.B        | interface a.B           | has become 'interface a.B'
          class a.B                   | interface a.B           | class a.B is gone
          interface a.B<T>            | interface a.B<T extends a.C> | is gone
          class a.B                   | class a.C               | class a.B is gone
          """)
  void aTypeThatIsAnotherIsTold(String before, String after, String told) {
    assertTold(told, List.of(before), List.of(after));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          final class a.B             | class a.B
          abstract class a.B          | class a.B
          """)
  void aTypeThatOpensPasses(String before, String after) {
    assertEquals(List.of(), ApiChanges.breaking(List.of(before), List.of(after)));
  }

  @Test
  void aNewTypePasses() {
    assertEquals(
        List.of(),
        ApiChanges.breaking(
            List.of("class a.B"), List.of("interface a.A", "  abstract void on()", "class a.B")));
  }

  private static void assertTold(String told, List<String> before, List<String> after) {
    List<String> breaking = ApiChanges.breaking(before, after);
    assertEquals(
        1,
        breaking.stream().filter(line -> line.contains(told)).count(),
        () -> "told: " + breaking);
  }
}
