package io.vivarium.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds the classes and methods that a text names in backquotes ({@code `LogStage`}, {@code `LogStage.onEvent`}, {@code
 * `io.vivarium.tree.ZnodeTree`}) and tells which of them exist neither among the given classes nor in the JDK.
 */
final class NamesInText {
  private static final Pattern QUOTED = Pattern.compile("`([^`\\n]+)`");

  /** A class, perhaps with its package or the end of it, perhaps nested, perhaps with a member. A word in capitals only is no class. */
  private static final Pattern NAME =
      Pattern.compile(
          "((?:[a-z][a-z0-9]*\\.)*)((?:[A-Z]\\w*[a-z]\\w*)(?:\\.[A-Z]\\w*[a-z]\\w*)*)(?:[.#]([a-z]\\w*))?(?:\\([^)]*\\))?");

  private static final List<String> JDK_PACKAGES =
      List.of(
          "java.lang",
          "java.lang.invoke",
          "java.io",
          "java.nio",
          "java.nio.channels",
          "java.nio.file",
          "java.util",
          "java.util.concurrent",
          "java.util.concurrent.atomic",
          "java.util.concurrent.locks",
          "java.util.function",
          "java.time",
          "java.net",
          "java.security");

  private final List<JavaClass> known;

  NamesInText(JavaClasses... known) {
    this.known = Stream.of(known).flatMap(JavaClasses::stream).toList();
  }

  /** The names in the text that exist nowhere, in the order of the text. */
  List<String> unknownIn(String text) {
    Matcher quoted = QUOTED.matcher(text);
    return quoted
        .results()
        .map(result -> result.group(1))
        .filter(
            quote -> {
              Matcher name = NAME.matcher(quote);
              return name.matches() && !exists(name);
            })
        .distinct()
        .toList();
  }

  private boolean exists(Matcher name) {
    String packagePrefix = name.group(1);
    String type = name.group(2);
    String member = name.group(3);
    return known.stream().anyMatch(c -> matches(c, packagePrefix, type) && has(c, member))
        || (packagePrefix.isEmpty() && jdkHas(type));
  }

  private static boolean matches(JavaClass candidate, String packagePrefix, String type) {
    String shortName = Product.shortName(candidate);
    return packagePrefix.isEmpty()
        ? shortName.equals(type) || shortName.endsWith("." + type)
        : ("." + candidate.getPackageName() + ".").endsWith("." + packagePrefix)
            && shortName.equals(type);
  }

  private static boolean has(JavaClass type, @org.jspecify.annotations.Nullable String member) {
    if (member == null) {
      return true;
    }
    return Stream.concat(type.getAllMethods().stream(), type.getAllFields().stream())
        .anyMatch(candidate -> candidate.getName().equals(member));
  }

  private static boolean jdkHas(String type) {
    return JDK_PACKAGES.stream()
        .anyMatch(
            name -> {
              try {
                Class.forName(
                    name + "." + type.replace('.', '$'),
                    false,
                    ClassLoader.getPlatformClassLoader());
                return true;
              } catch (ClassNotFoundException e) {
                return false;
              }
            });
  }
}
