package io.vivarium.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The text of an API has everything in it that others may depend on, and nothing else. */
final class ApiTextTest {
  @Test
  void anInterface() {
    assertText(
        ApiSample.Closing.class,
        """
        interface io.vivarium.architecture.ApiSample$Closing<T extends java.lang.Number>
          abstract java.util.Map<java.lang.String, @Nullable T> found(@Nullable java.lang.String, java.lang.String...)
          abstract void close() throws java.io.IOException
          default byte @Nullable [] bytes()
          is java.lang.AutoCloseable
          static <X extends java.lang.Comparable<? super X>> X most(java.util.List<? extends X>, java.util.List<?>)
          static final int MOST = 7
        """);
  }

  @Test
  void anAbstractClass() {
    assertText(
        ApiSample.Half.class,
        """
        abstract class io.vivarium.architecture.ApiSample$Half
          final java.util.function.Function<java.lang.String, java.lang.Integer> lengths()
          is java.util.ArrayList<java.lang.String>
          protected abstract void rest()
          protected new(java.lang.String)
        """);
  }

  @Test
  void aClosedSet() {
    assertText(
        ApiSample.Shape.class,
        """
        sealed interface io.vivarium.architecture.ApiSample$Shape
          abstract int width()
          permits io.vivarium.architecture.ApiSample$Square
        """);
    assertText(
        ApiSample.Square.class,
        """
        record io.vivarium.architecture.ApiSample$Square
          @Nullable java.lang.String name()
          components (int width, @Nullable java.lang.String name)
          int width()
          is io.vivarium.architecture.ApiSample$Shape
          new(int, @Nullable java.lang.String)
        """);
  }

  @Test
  void anEnum() {
    assertText(
        ApiSample.Colour.class,
        """
        enum io.vivarium.architecture.ApiSample$Colour
          constant BLUE
          constant RED
          int code()
        """);
  }

  @Test
  void whatOthersCannotSeeIsNotInIt() {
    assertEquals(
        List.of(), ApiText.of(List.of(ApiSample.Hidden.class, ApiSample.Hidden.Inner.class)));
  }

  private static void assertText(Class<?> type, String expected) {
    assertEquals(expected.lines().toList(), ApiText.of(List.of(type)));
  }
}
