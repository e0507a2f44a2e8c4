package io.vivarium.architecture;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Types as an API may have them; public, so that they count as one. */
public final class ApiSample {
  private ApiSample() {}

  /** With type parameters, nulls and constants. */
  public interface Closing<T extends Number> extends AutoCloseable {
    /** A constant that compilers copy. */
    int MOST = 7;

    /** Null in two places. */
    Map<String, @Nullable T> found(@Nullable String key, String... more);

    /** An array that may be null. */
    default byte @Nullable [] bytes() {
      return null;
    }

    /** With wildcards. */
    static <X extends Comparable<? super X>> X most(List<? extends X> of, List<?> beside) {
      return of.getFirst();
    }

    @Override
    void close() throws IOException, IllegalStateException;
  }

  /** To be extended. */
  public abstract static class Half extends ArrayList<String> {
    private static final long serialVersionUID = 1L;

    /** For subclasses. */
    protected Half(String name) {
      super(name.length());
    }

    Half(int ignored) {
      super(ignored);
    }

    /** For subclasses. */
    protected abstract void rest();

    /** For all. */
    public final Function<String, Integer> lengths() {
      return String::length;
    }

    @Override
    public String toString() {
      return "half";
    }
  }

  /** A closed set. */
  public sealed interface Shape {
    /** For all. */
    int width();
  }

  /** Its only member. */
  public record Square(int width, @Nullable String name) implements Shape {}

  /** With constants that have bodies or not. */
  public enum Colour {
    RED,
    BLUE {
      @Override
      public int code() {
        return 2;
      }
    };

    /** For all. */
    public int code() {
      return 1;
    }
  }

  /** In a type that nobody can see. */
  static final class Hidden {
    /** Nobody can see this either. */
    public static final class Inner {}
  }
}
