package io.vivarium.plugin.installer;

import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.lang.model.SourceVersion;

/** Names of Java packages, which are those of modules, too. */
final class JavaPackage {
  private JavaPackage() {}

  /** Whether a compiler takes it: words with dots between, none of them a keyword. */
  static boolean isName(String name) {
    return SourceVersion.isName(name);
  }

  /**
   * A package for what Maven calls otherwise. What Java does not take in a word is changed as the Java Language Specification proposes (6.1):
   * {@code some-one} becomes {@code some_one}, {@code 2} becomes {@code _2}, {@code native} becomes {@code native_}.
   *
   * @param group words of letters, digits, underscores and hyphens, with dots between
   * @param artifact words of letters and digits with hyphens between, each of which becomes a package of its own
   */
  static String of(String group, String artifact) {
    Stream<String> outer = Stream.of(group.split("\\.")).map(word -> word.replace('-', '_'));
    Stream<String> inner = Stream.of(artifact.split("-")).filter(word -> !word.isEmpty());
    return Stream.concat(outer, inner)
        .map(JavaPackage::identifier)
        .collect(Collectors.joining("."));
  }

  private static String identifier(String word) {
    String begun = Character.isJavaIdentifierStart(word.charAt(0)) ? word : "_" + word;
    return SourceVersion.isName(begun) ? begun : begun + "_";
  }
}
